package baseline_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/lint"
	"github.com/goldenpath-go/goldenpath/lint/baseline"
)

// The rules of these tests: one about entities, one about their lists, one about files.
func testRules() []*lint.Rule {
	return []*lint.Rule{
		{Name: "name-bad", Aliases: []string{"name-old"}, Entity: func(p *lint.EntityPass) {
			if strings.HasPrefix(p.Entity.Metadata.Name, "bad") {
				p.Reportf("/metadata/name", "the name %s is bad", p.Entity.Metadata.Name)
			}
		}},
		{Name: "tag-bad", Entity: func(p *lint.EntityPass) {
			for i, tag := range p.Entity.Metadata.Tags {
				if strings.HasPrefix(tag, "bad") {
					p.Reportf(fmt.Sprintf("/metadata/tags/%d", i), "the tag %s is bad", tag)
				}
			}
		}},
		{Name: "text-bad", File: func(p *lint.FilePass) {
			for i := range p.File.Text.Lines() {
				if at := p.File.Text.LineStart(i + 1); strings.HasPrefix(p.File.Text.Line(i+1), "# bad") {
					p.Report(lint.Finding{Range: p.File.Text.Range(at, at+5), Message: "a bad comment"})
				}
			}
		}},
	}
}

func group(name string, tags ...string) string {
	return fmt.Sprintf("apiVersion: backstage.io/v1alpha1\nkind: Group\nmetadata:\n  name: %s\n  tags: [%s]\nspec:\n  type: team\n  children: []\n", name, strings.Join(tags, ", "))
}

// tree returns a file system of names and contents in turn.
func tree(pairs ...string) fstest.MapFS {
	fsys := fstest.MapFS{}
	for i := 0; i < len(pairs); i += 2 {
		fsys[pairs[i]] = &fstest.MapFile{Data: []byte(pairs[i+1])}
	}
	return fsys
}

// capture keeps what it is asked about.
type capture struct{ found *lint.Found }

func (c *capture) Accept(_ context.Context, found *lint.Found) (*lint.Accepted, error) {
	c.found = found
	return &lint.Accepted{}, nil
}

// look lints a whole tree with a baseline, which may be nil.
func look(t *testing.T, fsys fstest.MapFS, b *baseline.Baseline, change func(*lint.Linter)) (*lint.Result, *lint.Found) {
	t.Helper()
	var seen capture
	l := lint.Linter{Rules: testRules(), Complete: true, Accept: []lint.Accepter{&seen}}
	if b != nil {
		l.Accept = append(l.Accept, b)
	}
	if change != nil {
		change(&l)
	}
	var names []string
	for name := range fsys {
		names = append(names, name)
	}
	r, err := l.Run(t.Context(), fsys, names)
	require.NoError(t, err)
	require.Empty(t, r.Errors)
	return r, seen.found
}

// made returns the baseline of a tree, as it comes back from its file.
func made(t *testing.T, fsys fstest.MapFS) *baseline.Baseline {
	t.Helper()
	r, _ := look(t, fsys, nil, nil)
	text := baseline.New(r.Diagnostics, time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)).Bytes()
	b, err := baseline.Parse("b.jsonl", text)
	require.NoError(t, err)
	require.Equal(t, string(text), string(b.Bytes()))
	return b
}

func lines(ds []lint.Diagnostic) []string {
	var out []string
	for _, d := range ds {
		out = append(out, fmt.Sprintf("%s: %s [%s]", d.Range, d.Message, d.Rule))
	}
	return out
}

func old() fstest.MapFS {
	return tree(
		"a.yaml", group("bad-a", "bad1", "fine", "bad2"), "b.yaml", "# bad\n# bad\n"+group("b"),
		"c.yaml", group("bad-a")+"---\n"+group("bad-c"),
	)
}

func TestFormat(t *testing.T) {
	t.Parallel()
	assert.Equal(t, `{"rule":"text-bad","message":"a bad comment","file":"b.yaml","count":2,"since":"2026-01-02"}
{"rule":"name-bad","entity":"group:default/bad-a","pointer":"/metadata/name","message":"the name bad-a is bad","file":"a.yaml","count":2,"since":"2026-01-02"}
{"rule":"tag-bad","entity":"group:default/bad-a","pointer":"/metadata/tags/0","message":"the tag bad1 is bad","file":"a.yaml","count":1,"since":"2026-01-02"}
{"rule":"tag-bad","entity":"group:default/bad-a","pointer":"/metadata/tags/2","message":"the tag bad2 is bad","file":"a.yaml","count":1,"since":"2026-01-02"}
{"rule":"name-bad","entity":"group:default/bad-c","pointer":"/metadata/name","message":"the name bad-c is bad","file":"c.yaml","count":1,"since":"2026-01-02"}
`, string(made(t, old()).Bytes()))
}

