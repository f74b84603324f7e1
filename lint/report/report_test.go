package report_test

import (
	"bytes"
	"errors"
	"flag"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/lint"
	"github.com/goldenpath-go/goldenpath/lint/report"
	"github.com/goldenpath-go/goldenpath/source"
)

var update = flag.Bool("update", false, "write the golden files")

const (
	ordersText = "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata:\n  name: orders\n\ttitle:\t日本語 \U0001F600 tea\n" +
		"spec:\n  owner:\n  description: |\n    one\n    two\n"
	teamsText = "kind: Group # \x1b[31mred\u202e\r\nname: teams\r\n"
)

func sources() fstest.MapFS {
	return fstest.MapFS{
		"orders/catalog-info.yaml": {Data: []byte(ordersText)},
		"teams.yaml":               {Data: []byte(teamsText)},
		"pipe.yaml":                {Mode: fs.ModeNamedPipe},
	}
}

// of returns the range of text in a file, from the n-th byte of it on.
func of(t *testing.T, file, text string, after int) source.Range {
	t.Helper()
	data := string(sources()[file].Data)
	i := strings.Index(data, text)
	require.GreaterOrEqual(t, i, 0)
	return source.NewText(file, []byte(data)).Range(i+after, i+len(text))
}

// nameStyle is a rule that is known; the others of the result are not.
var nameStyle = &lint.Rule{
	Name: "name-style", Levels: lint.Levels{Recommended: lint.Off, Strict: lint.Error},
	Doc: "# name-style: a name that is not in style\n\nNames are `kebab-case`,\nas everybody knows.\n\n### Bad\n\n```yaml\nname: Orders\n```\n",
}

// result is one of everything.
func result(t *testing.T) *lint.Result {
	t.Helper()
	orders := catalog.Ref{Kind: catalog.Component, Namespace: "default", Name: "Orders"}
	whole := source.Range{Position: source.Position{File: "teams.yaml", Line: 1, Column: 1}, EndLine: 1, EndColumn: 1}
	return &lint.Result{
		Diagnostics: []lint.Diagnostic{
			{Rule: "name-style", Severity: lint.Error, Finding: lint.Finding{
				Range: of(t, "orders/catalog-info.yaml", "orders", 0), Message: "the name is 100% wrong: no, really", Help: "did you mean order?",
				Entity: orders, Pointer: "/metadata/name",
				Related: []lint.Related{
					{Range: of(t, "teams.yaml", "teams", 0), Message: "first defined here"},
					{Range: of(t, "orders/catalog-info.yaml", "orders", 0), Message: "in other words: no"},
				},
				Fixes: []lint.Fix{{Message: "replace by order", Safe: true, Edits: []lint.Edit{{File: "orders/catalog-info.yaml", Offset: 68, EndOffset: 74, New: "order"}}}},
			}},
			{Rule: "title-same", Severity: lint.Warning, Finding: lint.Finding{
				Range: of(t, "orders/catalog-info.yaml", "日本語 \U0001F600 tea", 10), Message: "wide characters\nand two lines",
				Fixes: []lint.Fix{{Message: "drop it"}},
			}},
			{Rule: "title-tab", Severity: lint.Info, Finding: lint.Finding{Range: of(t, "orders/catalog-info.yaml", "日本語", 0), Message: "tabs before"}},
			{Rule: "schema-null", Severity: lint.Error, Finding: lint.Finding{Range: of(t, "orders/catalog-info.yaml", "owner:", 6), Message: "nothing here"}},
			{Rule: "text-long", Severity: lint.Warning, Finding: lint.Finding{Range: of(t, "orders/catalog-info.yaml", "|\n    one\n    two\n", 0), Message: "several lines"}},
			{Rule: "file-gone", Severity: lint.Warning, Finding: lint.Finding{
				Range: source.Range{Position: source.Position{File: "gone, or: so.yaml", Line: 3, Column: 2}}, Message: "no such \x1b[31mfile"}},
			{Rule: "file-pipe", Severity: lint.Warning, Finding: lint.Finding{
				Range: source.Range{Position: source.Position{File: "pipe.yaml", Line: 1, Column: 1}}, Message: "no file to look into"}},
			{Rule: "file-short", Severity: lint.Warning, Finding: lint.Finding{
				Range: source.Range{Position: source.Position{File: "teams.yaml", Line: 99, Column: 1}}, Message: "the file has become shorter"}},
			{Rule: "file-whole", Severity: lint.Info, Finding: lint.Finding{Range: whole, Message: "about the whole file"}},
		},
		Suppressed: []lint.Diagnostic{
			{Rule: "name-old", Severity: lint.Warning, Finding: lint.Finding{Range: of(t, "teams.yaml", "teams", 0), Message: "old"},
				Suppressed: &lint.Suppressed{By: lint.SuppressedInline, Reason: "so what", Range: of(t, "teams.yaml", "# \x1b", 0)}},
		},
		Files:  []string{"orders/catalog-info.yaml", "teams.yaml"},
		Errors: source.Errors{{Pos: source.Position{File: "locked.yaml"}, Err: errors.New("permission denied")}},
		Stats:  lint.Stats{Files: 3, Documents: 4, Entities: 2, Bytes: 300},
	}
}

