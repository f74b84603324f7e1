package dora

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"maps"
	"slices"
	"time"
)

// Sources are where [Collect] takes events from. Deployments and incidents may
// come from several, by a name under which their cursors are kept. All are
// optional.
type Sources struct {
	Deployments map[string]DeploymentSource
	Changes     ChangeSource
	Incidents   map[string]IncidentSource
}

// Scope is whose events are wanted.
type Scope struct {
	Services []Service
	Groups   []Group
}

// Progress is how far [Collect] is.
type Progress struct {
	// Source is the name of what is asked: of a source, or a repository.
	Source string
	// Items are those had from it so far, Total those expected; 0: not known.
	Items, Total int
	// Requests are those sent to it so far, Remaining and Reset what it
	// allows still, Waited how long it made us wait.
	Requests  int
	Remaining int
	Reset     time.Time
	Waited    time.Duration
}

// CollectOptions say how [Collect] works. The zero value and nil are good.
type CollectOptions struct {
	// Store keeps what is collected. Nil: nothing is kept.
	Store Store
	// Environments are the patterns of those wanted. Empty:
	// [DefaultProduction].
	Environments []string
	// Progress is told after every page. Nil: nobody is.
	Progress func(Progress)
}

// Collect asks the sources for the events of a scope and a window and adds
// them to what the store has. When a source fails or the context ends, the
// history has what was there by then, and the error says from where no more
// came; the other sources are asked all the same, so that one that is down
// costs its own events only. Commits are asked for last, from the deployments
// back.
func Collect(ctx context.Context, src Sources, s Scope, w Window, o *CollectOptions) (*History, error) {
	c := &collection{history: &History{}, scope: s, window: w}
	if o != nil {
		c.options = *o
	}
	if len(c.options.Environments) == 0 {
		c.options.Environments = DefaultProduction()
	}
	if err := c.load(ctx); err != nil {
		return c.history, err
	}
	if err := c.keep(ctx, Batch{Services: s.Services, Groups: s.Groups}); err != nil {
		return c.history, err
	}
	var errs []error
	for _, name := range slices.Sorted(maps.Keys(src.Deployments)) {
		pages := src.Deployments[name].Deployments(ctx, c.query("deployments/"+name))
		errs = append(errs, take(ctx, c, "deployments/"+name, pages, func(b *Batch, all []Deployment) { b.Deployments = all }))
	}
	for _, name := range slices.Sorted(maps.Keys(src.Incidents)) {
		pages := src.Incidents[name].Incidents(ctx, c.query("incidents/"+name))
		errs = append(errs, take(ctx, c, "incidents/"+name, pages, func(b *Batch, all []Incident) { b.Incidents = all }))
	}
	if src.Changes != nil {
		errs = append(errs, c.changes(ctx, src.Changes))
	}
	return c.history, errors.Join(errs...)
}

// collection is one run of [Collect].
type collection struct {
	history *History
	scope   Scope
	window  Window
	options CollectOptions
	cursors map[string]json.RawMessage
}

func (c *collection) load(ctx context.Context) error {
	if c.options.Store == nil {
		return nil
	}
	var err error
	if c.cursors, err = c.options.Store.Load(ctx, c.history); err != nil {
		return fmt.Errorf("load the kept history: %w", err)
	}
	return nil
}

func (c *collection) keep(ctx context.Context, b Batch) error {
	if err := b.AddTo(c.history); err != nil {
		return err
	}
	if c.options.Store == nil {
		return nil
	}
	if err := c.options.Store.Append(ctx, b); err != nil {
		return fmt.Errorf("keep what was collected: %w", err)
	}
	return nil
}

func (c *collection) query(name string) Query {
	return Query{Services: c.scope.Services, Environments: c.options.Environments, Window: c.window, Cursor: c.cursors[name]}
}

