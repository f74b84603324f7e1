package known_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/goldenpath-go/goldenpath/scaffold"
	"github.com/goldenpath-go/goldenpath/scaffold/known"
)

func TestActions(t *testing.T) {
	t.Parallel()
	actions := known.Actions()
	assert.Greater(t, len(actions), 50)
	assert.True(t, slices.IsSortedFunc(actions, func(a, b *scaffold.Action) int { return strings.Compare(a.ID, b.ID) }))
	for _, a := range actions {
		assert.Nil(t, a.Run, a.ID)
		for _, schema := range [][]byte{a.Input, a.Output} {
			if schema == nil {
				continue
			}
			v, err := scaffold.ParseJSON(schema)
			assert.NoError(t, err, a.ID)
			_, err = scaffold.Check(v, &scaffold.Object{})
			assert.NoError(t, err, a.ID)
		}
	}
}
