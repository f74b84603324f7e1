package report

import (
	"bufio"
	"io"

	"github.com/goldenpath-go/goldenpath/lint"
)

// The types of the lines of JSONLines.
const (
	lineFinding    = "finding"
	lineSuppressed = "suppressed"
	lineError      = "error"
	lineSummary    = "summary"
)

type jsonFindingLine struct {
	Type string `json:"type"`
	jsonFinding
}

type jsonErrorLine struct {
	Type string `json:"type"`
	jsonError
}

type jsonSummaryLine struct {
	Type    string `json:"type"`
	Version int    `json:"version"`
	jsonSummary
}

// JSONLines writes what [JSON] writes as lines of one object each, whose type is finding, suppressed, error or, in the
// last line, summary.
func JSONLines(w io.Writer, r *lint.Result, o *Options) error {
	out := bufio.NewWriter(w)
	report := newJSONReport(r, o)
	var rows []any
	for _, f := range report.Findings {
		rows = append(rows, jsonFindingLine{lineFinding, f})
	}
	for _, f := range report.Suppressed {
		rows = append(rows, jsonFindingLine{lineSuppressed, f})
	}
	for _, e := range report.Errors {
		rows = append(rows, jsonErrorLine{lineError, e})
	}
	rows = append(rows, jsonSummaryLine{lineSummary, report.Version, report.Summary})
	for _, row := range rows {
		if err := encode(out, row, ""); err != nil {
			return err
		}
	}
	return out.Flush()
}
