package lint_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/lint"
)

func edit(offset, end int, text string) lint.Edit {
	return lint.Edit{File: "a.yaml", Offset: offset, EndOffset: end, New: text}
}

func fix(edits ...lint.Edit) lint.Fix { return lint.Fix{Edits: edits} }

func TestApplyFixes(t *testing.T) {
	t.Parallel()
	//           0123456789012345678
	const text = "a: one # 1\r\nb: two\n"
	tests := []struct {
		name    string
		fixes   []lint.Fix
		want    string
		applied int
	}{
		{"none", nil, text, 0},
		{"one", []lint.Fix{fix(edit(3, 6, "three"))}, "a: three # 1\r\nb: two\n", 1},
		{"out of order", []lint.Fix{fix(edit(15, 18, "x")), fix(edit(3, 6, "y"))}, "a: y # 1\r\nb: x\n", 2},
		{"several edits in one", []lint.Fix{fix(edit(15, 18, "x"), edit(0, 1, "c"))}, "c: one # 1\r\nb: x\n", 1},
		{"overlap: the first wins", []lint.Fix{fix(edit(4, 6, "x")), fix(edit(3, 5, "y"))}, "a: ye # 1\r\nb: two\n", 1},
		{"touching", []lint.Fix{fix(edit(3, 5, "x")), fix(edit(5, 6, "y"))}, "a: xy # 1\r\nb: two\n", 2},
		{"wholly or not at all", []lint.Fix{fix(edit(3, 6, "x")), fix(edit(4, 5, "z"), edit(15, 18, "y"))}, "a: x # 1\r\nb: two\n", 1},
		{"the same twice", []lint.Fix{fix(edit(3, 6, "x")), fix(edit(3, 6, "x"))}, "a: x # 1\r\nb: two\n", 2},
		{"insertion", []lint.Fix{fix(edit(12, 12, "c: x\n"))}, "a: one # 1\r\nc: x\nb: two\n", 1},
		{"two insertions at one place", []lint.Fix{fix(edit(12, 12, "c: x\n")), fix(edit(12, 12, "d: x\n"))}, "a: one # 1\r\nc: x\nb: two\n", 1},
		{"beyond the end", []lint.Fix{fix(edit(3, 99, "x"))}, text, 0},
		{"backwards", []lint.Fix{fix(edit(6, 3, "x"))}, text, 0},
		{"before the start", []lint.Fix{fix(edit(-1, 3, "x"))}, text, 0},
		{"another file", []lint.Fix{{Edits: []lint.Edit{{File: "b.yaml", EndOffset: 1}}}}, text, 0},
		{"nothing to do", []lint.Fix{{}}, text, 0},
		{"breaks the syntax", []lint.Fix{fix(edit(3, 6, "[")), fix(edit(15, 18, "x"))}, "a: one # 1\r\nb: x\n", 1},
		{"one among many breaks it", []lint.Fix{
			fix(edit(0, 1, "c")), fix(edit(3, 4, "O")), fix(edit(5, 6, "E]")), fix(edit(12, 13, "d")), fix(edit(15, 16, "\"")), fix(edit(17, 18, "O")),
		}, "c: OnE] # 1\r\nd: twO\n", 5},
		{"swallows the next key", []lint.Fix{fix(edit(10, 12, ""))}, text, 0},
		{"swallows what it comments out", []lint.Fix{fix(edit(12, 12, "# "))}, text, 0},
		{"splits the document", []lint.Fix{fix(edit(12, 12, "---\n"))}, text, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, applied, skipped := lint.ApplyFixes("a.yaml", []byte(text), tt.fixes)
			assert.Equal(t, tt.want, string(got))
			assert.Len(t, applied, tt.applied)
			assert.Len(t, skipped, len(tt.fixes)-tt.applied)
		})
	}
}

// changeName returns a rule that has one name replaced by another.
func changeName(rule, from, to string, safe bool) *lint.Rule {
	return &lint.Rule{Name: rule, Entity: func(p *lint.EntityPass) {
		if p.Entity.Metadata.Name == from {
			at := p.Value("/metadata/name")
			p.Report(lint.Finding{Range: at, Message: from, Fixes: []lint.Fix{{Message: to, Safe: safe, Edits: []lint.Edit{lint.Replace(at, to)}}}})
		}
	}}
}

func TestFixGoesOnUntilNothingChanges(t *testing.T) {
	t.Parallel()
	l := lint.Linter{Rules: []*lint.Rule{changeName("name-one", "one", "two", true), changeName("name-two", "two", "three", true), changeName("name-three", "three", "four", false)}}
	fsys := files("a.yaml", groupYAML("one"), "b.yaml", groupYAML("four"), "all.yaml", locationYAML("a.yaml"))
	got, err := l.Fix(t.Context(), fsys, []string{"all.yaml", "b.yaml"}, false)
	require.NoError(t, err)
	assert.Equal(t, map[string][]byte{"a.yaml": []byte(groupYAML("three"))}, got.Files)
	got, err = l.Fix(t.Context(), fsys, []string{"a.yaml"}, true)
	require.NoError(t, err)
	assert.Equal(t, map[string][]byte{"a.yaml": []byte(groupYAML("four"))}, got.Files)
	assert.Equal(t, groupYAML("one"), string(fsys["a.yaml"].Data), "the file system is left alone")
}