// TestWhatIsAccepted changes a tree, and says what is then reported.
func TestWhatIsAccepted(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		now  fstest.MapFS
		want []string // beside stale entries
		gone int      // stale entries
	}{
		{"nothing has changed", old(), nil, 0},
		{"lines have moved", tree(
			"a.yaml", "# this\n\n"+group("bad-a", "bad1", "fine", "bad2"), "b.yaml", "#\n\n# bad\n#\n# bad\n"+group("b"),
			"c.yaml", group("bad-c")+"---\n# that\n"+group("bad-a"),
		), nil, 0},
		{"files are renamed", tree(
			"x/a.yaml", group("bad-a", "bad1", "fine", "bad2"), "x/b.yaml", "# bad\n# bad\n"+group("b"),
			"a.yaml", group("bad-a")+"---\n"+group("bad-c"),
		), nil, 0},
		{"list items have changed places", tree(
			"a.yaml", group("bad-a", "fine", "finer", "bad2", "bad1"), "b.yaml", "# bad\n# bad\n"+group("b"), "c.yaml", group("bad-a")+"---\n"+group("bad-c"),
		), nil, 0},
		{"a new entity", tree(
			"a.yaml", group("bad-a", "bad1", "fine", "bad2"), "b.yaml", "# bad\n# bad\n"+group("b"), "c.yaml", group("bad-a")+"---\n"+group("bad-c"), "d.yaml", group("bad-d"),
		), []string{"d.yaml:4:9: the name bad-d is bad [name-bad]"}, 0},
		{"one more in a file", tree(
			"a.yaml", group("bad-a", "bad1", "fine", "bad2"), "b.yaml", "# bad\n# bad\n# bad\n"+group("b"), "c.yaml", group("bad-a")+"---\n"+group("bad-c"),
		), []string{"b.yaml:3:1: a bad comment [text-bad]"}, 0},
		{"one more in front of a list", tree(
			"a.yaml", group("bad-a", "bad3", "bad1", "fine", "bad2"), "b.yaml", "# bad\n# bad\n"+group("b"), "c.yaml", group("bad-a")+"---\n"+group("bad-c"),
		), []string{"a.yaml:5:10: the tag bad3 is bad [tag-bad]"}, 0},
		{"one more in a list", tree(
			"a.yaml", group("bad-a", "bad1", "fine", "bad2", "bad3"), "b.yaml", "# bad\n# bad\n"+group("b"), "c.yaml", group("bad-a")+"---\n"+group("bad-c"),
		), []string{"a.yaml:5:28: the tag bad3 is bad [tag-bad]"}, 0},
		{"some are mended", tree("a.yaml", group("bad-a", "bad1"), "b.yaml", "# bad\n"+group("b"), "c.yaml", group("c")), nil, 4},
		{"a file takes the place of one that is gone", tree(
			"a.yaml", group("bad-a", "bad1", "fine", "bad2"), "c.yaml", group("bad-a")+"---\n"+group("bad-c")+"# bad\n",
		), []string{"c.yaml:18:1: a bad comment [text-bad]"}, 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			b := made(t, old())
			r, found := look(t, tt.now, b, nil)
			stale := slices.DeleteFunc(slices.Clone(r.Diagnostics), func(d lint.Diagnostic) bool { return d.Rule != baseline.StaleRule })
			rest := slices.DeleteFunc(r.Diagnostics, func(d lint.Diagnostic) bool { return d.Rule == baseline.StaleRule })
			assert.Equal(t, tt.want, lines(rest))
			assert.Len(t, stale, tt.gone, "%s", lines(stale))
			for _, d := range r.Suppressed {
				assert.Equal(t, lint.SuppressedBaseline, d.Suppressed.By)
				assert.Equal(t, "since 2026-01-02", d.Suppressed.Reason)
				assert.Equal(t, "b.jsonl", d.Suppressed.Range.File)
			}

			pruned := b.Prune(found)
			assert.LessOrEqual(t, pruned.Len(), b.Len())
			assert.Equal(t, string(pruned.Bytes()), string(pruned.Prune(found).Bytes()), "once is enough")
			r, _ = look(t, tt.now, pruned, nil)
			assert.Equal(t, tt.want, lines(r.Diagnostics), "what was reported still is, and nothing is stale")
		})
	}
}

func TestStaleEntriesHavePlaces(t *testing.T) {
	t.Parallel()
	b, err := baseline.Parse("b.jsonl", []byte(`{"rule":"name-old","entity":"group:default/bad-a","pointer":"/metadata/name","file":"a.yaml","count":3}

{"rule":"no-such","entity":"group:default/bad-a","file":"a.yaml","count":1}
{"rule":"text-bad","file":"a.yaml","count":1}
`))
	require.NoError(t, err)
	r, found := look(t, tree("a.yaml", group("bad-a")), b, nil)
	assert.Equal(t, []string{
		"b.jsonl:1:1: name-old finds 1, not 3, at group:default/bad-a /metadata/name [baseline-stale]",
		"b.jsonl:3:1: there is no rule no-such, which this entry is about [baseline-stale]",
		"b.jsonl:4:1: text-bad finds nothing any more at a.yaml [baseline-stale]",
	}, lines(r.Diagnostics))
	assert.Equal(t, "{\"rule\":\"name-bad\",\"entity\":\"group:default/bad-a\",\"pointer\":\"/metadata/name\",\"message\":\"the name bad-a is bad\",\"file\":\"a.yaml\",\"count\":1}\n", string(b.Prune(found).Bytes()))
}

