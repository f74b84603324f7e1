package shown_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/goldenpath-go/goldenpath/internal/shown"
)

func TestShown(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, in, line, markdown, code string }{
		{"plain", "orders", "orders", "orders", "`orders`"},
		{"nothing", "", "", "", "``"},
		{"two lines", "a\nb", `a\nb`, `a\\nb`, "`a\\nb`"},
		{"a terminal's escape", "\x1b[31mred\u202e", `\x1b[31mred\u202e`, `\\x1b\[31mred\\u202e`, "`\\x1b[31mred\\u202e`"},
		{"markup", "*a* [b](c) @d <e>", "*a* [b](c) @d <e>", `\*a\* \[b\]\(c\) \@d \<e\>`, "`*a* [b](c) @d <e>`"},
		{"backquotes", "a``b`", "a``b`", "a\\`\\`b\\`", "``` a``b` ```"},
		{"a tab", "a\tb", "a\tb", "a\tb", "`a\tb`"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			assert.Equal(t, test.line, shown.Line(test.in))
			assert.Equal(t, test.markdown, shown.Markdown(test.in))
			assert.Equal(t, test.code, shown.Code(test.in))
		})
	}
}

func TestFence(t *testing.T) {
	t.Parallel()
	assert.Equal(t, "```", shown.Fence("a `b` c"))
	assert.Equal(t, "`````", shown.Fence("````\nx"))
}
