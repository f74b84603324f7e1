package hidden_test

import (
	"errors"
	"io"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/scaffold"
	"github.com/goldenpath-go/goldenpath/scaffold/action/internal/hidden"
)

func TestFrom(t *testing.T) {
	t.Parallel()
	h := hidden.Texts{"", "s3cret"}
	require.NoError(t, h.From(nil))
	assert.Equal(t, io.EOF, h.From(io.EOF), "an error without them stays what it is")
	require.EqualError(t, h.From(errors.New("token s3cret of s3cret")), "token *** of ***")
	err := h.From(scaffold.Errorf(scaffold.ErrConflict, "s3cret is taken"))
	require.ErrorIs(t, err, scaffold.ErrConflict)
	require.EqualError(t, err, "*** is taken")
}
