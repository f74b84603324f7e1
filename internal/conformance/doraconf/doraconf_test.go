package doraconf_test

import (
	"encoding/json"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/internal/beside"
	"github.com/goldenpath-go/goldenpath/internal/conformance/doraconf"
)

// cases returns the files of our own cases that match a pattern, and of the
// recorded figures where these are at hand.
func cases(t *testing.T, pattern ...string) []string {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(append([]string{"testdata"}, pattern...)...))
	require.NoError(t, err)
	require.NotEmpty(t, names)
	if dir, ok := beside.Path(t, "corpus/dora"); ok {
		more, err := filepath.Glob(filepath.Join(append([]string{dir}, pattern...)...))
		require.NoError(t, err)
		names = append(names, more...)
	}
	return names
}

func check(t *testing.T, path string) []doraconf.Difference {
	t.Helper()
	var all []doraconf.Difference
	_, err := doraconf.Check(path, func(d doraconf.Difference) { all = append(all, d) })
	require.NoError(t, err)
	return all
}

func TestFigures(t *testing.T) {
	t.Parallel()
	names := cases(t, "*", "*.json*")
	run := 0
	for _, name := range names {
		if base := filepath.Base(name); strings.HasSuffix(base, ".config.json") || strings.HasSuffix(base, ".expected.json") {
			continue
		}
		run++
		t.Run(filepath.Base(name), func(t *testing.T) {
			t.Parallel()
			assert.Empty(t, check(t, name))
		})
	}
	require.Positive(t, run)
}

// The order of the events decides nothing, but for records of one identity.
func TestFiguresOfShuffledEvents(t *testing.T) {
	t.Parallel()
	names := cases(t, "cases", "*.json")
	random := rand.New(rand.NewPCG(1, 2))
	for _, name := range names {
		if strings.Contains(name, "twice") {
			continue // the last record of an identity holds
		}
		c := read(t, name)
		events := c["events"].([]any)
		random.Shuffle(len(events), func(i, j int) { events[i], events[j] = events[j], events[i] })
		assert.Empty(t, check(t, write(t, c)), name)
	}
}

// Raising any expected number by one must be told.
func TestWrongFiguresAreTold(t *testing.T) {
	t.Parallel()
	names := cases(t, "cases", "*.json")
	changed := 0
	for _, name := range names {
		for n := 0; ; n++ {
			c := read(t, name)
			left := n
			if !raise(c["expect"], &left) {
				break
			}
			changed++
			assert.NotEmpty(t, check(t, write(t, c)), "%s: number %d", name, n)
		}
	}
	require.Positive(t, changed)
}

// raise adds one to the number after n others.
func raise(v any, n *int) bool {
	visit := func(child any, set func(any)) bool {
		f, ok := child.(float64)
		if !ok {
			return raise(child, n)
		}
		if *n == 0 {
			set(f + 1)
			return true
		}
		*n--
		return false
	}
	switch v := v.(type) {
	case map[string]any:
		for _, key := range slices.Sorted(maps.Keys(v)) {
			if visit(v[key], func(x any) { v[key] = x }) {
				return true
			}
		}
	case []any:
		for i := range v {
			if visit(v[i], func(x any) { v[i] = x }) {
				return true
			}
		}
	}
	return false
}

func read(t *testing.T, name string) map[string]any {
	t.Helper()
	data, err := os.ReadFile(name)
	require.NoError(t, err)
	var c map[string]any
	require.NoError(t, json.Unmarshal(data, &c))
	return c
}

func write(t *testing.T, c map[string]any) string {
	t.Helper()
	data, err := json.Marshal(c)
	require.NoError(t, err)
	name := filepath.Join(t.TempDir(), "case.json")
	require.NoError(t, os.WriteFile(name, data, 0o600))
	return name
}