func TestFixGivesUpOnFixesWithoutEnd(t *testing.T) {
	t.Parallel()
	l := lint.Linter{Rules: []*lint.Rule{changeName("name-one", "one", "two", true), changeName("name-two", "two", "one", true), changeName("name-three", "three", "four", true)}}
	got, err := l.Fix(t.Context(), files("a.yaml", groupYAML("one"), "b.yaml", groupYAML("three")), []string{"a.yaml", "b.yaml"}, false)
	assert.EqualError(t, err, "fix a.yaml: its fixes do not come to an end")
	assert.Equal(t, map[string][]byte{"b.yaml": []byte(groupYAML("four"))}, got.Files)
}

// TestApplyFixesKeepsOtherValues has fixes that say little and do much.
func TestApplyFixesKeepsOtherValues(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, text, from, to string
		want                 bool
	}{
		{"a value", "a: b\nc: d\n", "b", "x", true},
		{"a key", "a: b\nc: d\n", "a", "x", true},
		{"a key by what is put in beside it", "tag: b\nc: d\n", ":", "s:", true},
		{"a key that is there", "a: b\nc: d\n", "a:", "c:", false},
		{"a quote that takes in the next line", "a: b\nc: d e\n", "b\nc", "\"b\nc", false},
		{"a list item removed", "a:\n  - b\n  - c\n  - d\n", "  - c\n", "", true},
		{"list items sorted", "a:\n  - c\n  - b\n", "c\n  - b", "b\n  - c", true},
		{"a list item becomes its neighbour", "a:\n  - c\n  - b\n", "- b", "  b", false},
		{"a key added", "a: b\n", "b\n", "b\nc: d\n", true},
		{"what stands under a key is moved", "a:\n  b: c\n  d: e\nf: g\n", "  d: e\n", "d: e\n", true},
		{"an anchor that is used elsewhere", "a: &x b\nc: *x\n", "b", "d", false},
		{"an alias replaced", "a: &x b\nc: *x\n", "*x", "b", true},
		{"a comment", "a: b # c\n", " # c", "", true},
		{"a number elsewhere", "a: 1\nb: .nan\n", "1", "2", true},
		{"indentation that moves what follows", "a:\n  b: c\n", "  b", "b", true},
		{"a mapping made a text", "a:\n  b: c\n  d: e\n", "a:\n", "a: |\n", false},
		{"the last of a mapping", "a: {b: c}\n", "b: c", "", true},
		{"a second document is merged", "a: b\n---\nc: d\n", "---\n", "", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			at := strings.Index(tt.text, tt.from)
			require.GreaterOrEqual(t, at, 0)
			got, applied, _ := lint.ApplyFixes("a.yaml", []byte(tt.text), []lint.Fix{fix(edit(at, at+len(tt.from), tt.to))})
			assert.Equal(t, tt.want, len(applied) == 1, "%q", got)
		})
	}
}

func TestApplyFixesInTimeWithAliases(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	b.WriteString("a0: &a0 [x, x, x, x, x, x, x, x]\n")
	for i := range 3 {
		fmt.Fprintf(&b, "a%d: &a%d [*a%d, *a%d, *a%d, *a%d]\n", i+1, i+1, i, i, i, i)
	}
	b.WriteString("z: y\n")
	text := b.String()
	at := strings.LastIndex(text, "y")
	got, _, _ := lint.ApplyFixes("a.yaml", []byte(text), []lint.Fix{fix(edit(at, at+1, "w"))})
	assert.Len(t, got, len(text))
}

func FuzzApplyFixes(f *testing.F) {
	f.Add("a: b\nc: d\n", 3, 4, "x", 0, 1, "y")
	f.Add("a: b\nc: d\n", 3, 4, "[", 4, 4, "y")
	f.Fuzz(func(t *testing.T, text string, a, b int, x string, c, d int, y string) {
		got, applied, skipped := lint.ApplyFixes("a.yaml", []byte(text), []lint.Fix{fix(edit(a, b, x)), fix(edit(c, d, y))})
		if len(applied)+len(skipped) != 2 {
			t.Errorf("%d applied, %d skipped", len(applied), len(skipped))
		}
		if len(applied) == 0 && string(got) != text {
			t.Error("changed by nothing")
		}
		if len(applied) == 1 && len(got) != len(text)+len(applied[0].Edits[0].New)-(applied[0].Edits[0].EndOffset-applied[0].Edits[0].Offset) {
			t.Errorf("%q has become %q", text, strings.ToValidUTF8(string(got), "?"))
		}
	})
}
