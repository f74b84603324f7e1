package glob_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/goldenpath-go/goldenpath/scaffold/internal/glob"
)

func TestMatch(t *testing.T) {
	t.Parallel()
	tests := []struct {
		patterns string
		yes, no  string
	}{
		{"a.txt", "a.txt", "b.txt d/a.txt"},
		{"./.hidden", ".hidden", "hidden"},
		{"*.md", "a.md .md", "d/a.md a.mdx"},
		{"**", "a .b c/d c/.d/e", ""},
		{"**/*.md", "a.md d/a.md d/e/a.md", "a.txt"},
		{"d/**/*.md", "d/a.md d/e/f/a.md", "a.md e/d/a.md"},
		{"d", "d d/e d/e/f", "de e/d"},
		{"d/", "d d/e", "e"},
		{".github/**", ".github/w.yml .github/a/b", "github/w"},
		{"{a,b}.txt", "a.txt b.txt", "c.txt {a,b}.txt"},
		{"{src,test/{x,y}}/*.go", "src/a.go test/x/b.go test/y/c.go", "test/z/d.go"},
		{"{a}.txt", "{a}.txt", "a.txt"},
		{"[ab]?.txt", "ax.txt", "cx.txt a.txt"},
		{"** !*.md", "a.txt", "a.md"},
		{"!a b", "b", "a"},
		{"[", "", "["},
		{"{a", "{a", "a"},
	}
	for _, tt := range tests {
		t.Run(tt.patterns, func(t *testing.T) {
			t.Parallel()
			s := glob.New(strings.Fields(tt.patterns)...)
			for _, name := range strings.Fields(tt.yes) {
				assert.True(t, s.Match(name), name)
			}
			for _, name := range strings.Fields(tt.no) {
				assert.False(t, s.Match(name), name)
			}
		})
	}
}

func FuzzMatch(f *testing.F) {
	f.Add("**/*{a,b}/[c", "x/ya/c")
	f.Add("{{{{,},},},}", "")
	f.Fuzz(func(t *testing.T, pattern, name string) {
		glob.New(pattern).Match(name)
		if !strings.ContainsAny(name, "*?[{}!\\,") && name != "" {
			assert.True(t, glob.New("**").Match(name))
		}
	})
}
