package rules_test

import (
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/tools/txtar"

	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/catalog/load"
	"github.com/goldenpath-go/goldenpath/catalog/snapshot"
	"github.com/goldenpath-go/goldenpath/internal/beside"
	"github.com/goldenpath-go/goldenpath/lint"
	"github.com/goldenpath-go/goldenpath/lint/elsewhere"
	"github.com/goldenpath-go/goldenpath/lint/rules"
)

// whole is repositories, a folder each, that make up one catalog.
type whole struct {
	name   string
	fsys   fs.FS
	files  []string
	golden string
}

// wholes returns our own samples, and the public catalogs as if they were one where those are at hand.
func wholes(t *testing.T) []whole {
	t.Helper()
	archive, err := txtar.ParseFile("testdata/whole/samples.txtar")
	require.NoError(t, err)
	samples := memory{}
	for _, f := range archive.Files {
		samples[f.Name] = string(f.Data)
	}
	all := []whole{{"samples", samples.fs(), slices.Sorted(maps.Keys(samples)), "testdata/whole/samples.golden"}}
	if _, ok := beside.Path(t, "corpus/catalog"); !ok {
		t.Log("the shared corpus is not present: the samples alone are looked at")
		return all
	}
	c := openCorpus(t)
	public := whole{name: "public catalogs", fsys: os.DirFS(c.dir), golden: "testdata/whole/corpus.golden"}
	for repository, names := range c.repositories() {
		for _, name := range names {
			public.files = append(public.files, path.Join(repository, name))
		}
	}
	return append(all, public)
}

// The rules that a whole catalog is looked at with, by what they find.
var (
	dangling   = []string{"owner-exists", "ref-exists"}
	duplicates = []string{"name-conflict", "name-duplicate"}
	cycles     = []string{"graph-cycle", "graph-dependency-cycle"}
)

// closedConfig reports with these rules alone, as errors, what is missing from a catalog that is all there is.
func closedConfig(names ...string) *lint.Config {
	config := &lint.Config{Rules: map[string]lint.RuleConfig{}, References: lint.References{Catalog: "closed"}}
	for _, r := range rules.All() {
		config.Rules[r.Name] = lint.RuleConfig{Severity: lint.Off}
	}
	for _, name := range names {
		config.Rules[name] = lint.RuleConfig{Severity: lint.Error}
	}
	return config
}

func (w whole) lint(t *testing.T, l lint.Linter) []lint.Diagnostic {
	t.Helper()
	l.Rules, l.NoIgnores = rules.All(), true
	r, err := l.Run(t.Context(), w.fsys, w.files)
	require.NoError(t, err)
	require.Empty(t, r.Errors)
	return r.Diagnostics
}

func among(rules []string, found []lint.Diagnostic) []lint.Diagnostic {
	return slices.DeleteFunc(slices.Clone(found), func(d lint.Diagnostic) bool { return !slices.Contains(rules, d.Rule) })
}

// shown returns findings as texts, sorted by place.
func shown(found []lint.Diagnostic) []string {
	lines := make([]string, len(found))
	for i, d := range found {
		lines[i] = fmt.Sprintf("%s: %s [%s]", d.Range, d.Message, d.Rule)
	}
	slices.Sort(lines)
	return lines
}

// TestWholeCatalog lists what is wrong with whole catalogs: references that lead nowhere, entities that are defined again
// and circles, each with its place. -update writes the lists anew.
func TestWholeCatalog(t *testing.T) {
	t.Parallel()
	for _, w := range wholes(t) {
		t.Run(w.name, func(t *testing.T) {
			t.Parallel()
			found := w.lint(t, lint.Linter{Config: closedConfig(slices.Concat(dangling, duplicates, cycles)...)})
			lines := append(shown(found), fmt.Sprintf("%d references that lead nowhere, %d entities defined again, %d circles",
				len(among(dangling, found)), len(among(duplicates, found)), len(among(cycles, found))))
			checkGolden(t, w.golden, lines)
		})
	}
}

// fact is what the oracle knows of an entity.
type fact struct {
	*catalog.Entity
	file string
	ok   bool
}

func (w whole) facts(t *testing.T) []fact {
	t.Helper()
	var all []fact
	for _, name := range w.files {
		data, err := fs.ReadFile(w.fsys, name)
		require.NoError(t, err)
		for _, d := range load.Parse(t.Context(), name, data, nil).Documents {
			if d.Entity != nil {
				all = append(all, fact{d.Entity, name, d.OK})
			}
		}
	}
	return all
}

