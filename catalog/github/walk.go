package github

import (
	"context"
	"fmt"
	"path"
	"strings"
	"sync"

	gh "github.com/google/go-github/v62/github"

	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/catalog/load"
	"github.com/goldenpath-go/goldenpath/source"
)

// walk is one call of Reader.Read. It goes from round to round: in the first one, every repository is looked through for
// what discovery finds; in each that follows, what Locations of the round before name elsewhere is read.
type walk struct {
	reader    *Reader
	api       *api
	web       string
	checkouts map[string]*checkout // by repository and ref
	defaults  map[string]string    // the default branch of each repository that was listed
	result    Result
}

// task is what one round reads of one checkout.
type task struct {
	*checkout
	wanted []wanted
}

// wanted is a target, and the Location that names it.
type wanted struct {
	load.Target
	at source.Position // the zero Position: discovery
}

func (w *walk) read(ctx context.Context, repositories map[string]*gh.Repository) (*Result, error) {
	w.result.Catalog = new(catalog.Catalog)
	var tasks []*task
	w.defaults = map[string]string{}
	for _, r := range sorted(repositories) {
		w.defaults[strings.ToLower(r.GetFullName())] = r.GetDefaultBranch()
		if r.GetDefaultBranch() != "" && !w.reader.passes(r) {
			owner, name, _ := strings.Cut(r.GetFullName(), "/")
			tasks = append(tasks, &task{w.checkout(place{owner: owner, name: name, ref: r.GetDefaultBranch()}), w.discovery()})
		}
	}
	w.result.Stats.Repositories = len(tasks)
	for first := true; len(tasks) > 0; first = false {
		outcomes, err := w.round(ctx, tasks, first)
		if err != nil {
			return nil, err
		}
		next := map[string]*task{}
		for _, o := range outcomes {
			w.result.add(o)
			w.follow(next, o.elsewhere)
		}
		tasks = sorted(next)
	}
	w.result.sort()
	w.result.Stats.Requests = int(w.api.requests.Load())
	w.result.Stats.Unchanged = int(w.api.unchanged.Load())
	return &w.result, nil
}

// discovery returns the targets by which discovery looks for files. None of them need be there.
func (w *walk) discovery() []wanted {
	var all []wanted
	for _, p := range w.reader.patterns() {
		all = append(all, wanted{Target: load.Target{Path: strings.TrimPrefix(path.Clean("/"+p), "/"), Presence: "optional"}})
	}
	return all
}

// checkout returns the one checkout for a repository and ref.
func (w *walk) checkout(p place) *checkout {
	repository := strings.ToLower(p.owner + "/" + p.name)
	key := repository + "@" + p.ref
	c := w.checkouts[key]
	if c == nil {
		c = &checkout{
			owner: p.owner, name: p.name, ref: p.ref,
			isDefault: w.defaults[repository] == p.ref,
			web:       w.web + p.owner + "/" + p.name,
			seen:      map[string]bool{},
		}
		w.checkouts[key] = c
	}
	return c
}

// follow adds what Locations name in other checkouts to the tasks of the next round.
func (w *walk) follow(next map[string]*task, targets []wanted) {
	for _, t := range targets {
		p, err := readPlace(w.web, t.Target.Target)
		if err == nil && !strings.EqualFold(p.owner, w.reader.Organization) {
			err = fmt.Errorf("%s %w", t.Target.Target, ErrOutside)
		}
		if err != nil {
			w.result.Unread = append(w.result.Unread, &source.Error{Pos: t.at, Path: t.Pointer, Err: err})
			continue
		}
		c := w.checkout(p)
		key := strings.ToLower(c.name) + "@" + c.ref
		if next[key] == nil {
			next[key] = &task{checkout: c}
		}
		t.Path = p.path
		next[key].wanted = append(next[key].wanted, t)
	}
}

// round carries out tasks, several at a time, and returns their outcomes in the order of the tasks. It fails when it
// makes no sense to go on.
func (w *walk) round(ctx context.Context, tasks []*task, report bool) ([]*outcome, error) {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	outcomes := make([]*outcome, len(tasks))
	progress := w.progress(len(tasks), report)
	queue := make(chan int)
	var group sync.WaitGroup
	for range min(orDefault(w.reader.Workers, DefaultWorkers), len(tasks)) {
		group.Go(func() {
			for i := range queue {
				outcomes[i] = w.carryOut(ctx, tasks[i], stop)
				progress(tasks[i].name)
			}
		})
	}
	for i := range tasks {
		queue <- i
	}
	close(queue)
	group.Wait()
	return outcomes, context.Cause(ctx)
}

// progress returns what tells the observer that one more repository is done.
func (w *walk) progress(total int, report bool) func(name string) {
	if w.reader.Observer == nil || !report {
		return func(string) {}
	}
	var mu sync.Mutex
	done := 0
	return func(name string) {
		mu.Lock()
		defer mu.Unlock()
		done++
		w.reader.Observer(name, done, total)
	}
}

// carryOut reads what a task wants, and stops everything when that is in vain.
func (w *walk) carryOut(ctx context.Context, t *task, stop context.CancelCauseFunc) *outcome {
	r := &repositoryReader{
		task: t, stop: stop, api: w.api,
		options: w.reader.Load, maxSize: orDefault(w.reader.MaxSize, DefaultMaxSize),
	}
	if ctx.Err() == nil {
		r.run(ctx)
	}
	return &r.outcome
}
