package report

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/goldenpath-go/goldenpath/source"
)

func TestMark(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("x", 100) + " here " + strings.Repeat("y", 100)
	tests := []struct {
		name, line  string
		column, end int
		text, marks string
	}{
		{"plain", "owner: team-a", 8, 14, "owner: team-a", "       ^~~~~~"},
		{"one character", "a: b", 4, 5, "a: b", "   ^"},
		{"nothing", "a:", 3, 3, "a:", "  ^"},
		{"beyond the line", "a:", 9, 12, "a:", "  ^"},
		{"tab", "a:\tb", 4, 5, "a:  b", "    ^"},
		{"tab within", "a\tb", 1, 4, "a   b", "^~~~~"},
		{"tab at a stop", "abcd\te", 6, 7, "abcd    e", "        ^"},
		{"wide", "日本: x", 5, 6, "日本: x", "      ^"},
		{"wide underlined", "日本: x", 1, 3, "日本: x", "^~~~"},
		{"combining", "e\u0301a: x", 6, 7, "e\u0301a: x", "    ^"},
		{"emoji", "\U0001F600: x", 4, 5, "\U0001F600: x", "    ^"},
		{"byte order mark", "\uFEFFa: x", 4, 5, "a: x", "   ^"},
		{"control characters", "a\x1b[1m: x", 8, 9, "a\uFFFD[1m: x", "       ^"},
		{"turned around", "a\u202eb: x", 6, 7, "a\uFFFDb: x", "     ^"},
		{"bad UTF-8", "a\xff: x", 5, 6, "a\uFFFD: x", "    ^"},
		{"long, at the end", long, 102, 106, "…" + strings.Repeat("x", 39) + " here " + strings.Repeat("y", 95) + "…", strings.Repeat(" ", 41) + "^~~~"},
		{"long, at the start", long, 1, 4, long[:140] + "…", "^~~"},
		{"long underlined", strings.Repeat("z", 300), 1, 301, strings.Repeat("z", 140) + "…", "^" + strings.Repeat("~", 139)},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			m := mark(stretch{tt.line, 1, true, true}, source.Range{Position: source.Position{Line: 1, Column: tt.column}, EndLine: 1, EndColumn: tt.end})
			assert.Equal(t, tt.text, m.line)
			assert.Equal(t, tt.marks, m.marks)
		})
	}
}

// TestMarkInVeryLongLines holds what is shown of a part of a line against what is shown of the whole.
func TestMarkInVeryLongLines(t *testing.T) {
	t.Parallel()
	line := strings.Repeat("日本 here: x, ", 1000)
	text := source.NewText("a.yaml", []byte("a: b\n"+line+"\r\nc: d\n"))
	for _, at := range []int{0, 7, 500, len(line) / 2, len(line) - 8} {
		start := text.LineStart(2) + strings.Index(line[at:], "here") + at
		r := text.Range(start, start+4)
		got := mark(stretchOf(text, 2, r), r)
		assert.Equal(t, mark(stretch{line, 1, true, true}, r), got)
		assert.Contains(t, got.line, "here")
	}
	before := mark(stretchOf(text, 1, text.Range(text.LineStart(2), len(line))), source.Range{})
	assert.Equal(t, "a: b", before.line)
}

func FuzzMark(f *testing.F) {
	f.Add("owner:\t日本", 8, 10)
	f.Add("", 0, 0)
	f.Fuzz(func(t *testing.T, line string, column, end int) {
		m := mark(stretch{line, 1, true, true}, source.Range{Position: source.Position{Line: 1, Column: column}, EndLine: 1, EndColumn: end})
		if strings.ContainsAny(m.line, "\x1b\r\n\t") || len(m.marks) > 2*lineWidth+2 {
			t.Errorf("%q, %q", m.line, m.marks)
		}
	})
}
