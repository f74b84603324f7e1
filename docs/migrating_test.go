package docs_test

import (
	"fmt"
	"io/fs"
	"maps"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/tools/txtar"

	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/catalog/load"
	"github.com/goldenpath-go/goldenpath/lint"
	"github.com/goldenpath-go/goldenpath/lint/linttest"
	"github.com/goldenpath-go/goldenpath/lint/rules"
)

const migrating = "migrating-from-roadie.md"

// TestMigratingKeepsFailing makes sure that with the configuration that the page gives for it, whatever the Roadie
// validator refuses and catalog-lint has any doubts about is an error.
func TestMigratingKeepsFailing(t *testing.T) {
	t.Parallel()
	text := regexp.MustCompile("(?s)```yaml\n   (version: 1\n.*?)   ```").FindStringSubmatch(read(t, migrating))
	require.Len(t, text, 2)
	config, err := lint.ParseConfig("page.yaml", []byte(strings.ReplaceAll(text[1], "\n   ", "\n")), rules.All(), nil)
	require.NoError(t, err)
	for name, p := range proofs(t) {
		fsys, err := txtar.FS(p.archive)
		require.NoError(t, err)
		for _, c := range p.cases {
			l := lint.Linter{Rules: rules.All(), Config: config}
			r, err := l.Run(t.Context(), fsys, []string{c.file})
			require.NoError(t, err)
			if c.roadie == "refuses" && r.Reaches(lint.Warning) {
				assert.True(t, r.Reaches(lint.Error), "%s: %s", name, c.file)
			}
		}
	}
}

// proof is an archive of small files that a row of the tables is about.
type proof struct {
	archive *txtar.Archive
	cases   []proofCase
}

// proofCase is a file with what others say of it: recorded answers of the Roadie validator and of Backstage's ingestion.
type proofCase struct{ file, roadie, backstage string }

var verdicts = regexp.MustCompile(`(?m)^(\S+): Roadie (accepts|refuses), Backstage (accepts|refuses)$`)

// proofs returns the archives by their names.
func proofs(t *testing.T) map[string]proof {
	t.Helper()
	files, err := filepath.Glob("testdata/migrating/*.txtar")
	require.NoError(t, err)
	all := map[string]proof{}
	for _, file := range files {
		archive, err := txtar.ParseFile(file)
		require.NoError(t, err)
		p := proof{archive: archive}
		for _, m := range verdicts.FindAllStringSubmatch(string(archive.Comment), -1) {
			p.cases = append(p.cases, proofCase{m[1], m[2], m[3]})
		}
		require.Len(t, p.cases, strings.Count(string(archive.Comment), "\n"), "%s: a line that is no verdict", file)
		all[strings.TrimSuffix(filepath.Base(file), ".txtar")] = p
	}
	return all
}

// row is a row of a table: what is checked, and the rules with their levels.
type row struct {
	name   string
	levels map[string]string // by rule
}

var (
	tableRow  = regexp.MustCompile(`(?m)^\| ([^|]+) \| ([^|]+) \| [^|]+ \|$`)
	ruleLevel = regexp.MustCompile("`([a-z0-9-]+)` ([a-z/]+)")
	notInName = regexp.MustCompile(`[^a-z0-9]+`)
)

// rows returns the rows of the tables whose header's second column is "here" and that have a third.
func rows(t *testing.T) []row {
	t.Helper()
	var all []row
	for _, m := range tableRow.FindAllStringSubmatch(read(t, migrating), -1) {
		r := row{name: notInName.ReplaceAllString(strings.ToLower(m[1]), "-"), levels: map[string]string{}}
		for _, l := range ruleLevel.FindAllStringSubmatch(m[2], -1) {
			r.levels[l[1]] = l[2]
		}
		if len(r.levels) > 0 || m[2] == "–" {
			all = append(all, r)
		}
	}
	require.NotEmpty(t, all)
	return all
}

