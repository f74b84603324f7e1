package vaultconf

import (
	"bytes"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestTally(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, events string
		want         Result
		out          string
	}{
		{"nothing", "", Result{}, ""},
		{"passed", `{"Action":"output","Test":"TestA","Output":"said\n"}
{"Action":"pass","Test":"TestA/stand-in"}
{"Action":"pass","Test":"TestA/real"}
{"Action":"pass","Test":"TestA"}
{"Action":"pass"}`, Result{Passed: 3, Real: 1}, ""},
		{"failed", `{"Action":"output","Test":"TestA/real","Output":"why\n"}
{"Action":"output","Test":"TestB","Output":"not shown\n"}
{"Action":"fail","Test":"TestA/real"}
{"Action":"fail","Test":"TestA"}
{"Action":"fail"}`, Result{Failed: 2}, "why\n"},
		{"not built", `{"Action":"build-output","Output":"undefined: x\n"}
{"Action":"build-fail"}`, Result{}, "undefined: x\n"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			var out bytes.Buffer
			got, err := tally(strings.NewReader(test.events), &out)
			require.NoError(t, err)
			assert.Equal(t, test.want, got)
			assert.Equal(t, test.out, out.String())
		})
	}
	_, err := tally(strings.NewReader("no JSON"), &bytes.Buffer{})
	require.Error(t, err)
}

// TestMissing has no Vault to build: that is an error, never a pass.
func TestMissing(t *testing.T) {
	t.Parallel()
	_, err := Check(t.Context(), filepath.Join(t.TempDir(), "none"), &bytes.Buffer{})
	require.ErrorContains(t, err, "build a Vault")
}
