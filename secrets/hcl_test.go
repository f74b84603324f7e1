package secrets_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/internal/vaultacl"
)

// grants reads a policy by a reader that knows nothing of how it was written: paths with their capabilities, a pattern as what
// it is.
func grants(text string) (map[string][]string, error) {
	policy, err := vaultacl.Parse(text)
	if err != nil {
		return nil, err
	}
	out := map[string][]string{}
	for _, rule := range policy {
		out[rule.Path] = rule.Capabilities
	}
	return out, nil
}

// TestGrants makes sure that the reader sees what an injected name would have done.
func TestGrants(t *testing.T) {
	t.Parallel()
	got, err := grants(`# c
path "secrets/data/a" { capabilities = ["read"] } path "*" { capabilities = ["read", "sudo"] }`)
	require.NoError(t, err)
	assert.Equal(t, map[string][]string{"secrets/data/a": {"read"}, "*": {"read", "sudo"}}, got)
}
