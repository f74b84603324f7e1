package lint_test

import (
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
		{"breaks the syntax", []lint.Fix{fix(edit(3, 6, "[")), fix(edit(15, 18, "x"))}, text, 0},
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
	assert.Equal(t, map[string][]byte{"a.yaml": []byte(groupYAML("three"))}, got)
	got, err = l.Fix(t.Context(), fsys, []string{"a.yaml"}, true)
	require.NoError(t, err)
	assert.Equal(t, map[string][]byte{"a.yaml": []byte(groupYAML("four"))}, got)
	assert.Equal(t, groupYAML("one"), string(fsys["a.yaml"].Data), "the file system is left alone")
}

func TestFixGivesUpOnFixesWithoutEnd(t *testing.T) {
	t.Parallel()
	l := lint.Linter{Rules: []*lint.Rule{changeName("name-one", "one", "two", true), changeName("name-two", "two", "one", true), changeName("name-three", "three", "four", true)}}
	got, err := l.Fix(t.Context(), files("a.yaml", groupYAML("one"), "b.yaml", groupYAML("three")), []string{"a.yaml", "b.yaml"}, false)
	assert.EqualError(t, err, "fix a.yaml: its fixes do not come to an end")
	assert.Equal(t, map[string][]byte{"b.yaml": []byte(groupYAML("four"))}, got)
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
