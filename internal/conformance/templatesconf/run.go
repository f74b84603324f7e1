package templatesconf

import (
	"context"

	"github.com/goldenpath-go/goldenpath/scaffold"
	"github.com/goldenpath-go/goldenpath/scaffold/nunjucks"
	"github.com/goldenpath-go/goldenpath/scaffold/sample"
)

// maxSets is how many sets of values each template is run with.
const maxSets = 40

// setsOf returns the sets of values that a template is run with.
func setsOf(t *scaffold.Template) ([]sample.Set, error) {
	return sample.Sets(t, &sample.Options{Limit: maxSets})
}

// digestSet identifies what a set holds: the answers are about these values.
func digestSet(s sample.Set) string {
	return digest(scaffold.JSON(scaffold.NewObject("values", s.Values, "secrets", s.Secrets), ""))
}

// dryRun runs a template with a set of values in a world.
func dryRun(
	ctx context.Context, e entry, s sample.Set, d nunjucks.Dialect, w world, examples map[string]*scaffold.Object,
) (*scaffold.Result, verdict, error) {
	r := &recorder{inputs: map[string][]any{}}
	request := scaffold.Request{Values: s.Values, Secrets: s.Secrets, Source: asFS(contents(e.template)), TaskID: taskID}
	result, err := r.runner(d, w, e.template, examples).DryRun(ctx, e.template, request)
	return result, verdictOf(result, err, r.inputs), err
}