// TestNothingIsSaidOfWhatWasNotLookedAt says when an entry to which nothing answers is not stale.
func TestNothingIsSaidOfWhatWasNotLookedAt(t *testing.T) {
	t.Parallel()
	b := made(t, old())
	onlyB := tree("b.yaml", group("b"))
	r, found := look(t, onlyB, b, func(l *lint.Linter) { l.Complete = false })
	assert.Equal(t, []string{"b.jsonl:1:1: text-bad finds nothing any more at b.yaml [baseline-stale]"}, lines(r.Diagnostics))
	assert.Equal(t, b.Len()-2, b.Prune(found).Len(), "nor is it taken out")

	off := func(l *lint.Linter) {
		l.Config = &lint.Config{Rules: map[string]lint.RuleConfig{"text-bad": {Severity: lint.Off}, "name-bad": {Severity: lint.Off}}}
	}
	r, _ = look(t, tree("b.yaml", group("b")), b, off)
	assert.Len(t, r.Diagnostics, 2, "only tags were looked at: %s", lines(r.Diagnostics))

	quiet := *b
	quiet.Quiet = true
	r, _ = look(t, onlyB, &quiet, nil)
	assert.Empty(t, r.Diagnostics)
}

func TestRequiredRulesAreNotAccepted(t *testing.T) {
	t.Parallel()
	required := func(l *lint.Linter) {
		l.Config = &lint.Config{Rules: map[string]lint.RuleConfig{"name-bad": {Severity: lint.Error, Required: true}}}
	}
	r, _ := look(t, tree("a.yaml", group("bad-a")), made(t, old()), required)
	assert.Contains(t, lines(r.Diagnostics), "a.yaml:4:9: the name bad-a is bad [name-bad]")
}

// TestMessagesTellListItemsApart says which finding of a list is the new one, where the old ones are still in memory.
func TestMessagesTellListItemsApart(t *testing.T) {
	t.Parallel()
	r, _ := look(t, tree("a.yaml", group("a", "bad1", "bad2")), nil, nil)
	b := baseline.New(r.Diagnostics, time.Time{})
	b.By, b.Reason, b.Quiet = lint.SuppressedRevision, "main has it", true
	r, _ = look(t, tree("a.yaml", group("a", "bad0", "bad1", "bad2")), b, nil)
	assert.Equal(t, []string{"a.yaml:5:10: the tag bad0 is bad [tag-bad]"}, lines(r.Diagnostics))
	assert.Equal(t, &lint.Suppressed{By: lint.SuppressedRevision, Reason: "main has it"}, r.Suppressed[0].Suppressed)
}

func TestAdd(t *testing.T) {
	t.Parallel()
	b := made(t, tree("a.yaml", group("bad-a", "bad1")))
	_, found := look(t, tree("a.yaml", "# bad\n"+group("bad-a", "bad2", "bad1"), "b.yaml", group("bad-b")), nil, nil)
	tags := func(d *lint.Diagnostic) bool { return d.Rule == "tag-bad" }
	more := b.Add(found, time.Date(2026, 3, 4, 0, 0, 0, 0, time.UTC), tags)
	assert.Equal(t, `{"rule":"name-bad","entity":"group:default/bad-a","pointer":"/metadata/name","message":"the name bad-a is bad","file":"a.yaml","count":1,"since":"2026-01-02"}
{"rule":"tag-bad","entity":"group:default/bad-a","pointer":"/metadata/tags/0","message":"the tag bad1 is bad","file":"a.yaml","count":1,"since":"2026-01-02"}
{"rule":"tag-bad","entity":"group:default/bad-a","pointer":"/metadata/tags/0","message":"the tag bad2 is bad","file":"a.yaml","count":1,"since":"2026-03-04"}
`, string(more.Bytes()))
	assert.Equal(t, 2, b.Len(), "it has not changed")
}

// A company introduces a rule: what there is stays, what comes is reported.
func Example() {
	ctx := context.Background()
	fsys := tree("a.yaml", group("bad-a"))
	l := lint.Linter{Rules: testRules()}
	result, err := l.Run(ctx, fsys, []string{"a.yaml"})
	if err != nil {
		fmt.Println(err)
		return
	}
	known := baseline.New(result.Diagnostics, time.Date(2026, 1, 2, 0, 0, 0, 0, time.UTC))
	fmt.Print(string(known.Bytes()))

	fsys["b.yaml"] = &fstest.MapFile{Data: []byte(group("bad-b"))}
	l.Accept = []lint.Accepter{known}
	if result, err = l.Run(ctx, fsys, []string{"a.yaml", "b.yaml"}); err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("new:", lines(result.Diagnostics))
	// Output:
	// {"rule":"name-bad","entity":"group:default/bad-a","pointer":"/metadata/name","message":"the name bad-a is bad","file":"a.yaml","count":1,"since":"2026-01-02"}
	// new: [b.yaml:4:9: the name bad-b is bad [name-bad]]
}
