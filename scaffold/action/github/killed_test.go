package github_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/scaffold/action/github"
	"github.com/goldenpath-go/goldenpath/scaffold/action/internal/actiontest"
)

// state returns all that there is, without numbers and hashes that differ between runs.
func (f *fake) state(t *testing.T) string {
	t.Helper()
	all := map[string]any{}
	for name, at := range f.repos {
		refs := map[string]any{}
		for ref, hash := range at.refs {
			refs[ref] = []any{f.trees[f.heads[hash].tree], len(f.heads[hash].parents)}
		}
		pulls := []string{}
		for _, p := range at.pulls {
			pulls = append(pulls, fmt.Sprint(p["state"], p["head"], p["base"]))
		}
		placed := []string{}
		for kind, list := range at.placed {
			for _, m := range list {
				placed = append(placed, fmt.Sprint(kind, m["key_prefix"], m["config"]))
			}
		}
		all[name] = []any{
			at.branch, refs, pulls, placed, at.variables, len(at.policies), at.pages, len(at.labels), at.secrets,
			slices.Sorted(maps.Keys(at.environments)), slices.Sorted(maps.Keys(at.protected)),
		}
	}
	text, err := json.Marshal(all)
	require.NoError(t, err)
	return string(text)
}

// deed is an action, and the world it is done in.
type deed struct {
	id    string
	input map[string]any
	open  func(*testing.T) *fake
	gone  []string // of an action that undoing does not leave without a trace: what the state must not have then
}

// TestKilled lets the process die after each line of the journal and after each request that changed something, for each action,
// and then resumes it or takes it back.
func TestKilled(t *testing.T) {
	t.Parallel()
	tests := []deed{
		{"publish:github", map[string]any{
			"defaultBranch": "trunk", "repoVariables": map[string]any{"A": "1", "B": "2"}, "secrets": map[string]any{"S": "x"}, "access": "acme/platform",
			"topics": []string{"go"}, "requiredCommitSigning": true,
		}, newFake, nil},
		{"publish:github", map[string]any{"defaultBranch": "main"}, newFake, nil},
		{"github:repo:create", map[string]any{"repoVariables": map[string]any{"A": "1"}, "autoInit": true}, newFake, nil},
		{"github:repo:push", map[string]any{"defaultBranch": "trunk"}, empty, []string{"README", "heads"}},
		{"github:repo:push", map[string]any{"defaultBranch": "other", "protectDefaultBranch": false}, withMain, nil},
		{"github:webhook", map[string]any{"webhookUrl": "https://ci.acme.com"}, withMain, nil},
		{"github:autolinks:create", map[string]any{"keyPrefix": "ACME-", "urlTemplate": "https://t/<num>"}, withMain, nil},
		{"github:issues:label", map[string]any{"number": 5, "labels": []string{"old", "new/one"}}, withMain, nil},
		{"github:pages:enable", map[string]any{}, withMain, nil},
		{"github:environment:create", map[string]any{
			"name": "prod", "customBranchPolicyNames": []string{"main", "x"}, "environmentVariables": map[string]any{"A": "1", "B": "2"},
		}, withMain, []string{"prod"}},
		{"github:branch-protection:create", map[string]any{"requiredCommitSigning": true}, withMain, nil},
		{"publish:github:pull-request", proposal(nil), withMain, []string{"open", "heads/feature"}},
	}
	for i, tt := range tests {
		t.Run(fmt.Sprint(i, " ", strings.ReplaceAll(tt.id, "/", " ")), func(t *testing.T) {
			t.Parallel()
			whole := tt.open(t)
			require.NoError(t, run(t, tt.bench(t, whole, nil), maps.Clone(tt.input)).Err)
			want, events := whole.state(t), 0
			for after := 1; ; after++ {
				f, b := tt.killed(t, after)
				if f == nil {
					break
				}
				events++
				require.NoError(t, run(t, b, maps.Clone(tt.input)).Err, "resumed after %d", after)
				assert.Equal(t, want, f.state(t), "resumed after %d", after)
				tt.undone(t, f, b, after)
				f, b = tt.killed(t, after)
				tt.undone(t, f, b, after)
			}
			assert.Greater(t, events, 4)
		})
	}
}

// killed runs the action in a process that dies after some events; nil if it has finished by then.
func (d *deed) killed(t *testing.T, after int) (*fake, *actiontest.Bench) {
	t.Helper()
	f, k := d.open(t), &actiontest.Killer{After: after}
	b := d.bench(t, f, k)
	o := run(t, b, maps.Clone(d.input))
	journal, err := b.Journal(t.Context())
	require.NoError(t, err)
	if strings.Contains(journal, `"finished"`) {
		return nil, nil
	}
	require.ErrorIs(t, o.Err, actiontest.ErrKilled)
	return f, b
}

// bench returns what runs the action with few files, in a process that can be killed; nil: it cannot.
func (d *deed) bench(t *testing.T, f *fake, k *actiontest.Killer) *actiontest.Bench {
	t.Helper()
	b := bench(t, confirmed(f, k), d.id)
	b.Killer, b.Files = k, fstest.MapFS{"README.md": {Data: []byte("# orders")}, "empty": {}}
	return b
}

// undone takes the action back.
func (d *deed) undone(t *testing.T, f *fake, b *actiontest.Bench, after int) {
	t.Helper()
	require.NoError(t, b.Undo(t.Context()), "undone after %d", after)
	now := f.state(t)
	if d.gone == nil {
		assert.Equal(t, d.open(t).state(t), now, "undone after %d", after)
	}
	for _, part := range d.gone {
		assert.NotContains(t, now, part, "undone after %d", after)
	}
}

func empty(t *testing.T) *fake {
	t.Helper()
	f := newFake(t)
	f.create("acme", map[string]any{"name": "orders"})
	return f
}

func confirmed(f *fake, k *actiontest.Killer) github.Services {
	if k == nil {
		k = &actiontest.Killer{}
	}
	s := f.servicesFor(k)
	s.Confirm = yes
	return s
}
