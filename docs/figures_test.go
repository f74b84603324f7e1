package docs_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/catalog/load"
	"github.com/goldenpath-go/goldenpath/lint"
	"github.com/goldenpath-go/goldenpath/lint/rules"
)

// tally counts how a program's verdicts on files compare with Backstage's.
type tally struct{ agree, through, refused int }

// figures are those that the page on migrating gives for one set of files.
type figures struct {
	files         int
	roadie, rules tally
}

// shown returns the figures of the table's columns: of the corpus, and of the mutations.
func shown(t *testing.T) []figures {
	t.Helper()
	_, table, found := strings.Cut(read(t, migrating), "\n| accepts or refuses as Backstage does ")
	require.True(t, found)
	var numbers [7][2]int
	for i, line := range strings.Split(table, "\n")[:8] {
		cells := regexp.MustCompile(`\| ([0-9,]+)[^|]*\| ([0-9,]+)[^|]*\|$`).FindStringSubmatch(line)
		if i == 1 { // the rule below the header
			continue
		}
		require.Len(t, cells, 3, line)
		for column, cell := range cells[1:] {
			n, err := strconv.Atoi(strings.ReplaceAll(cell, ",", ""))
			require.NoError(t, err)
			numbers[max(0, i-1)][column] = n
		}
	}
	var all []figures
	for c := range 2 {
		n := func(row int) int { return numbers[row][c] }
		all = append(all, figures{n(0), tally{n(1), n(2), n(3)}, tally{n(4), n(5), n(6)}})
	}
	return all
}

// differing returns the recorded verdicts of the Roadie validator that are not Backstage's: "corpus FILE" to accepts or
// refuses.
func differing(t *testing.T) map[string]string {
	t.Helper()
	all := map[string]string{}
	for line := range strings.Lines(read(t, "testdata/roadie-verdicts.txt")) {
		if words := strings.Fields(line); words[0] != "#" {
			all[words[0]+" "+words[2]] = words[1]
		}
	}
	return all
}

// TestRecordedFigures holds the figures of the Roadie validator against its recorded verdicts.
func TestRecordedFigures(t *testing.T) {
	t.Parallel()
	got := map[string]tally{"corpus": {}, "mutation": {}}
	for file, verdict := range differing(t) {
		set, _, _ := strings.Cut(file, " ")
		c := got[set]
		if verdict == "accepts" {
			c.through++
		} else {
			c.refused++
		}
		got[set] = c
	}
	for i, set := range []string{"corpus", "mutation"} {
		f, c := shown(t)[i], got[set]
		assert.Equal(t, tally{f.files - c.through - c.refused, c.through, c.refused}, f.roadie, set)
	}
	page := strings.Join(strings.Fields(read(t, migrating)), " ")
	for reason, sentence := range map[string]string{
		"slash": "%d have a source-location without a slash at its end", "empty": "%d an empty value in the parameters of a Template",
		"end": "%d ends in `---`", "kind": "%d are of a kind or apiVersion that Backstage does not know",
		"location": "%d are Locations of a type that is not allowed", "placeholder": "%d have a placeholder that leads to another repository",
		"module": "%d need a module",
	} {
		n := strings.Count(read(t, "testdata/roadie-verdicts.txt"), " "+reason+"\n")
		words := fmt.Sprintf(sentence, n)
		assert.True(t, strings.Contains(page, words), "the page does not say %q", words)
	}
}

// judged is a file with Backstage's verdict on it.
type judged struct {
	key      string // as in the recorded verdicts
	fsys     fs.FS
	file     string // within fsys
	base     string // the URL that fsys is served at
	accepted bool   // all of its documents are
}

// TestOwnFigures lints what the page counts, or where the shared corpus is not at hand a small one, in which nothing
// may be let through that Backstage refuses.
func TestOwnFigures(t *testing.T) {
	t.Parallel()
	roadie := differing(t)
	for i, set := range []struct {
		read        func(t *testing.T, name string) []judged
		file, other string
	}{
		{corpus, "../../shared/corpus/catalog/expected.jsonl", "../lint/rules/testdata/corpus/expected.jsonl"},
		{mutations, "../../shared/corpus/catalog-mutations/seed-1.jsonl", "../lint/rules/testdata/corpus/mutations.jsonl"},
	} {
		files, whole := set.read(t, set.file), true
		if len(files) == 0 {
			t.Logf("%s is not present: %s stands for it", set.file, set.other)
			files, whole = set.read(t, set.other), false
		}
		require.NotEmpty(t, files)
		got := tally{}
		for _, f := range files {
			got.add(passes(t, f), f.accepted)
			if other, differs := roadie[f.key]; differs && whole {
				assert.Equal(t, other == "refuses", f.accepted, f.key)
			}
		}
		assert.Zero(t, got.through)
		if whole {
			assert.Equal(t, figures{len(files), shown(t)[i].roadie, got}, shown(t)[i])
		}
	}
}

func (c *tally) add(accepts, backstage bool) {
	switch {
	case accepts == backstage:
		c.agree++
	case accepts:
		c.through++
	default:
		c.refused++
	}
}

// passes reports whether catalog-lint without a configuration ends with success for a file.
func passes(t *testing.T, f judged) bool {
	t.Helper()
	l := lint.Linter{Rules: rules.All(), NoIgnores: true, Load: load.Options{BaseURL: f.base}}
	r, err := l.Run(t.Context(), f.fsys, []string{f.file})
	require.NoError(t, err)
	return !r.Reaches(lint.Error)
}

// corpus returns the files of public repositories, a folder each beside the file of answers called name.
func corpus(t *testing.T, name string) []judged {
	t.Helper()
	places := map[string]int{}
	var all []judged
	for _, a := range answers(t, name) {
		at, known := places[a.File]
		if !known {
			at, places[a.File] = len(all), len(all)
			repository, file, _ := strings.Cut(a.File, "/")
			all = append(all, judged{
				key: "corpus " + a.File, fsys: os.DirFS(filepath.Join(filepath.Dir(name), repository)), file: file,
				base: "https://github.com/" + strings.Replace(repository, "__", "/", 1) + "/blob/main/", accepted: true,
			})
		}
		all[at].accepted = all[at].accepted && a.OK
	}
	return all
}

// mutations returns the files that stand in the answers themselves.
func mutations(t *testing.T, name string) []judged {
	t.Helper()
	var all []judged
	for _, a := range answers(t, name) {
		f := judged{
			key: "mutation " + a.ID, fsys: fstest.MapFS{a.ID + ".yaml": {Data: []byte(a.YAML)}}, file: a.ID + ".yaml",
			base: "https://github.com/acme/catalog/blob/main/mutations/", accepted: true,
		}
		for _, d := range a.Docs {
			f.accepted = f.accepted && d.OK
		}
		all = append(all, f)
	}
	return all
}

// answer is what Backstage says of a document in a file, or of the documents of a text.
type answer struct {
	File string `json:"file"`
	OK   bool   `json:"ok"`

	ID   string `json:"id"`
	YAML string `json:"yaml"`
	Docs []struct {
		OK bool `json:"ok"`
	} `json:"docs"`
}

// answers returns those of a file; none if there is no such file.
func answers(t *testing.T, name string) []answer {
	t.Helper()
	f, err := os.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	require.NoError(t, err)
	defer f.Close()
	var all []answer
	for lines := json.NewDecoder(f); lines.More(); {
		var a answer
		require.NoError(t, lines.Decode(&a))
		all = append(all, a)
	}
	return all
}
