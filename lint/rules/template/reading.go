package template

import (
	"sync"

	"github.com/goldenpath-go/goldenpath/scaffold/nunjucks"
	"github.com/goldenpath-go/goldenpath/scaffold/nunjucks/backstage"
)

// current and classic are the languages of scaffolder 4.x and 3.x. They are made when the first template is met.
var (
	current = language(nunjucks.Backstage4)
	classic = language(nunjucks.Nunjucks3)
)

func language(d nunjucks.Dialect) func() *nunjucks.Env {
	return sync.OnceValue(func() *nunjucks.Env {
		return nunjucks.New(&nunjucks.Options{Dialect: d, Filters: backstage.Filters(nil)})
	})
}

// reading is what a language makes of a text.
type reading struct {
	in  *nunjucks.Inspection
	err error
}

// current reads x as scaffolder 4.x does, once for all checks.
func (x *text) current() *reading {
	if x.now == nil {
		x.now = read(current(), x.value)
	}
	return x.now
}

// classic reads x as scaffolder 3.x did, once for all checks.
func (x *text) classic() *reading {
	if x.old == nil {
		x.old = read(classic(), x.value)
	}
	return x.old
}

func read(language *nunjucks.Env, value string) *reading {
	in, err := language.Inspect("", value)
	return &reading{in, err}
}

// inspect reads x as Backstage does now; where only Backstage 3 can read it, as that did.
func (x *text) inspect() (*nunjucks.Inspection, error) {
	now := x.current()
	if now.err == nil {
		return now.in, nil
	}
	if old := x.classic(); old.err == nil {
		return old.in, nil
	}
	return nil, now.err
}
