package lint_test

import (
	"context"
	"errors"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/lint"
)

// acceptAll accepts whatever it is asked about.
type acceptAll struct{}

func (acceptAll) Accept(_ context.Context, found *lint.Found) (*lint.Accepted, error) {
	out := &lint.Accepted{}
	for range found.Diagnostics {
		out.Why = append(out.Why, &lint.Suppressed{By: "all"})
	}
	return out, nil
}

// acceptFunc is an accepter.
type acceptFunc func(found *lint.Found) (*lint.Accepted, error)

func (f acceptFunc) Accept(_ context.Context, found *lint.Found) (*lint.Accepted, error) {
	return f(found)
}

func TestAccept(t *testing.T) {
	t.Parallel()
	var asked []int
	one := acceptFunc(func(found *lint.Found) (*lint.Accepted, error) {
		asked = append(asked, len(found.Diagnostics))
		now, on := found.Rule("name-old")
		assert.Equal(t, "name-bad", now)
		assert.True(t, on)
		now, on = found.Rule("tag-noise")
		assert.Equal(t, "tag-noise", now)
		assert.False(t, on)
		now, _ = found.Rule("no-such")
		assert.Empty(t, now)
		assert.Equal(t, []string{"a.yaml", "b.yaml"}, found.Files)
		assert.True(t, found.Complete)
		why := make([]*lint.Suppressed, len(found.Diagnostics))
		why[0] = &lint.Suppressed{By: "one", Reason: "the first"}
		about := lint.Diagnostic{Rule: "baseline-stale", Finding: lint.Finding{Message: "an entry", Range: found.Diagnostics[0].Range}}
		return &lint.Accepted{Why: why, About: []lint.Diagnostic{about}}, nil
	})
	two := acceptFunc(func(found *lint.Found) (*lint.Accepted, error) {
		asked = append(asked, len(found.Diagnostics))
		return &lint.Accepted{}, nil
	})
	config := &lint.Config{Rules: map[string]lint.RuleConfig{"tag-noise": {Severity: lint.Off}, "baseline-stale": {Severity: lint.Error}}}
	l := lint.Linter{Rules: []*lint.Rule{nameBad, tagNoise}, Config: config, Accept: []lint.Accepter{one, two}, Complete: true}
	r := run(t, l, files("a.yaml", groupYAML("bad"), "b.yaml", groupYAML("bad-too")), "a.yaml", "b.yaml")
	assert.Equal(t, []string{"a.yaml:4:9: error: an entry [baseline-stale]", "b.yaml:4:9: warning: the name bad-too is bad [name-bad]"}, lines(r.Diagnostics))
	assert.Equal(t, []string{"a.yaml:4:9: warning: the name bad is bad [name-bad]"}, lines(r.Suppressed))
	assert.Equal(t, "the first", r.Suppressed[0].Suppressed.Reason)
	assert.Equal(t, []int{2, 2}, asked)
}

func TestAcceptMayFail(t *testing.T) {
	t.Parallel()
	failing := acceptFunc(func(*lint.Found) (*lint.Accepted, error) { return nil, errors.New("no idea") })
	l := lint.Linter{Accept: []lint.Accepter{failing}}
	_, err := l.Run(t.Context(), files(), nil)
	require.EqualError(t, err, "no idea")
	_, err = l.Fix(t.Context(), files(), nil, false)
	require.EqualError(t, err, "no idea")
}

// TestFixLeavesWhatIsAccepted says that only what is reported is mended.
func TestFixLeavesWhatIsAccepted(t *testing.T) {
	t.Parallel()
	l := lint.Linter{Rules: []*lint.Rule{changeName("name-one", "one", "two", true)}, Accept: []lint.Accepter{acceptAll{}}}
	fixed, err := l.Fix(t.Context(), files("a.yaml", groupYAML("one")), []string{"a.yaml"}, false)
	require.NoError(t, err)
	assert.Empty(t, fixed.Files)
	assert.Len(t, fixed.Result.Suppressed, 1)
}
