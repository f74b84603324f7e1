package scaffold_test

import (
	"errors"
	"io/fs"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/scaffold"
)

// TestErrorsAreOne says that an error of a class is not a list of the class and of what happened, which who prints lists line by
// line would take it for.
func TestErrorsAreOne(t *testing.T) {
	t.Parallel()
	err := scaffold.Errorf(scaffold.ErrInput, "read %s: %w", "x", fs.ErrNotExist)
	require.ErrorIs(t, err, scaffold.ErrInput)
	require.ErrorIs(t, err, fs.ErrNotExist)
	require.NotErrorIs(t, err, scaffold.ErrConflict)
	require.EqualError(t, err, "read x: file does not exist")
	var many interface{ Unwrap() []error }
	assert.NotErrorAs(t, err, &many)
	assert.Equal(t, fs.ErrNotExist, errors.Unwrap(errors.Unwrap(err)))
}

// TestTemplateMadeByHand checks a pattern that cannot be used in a template that was read from no file.
func TestTemplateMadeByHand(t *testing.T) {
	t.Parallel()
	bad := scaffold.NewObject("properties", scaffold.NewObject("name", scaffold.NewObject("type", "string", "pattern", "(")))
	template := &scaffold.Template{Name: "mine", Pages: []*scaffold.Object{bad}, Secrets: bad}
	for _, err := range []error{
		template.Validate(map[string]any{"name": "x"}), template.ValidateSecrets(map[string]string{"name": "x"}),
	} {
		require.ErrorIs(t, err, scaffold.ErrTemplate)
		assert.ErrorContains(t, err, `of mine`)
		assert.ErrorContains(t, err, `pattern "("`)
	}
	assert.Zero(t, template.Position("/spec"))
	require.NoError(t, (&scaffold.Template{}).Validate(nil))
}
