package helmfile_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/lint"
	"github.com/goldenpath-go/goldenpath/lint/linttest"
	"github.com/goldenpath-go/goldenpath/lint/rules/helmfile"
)

func TestValid(t *testing.T) {
	t.Parallel()
	require.NoError(t, lint.Validate(helmfile.All()))
}

func TestDocumentation(t *testing.T) {
	t.Parallel()
	linttest.Doc(t, helmfile.All()...)
}

func TestAllIsACopy(t *testing.T) {
	t.Parallel()
	list := helmfile.All()
	first := list[0]
	list[0] = nil
	assert.Same(t, first, helmfile.All()[0])
}

// TestCases runs testdata/RULE.txtar with that rule alone: helmfiles in folders, bad and good being the rule's samples,
// and those with numbers cases whose answers were recorded from the real helmfile.
func TestCases(t *testing.T) {
	t.Parallel()
	linttest.Cases(t, "testdata", helmfile.All()...)
}
