package cases

import (
	"context"
	"runtime"
	"sync"

	"github.com/goldenpath-go/goldenpath/scaffold"
	"github.com/goldenpath-go/goldenpath/scaffold/nunjucks"
	"github.com/goldenpath-go/goldenpath/source"
)

// Runner runs cases. The zero value is ready for use. It is not changed by running one, and may be used by several
// goroutines.
type Runner struct {
	// Actions run besides those that need nothing but the workspace, if they can be dry-run. The later of two with one id counts.
	Actions []*scaffold.Action
	// Known are actions by their schemas: what a mock of theirs gets is checked, and its outputs can be made up.
	Known []*scaffold.Action
	// Dialects are tried instead of those that the cases name; nil: these.
	Dialects []nunjucks.Dialect
	// Update is the folder on disk that the cases' file system shows: there goldens are written. Empty: they are compared.
	Update string
	// Shown returns a file of the cases' file system as people are to see it; nil: its name.
	Shown func(name string) string
}

// Outcome is what came of a case.
type Outcome struct {
	Case     *Case
	Problems []Problem // none: all is as wanted
	Updated  []string  // files and folders of the case that were written, from the root

	template *scaffold.Template // nil when it cannot be read
	runs     []*run
}

// OK tells whether all is as wanted.
func (o *Outcome) OK() bool { return len(o.Problems) == 0 }

// Problem is one way in which a run is not as wanted.
type Problem struct {
	Pos     source.Position // in the case, the template or a golden; the zero value is nowhere in particular
	Message string
	Diff    string // unified, from what is wanted to what there is; may be empty
}

// String returns the problem with its place and its diff.
func (p Problem) String() string {
	text := p.Message
	if p.Pos.File != "" {
		text = p.Pos.String() + ": " + text
	}
	if p.Diff != "" {
		text += "\n" + p.Diff
	}
	return text
}

// RunAll runs cases side by side, and returns what came of them in their order. The error is that of the context, or of goldens
// that cannot be read or written.
func (r *Runner) RunAll(ctx context.Context, list []*Case) ([]*Outcome, error) {
	outcomes, errs := make([]*Outcome, len(list)), make([]error, len(list))
	next := make(chan int)
	var workers sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(list)) {
		workers.Go(func() {
			for i := range next {
				outcomes[i], errs[i] = r.Run(ctx, list[i])
			}
		})
	}
	for i := range list {
		next <- i
	}
	close(next)
	workers.Wait()
	for _, err := range errs {
		if err != nil {
			return nil, err
		}
	}
	return outcomes, nil
}

// shown returns a name as people see it.
func (r *Runner) shown(name string) string {
	if r.Shown != nil {
		return r.Shown(name)
	}
	return name
}

// dialects returns the dialects in which a case runs.
func (r *Runner) dialects(c *Case) []nunjucks.Dialect {
	if len(r.Dialects) > 0 {
		return r.Dialects
	}
	return c.Dialects
}