// take keeps page after page, each together with where to go on after it.
func take[T any](ctx context.Context, c *collection, name string, pages iter.Seq2[Page[T], error], put func(*Batch, []T)) error {
	p := Progress{Source: name}
	for page, err := range pages {
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		b := Batch{Name: name, Cursor: page.Cursor}
		put(&b, page.Items)
		if err := c.keep(ctx, b); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		c.tell(&p, len(page.Items), page.Total, page.Cost)
	}
	return nil
}

func (c *collection) tell(p *Progress, items, total int, cost Cost) {
	p.Items += items
	p.Total = max(p.Total, total)
	p.Requests += cost.Requests
	p.Waited += cost.Waited
	p.Remaining, p.Reset = cost.Remaining, cost.Reset
	if c.options.Progress != nil {
		c.options.Progress(*p)
	}
}

// changes asks for the commits of every repository. Which heads are there
// with all that is behind them is kept when a repository is done: after a run
// that was killed within one, its commits are asked for again.
func (c *collection) changes(ctx context.Context, src ChangeSource) error {
	var errs []error
	for _, r := range c.repositories() {
		errs = append(errs, c.changesOf(ctx, src, r))
	}
	return errors.Join(errs...)
}

// wanted are the commits of a repository that were deployed.
type wanted struct {
	repo  string
	heads []string
	paths bool
}

// repositories returns what is wanted of each, in the order of their names.
func (c *collection) repositories() []wanted {
	byRepo := map[string]*wanted{}
	repoOf := map[string]string{}
	for s := range c.history.Services() {
		if s.Repo == "" {
			continue
		}
		if byRepo[s.Repo] == nil {
			byRepo[s.Repo] = &wanted{repo: s.Repo}
		}
		byRepo[s.Repo].paths = byRepo[s.Repo].paths || len(s.Paths) > 0
		repoOf[s.Name] = s.Repo
	}
	for d := range c.history.Deployments() {
		if w := byRepo[repoOf[d.Service]]; w != nil && d.SHA != "" {
			w.heads = append(w.heads, d.SHA)
		}
	}
	out := make([]wanted, 0, len(byRepo))
	for _, name := range slices.Sorted(maps.Keys(byRepo)) {
		w := byRepo[name]
		slices.Sort(w.heads)
		w.heads = slices.Compact(w.heads)
		out = append(out, *w)
	}
	return out
}

func (c *collection) changesOf(ctx context.Context, src ChangeSource, w wanted) error {
	name := "changes/" + w.repo
	var have []string
	if cursor := c.cursors[name]; cursor != nil {
		if err := json.Unmarshal(cursor, &have); err != nil {
			return fmt.Errorf("%s: the kept cursor: %w", name, err)
		}
	}
	fresh := slices.DeleteFunc(slices.Clone(w.heads), func(sha string) bool {
		_, known := slices.BinarySearch(have, sha)
		return known
	})
	if len(fresh) == 0 {
		return nil
	}
	q := ChangeQuery{Repo: w.repo, Heads: fresh, Have: have, Paths: w.paths}
	if err := take(ctx, c, name, withoutCursor(src.Changes(ctx, q)), func(b *Batch, all []Change) { b.Changes = all }); err != nil {
		return err
	}
	done, err := json.Marshal(c.present(w))
	if err != nil {
		return err
	}
	return c.keep(ctx, Batch{Name: name, Cursor: done})
}

// present returns the heads that are there. One that the source lacks may be
// there another day.
func (c *collection) present(w wanted) []string {
	in := c.history.commits.repo(w.repo)
	return slices.DeleteFunc(slices.Clone(w.heads), func(sha string) bool {
		no, ok := c.history.shas.find(sha)
		if ok && in != nil {
			_, ok = c.history.commits.places.find(in.no, no)
		}
		return !ok || in == nil
	})
}

// withoutCursor drops the pages' cursors: that of a repository is ours.
func withoutCursor(pages iter.Seq2[Page[Change], error]) iter.Seq2[Page[Change], error] {
	return func(yield func(Page[Change], error) bool) {
		for page, err := range pages {
			page.Cursor = nil
			if !yield(page, err) {
				return
			}
		}
	}
}
