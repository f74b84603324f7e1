package onboarding

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/plan"
)

// Onboarder makes plans for people and carries them out. Its methods that return a Review only read. It must not be copied; its
// methods may be called by several goroutines at once.
type Onboarder struct {
	// Providers are in the order of joining; leaving goes through them from the last to the first.
	Providers  []Provider
	Messengers []Messenger
	// Journal is what was done and how it is taken back, and which messages were sent. Runs that share it take turns, where it is a
	// plan.Locker. Nil: for as long as the Onboarder is there.
	Journal plan.Journal
	Guards  Guards
	// Catalog tells whose address a User entity has. A person who leaves and has a Ref must be the one it names. Nil: not checked.
	Catalog *catalog.Catalog
	// Tasks are what people read and do themselves; messages list them.
	Tasks []Task
	// Timeout ends a call of a provider or a messenger, so that one which hangs does not keep the others from their work. 0: ten
	// minutes; negative: never.
	Timeout time.Duration

	memory plan.Memory
}

// Op is what happens to a person.
type Op string

// The operations.
const (
	Joining Op = "join"
	Moving  Op = "move"
	Leaving Op = "leave"
)

// Change is what happens to one person.
type Change struct {
	Op     Op      `json:"op"`
	Person Person  `json:"person"`
	Want   []Grant `json:"want,omitempty"` // what the person is to have; of somebody who leaves nothing
	Had    []Grant `json:"had,omitempty"`  // of one who moves: what was wanted before, and is taken if it is not wanted any more
}

// Join plans that a person has all that is wanted. Nothing is taken.
func (o *Onboarder) Join(ctx context.Context, p Person, want []Grant) (*Review, error) {
	return o.Plan(ctx, Change{Op: Joining, Person: p, Want: want})
}

// Move plans that a person has what is wanted from now on, and no longer what was wanted before and is not any more. What they
// have beside both stays; so do accounts.
func (o *Onboarder) Move(ctx context.Context, p Person, from, to []Grant) (*Review, error) {
	return o.Plan(ctx, Change{Op: Moving, Person: p, Want: to, Had: from})
}

// Leave plans that a person has nothing any more: all that the providers find is taken, whoever gave it.
func (o *Onboarder) Leave(ctx context.Context, p Person) (*Review, error) {
	return o.Plan(ctx, Change{Op: Leaving, Person: p})
}

// Verify returns what a person still has, by provider, and what the providers say beside that. Providers that cannot be asked are in
// the error, a *CallError each, and so are those that cannot tell who the person is, with ErrUnsure: the person may have something
// there. The others are told nevertheless.
func (o *Onboarder) Verify(ctx context.Context, p Person) (left []Held, notes []string, err error) {
	changes := []Change{{Op: Leaving, Person: p}}
	if err := o.validate(changes); err != nil {
		return nil, nil, err
	}
	past, err := o.past(ctx)
	if err != nil {
		return nil, nil, err
	}
	var errs []error
	for i, s := range o.observe(ctx, changes, past)[0] {
		errs = append(errs, s.err)
		if s.holding == nil {
			continue
		}
		name := o.Providers[i].Name()
		if why := s.holding.unsureOf(p.Identity(name)); why != "" {
			errs = append(errs, &CallError{Provider: name, Class: ClassNotFound, Err: fmt.Errorf("%w: %s", ErrUnsure, why)})
		}
		left = append(left, s.holding.Held...)
		for _, note := range s.holding.Notes {
			notes = append(notes, name+": "+note)
		}
	}
	slices.SortFunc(left, func(a, b Held) int { return a.Compare(b.Grant) })
	return left, notes, errors.Join(errs...)
}

func (o *Onboarder) journal() plan.Journal {
	if o.Journal != nil {
		return o.Journal
	}
	return &o.memory
}
