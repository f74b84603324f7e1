package onboarding

import (
	"context"
	"errors"
	"sync"
	"time"
)

const defaultTimeout = 10 * time.Minute

// call makes one call of what is called name, for no longer than Timeout. Its error is a *CallError.
func call[T any](ctx context.Context, o *Onboarder, name string, do func(context.Context) (T, error)) (T, error) {
	timeout := o.Timeout
	if timeout == 0 {
		timeout = defaultTimeout
	}
	if timeout > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, timeout)
		defer cancel()
	}
	v, err := do(ctx)
	return v, callError(name, err)
}

// callError returns err as a *CallError, of whatever class can be told.
func callError(name string, err error) error {
	var known *CallError
	if err == nil || errors.As(err, &known) {
		return err
	}
	return &CallError{Provider: name, Class: ClassOf(err), Err: err}
}

// sight is what a provider saw of a person.
type sight struct {
	holding *Holding // nil: it could not be seen
	err     error    // a *CallError
}

// observe asks every provider about every person, all providers at once, and each about one person after another.
func (o *Onboarder) observe(ctx context.Context, changes []Change, past *past) [][]sight {
	seen := make([][]sight, len(changes))
	for i := range seen {
		seen[i] = make([]sight, len(o.Providers))
	}
	var wg sync.WaitGroup
	for k, provider := range o.Providers {
		wg.Go(func() {
			for i, c := range changes {
				h, err := o.recognize(ctx, provider, c.Person, past)
				seen[i][k] = sight{h, err}
			}
		})
	}
	wg.Wait()
	return seen
}

// recognize asks one provider about one person, and once more if it cannot tell who that is and could before.
func (o *Onboarder) recognize(ctx context.Context, provider Provider, p Person, past *past) (*Holding, error) {
	h, err := o.look(ctx, provider, p)
	name := provider.Name()
	was := past.accounts[accountKey(name, p.Email)]
	if err != nil || h.unsureOf(p.Identity(name)) == "" || !was.Known() {
		return h, err
	}
	return o.look(ctx, provider, p.with(name, was))
}

// look asks one provider about one person. The Holding is nil if the error is not.
func (o *Onboarder) look(ctx context.Context, provider Provider, p Person) (*Holding, error) {
	h, err := call(ctx, o, provider.Name(), func(ctx context.Context) (*Holding, error) { return provider.Observe(ctx, p) })
	switch {
	case err != nil:
		return nil, err
	case h == nil:
		return &Holding{}, nil
	}
	return h, nil
}
