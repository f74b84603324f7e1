package lint_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/goldenpath-go/goldenpath/catalog/load"
	"github.com/goldenpath-go/goldenpath/lint"
	"github.com/goldenpath-go/goldenpath/lint/linttest"
	"github.com/goldenpath-go/goldenpath/source"
)

func TestIgnores(t *testing.T) {
	t.Parallel()
	linttest.Run(t, "testdata/ignore", nameBad, tagNoise, textFixme)
}

func TestFileSize(t *testing.T) {
	t.Parallel()
	l := lint.Linter{MaxFileSize: 20}
	r := run(t, l, files("a.yaml", groupYAML("a"), "b.yaml", "# small\n"), "a.yaml", "b.yaml")
	assert.Equal(t, []string{"a.yaml:1:1: error: the file has 100 bytes; only files of at most 20 are linted [file-size]"}, lines(r.Diagnostics))
	assert.Empty(t, r.Errors)
}

func TestSuppressedSaysWhy(t *testing.T) {
	t.Parallel()
	text := "# catalog-lint: ignore-file=text-fixme -- from the generator\n" +
		"apiVersion: backstage.io/v1alpha1 # FIXME\nkind: Group\nmetadata:\n  name: bad # catalog-lint: ignore=name-bad\n" +
		"  annotations:\n    catalog-lint/ignore: tag-noise -- imported\n  tags: [noise]\nspec:\n  type: team\n  children: []\n"
	r := run(t, lint.Linter{Rules: []*lint.Rule{nameBad, tagNoise, textFixme}}, files("a.yaml", text), "a.yaml")
	assert.Empty(t, lines(r.Diagnostics))
	var why []string
	for _, d := range r.Suppressed {
		why = append(why, d.Rule+" by "+d.Suppressed.By+": "+d.Suppressed.Reason+" at "+d.Suppressed.Range.String())
	}
	assert.Equal(t, []string{
		"text-fixme by comment: from the generator at a.yaml:1:1",
		"name-bad by comment:  at a.yaml:5:13",
		"tag-noise by annotation: imported at a.yaml:7:26",
	}, why)
}

func TestNoIgnores(t *testing.T) {
	t.Parallel()
	text := groupYAML("bad") + "# catalog-lint: ignore=nonsense\n# catalog-lint: ignore-file=name-bad\n"
	l := lint.Linter{Rules: []*lint.Rule{nameBad}, NoIgnores: true}
	r := run(t, l, files("a.yaml", "# catalog-lint: ignore-file=name-bad\n"+text), "a.yaml")
	assert.Equal(t, []string{"a.yaml:5:9: warning: the name bad is bad [name-bad]"}, lines(r.Diagnostics))
}

func TestIgnoresEndAfterTheirLastDay(t *testing.T) {
	t.Parallel()
	fsys := files("a.yaml", "# catalog-lint: ignore-file=name-bad until=2027-01-31 -- soon\n"+groupYAML("bad"))
	at := func(text string) func() time.Time {
		return func() time.Time {
			day, err := time.Parse(time.RFC3339, text)
			assert.NoError(t, err)
			return day
		}
	}
	tests := []struct {
		name string
		now  func() time.Time
		want []string
	}{
		{"without a clock", nil, []string{}},
		{"before", at("2026-07-01T00:00:00Z"), []string{}},
		{"on the last day", at("2027-01-31T23:59:59Z"), []string{}},
		{"on the last day, elsewhere", at("2027-02-01T00:30:00+01:00"), []string{}},
		{"after", at("2027-02-01T00:00:00Z"), []string{
			"a.yaml:1:1: warning: this ignore ended on 2027-01-31 [suppression-expired]",
			"a.yaml:5:9: warning: the name bad is bad [name-bad]",
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			l := lint.Linter{Rules: []*lint.Rule{nameBad}, Now: tt.now}
			assert.Equal(t, tt.want, lines(run(t, l, fsys, "a.yaml").Diagnostics))
		})
	}
}

func TestBuiltinRules(t *testing.T) {
	t.Parallel()
	rules := lint.BuiltinRules()
	assert.NoError(t, lint.Validate(rules))
	for _, r := range rules {
		// The sample of one would have to be large; that of the other is no catalog file.
		if r.Name != "file-size" && r.Name != "baseline-stale" {
			linttest.Doc(t, r)
		}
	}
}

func FuzzIgnores(f *testing.F) {
	for _, seed := range []string{
		"a: b # catalog-lint: ignore=a-b -- c",
		"# catalog-lint: ignore-file=a-b\n---\na: |\n  # catalog-lint: ignore=a-b\nb: \"# catalog-lint: ignore=a-b\"\n",
		"# catalog-lint: ignore=a-b\n\n- x\n- y # catalog-lint: ignore=a-b # catalog-lint: ignore=a-b",
		"a: [ # catalog-lint: ignore=a-b",
		"\xef\xbb\xbf# catalog-lint: ignore=a-b\r\na:\t1 # catalog-lint: \r\n",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		file := &load.File{Text: source.NewText("a.yaml", []byte(text))}
		for _, g := range lint.CommentIgnores(file.Text) {
			if g.Start > g.End || g.Range.Offset < 0 || g.Range.EndOffset > len(text) {
				t.Errorf("an ignore covers %d to %d, its comment is %+v", g.Start, g.End, g.Range)
			}
			for _, n := range g.Names {
				if at := g.NamesAt + n.Start; text[at:at+len(n.Name)] != n.Name {
					t.Errorf("%s is not at %d", n.Name, at)
				}
			}
		}
	})
}
