package report

import (
	"encoding/json"
	"io"

	"github.com/goldenpath-go/goldenpath/dora"
)

// JSON writes the report in the form that [dora.Report] documents.
func JSON(w io.Writer, r *dora.Report) error {
	out := json.NewEncoder(w)
	out.SetEscapeHTML(false)
	out.SetIndent("", "  ")
	return out.Encode(r)
}
