package compare_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/helmfile/compare"
)

// TestExplainValueWithout checks what is said where a path leads nowhere.
func TestExplainValueWithout(t *testing.T) {
	t.Parallel()
	a, _ := two(t, "m: {k: 1}\nl: [1, {name: A, v: 2}]\ne: {}\ns: text\n", "{}")
	for path, want := range map[string]string{
		"m.x": "nothing sets m.x; beside it are k", "m.k.x": "m.k is a number, with nothing below it", "l[5]": "nothing sets l[5]",
		"l[name=B]": "nothing sets l[name=B]", "e.x": "nothing sets e.x", "s[0]": "s is a text, with nothing below it",
		".Values.x": "nothing sets x",
	} {
		e, err := compare.ExplainValue(a, a.Releases()[0], path, nil)
		require.NoError(t, err)
		assert.Equal(t, want, e.Why, path)
		assert.Empty(t, e.Chain)
	}
	for path, want := range map[string]any{"l[0]": 1, "l[name=A].v": 2, "m.k": 1, "s": "text"} {
		e, err := compare.ExplainValue(a, a.Releases()[0], path, nil)
		require.NoError(t, err)
		require.Len(t, e.Chain, 1, path)
		assert.Equal(t, want, e.Chain[0].Value, path)
	}
}

func TestExplainValueOfReleaseThatIsOff(t *testing.T) {
	t.Parallel()
	r := resolve(t, archive(t, "-- helmfile.yaml --\nreleases: [{name: x, chart: r/x, installed: false}]\n"), nil, "default")[0]
	e, err := compare.ExplainValue(r, r.Releases()[0], "a", nil)
	require.NoError(t, err)
	assert.Equal(t, "the release has no values: installed is false (helmfile.yaml:1)", e.Why)
	assert.Equal(t, "installed is false (helmfile.yaml:1)", compare.ListValues(r, r.Releases()[0], nil).Why)
}