// TestMigratingTables proves each row: that the rules it names report its files, at the marked lines and nothing else,
// at the levels it gives; and that there is no file without a row.
func TestMigratingTables(t *testing.T) {
	t.Parallel()
	all, unused := rows(t), proofs(t)
	for _, r := range all {
		p, ok := unused[r.name]
		require.True(t, ok, "there is no testdata/migrating/%s.txtar, or two rows for it", r.name)
		delete(unused, r.name)
		t.Run(r.name, func(t *testing.T) {
			t.Parallel()
			assert.Equal(t, wanted(p.archive), slices.Sorted(maps.Keys(r.levels)), "the rules of the row and those of its files")
			for _, rule := range rules.All() {
				if level, named := r.levels[rule.Name]; named {
					assert.Equal(t, levels(rule), level, rule.Name)
				}
			}
			for _, c := range p.cases {
				linttest.Archive(t, p.alone(c.file), rules.All()...)
			}
		})
	}
	assert.Empty(t, unused, "files for which there is no row")
}

// TestMigratingVerdicts holds the recorded verdicts of Backstage's ingestion against ours.
func TestMigratingVerdicts(t *testing.T) {
	t.Parallel()
	total := 0
	for name, p := range proofs(t) {
		fsys, err := txtar.FS(p.archive)
		require.NoError(t, err)
		for _, c := range p.cases {
			total++
			data, err := fs.ReadFile(fsys, c.file)
			require.NoError(t, err)
			file := load.Parse(t.Context(), c.file, data, &load.Options{
				BaseURL:  "https://github.com/acme/shop/blob/main/",
				ReadFile: func(name string) ([]byte, error) { return fs.ReadFile(fsys, name) },
			})
			verdict := "accepts"
			for _, d := range file.Documents {
				if !d.OK && d.Stage != load.StageSkipped {
					verdict = "refuses"
				}
			}
			assert.Equal(t, c.backstage, verdict, "%s: %s", name, c.file)
		}
	}
	page := read(t, migrating)
	for _, words := range []string{
		fmt.Sprintf("%d in all", total),
		fmt.Sprintf("all of %d well-known annotations", len(catalog.WellKnownAnnotations())),
	} {
		assert.True(t, strings.Contains(page, words), "the page does not say %q", words)
	}
}

// TestMigratingNamesErrors makes sure that no rule turns a build red that the page is silent about.
func TestMigratingNamesErrors(t *testing.T) {
	t.Parallel()
	page := read(t, migrating)
	for _, r := range append(rules.All(), lint.BuiltinRules()...) {
		if r.Levels.In(lint.Recommended) == lint.Error {
			assert.True(t, strings.Contains(page, "`"+r.Name+"`"), "%s is an error that the page does not name", r.Name)
		}
	}
}

// alone returns the archive as a case of linttest that lints one of its files with the recommended preset.
func (p proof) alone(file string) string {
	a := &txtar.Archive{Comment: []byte("files: " + file + "\nvariants: none\n"), Files: slices.Clone(p.archive.Files)}
	a.Files = append(a.Files, txtar.File{Name: lint.ConfigName, Data: []byte("version: 1\n")})
	return string(txtar.Format(a))
}

var wantRule = regexp.MustCompile("# want(?:[+-][0-9]+)? ([a-z0-9-]+)")

// wanted returns the rules that the files of an archive expect findings of.
func wanted(a *txtar.Archive) []string {
	var names []string
	for _, f := range a.Files {
		for _, m := range wantRule.FindAllSubmatch(f.Data, -1) {
			names = append(names, string(m[1]))
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// levels writes the levels of a rule as the tables do.
func levels(r *lint.Rule) string {
	var words []string
	for _, preset := range lint.Presets() {
		words = append(words, r.Levels.In(preset).String())
	}
	if len(slices.Compact(slices.Clone(words))) == 1 {
		return words[0]
	}
	return strings.Join(words, "/")
}
