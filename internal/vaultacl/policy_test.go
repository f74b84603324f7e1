package vaultacl_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/internal/vaultacl"
)

func TestCapabilities(t *testing.T) {
	t.Parallel()
	p, err := vaultacl.Parse(`# c
path "secrets/data/a" { capabilities = ["read"] } path "secrets/data/b*" { capabilities = ["list", "read"] }
path "secrets/+/c" { capabilities = ["update"] }
path "/lead/*" { capabilities = ["sudo"] }
path "lead/x" { capabilities = ["deny", "read"] }
path "secrets/data/a" { capabilities = ["create"] }
`)
	require.NoError(t, err)
	for path, want := range map[string][]string{
		"secrets/data/a": {"create", "read"}, "secrets/data/aa": {"deny"}, "secrets/data": {"deny"}, "secrets/data/a/b": {"deny"},
		"secrets/data/b": {"list", "read"}, "secrets/data/bc/d": {"list", "read"}, "secrets/data/c": {"update"}, "secrets/x/c": {"update"},
		"secrets/x/y/c": {"deny"}, "lead/": {"sudo"}, "lead/y/z": {"sudo"}, "lead": {"deny"}, "lead/x": {"deny"},
	} {
		assert.Equal(t, want, p.Capabilities(path), path)
	}
}

func TestRefused(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"path \"a\nb\" { capabilities = [\"read\"] }", `path "a" { policy = "read" }`, `path "a" { capabilities = ["read" "list"] }`,
		`path "a" { capabilities = ["read"]`, `path "a" { capabilities = [] }`, `path a`, `name = "x"`,
		`path "{{identity.entity.id}}" { capabilities = ["read"] }`, `path "a/+*" { capabilities = ["read"] }`,
	} {
		_, err := vaultacl.Parse(text)
		require.Error(t, err, text)
	}
}
