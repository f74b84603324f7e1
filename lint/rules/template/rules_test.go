package template_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/lint"
	"github.com/goldenpath-go/goldenpath/lint/linttest"
	"github.com/goldenpath-go/goldenpath/lint/rules"
	"github.com/goldenpath-go/goldenpath/lint/rules/template"
)

func TestValid(t *testing.T) {
	t.Parallel()
	require.NoError(t, lint.Validate(append(rules.All(), template.All()...)))
}

func TestDocumentation(t *testing.T) {
	t.Parallel()
	linttest.Doc(t, template.All()...)
}

// TestCases runs testdata/RULE.txtar, and RULE--WHAT.txtar for more of the same, with that rule alone.
func TestCases(t *testing.T) {
	t.Parallel()
	linttest.Cases(t, "testdata", template.All()...)
}

func TestAllIsACopy(t *testing.T) {
	t.Parallel()
	list := template.All()
	first := list[0]
	list[0] = nil
	assert.Same(t, first, template.All()[0])
}
