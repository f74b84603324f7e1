package compare_test

import (
	"cmp"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/helmfile/compare"
)

// maker makes values out of bytes, so that a fuzzer can steer it.
type maker struct{ data []byte }

func (m *maker) next(n int) int {
	if len(m.data) == 0 {
		return 0
	}
	b := m.data[0]
	m.data = m.data[1:]
	return int(b) % n
}

func (m *maker) key() string {
	return []string{"a", "b", "c.d", "e[0]", "", `f\`, "name", "x y", `"`}[m.next(9)]
}

func (m *maker) value(depth int) any {
	kinds := 8
	if depth == 0 {
		kinds = 5
	}
	switch m.next(kinds) {
	case 0:
		return m.next(4)
	case 1:
		return []string{"", "a", "b", "1", "true"}[m.next(5)]
	case 2:
		return m.next(2) == 1
	case 3:
		return nil
	case 4:
		return float64(m.next(8)) / 4
	case 5:
		return m.object(depth)
	case 6:
		return m.named(depth)
	}
	list := make([]any, m.next(5))
	for i := range list {
		list[i] = m.value(depth - 1)
	}
	return list
}

func (m *maker) object(depth int) map[string]any {
	out := map[string]any{}
	for range m.next(4) {
		out[m.key()] = m.value(depth - 1)
	}
	return out
}

// named returns a list whose entries may have names.
func (m *maker) named(depth int) []any {
	list := make([]any, m.next(5))
	for i := range list {
		entry := m.object(depth)
		entry["name"] = []any{"A", "B", "C", "D=]", 1, "1"}[m.next(6)]
		list[i] = entry
	}
	return list
}

func (m *maker) values() string {
	text, err := json.Marshal(map[string]any{"list": m.named(2), "plain": m.value(3), "map": m.object(2)})
	if err != nil {
		panic(err)
	}
	return string(text)
}

// check compares two values and holds the result to its promises.
func check(t *testing.T, x, y string) {
	t.Helper()
	a, b := two(t, x, y)
	require.NoError(t, a.Errors.Err())
	require.NoError(t, b.Errors.Err())
	assert.True(t, compare.Compare(a, a, nil).Empty())
	forth, back := changesOf(compare.Compare(a, b, nil)), changesOf(compare.Compare(b, a, nil))

	before, after := plain(t, a.Releases()[0].Effective().Interface()), plain(t, b.Releases()[0].Effective().Interface())
	got := apply(t, before, "", forth)
	require.Equal(t, after, got, "from %s\nto %s\nby %+v", x, y, forth)
	require.Equal(t, len(forth) == 0, fmt.Sprint(before) == fmt.Sprint(after) && assert.ObjectsAreEqual(before, after))

	for i, c := range back {
		back[i] = swapped(c)
	}
	require.Equal(t, sorted(forth), sorted(back), "%s\n%s", x, y)
}

func changesOf(d *compare.Diff) []compare.Change {
	if len(d.Changed) == 0 {
		return nil
	}
	return d.Changed[0].Values
}

// plain returns a value as JSON has it.
func plain(t *testing.T, v any) any {
	t.Helper()
	text, err := json.Marshal(v)
	require.NoError(t, err)
	var out any
	require.NoError(t, json.Unmarshal(text, &out))
	return out
}

// swapped returns a change as seen from the other side, without the way in which elements move.
func swapped(c compare.Change) compare.Change {
	c.A, c.B = c.B, c.A
	switch c.Kind {
	case compare.OnlyA:
		c.Kind = compare.OnlyB
	case compare.OnlyB:
		c.Kind = compare.OnlyA
	case compare.Changed, compare.Order, compare.Untold:
	}
	return c
}

func sorted(list []compare.Change) []string {
	var out []string
	for _, c := range list {
		out = append(out, fmt.Sprintf("%s %s %+v %+v", c.Kind, c.Path, c.A, c.B))
	}
	slices.Sort(out)
	return out
}

// apply makes of v, which is at a path of side A, what side B has.
func apply(t *testing.T, v any, at string, changes []compare.Change) any {
	t.Helper()
	here := func(kind compare.Kind) *compare.Change {
		i := slices.IndexFunc(changes, func(c compare.Change) bool { return c.Kind == kind && c.A.Path == at })
		if i < 0 {
			return nil
		}
		return &changes[i]
	}
	if c := here(compare.Changed); c != nil {
		return plain(t, c.B.Value)
	}
	gone := func(path string) bool {
		return slices.ContainsFunc(changes, func(c compare.Change) bool { return c.Kind == compare.OnlyA && c.A.Path == path })
	}
	var added []compare.Change
	for _, c := range changes {
		if c.Kind == compare.OnlyB && c.A.Path == at {
			added = append(added, c)
		}
	}
	switch v := v.(type) {
	case map[string]any:
		out := map[string]any{}
		for k, field := range v {
			if path := below(at, k); !gone(path) {
				out[k] = apply(t, field, path, changes)
			}
		}
		for _, c := range added {
			out[last(t, c.B.Path).(string)] = plain(t, c.B.Value)
		}
		return out
	case []any:
		var order []int
		for i := range v {
			if !gone(fmt.Sprintf("%s[%d]", at, i)) {
				order = append(order, i)
			}
		}
		if c := here(compare.Order); c != nil {
			assert.ElementsMatch(t, order, c.Order)
			order = c.Order
		}
		out := []any{}
		for _, i := range order {
			out = append(out, apply(t, v[i], fmt.Sprintf("%s[%d]", at, i), changes))
		}
		slices.SortFunc(added, func(x, y compare.Change) int { return cmp.Compare(last(t, x.B.Path).(int), last(t, y.B.Path).(int)) })
		for _, c := range added {
			i := last(t, c.B.Path).(int)
			require.LessOrEqual(t, i, len(out))
			out = slices.Insert(out, i, plain(t, c.B.Value))
		}
		return out
	}
	return v
}

func last(t *testing.T, path string) any {
	t.Helper()
	turns, err := compare.Turns(path)
	require.NoError(t, err)
	return turns[len(turns)-1]
}

// below returns the path of a key.
func below(at, key string) string {
	key = strings.NewReplacer(`\`, `\\`, `.`, `\.`, `[`, `\[`, `]`, `\]`, `"`, `\"`, `=`, `\=`).Replace(key)
	if key == "" {
		key = `""`
	}
	if at == "" {
		return key
	}
	return at + "." + key
}

// TestChangesApply checks for many values that a comparison with itself is empty, that the other way round is the mirror
// image, and that applying the changes to the one gives the other.
func TestChangesApply(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(1, 2))
	for range 200 {
		data := make([]byte, 120)
		for i := range data {
			data[i] = byte(random.Uint32())
		}
		check(t, (&maker{data[:60]}).values(), (&maker{data[60:]}).values())
	}
}

func FuzzLists(f *testing.F) {
	f.Add([]byte("abcdefg"), []byte("abcdegf"))
	f.Add([]byte{3, 0, 0, 0, 1, 0, 2, 0}, []byte{3, 0, 2, 0, 0, 0, 1, 0})
	f.Add([]byte{0, 7, 4, 1, 1, 1, 2, 1, 3, 1, 4}, []byte{0, 7, 4, 1, 4, 1, 3, 1, 2, 1, 1})
	f.Fuzz(func(t *testing.T, a, b []byte) {
		if len(a) > 200 || len(b) > 200 {
			return
		}
		check(t, (&maker{a}).values(), (&maker{b}).values())
	})
}

func FuzzPath(f *testing.F) {
	for _, seed := range []string{"a.b", "env[name=LOG].value", "a[0][1]", `a\.b."".c`, "a[", "a..b", "[=]", `[a=\]]`, "a[x]", "."} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		once, err := compare.PathAgain(text)
		if err != nil {
			return
		}
		again, err := compare.PathAgain(once)
		require.NoError(t, err, "%q, which %q was read as", once, text)
		require.Equal(t, once, again)
	})
}
