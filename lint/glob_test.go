package lint_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/goldenpath-go/goldenpath/lint"
)

func TestMatchPath(t *testing.T) {
	t.Parallel()
	tests := []struct {
		pattern, name string
		want          bool
	}{
		{"catalog-info.yaml", "catalog-info.yaml", true},
		{"catalog-info.yaml", "a/catalog-info.yaml", false},
		{"**/catalog-info.yaml", "catalog-info.yaml", true},
		{"**/catalog-info.yaml", "a/b/catalog-info.yaml", true},
		{"legacy/**", "legacy/a/b.yaml", true},
		{"legacy/**", "legacy", true},
		{"legacy/**", "legacies/a", false},
		{"*/x.yaml", "a/x.yaml", true},
		{"*/x.yaml", "a/b/x.yaml", false},
		{"a/**/b/*.yaml", "a/b/c.yaml", true},
		{"a/**/b/*.yaml", "a/x/y/b/c.yaml", true},
		{"a/**/b/**/c", "a/b/b/x/c", true},
		{"a/**/b/**/c", "a/x/c", false},
		{"[a-c]?.yaml", "bz.yaml", true},
		{"[", "[", false},
		{"**", "", true},
	}
	for _, tt := range tests {
		t.Run(tt.pattern+" "+tt.name, func(t *testing.T) {
			t.Parallel()
			assert.Equal(t, tt.want, lint.MatchPath(tt.pattern, tt.name))
		})
	}
}

func TestMatchPathTakesNoExponentialTime(t *testing.T) {
	t.Parallel()
	pattern := strings.Repeat("**/a/", 30) + "b"
	name := strings.Repeat("a/", 200) + "c"
	assert.False(t, lint.MatchPath(pattern, name))
}
