package load_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/goldenpath-go/goldenpath/catalog/load"
)

func TestTargetMatches(t *testing.T) {
	t.Parallel()
	tests := []struct {
		pattern, name string
		want          bool
	}{
		{"a.yaml", "a.yaml", true},
		{"./x/../a.yaml", "a.yaml", true},
		{"a.yaml", "b/a.yaml", false},
		{"", "a.yaml", false},
		{"*.yaml", "a.yaml", true},
		{"*.yaml", "b/a.yaml", false},
		{"b/*", "b/a.yaml", true},
		{"?.yaml", "a.yaml", true},
		{"?.yaml", "ab.yaml", false},
		{"*/a.yaml", "b/a.yaml", true},
		{"*/a.yaml", "b/c/a.yaml", false},
		{"**/a.yaml", "a.yaml", true},
		{"**/a.yaml", "b/c/a.yaml", true},
		{"b/**/a.yaml", "b/a.yaml", true},
		{"b/**/a.yaml", "c/a.yaml", false},
		{"**/b/**/a.yaml", "x/b/y/z/a.yaml", true},
		{"b/**", "b/c/d", true},
		{"**", "b/c/d", true},
		{"**/*.{yaml,yml}", "b/a.yml", true},
		{"**/*.{yaml,yml}", "b/a.json", false},
		{"{a,b}/{c,d}*", "b/d.yaml", true},
		{"{a,{b,c}}/*", "c/x", true},
		{"[ab]*.yaml", "b.yaml", true},
		{"[!ab]*.yaml", "b.yaml", false},
		{"[!ab]*.yaml", "c.yaml", true},
		{"[a*.yaml", "[a*.yaml", true},
		{"*.yaml", ".a.yaml", false},
		{".*.yaml", ".a.yaml", true},
		{"**/a.yaml", ".github/a.yaml", false},
		{"**/.github/*.yaml", "x/.github/a.yaml", true},
		{"{a}*", "{a}b", true},
		{"a[b].yaml", "a[b].yaml", true}, // without * or ? it is no pattern
	}
	for _, test := range tests {
		t.Run(test.pattern+" "+test.name, func(t *testing.T) {
			t.Parallel()
			assert.Equal(t, test.want, load.Target{Path: test.pattern}.Matches(test.name))
		})
	}
}

// TestTargetMatchesIsBounded would not end if patterns were tried in every way.
func TestTargetMatchesIsBounded(t *testing.T) {
	t.Parallel()
	name := strings.Repeat("a/", 200) + "b"
	assert.False(t, load.Target{Path: strings.Repeat("**/a/", 100) + "c"}.Matches(name))
	assert.False(t, load.Target{Path: strings.Repeat("{a,b}", 40) + "*"}.Matches(name))
}
