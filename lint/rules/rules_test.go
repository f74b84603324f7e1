package rules_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/lint"
	"github.com/goldenpath-go/goldenpath/lint/linttest"
	"github.com/goldenpath-go/goldenpath/lint/rules"
)

func TestValid(t *testing.T) {
	t.Parallel()
	require.NoError(t, lint.Validate(append(rules.All(), lint.BuiltinRules()...)))
}

func TestDocumentation(t *testing.T) {
	t.Parallel()
	linttest.Doc(t, rules.All()...)
}

// TestParametersAreDocumented holds the texts against the structs that the configuration is read into.
func TestParametersAreDocumented(t *testing.T) {
	t.Parallel()
	item := regexp.MustCompile("(?m)^- `([a-z-]+)`:")
	for _, r := range rules.All() {
		if r.Params == nil {
			continue
		}
		_, section, _ := strings.Cut(r.Doc, "\n### Parameters\n")
		var documented []string
		for _, m := range item.FindAllStringSubmatch(section, -1) {
			documented = append(documented, m[1])
		}
		assert.ElementsMatch(t, yamlNames(r.Params()), documented, r.Name)
	}
}

// TestCases runs testdata/RULE.txtar, and RULE--WHAT.txtar for more of the same, with that rule alone.
func TestCases(t *testing.T) {
	t.Parallel()
	linttest.Cases(t, "testdata", rules.All()...)
}

// TestPresets runs the cases that are about presets, with all rules.
func TestPresets(t *testing.T) {
	t.Parallel()
	linttest.Run(t, "testdata/presets", rules.All()...)
}

func TestAllIsACopy(t *testing.T) {
	t.Parallel()
	list := rules.All()
	first := list[0]
	list[0] = nil
	assert.Same(t, first, rules.All()[0])
}