// TestWholeCatalogByHand finds the same with nothing but loops over all entities and references.
func TestWholeCatalogByHand(t *testing.T) {
	t.Parallel()
	for _, w := range wholes(t) {
		t.Run(w.name, func(t *testing.T) {
			t.Parallel()
			all := w.facts(t)
			found := w.lint(t, lint.Linter{Config: closedConfig(slices.Concat(dangling, duplicates, cycles)...)})
			assert.Equal(t, danglingByHand(all), places(among(dangling, found)))
			inOneFile := slices.DeleteFunc(among(duplicates, found), func(d lint.Diagnostic) bool { return d.Range.File != d.Related[0].Range.File })
			assert.Equal(t, duplicatesByHand(all), places(inOneFile))
			assert.Len(t, among([]string{"graph-dependency-cycle"}, found), knots(all, catalog.DependsOn))
			assert.Len(t, among([]string{"graph-cycle"}, found), knots(all, catalog.ChildOf)+knots(all, catalog.PartOf))
		})
	}
}

func places(found []lint.Diagnostic) []string {
	list := []string{}
	for _, d := range found {
		list = append(list, d.Range.String())
	}
	slices.Sort(list)
	return list
}

func danglingByHand(all []fact) []string {
	there := map[string]bool{}
	for _, f := range all {
		there[f.Ref().Key()] = true
	}
	list := []string{}
	for _, f := range all {
		for _, r := range f.References() {
			if r.Err == nil && !there[r.Target.Key()] {
				list = append(list, f.Range(r.Pointer).String())
			}
		}
	}
	slices.Sort(list)
	return list
}

func duplicatesByHand(all []fact) []string {
	list := []string{}
	for i, f := range all {
		again := slices.ContainsFunc(all[:i], func(b fact) bool { return b.ok && b.file == f.file && b.Ref().Key() == f.Ref().Key() })
		if f.ok && again {
			list = append(list, f.Range("/metadata/name").String())
		}
	}
	slices.Sort(list)
	return list
}

// knots returns how many sets of entities there are in which each leads to each other by relations of a type.
func knots(all []fact, relation catalog.RelationType) int {
	next := map[string]map[string]bool{}
	add := func(from, to string) {
		if next[from] == nil {
			next[from] = map[string]bool{}
		}
		next[from][to] = from != to
	}
	for _, f := range all {
		for _, r := range f.References() {
			switch {
			case r.Err != nil:
			case r.Field.Relation == relation:
				add(f.Ref().Key(), r.Target.Key())
			case r.Field.Relation == relation.Inverse():
				add(r.Target.Key(), f.Ref().Key())
			}
		}
	}
	found := map[string]bool{}
	for start := range next {
		if beyond := reachable(next, start); beyond[start] {
			members := []string{}
			for other := range beyond {
				if reachable(next, other)[start] {
					members = append(members, other)
				}
			}
			slices.Sort(members)
			found[strings.Join(members, " ")] = true
		}
	}
	return len(found)
}

func reachable(next map[string]map[string]bool, start string) map[string]bool {
	seen, todo := map[string]bool{}, []string{start}
	for len(todo) > 0 {
		at := todo[0]
		todo = todo[1:]
		for to, counts := range next[at] {
			if counts && !seen[to] {
				seen[to] = true
				todo = append(todo, to)
			}
		}
	}
	return seen
}

// TestSnapshotFillsTheGaps says that with a snapshot of what is missing no reference leads nowhere, and that nothing else
// changes.
func TestSnapshotFillsTheGaps(t *testing.T) {
	t.Parallel()
	for _, w := range wholes(t) {
		t.Run(w.name, func(t *testing.T) {
			t.Parallel()
			config := closedConfig(slices.Concat(dangling, duplicates, cycles)...)
			found := w.lint(t, lint.Linter{Config: config})
			missing := map[string]snapshot.Entry{}
			for _, f := range w.facts(t) {
				for _, r := range f.References() {
					if r.Err == nil {
						missing[r.Target.Key()] = snapshot.Entry{Ref: r.Target, Location: "ldap:elsewhere"}
					}
				}
			}
			for _, f := range w.facts(t) {
				delete(missing, f.Ref().Key())
			}
			t.Logf("%d references lead to %d entities that are not there", len(among(dangling, found)), len(missing))
			filled := w.lint(t, lint.Linter{Config: config, Elsewhere: newElsewhere(t, maps.Values(missing))})
			assert.Empty(t, shown(among(dangling, filled)))
			assert.Equal(t, shown(among(slices.Concat(duplicates, cycles), found)), shown(filled))
		})
	}
}

func newElsewhere(t *testing.T, entries func(func(snapshot.Entry) bool)) lint.Elsewhere {
	t.Helper()
	s, err := snapshot.New(snapshot.Header{}, entries)
	require.NoError(t, err)
	return elsewhere.New(s, nil)
}
