package snapshot

import (
	"bytes"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const plainLine = "component:default/orders\tservice\tproduction\t1\tOrders (all of them)\turl:https://example.com/x.yaml\t\t" +
	"dependsOn component:default/billing resource:default/orders-db\towner:ownedBy group:default/shop\tsystem:partOf system:default/shop"

func TestPlain(t *testing.T) {
	t.Parallel()
	short, _, _ := strings.Cut(plainLine, "\tdependsOn")
	for line, want := range map[string]bool{
		plainLine:                               true,
		short:                                   true,
		short + "\t:ownedBy group:default/shop": true,
		short + "\t":                            false,
		short + "\towner:ownedBy":               false,
		short + "\towner:ownedBy ":              false,
		short + "\tdependsOn:dependsOn component:a/b":                false,
		short + "\ta:b:c component:a/b":                              false,
		short + "\tdependsOn component:a/c component:a/b":            false,
		short + "\tdependsOn component:a/b component:a/b":            false,
		short + "\tdependsOn component:a/b\tdependsOn component:a/c": false,
		short + "\tpartOf system:a/b\tdependsOn component:a/c":       false,
		short + "\tdependsOn component:/b":                           false,
		short + "\tdependsOn component:a/":                           false,
		short + "\tdependsOn :a/b":                                   false,
		short + "\tdependsOn component:a/B":                          false,
		short + "\tdependsOn component:a/\\x20":                      false,
		short + "\tdependsOn component:a/ü":                          false,
		"component:default/a b\t\t\t\t\t\t":                          false,
		"component:default/a\t\t\t\t\t":                              false,
		"component:default/a\t\t\t\t\t\tComponent:default/A":         false, // may be right, which is not for it to say
		"": false,
	} {
		assert.Equal(t, want, isPlain([]byte(line)), "%q", line)
	}
}

// TestPlainIsNeverWrong damages lines: one that is taken for plain must be what is written of what is read from it.
func TestPlainIsNeverWrong(t *testing.T) {
	t.Parallel()
	var c encoder
	r := rand.New(rand.NewPCG(1, 2))
	pieces := strings.Split("\t| |:|/|a|b|A|\\|\\x20|ü|\x7f|\r|dependsOn|ownedBy|owner:ownedBy|component:default/a|\tx:y a:b/c", "|")
	plain := 0
	for range 50_000 {
		line := []byte(plainLine)
		for range 1 + r.IntN(3) {
			from := r.IntN(len(line))
			to := min(len(line), from+r.IntN(6))
			line = bytes.Join([][]byte{line[:from], []byte(pieces[r.IntN(len(pieces))]), line[to:]}, nil)
		}
		if !isPlain(line) {
			continue
		}
		plain++
		e, err := decode(string(line))
		require.NoError(t, err, "%q", line)
		again, err := c.encode(&e)
		require.NoError(t, err, "%q", line)
		require.Equal(t, string(line), string(again))
	}
	assert.Greater(t, plain, 5_000)
}
