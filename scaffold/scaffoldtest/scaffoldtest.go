// Package scaffoldtest tests software templates, and actions, in Go: a case of package cases is a subtest.
//
//	var update = flag.Bool("update", false, "write what the templates make into their tests")
//
//	func TestTemplates(t *testing.T) {
//		scaffoldtest.Run(t, "templates", &scaffoldtest.Options{Update: *update, Actions: acme.Actions()})
//	}
//
// Cases that nobody wrote down in files run with package cases itself.
package scaffoldtest

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/scaffold"
	"github.com/goldenpath-go/goldenpath/scaffold/action/http"
	"github.com/goldenpath-go/goldenpath/scaffold/action/pagerduty"
	"github.com/goldenpath-go/goldenpath/scaffold/action/slack"
	"github.com/goldenpath-go/goldenpath/scaffold/cases"
	"github.com/goldenpath-go/goldenpath/scaffold/known"
	"github.com/goldenpath-go/goldenpath/scaffold/nunjucks"
)

// Options say how cases run. Nil stands for the zero value.
type Options struct {
	Update   bool               // write goldens instead of comparing with them
	Cover    bool               // fail for steps, conditions and parameters that no case tries
	Actions  []*scaffold.Action // of your own; those that can be dry-run need no mock
	Dialects []nunjucks.Dialect // instead of those that the cases name
}

// Run runs each case in the folder dir, and those below it, as a parallel subtest of its name.
func Run(t *testing.T, dir string, o *Options) {
	t.Helper()
	if o == nil {
		o = &Options{}
	}
	root, err := os.OpenRoot(dir) // links must not lead out of it
	require.NoError(t, err)
	t.Cleanup(func() { _ = root.Close() })
	fsys := root.FS()
	names, err := cases.Find(fsys, ".")
	require.NoError(t, err)
	require.NotEmpty(t, names, "%s holds no tests/*/%s", dir, cases.FileName)
	shown := func(name string) string { return filepath.Join(dir, filepath.FromSlash(name)) }
	r := &cases.Runner{Actions: o.Actions, Known: Known(), Dialects: o.Dialects, Shown: shown}
	if o.Update {
		r.Update = dir
	}
	outcomes := make([]*cases.Outcome, len(names))
	t.Run("cases", func(t *testing.T) {
		for i, name := range names {
			t.Run(strings.TrimSuffix(name, "/"+cases.FileName), func(t *testing.T) {
				t.Parallel()
				c, err := cases.Load(fsys, name, shown)
				require.NoError(t, err)
				outcomes[i], err = r.Run(t.Context(), c)
				require.NoError(t, err)
				for _, p := range outcomes[i].Problems {
					t.Error(p)
				}
			})
		}
	})
	if o.Cover {
		cover(t, outcomes)
	}
}

// cover fails for what no case tries.
func cover(t *testing.T, outcomes []*cases.Outcome) {
	t.Helper()
	var v cases.Coverage
	for _, o := range outcomes {
		if o != nil {
			v.Add(o)
		}
	}
	for _, gap := range v.Gaps() {
		t.Error(gap)
	}
}

// Known returns the actions whose schemas come with this module, except those that need a service's client: mocks of theirs are
// held against the schemas.
func Known() []*scaffold.Action {
	return slices.Concat(known.Actions(), http.Actions(http.Backstage{}), pagerduty.Actions(nil), slack.Actions(nil))
}
