package scaffoldtest_test

import (
	"context"
	"flag"
	"testing"

	"github.com/goldenpath-go/goldenpath/scaffold"
	"github.com/goldenpath-go/goldenpath/scaffold/nunjucks"
	"github.com/goldenpath-go/goldenpath/scaffold/scaffoldtest"
)

var update = flag.Bool("update", false, "write what the templates make into their tests")

// TestSample runs the sample's cases, in both versions of the scaffolder: the template survives the upgrade.
func TestSample(t *testing.T) {
	t.Parallel()
	scaffoldtest.Run(t, "../../examples/templatetests", &scaffoldtest.Options{
		Update: *update, Cover: true, Dialects: []nunjucks.Dialect{nunjucks.Backstage4, nunjucks.Nunjucks3},
	})
}

// TestOwnAction runs an organisation's own action: it needs no mock, since it can be dry-run.
func TestOwnAction(t *testing.T) {
	t.Parallel()
	budget := &scaffold.Action{ID: "acme:budget", DryRun: true, Run: func(_ context.Context, c *scaffold.Call) error {
		c.Output("amount", 100)
		return nil
	}}
	scaffoldtest.Run(t, "testdata", &scaffoldtest.Options{Update: *update, Cover: true, Actions: []*scaffold.Action{budget}})
}
