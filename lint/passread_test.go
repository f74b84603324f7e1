package lint_test

import (
	"fmt"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/lint"
)

const readerPage = `# acme-reader: reads

Says what there is.

### Bad

` + "```yaml\nkind: Group\n```" + `

### Good

` + "```yaml\nkind: Group\n```\n"

// readingLinter has one rule, which reports what it reads in each folder that labels name, or why it cannot.
func readingLinter(check func(p *lint.EntityPass)) lint.Linter {
	return lint.Linter{Rules: []*lint.Rule{{
		Name: "acme-reader", Doc: readerPage, Levels: lint.Levels{Recommended: lint.Error, GoldenPath: lint.Error, Strict: lint.Error}, Entity: check,
	}}}
}

// tell reports all that is below folder.
func tell(p *lint.EntityPass, folder string) {
	list, err := p.ReadDir(folder)
	if err != nil {
		p.Reportf("/kind", "%v", err)
		return
	}
	for _, e := range list {
		name := folder + "/" + e.Name()
		if e.IsDir() {
			tell(p, name)
			continue
		}
		data, err := p.ReadFile(name)
		p.Reportf("/kind", "%s: %s, %v", name, data, err)
	}
}

const group = "apiVersion: backstage.io/v1alpha1\nkind: Group\nmetadata: {name: g}\nspec: {type: team, children: []}\n"

func told(t *testing.T, l lint.Linter, fsys fs.FS, c lint.Cache) string {
	t.Helper()
	l.Cache = c
	r, err := l.Run(t.Context(), fsys, []string{"a.yaml"})
	require.NoError(t, err)
	require.NoError(t, r.Errors.Err())
	var lines []string
	for _, d := range r.Diagnostics {
		lines = append(lines, d.Message)
	}
	return strings.Join(lines, "\n")
}

// TestReadInvalidates says that what a check has read of other files counts for the cache: content, names, that there was nothing.
func TestReadInvalidates(t *testing.T) {
	t.Parallel()
	file := func(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text)} }
	fsys := fstest.MapFS{"a.yaml": file(group), "dir/x": file("1"), "dir/sub/y": file("2")}
	calls, c := 0, &memory{}
	l := readingLinter(func(p *lint.EntityPass) {
		calls++
		tell(p, "dir")
		tell(p, "later")
	})
	const absent = "open later: file does not exist"
	before := "dir/sub/y: 2, <nil>\ndir/x: 1, <nil>\n" + absent
	for _, step := range []struct {
		name   string
		change func()
		want   string
		calls  int
	}{
		{"first", func() {}, before, 1},
		{"the same", func() {}, before, 1},
		{"another content", func() { fsys["dir/x"] = file("one") }, "dir/sub/y: 2, <nil>\ndir/x: one, <nil>\n" + absent, 2},
		{"the same again", func() {}, "dir/sub/y: 2, <nil>\ndir/x: one, <nil>\n" + absent, 2},
		{"a new file", func() { fsys["dir/sub/z"] = file("") }, "dir/sub/y: 2, <nil>\ndir/sub/z: , <nil>\ndir/x: one, <nil>\n" + absent, 3},
		{"gone", func() { delete(fsys, "dir/sub/y"); delete(fsys, "dir/sub/z") }, "dir/x: one, <nil>\n" + absent, 4},
		{"there at last", func() { fsys["later/a"] = file("a") }, "dir/x: one, <nil>\nlater/a: a, <nil>", 5},
		{"elsewhere", func() { fsys["other/a"] = file("a") }, "dir/x: one, <nil>\nlater/a: a, <nil>", 5},
	} {
		step.change()
		assert.ElementsMatch(t, strings.Split(step.want, "\n"), strings.Split(told(t, l, fsys, c), "\n"), step.name)
		assert.Equal(t, step.calls, calls, step.name)
		if len(c.kept) > 0 {
			again, ok := lint.Rewritten("a.yaml", c.kept[0].Result)
			require.True(t, ok)
			assert.Equal(t, c.kept[0].Result, again)
		}
	}
}

// TestReadIsBounded says what checks cannot read.
func TestReadIsBounded(t *testing.T) {
	t.Parallel()
	big := &fstest.MapFile{Data: make([]byte, 200<<10)}
	tests := []struct {
		name  string
		fill  func(fstest.MapFS)
		check func(*lint.EntityPass) error
		want  string
	}{
		{"a large file", func(m fstest.MapFS) { m["big"] = &fstest.MapFile{Data: make([]byte, 256<<10+1)} }, readOne("big"), "at most 262144 are read"},
		{"a large folder", func(m fstest.MapFS) {
			for i := range 1001 {
				m[fmt.Sprint("dir/", i)] = big
			}
		}, listOne("dir"), "more than 1000 entries"},
		{"a full folder", func(m fstest.MapFS) {
			for i := range 1000 {
				m[fmt.Sprint("dir/", i)] = big
			}
		}, listOne("dir"), ""},
		{"outside", func(fstest.MapFS) {}, readOne("../a"), "not within"},
		{"outside, a folder", func(fstest.MapFS) {}, listOne("../a"), "invalid argument"},
		{"a folder", func(m fstest.MapFS) { m["dir/x"] = big }, readOne("dir"), "is a directory"},
		{"a pipe", func(m fstest.MapFS) { m["pipe"] = &fstest.MapFile{Mode: fs.ModeNamedPipe} }, listOne("pipe"), "is no directory"},
		{"not clean", func(m fstest.MapFS) { m["dir/x"] = big }, readOne("dir/./y/../x"), ""},
		{"many bytes", func(m fstest.MapFS) { m["x"] = big }, repeated(7, readOne("x")), lint.ErrReadLimit.Error()},
		{"enough bytes", func(m fstest.MapFS) { m["x"] = big }, repeated(6, readOne("x")), ""},
		{"many files", func(m fstest.MapFS) { m["x"] = &fstest.MapFile{} }, repeated(1001, readOne("x")), lint.ErrReadLimit.Error()},
		{"many folders", func(m fstest.MapFS) { m["d/x"] = &fstest.MapFile{} }, repeated(1001, listOne("d")), lint.ErrReadLimit.Error()},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			fsys := fstest.MapFS{"a.yaml": {Data: []byte(group)}}
			tt.fill(fsys)
			var err error
			told(t, readingLinter(func(p *lint.EntityPass) { err = tt.check(p) }), fsys, nil)
			if tt.want == "" {
				require.NoError(t, err)
				return
			}
			require.ErrorContains(t, err, tt.want)
		})
	}
}

func readOne(name string) func(*lint.EntityPass) error {
	return func(p *lint.EntityPass) error {
		_, err := p.ReadFile(name)
		return err
	}
}

func listOne(name string) func(*lint.EntityPass) error {
	return func(p *lint.EntityPass) error {
		_, err := p.ReadDir(name)
		return err
	}
}

// repeated returns a check that is made until it fails, at most n times.
func repeated(n int, check func(*lint.EntityPass) error) func(*lint.EntityPass) error {
	return func(p *lint.EntityPass) error {
		for range n {
			if err := check(p); err != nil {
				return err
			}
		}
		return nil
	}
}