func TestFormats(t *testing.T) {
	t.Parallel()
	prefixed := &report.Options{Open: sources(), Path: func(name string) string { return "sub/" + name }}
	prefixed.Rules = []*lint.Rule{nameStyle}
	prefixed.RuleURL = func(rule string) string { return "https://example.com/rules#" + rule }
	prefixed.Version = "v1.2.3"
	tests := []struct {
		golden, format string
		options        *report.Options
	}{
		{"text.txt", "text", &report.Options{Open: sources()}},
		{"text-color.txt", "text", &report.Options{Open: sources(), Color: true}},
		{"text-no-source.txt", "text", nil},
		{"compact.txt", "compact", prefixed},
		{"json.json", "json", prefixed},
		{"jsonl.jsonl", "jsonl", prefixed},
		{"sarif.json", "sarif", prefixed},
		{"github-sarif.json", "github-sarif", prefixed},
		{"github.txt", "github", prefixed},
		{"gitlab.json", "gitlab", prefixed},
		{"junit.xml", "junit", prefixed},
		{"junit-warnings.xml", "junit", &report.Options{FailOn: lint.Warning}},
		{"checkstyle.xml", "checkstyle", prefixed},
		{"tap.txt", "tap", prefixed},
		{"rdjson.json", "rdjson", prefixed},
		{"rdjsonl.jsonl", "rdjsonl", prefixed},
		{"markdown.md", "markdown", prefixed},
	}
	for _, tt := range tests {
		t.Run(tt.golden, func(t *testing.T) {
			t.Parallel()
			format, ok := report.ByName(tt.format)
			require.True(t, ok)
			var out bytes.Buffer
			require.NoError(t, format(&out, result(t), tt.options))
			golden(t, tt.golden, out.Bytes())
		})
	}
}

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		require.NoError(t, os.WriteFile(file, got, 0o600))
	}
	want, err := os.ReadFile(file)
	require.NoError(t, err)
	assert.Equal(t, string(want), string(got))
}

func TestNames(t *testing.T) {
	t.Parallel()
	names := report.Names()
	assert.Equal(t, "text", names[0])
	for _, name := range names {
		assert.Contains(t, checker{}.checks(), name)
	}
	assert.Len(t, checker{}.checks(), len(names))
	_, ok := report.ByName("yaml")
	assert.False(t, ok)
}

// TestOneOfEverything validates what the golden files hold.
func TestOneOfEverything(t *testing.T) {
	t.Parallel()
	require.NoError(t, validate(result(t), nil))
	require.NoError(t, validate(result(t), &report.Options{Open: sources(), Rules: []*lint.Rule{nameStyle}}))
}

func TestNothingFound(t *testing.T) {
	t.Parallel()
	for name, r := range map[string]*lint.Result{
		"no files":     {},
		"files":        {Files: []string{"a.yaml", "b.yaml"}, Stats: lint.Stats{Files: 2}},
		"only ignored": {Suppressed: result(t).Suppressed},
		"only errors":  {Errors: result(t).Errors},
	} {
		require.NoError(t, validate(r, nil), name)
	}
	all, err := writeAll(&lint.Result{Stats: lint.Stats{Files: 1}}, nil)
	require.NoError(t, err)
	for name, want := range map[string]string{
		"text":     "no findings in 1 file\n",
		"compact":  "",
		"github":   "",
		"rdjsonl":  "",
		"gitlab":   "[]\n",
		"markdown": "<!-- catalog-lint -->\n### catalog-lint: no findings in 1 file\n",
		"tap":      "TAP version 13\n1..0 # SKIP there are no files\n",
	} {
		assert.Equal(t, want, string(all[name]), name)
	}
}

func TestFailOn(t *testing.T) {
	t.Parallel()
	for severity, failed := range map[lint.Severity]int{lint.Unset: 1, lint.Error: 1, lint.Warning: 4, lint.Info: 4, lint.Off: 0} {
		r := result(t)
		r.Errors = nil
		all, err := writeAll(r, &report.Options{FailOn: severity})
		require.NoError(t, err)
		assert.Equal(t, failed, strings.Count(string(all["tap"]), "\nnot ok "), "%s", severity)
		assert.Equal(t, failed, strings.Count(string(all["junit"]), "<failure "), "%s", severity)
	}
}

// failingWriter takes a few bytes.
type failingWriter struct{ left int }

func (w *failingWriter) Write(p []byte) (int, error) {
	if len(p) > w.left {
		return 0, io.ErrShortWrite
	}
	w.left -= len(p)
	return len(p), nil
}

func TestWriteErrors(t *testing.T) {
	t.Parallel()
	for _, name := range report.Names() {
		format, _ := report.ByName(name)
		assert.ErrorIs(t, format(&failingWriter{left: 10}, result(t), nil), io.ErrShortWrite, name)
	}
}
