package catalog_test

import (
	"maps"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/scaffold/action/catalog"
	"github.com/goldenpath-go/goldenpath/scaffold/action/internal/actiontest"
)

// register runs catalog:register for http://x/catalog-info.yaml.
func register(t *testing.T, all service) *actiontest.Bench {
	t.Helper()
	b := &actiontest.Bench{Dir: t.TempDir()}
	for _, a := range catalog.Actions(catalog.Services{Registry: all}) {
		if a.ID == "catalog:register" {
			b.Action = a
		}
	}
	o, err := b.Run(t.Context(), map[string]any{"repoContentsUrl": "http://x"})
	require.NoError(t, err)
	require.NoError(t, o.Err)
	return b
}

// TestRegisteredBefore says that what others registered is no error, and stays.
func TestRegisteredBefore(t *testing.T) {
	t.Parallel()
	for name, before := range map[string]service{"nothing": {}, "others": {"http://y": "7"}, "the same": {"http://x/catalog-info.yaml": "id-http://x/catalog-info.yaml"}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			all := maps.Clone(before)
			b := register(t, all)
			assert.NotEmpty(t, all["http://x/catalog-info.yaml"])
			require.NoError(t, b.Undo(t.Context()))
			assert.Equal(t, before, all)
			require.NoError(t, b.Undo(t.Context()), "there is nothing left to take back")
		})
	}
}
