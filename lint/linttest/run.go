package linttest

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/goldenpath-go/goldenpath/lint"
)

// Run tests rules with the case at path, a txtar archive, or with all of a folder's *.txtar, each as a subtest.
func Run(t *testing.T, path string, rules ...*lint.Rule) {
	t.Helper()
	cases := []string{path}
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		cases, _ = filepath.Glob(filepath.Join(path, "*.txtar")) // the pattern is well formed
	}
	if len(cases) == 0 {
		t.Fatalf("no *.txtar in %s", path)
	}
	for _, file := range cases {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			t.Parallel()
			archive, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			report(t, archive, rules)
		})
	}
}

// Cases tests each rule by itself, with the cases in folder that are named for it: RULE.txtar, which there must be, and
// RULE--WHAT.txtar for more of the same.
func Cases(t *testing.T, folder string, rules ...*lint.Rule) {
	t.Helper()
	for _, r := range rules {
		more, _ := filepath.Glob(filepath.Join(folder, r.Name+"--*.txtar")) // names of rules have no signs of patterns
		for _, path := range append(more, filepath.Join(folder, r.Name+".txtar")) {
			Run(t, path, r)
		}
	}
}

// Archive tests rules with one case that is given as text.
func Archive(t *testing.T, archive string, rules ...*lint.Rule) {
	t.Helper()
	report(t, txtar.Parse([]byte(archive)), rules)
}

func report(t *testing.T, archive *txtar.Archive, rules []*lint.Rule) {
	t.Helper()
	c, err := newScenario(archive, rules)
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range c.variants() {
		for _, problem := range v.check(t.Context(), rules) {
			t.Errorf("%s: %s", v.name, problem)
		}
	}
}
