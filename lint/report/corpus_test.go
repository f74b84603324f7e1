package report_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"testing/fstest"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/lint"
	"github.com/goldenpath-go/goldenpath/lint/report"
	"github.com/goldenpath-go/goldenpath/lint/rules"
	"github.com/goldenpath-go/goldenpath/source"
)

// shared returns the path of a file beside the module, or of what stands for it in the module where there is none.
func shared(t *testing.T, name, standIn string) string {
	t.Helper()
	path := filepath.Join("../../../shared/corpus", name)
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		t.Logf("the shared corpus is not present: %s stands for it", standIn)
		return standIn
	}
	return path
}

// eachLine calls read with each line of a file.
func eachLine(t *testing.T, name string, read func(line []byte)) {
	t.Helper()
	f, err := os.Open(name)
	require.NoError(t, err)
	defer func() { assert.NoError(t, f.Close()) }()
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 64<<20)
	for lines.Scan() {
		read(lines.Bytes())
	}
	require.NoError(t, lines.Err())
}

// catalogs returns the public catalogs of the corpus, and the names of their files.
func catalogs(t *testing.T) (fs.FS, []string) {
	t.Helper()
	dir := shared(t, "catalog", "../rules/testdata/corpus")
	var names []string
	eachLine(t, filepath.Join(dir, "expected.jsonl"), func(line []byte) {
		var row struct{ File string }
		require.NoError(t, json.Unmarshal(line, &row))
		names = append(names, row.File)
	})
	return os.DirFS(dir), names
}

// mutations returns files that were broken on purpose.
func mutations(t *testing.T) (fs.FS, []string) {
	t.Helper()
	fsys, names := fstest.MapFS{}, []string(nil)
	eachLine(t, shared(t, "catalog-mutations/seed-1.jsonl", "../rules/testdata/corpus/mutations.jsonl"), func(line []byte) {
		var row struct{ ID, YAML string }
		require.NoError(t, json.Unmarshal(line, &row))
		name := "mutations/" + row.ID + "/catalog-info.yaml"
		fsys[name] = &fstest.MapFile{Data: []byte(row.YAML)}
		names = append(names, name)
	})
	return fsys, names
}

// lintStrictly returns all there is to say about files.
func lintStrictly(t *testing.T, fsys fs.FS, names []string) *lint.Result {
	t.Helper()
	linter := lint.Linter{Rules: rules.All(), Config: &lint.Config{Preset: lint.Strict}}
	r, err := linter.Run(t.Context(), fsys, names)
	require.NoError(t, err)
	require.NotEmpty(t, r.Diagnostics)
	return r
}

// TestCorpus validates every format on what the strictest preset finds in public catalogs and in broken files, and holds
// the places in SARIF and rdjson, which count in their own ways, against the bytes that are meant.
func TestCorpus(t *testing.T) {
	t.Parallel()
	for name, files := range map[string]func(*testing.T) (fs.FS, []string){"catalogs": catalogs, "mutations": mutations} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			fsys, names := files(t)
			names = some(names)
			r := lintStrictly(t, fsys, names)
			o := &report.Options{
				Open: fsys, Rules: rules.All(),
				RuleURL: func(rule string) string { return "https://example.com/rules.md#" + rule },
			}
			t.Logf("%d findings in %d files", len(r.Diagnostics), len(r.Files))
			all, err := writeAll(r, o)
			require.NoError(t, err)
			require.NoError(t, checker{}.checkAll(all, r))
			checkSARIFPlaces(t, fsys, r, all["sarif"])
			checkRDPlaces(t, fsys, r, all["rdjson"])
		})
	}
}

// some returns a part of many files; .ci/formats takes all of them.
func some(names []string) []string {
	step := 1 + len(names)/100
	if testing.Short() {
		step *= 8
	}
	var out []string
	for i := 0; i < len(names); i += step {
		out = append(out, names[i])
	}
	return out
}

func checkSARIFPlaces(t *testing.T, fsys fs.FS, r *lint.Result, data []byte) {
	t.Helper()
	var log sarif
	require.NoError(t, json.Unmarshal(data, &log))
	fixes := 0
	for i := range r.Diagnostics {
		d, result := &r.Diagnostics[i], log.Runs[0].Results[i]
		text := readText(t, fsys, d.Range.File)
		g := result.Locations[0].PhysicalLocation.Region
		require.Equal(t, d.Range.Offset, utf16Offset(text, g.StartLine, g.StartColumn), "%s: %s", d.Range, d.Message)
		require.Equal(t, d.Range.EndOffset, utf16Offset(text, g.EndLine, g.EndColumn), "%s: %s", d.Range, d.Message)
		require.Len(t, result.Fixes, len(d.Fixes))
		for j, fix := range result.Fixes {
			for k, edit := range fix.ArtifactChanges[0].Replacements {
				want, g := d.Fixes[j].Edits[k], edit.DeletedRegion
				require.Equal(t, want.New, edit.InsertedContent.Text)
				require.Equal(t, want.Offset, utf16Offset(text, g.StartLine, g.StartColumn))
				require.Equal(t, want.EndOffset, utf16Offset(text, g.EndLine, g.EndColumn))
				fixes++
			}
		}
	}
	t.Logf("%d edits", fixes)
}

func checkRDPlaces(t *testing.T, fsys fs.FS, r *lint.Result, data []byte) {
	t.Helper()
	var out struct{ Diagnostics []rdDiagnostic }
	require.NoError(t, json.Unmarshal(data, &out))
	for i, got := range out.Diagnostics {
		d := &r.Diagnostics[i]
		text := readText(t, fsys, d.Range.File)
		g := got.Location.Range
		require.Equal(t, d.Range.Offset, text.LineStart(g.Start.Line)+g.Start.Column-1)
		require.Equal(t, d.Range.EndOffset, text.LineStart(g.End.Line)+g.End.Column-1)
		for _, s := range got.Suggestions {
			start, end := text.LineStart(s.Range.Start.Line)+s.Range.Start.Column-1, text.LineStart(s.Range.End.Line)+s.Range.End.Column-1
			fixed := bytes.Join([][]byte{text.Data[:start], []byte(s.Text), text.Data[end:]}, nil)
			assert.True(t, mends(d, text, fixed), "%s: %s", d.Range, s.Text)
		}
	}
}

// mends reports whether one of the fixes of d turns text into fixed.
func mends(d *lint.Diagnostic, text *source.Text, fixed []byte) bool {
	for _, f := range d.Fixes {
		if len(f.Edits) == 1 {
			e := f.Edits[0]
			if bytes.Equal(fixed, bytes.Join([][]byte{text.Data[:e.Offset], []byte(e.New), text.Data[e.EndOffset:]}, nil)) {
				return true
			}
		}
	}
	return false
}

func readText(t *testing.T, fsys fs.FS, name string) *source.Text {
	t.Helper()
	data, err := fs.ReadFile(fsys, name)
	require.NoError(t, err)
	return source.NewText(name, data)
}

// utf16Offset returns the byte at a line and column of SARIF's, which count UTF-16 code units and no byte order mark.
func utf16Offset(text *source.Text, line, column int) int {
	at := text.LineStart(line)
	if line == 1 && bytes.HasPrefix(text.Data, []byte("\uFEFF")) {
		at += len("\uFEFF")
	}
	for units := column - 1; units > 0; {
		r, size := utf8.DecodeRune(text.Data[at:])
		units -= len(utf16.Encode([]rune{r}))
		at += size
	}
	return at
}
