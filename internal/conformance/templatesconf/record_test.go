package templatesconf

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/internal/beside"
	"github.com/goldenpath-go/goldenpath/scaffold"
	"github.com/goldenpath-go/goldenpath/scaffold/sample"
)

var requests = flag.String("requests", "", "write what answer.js is asked into this file")

// request is one line for answer.js.
type request struct {
	Template string            `json:"template"` // id and name
	File     string            `json:"file"`     // absolute path
	Index    int               `json:"index"`    // of the template in the file
	Set      string            `json:"set"`
	Digest   string            `json:"digest"` // of values and secrets
	World    world             `json:"world"`
	Values   json.RawMessage   `json:"values"`
	Secrets  map[string]string `json:"secrets"`
	Contents map[string]string `json:"contents"` // of the template's folder
}

// TestRequests writes what the real scaffolder is asked, if the flag says so, and checks in any case that it can be written.
func TestRequests(t *testing.T) {
	t.Parallel()
	var lines []byte
	folders := []string{"testdata/templates"}
	if shared, ok := beside.Path(t, "corpus/templates"); ok {
		folders = append(folders, shared)
	}
	for _, folder := range folders {
		dir, err := filepath.Abs(folder)
		require.NoError(t, err)
		entries, err := readCorpus(dir)
		require.NoError(t, err)
		for _, e := range entries {
			for _, r := range requestsOf(t, dir, e) {
				line, err := json.Marshal(r)
				require.NoError(t, err)
				lines = append(append(lines, line...), '\n')
			}
		}
	}
	if *requests != "" {
		require.NoError(t, os.WriteFile(*requests, lines, 0o600))
	}
}

func requestsOf(t *testing.T, dir string, e entry) []request {
	t.Helper()
	whole := request{Template: e.id + " " + e.name, File: filepath.Join(dir, filepath.FromSlash(e.file)), Index: e.index}
	if e.refused != nil {
		whole.World, whole.Digest, whole.Values = parse, digestSet(sample.Set{}), json.RawMessage("{}")
		return []request{whole}
	}
	sets, err := setsOf(e.template)
	require.NoError(t, err, e.name)
	var out []request
	for _, s := range sets {
		for _, w := range worlds() {
			r := whole
			r.Set, r.Digest, r.World = s.Name, digestSet(s), w
			r.Values, r.Secrets, r.Contents = json.RawMessage(scaffold.JSON(s.Values, "")), s.Secrets, contents(e.template)
			out = append(out, r)
		}
	}
	return out
}
