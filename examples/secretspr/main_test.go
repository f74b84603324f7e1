package main

import (
	"flag"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/secrets/secretstest"
)

var program = flag.String("vaultdev", "", "program that internal/vaultdev is built into: run on a real Vault, too")

// told runs the demonstration and returns what it prints below the first line.
func told(t *testing.T, p *platform, err error) string {
	t.Helper()
	require.NoError(t, err)
	var out strings.Builder
	require.NoError(t, run(t.Context(), &out, p))
	require.NoError(t, p.close())
	first, rest, _ := strings.Cut(out.String(), "\n")
	assert.Equal(t, "Secrets are kept in "+p.name+".", first)
	return rest
}

// TestRun holds the demonstration on a real Vault against that in memory: it tells the same.
func TestRun(t *testing.T) {
	t.Parallel()
	p, err := inMemory()
	memory := told(t, p, err)
	for _, line := range []string{
		"- **create** `policy/production_order-api`: lets production/order\\-api read 2 secrets", "What a second run would do: 0 steps.",
		"  read order-api/db-password         allowed", "  read billing/db-password           denied", "  list order-api                     denied",
		"  write order-api/db-password        denied", "  read db-password, version 1        allowed", "  read db-password, version 2        allowed",
		"Left of it: nothing.",
	} {
		assert.Contains(t, memory, line+"\n")
	}
	assert.NotContains(t, memory, "sk_live")
	if *program == "" {
		t.Log("it is run on a real Vault by: go run ./internal/conformance vault internal/vaultdev")
		return
	}
	t.Run("real", func(t *testing.T) {
		p, err := start(t.Context(), *program, os.Stderr)
		assert.Equal(t, memory, told(t, p, err))
	})
}

// TestUnwritable: a demonstration whose output goes nowhere says so, and so does one without a Vault.
func TestUnwritable(t *testing.T) {
	t.Parallel()
	p, err := inMemory()
	require.NoError(t, err)
	_, w := io.Pipe()
	require.NoError(t, w.CloseWithError(io.ErrClosedPipe))
	require.ErrorIs(t, run(t.Context(), w, p), io.ErrClosedPipe)
	assert.Empty(t, p.store.(*secretstest.Memory).State().Secrets)
	_, err = buildAndStart(t.Context(), filepath.Join(t.TempDir(), "none"), io.Discard)
	require.ErrorContains(t, err, "-memory needs no Vault")
}
