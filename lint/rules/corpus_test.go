package rules_test

import (
	"bufio"
	"encoding/json"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/internal/beside"

	"github.com/goldenpath-go/goldenpath/catalog/load"
	"github.com/goldenpath-go/goldenpath/lint"
	"github.com/goldenpath-go/goldenpath/lint/rules"
)

// verdict is what Backstage's own ingestion says of one document of a corpus.
type verdict struct {
	File string `json:"file"`
	Doc  int    `json:"doc"`
	OK   bool   `json:"ok"`
}

// corpus is a folder of repositories, one below each, with Backstage's verdicts on their documents.
type corpus struct {
	dir      string
	shared   bool                 // it is the large one
	verdicts map[string][]verdict // by file
}

// openCorpus returns the shared corpus of public catalogs, or the small one in testdata where that is not at hand.
func openCorpus(t *testing.T) corpus {
	t.Helper()
	c := corpus{verdicts: map[string][]verdict{}}
	if c.dir, c.shared = beside.Path(t, "corpus/catalog"); !c.shared {
		t.Log("the shared corpus is not present: the one in testdata stands for it")
		c.dir = "testdata/corpus"
	}
	for _, v := range readLines[verdict](t, filepath.Join(c.dir, "expected.jsonl")) {
		c.verdicts[v.File] = append(c.verdicts[v.File], v)
	}
	return c
}

func readLines[T any](t *testing.T, name string) []T {
	t.Helper()
	f, err := os.Open(name)
	require.NoError(t, err)
	defer f.Close()
	var list []T
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 64<<20)
	for lines.Scan() {
		var v T
		require.NoError(t, json.Unmarshal(lines.Bytes(), &v))
		list = append(list, v)
	}
	require.NoError(t, lines.Err())
	require.NotEmpty(t, list)
	return list
}

// skeleton matches what a template copies: sources of the scaffolder, no catalog files.
var skeleton = regexp.MustCompile(`(^|/)(skeletons?|content)/|\$\{\{|\{\{`)

// repositories returns the files of each repository, skeletons left out.
func (c corpus) repositories() map[string][]string {
	files := map[string][]string{}
	for file := range c.verdicts {
		if repository, name, ok := strings.Cut(file, "/"); ok && !skeleton.MatchString(file) {
			files[repository] = append(files[repository], name)
		}
	}
	return files
}

// hit is a diagnostic with Backstage's verdict on the document it is in.
type hit struct {
	lint.Diagnostic
	verdict
}

// hits lints each repository by itself and returns what is found, and the number of accepted documents.
func (c corpus) hits(t *testing.T, config *lint.Config) (hits []hit, accepted int) {
	t.Helper()
	for repository, files := range c.repositories() {
		address := "https://github.com/" + strings.Replace(repository, "__", "/", 1) + "/blob/main/"
		linter := lint.Linter{Rules: rules.All(), Config: config, Load: load.Options{BaseURL: address}}
		r, err := linter.Run(t.Context(), os.DirFS(filepath.Join(c.dir, repository)), files)
		require.NoError(t, err)
		require.Empty(t, r.Errors)
		found := map[string][]lint.Diagnostic{}
		for _, d := range r.Diagnostics {
			found[d.Range.File] = append(found[d.Range.File], d)
		}
		for _, name := range files {
			file := path.Join(repository, name)
			for _, v := range c.verdicts[file] {
				if v.OK {
					accepted++
				}
			}
			hits = append(hits, c.judged(t, file, found[name])...)
		}
	}
	return hits, accepted
}

// judged adds to the diagnostics of a file Backstage's verdict on the document that each is in.
func (c corpus) judged(t *testing.T, file string, found []lint.Diagnostic) []hit {
	t.Helper()
	if len(found) == 0 {
		return nil
	}
	data, err := os.ReadFile(filepath.Join(c.dir, filepath.FromSlash(file)))
	require.NoError(t, err)
	documents := load.Parse(t.Context(), file, data, nil).Documents
	var hits []hit
	for _, d := range found {
		h := hit{d, verdict{File: file}}
		for _, v := range c.verdicts[file] {
			if v.Doc < len(documents) && documents[v.Doc].Range.Offset <= d.Range.Offset {
				h.verdict = v
			}
		}
		hits = append(hits, h)
	}
	return hits
}
