package docs_test

import (
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestSnippetsForCI makes sure that what the pages paste into other systems is there: action, template and hook.
func TestSnippetsForCI(t *testing.T) {
	t.Parallel()
	page := read(t, "first-ten-minutes.md")
	hooks := regexp.MustCompile("- id: (catalog-lint\\S*)|`(catalog-lint-[a-z]+)`").FindAllStringSubmatch(page, -1)
	require.Len(t, hooks, 3)
	for _, hook := range hooks {
		assert.Contains(t, read(t, "../.pre-commit-hooks.yaml"), "- id: "+hook[1]+hook[2]+"\n")
	}
	template := regexp.MustCompile(`goldenpath/v[0-9.]+/(\S+)`).FindStringSubmatch(page)
	require.Len(t, template, 2)
	assert.FileExists(t, filepath.Join("..", template[1]))
	action := read(t, "../action.yml")
	_, table, found := strings.Cut(read(t, migrating), "\n| input of the action | here |\n")
	require.True(t, found)
	table, _, _ = strings.Cut(table, "\n\n")
	for _, row := range strings.Split(table, "\n")[1:] {
		here := strings.Split(row, "|")[2]
		for _, name := range regexp.MustCompile("`([a-z][a-z-]*)`").FindAllStringSubmatch(here, -1) {
			assert.Contains(t, action, "\n  "+name[1]+":\n", row)
		}
	}
}
