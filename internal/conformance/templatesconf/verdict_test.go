package templatesconf

import (
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/scaffold"
	"github.com/goldenpath-go/goldenpath/scaffold/nunjucks"
)

func TestVerdictIsReadAsWritten(t *testing.T) {
	t.Parallel()
	for _, v := range []verdict{
		{class: "ok", steps: []string{"c0a1b2c3d", "s"}, output: "01020304", files: "05060708"},
		{class: "InputError", steps: []string{"f"}},
	} {
		assert.Equal(t, v, parseVerdict(strings.Split(v.String(), "\t")))
	}
}

func TestClasses(t *testing.T) {
	t.Parallel()
	assert.Equal(t, "ok", classOf(nil))
	assert.Equal(t, "Error", classOf(errors.New("x")))
	assert.Equal(t, "NotFoundError", classOf(&scaffold.StepError{Err: scaffold.Errorf(scaffold.ErrNotFound, "x")}))
}

// TestDifferencesAreNoticed compares a run with verdicts that are wrong in one thing each.
func TestDifferencesAreNoticed(t *testing.T) {
	t.Parallel()
	entries, err := readCorpus("testdata/templates")
	require.NoError(t, err)
	examples, err := exampleOutputs(t.Context())
	require.NoError(t, err)
	e := entries[len(entries)-1]
	sets, err := setsOf(e.template)
	require.NoError(t, err)
	result, right, err := dryRun(t.Context(), e, sets[0], nunjucks.Backstage4, stock, examples)
	require.NoError(t, err)
	require.Empty(t, compare(right, right, result, err))
	step := "step " + e.template.Steps[0].ID
	for what, change := range map[string]func(*verdict){
		"class":  func(v *verdict) { v.class = "InputError" },
		step:     func(v *verdict) { v.steps[0] = "s" },
		"steps":  func(v *verdict) { v.steps = v.steps[1:] },
		"output": func(v *verdict) { v.output = "0" },
		"files":  func(v *verdict) { v.files = "" },
	} {
		wrong := parseVerdict(strings.Split(right.String(), "\t"))
		change(&wrong)
		found := compare(right, wrong, result, err)
		require.Len(t, found, 1, what)
		assert.Equal(t, what, found[0].What)
		assert.Contains(t, found[0].String(), "want")
	}
}
