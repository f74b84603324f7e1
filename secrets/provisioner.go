package secrets

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"sync"
	"sync/atomic"
	"time"
)

// Provisioner brings a Store to what a Config asks for, and keeps it there. Its methods that return a Review read and do not
// write; Apply carries a Review out. It holds nothing of its own: what it knows is in the Store, marked by its name, and
// what does not bear the mark is never changed.
type Provisioner struct {
	Store Store // needed
	// Manager is the name in the marks, a label of DNS. Give each Config that shares a Store with others a name. Empty:
	// DefaultManager.
	Manager string
	// Rand is where generated values come from; it must be safe for concurrent use. Nil: crypto/rand.
	Rand io.Reader
	// Now is the clock that ages are told by. Nil: time.Now.
	Now func() time.Time
	// Trail is told of all that is done, before and after, and of what is refused. Nil: nobody is.
	Trail Trail
	// Who is named in the trail: whose work it is, such as the author of a pull request. Empty: nobody.
	Who string
	// Workers is how many requests are under way at once. 0: 16.
	Workers int
	// Holder names who applies, for the lease: a run of the same name takes the lease of one that died over at once. Give it
	// the number of a pipeline, never one name to two that run at the same time. Empty: a new name for each Apply.
	Holder string
	// LeaseTTL is after how long the lease of an applier that died can be taken over. 0: five minutes.
	LeaseTTL time.Duration
}

// ErrForeign says that something of the wanted name is there, and not ours to change.
var ErrForeign = errors.New("it is there and is not managed here; say adopt to take it over")

const (
	defaultWorkers  = 16
	defaultLeaseTTL = 5 * time.Minute
)

func (p *Provisioner) now() time.Time {
	if p.Now != nil {
		return p.Now()
	}
	return time.Now()
}

// ready checks what every method needs before a request is made.
func (p *Provisioner) ready(c *Config) error {
	if err := checkLabel(p.manager()); err != nil {
		return fmt.Errorf("manager %w", err)
	}
	return c.Validate()
}

// mount finds the engine that a layout's paths are in.
func (p *Provisioner) mount(ctx context.Context, l Layout) (Mount, error) {
	fixed := l.fixed()
	m, err := p.Store.Mount(ctx, fixed)
	switch {
	case err != nil:
		return m, fmt.Errorf("find the mount of %q: %w", fixed, err)
	case m.Type != "kv" || m.KV != 1 && m.KV != 2:
		return m, fmt.Errorf("the mount %q is of type %s, not kv", m.Path, m.Type)
	case m.Path != fixed && (len(m.Path) >= len(fixed) || fixed[:len(m.Path)+1] != m.Path+"/"):
		return m, fmt.Errorf("the mount %q does not serve %q", m.Path, fixed)
	}
	return m, nil
}

// each calls f for 0 to n-1, several at once, and returns the first error. After it no more are begun.
func (p *Provisioner) each(ctx context.Context, n int, f func(ctx context.Context, i int) error) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	var wg sync.WaitGroup
	var next atomic.Int64
	for range min(n, cmp.Or(p.Workers, defaultWorkers)) {
		wg.Go(func() {
			for i := int(next.Add(1)) - 1; i < n && ctx.Err() == nil; i = int(next.Add(1)) - 1 {
				if err := f(ctx, i); err != nil {
					cancel(err)
				}
			}
		})
	}
	wg.Wait()
	return context.Cause(ctx)
}

// all calls each of fs, several at once, and returns the first error.
func (p *Provisioner) all(ctx context.Context, fs ...func(context.Context) error) error {
	return p.each(ctx, len(fs), func(ctx context.Context, i int) error { return fs[i](ctx) })
}

// absent turns ErrNotFound into nothing found.
func absent[T any](v T, err error) (*T, error) {
	switch {
	case errors.Is(err, ErrNotFound):
		return nil, nil
	case err != nil:
		return nil, err
	}
	return &v, nil
}
