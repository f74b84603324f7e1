package load_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/tools/txtar"

	"github.com/goldenpath-go/goldenpath/catalog/load"
)

var update = flag.Bool("update", false, "write what is found to the golden files")

// TestProblems reads the files of each archive in testdata/problems and compares all that is found with the section
// "problems". A first line "crlf" gives the files the line breaks of Windows.
func TestProblems(t *testing.T) {
	t.Parallel()
	paths, err := filepath.Glob("testdata/problems/*.txtar")
	require.NoError(t, err)
	require.NotEmpty(t, paths)
	for _, path := range paths {
		t.Run(filepath.Base(path), func(t *testing.T) {
			t.Parallel()
			archive, err := txtar.ParseFile(path)
			require.NoError(t, err)
			got, want := listProblems(t, archive)
			if *update {
				setSection(archive, "problems", got)
				require.NoError(t, os.WriteFile(path, txtar.Format(archive), 0o644))
				return
			}
			assert.Equal(t, want, got)
		})
	}
}

func setSection(archive *txtar.Archive, name, content string) {
	for i := range archive.Files {
		if archive.Files[i].Name == name {
			archive.Files[i].Data = []byte(content)
			return
		}
	}
	archive.Files = append(archive.Files, txtar.File{Name: name, Data: []byte(content)})
}

// listProblems returns what is found in the archive's YAML files, and its section "problems".
func listProblems(t *testing.T, archive *txtar.Archive) (got, want string) {
	t.Helper()
	files := make(map[string][]byte)
	for _, f := range archive.Files {
		files[f.Name] = f.Data
	}
	o := &load.Options{BaseURL: shop, OpenAPI: true, ReadFile: func(name string) ([]byte, error) {
		if data, ok := files[name]; ok {
			return data, nil
		}
		return nil, os.ErrNotExist
	}}
	var b strings.Builder
	for _, f := range archive.Files {
		if f.Name == "problems" {
			want = string(f.Data)
			continue
		}
		data := f.Data
		if strings.HasPrefix(string(archive.Comment), "crlf") {
			data = []byte(strings.ReplaceAll(string(data), "\n", "\r\n"))
		}
		if strings.HasSuffix(f.Name, "catalog-info.yaml") {
			for _, d := range load.Parse(t.Context(), f.Name, data, o).Documents {
				describe(&b, d)
			}
		}
	}
	return b.String(), want
}

func describe(b *strings.Builder, d *load.Document) {
	fmt.Fprintf(b, "document %d: %s %s\n", d.Index, d.Stage, d.Ref)
	for _, p := range d.Problems {
		r := p.Range
		fmt.Fprintf(b, "%s-%d:%d %s %s %s\n\t%s\n", r.Position, r.EndLine, r.EndColumn, p.Stage, p.Rule, p.Pointer, p.Message)
		if p.Help != "" {
			fmt.Fprintf(b, "\thelp: %s\n", p.Help)
		}
		if p.Backstage != "" {
			fmt.Fprintf(b, "\tBackstage: %s\n", strings.ReplaceAll(strings.TrimSpace(p.Backstage), "\n", "\n\t\t"))
		}
	}
}
