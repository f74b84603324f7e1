package onboarding

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"

	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/plan"
)

// Onboarder makes plans for people and carries them out. Its methods that return a Review only read.
type Onboarder struct {
	// Providers are in the order of joining; leaving goes through them from the last to the first.
	Providers  []Provider
	Messengers []Messenger
	// Journal is what was done and how it is taken back, and which messages were sent. Nil: for as long as the Onboarder is there.
	Journal plan.Journal
	Guards  Guards
	// Catalog tells whose address a User entity has. A person who leaves and has a Ref must be the one it names. Nil: not checked.
	Catalog *catalog.Catalog
	// Tasks are what people read and do themselves; messages list them.
	Tasks []Task

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
	Op     Op
	Person Person
	Want   []Grant // what the person is to have; of somebody who leaves nothing
	Had    []Grant // of one who moves: what was wanted before, and is taken if it is not wanted any more
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

// Verify returns what a person still has, by provider. Providers that cannot be asked are in the error, a *CallError each, and the
// others are told nevertheless.
func (o *Onboarder) Verify(ctx context.Context, p Person) ([]Held, error) {
	if err := o.validate([]Change{{Op: Leaving, Person: p}}); err != nil {
		return nil, err
	}
	seen := o.observe(ctx, []Change{{Op: Leaving, Person: p}})
	var out []Held
	var errs []error
	for i := range o.Providers {
		s := seen[0][i]
		errs = append(errs, s.err)
		if s.holding != nil {
			out = append(out, s.holding.Held...)
		}
	}
	slices.SortFunc(out, func(a, b Held) int { return a.Compare(b.Grant) })
	return out, errors.Join(errs...)
}

func (o *Onboarder) journal() plan.Journal {
	if o.Journal != nil {
		return o.Journal
	}
	return &o.memory
}

// sight is what a provider saw of a person.
type sight struct {
	holding *Holding // nil: it could not be seen
	err     error    // a *CallError
}

// observe asks every provider about every person, all providers at once, and each about one person after another.
func (o *Onboarder) observe(ctx context.Context, changes []Change) [][]sight {
	seen := make([][]sight, len(changes))
	for i := range seen {
		seen[i] = make([]sight, len(o.Providers))
	}
	var wg sync.WaitGroup
	for k, provider := range o.Providers {
		wg.Go(func() {
			for i, c := range changes {
				h, err := provider.Observe(ctx, c.Person)
				if err == nil && h == nil {
					h = &Holding{}
				}
				seen[i][k] = sight{h, callError(provider.Name(), err)}
			}
		})
	}
	wg.Wait()
	return seen
}

// callError returns err as a *CallError, of whatever class can be told.
func callError(provider string, err error) error {
	var call *CallError
	if err == nil || errors.As(err, &call) {
		return err
	}
	return &CallError{Provider: provider, Class: ClassOf(err), Err: err}
}

// validate reports what is wrong with the changes before anybody is asked: people who cannot be told apart, grants that no
// provider knows.
func (o *Onboarder) validate(changes []Change) error {
	var errs []error
	seen := map[string]bool{}
	for _, c := range changes {
		errs = append(errs, c.Person.Validate())
		if seen[c.Person.key()] {
			errs = append(errs, fmt.Errorf("%s is in the plan twice", c.Person.Email))
		}
		seen[c.Person.key()] = true
		for _, g := range slices.Concat(c.Want, c.Had) {
			_, _, err := o.kind(g)
			errs = append(errs, err)
		}
		errs = append(errs, o.samePerson(c))
	}
	return errors.Join(errs...)
}

// kind returns the provider of a grant and its kind there.
func (o *Onboarder) kind(g Grant) (Provider, Kind, error) {
	for _, p := range o.Providers {
		if p.Name() != g.Provider {
			continue
		}
		for _, k := range p.Kinds() {
			if k.Name == g.Kind {
				return p, k, k.check(g)
			}
		}
		return p, Kind{}, fmt.Errorf("%s: the provider %s grants no %q", g, g.Provider, g.Kind)
	}
	return nil, Kind{}, fmt.Errorf("%s: there is no provider %q", g, g.Provider)
}

// check reports what about a grant is not as its kind has it.
func (k Kind) check(g Grant) error {
	switch {
	case k.Object == "" && g.Object != "":
		return fmt.Errorf("%s: a grant of this kind has no object", g)
	case k.Object != "" && g.Object == "":
		return fmt.Errorf("%s: it needs an object, %s", g, k.Object)
	case g.Role != "" && !slices.Contains(k.Roles, g.Role):
		return fmt.Errorf("%s: the role is none of %q", g, k.Roles)
	}
	return checkText(g.Provider+"/"+g.Kind, g.Object)
}

// role returns the role of a grant, the usual one where it has none.
func (k Kind) role(g Grant) string {
	if g.Role == "" && len(k.Roles) > 0 {
		return k.Roles[0]
	}
	return g.Role
}

// samePerson makes sure that the address and the reference of somebody who leaves are one person's.
func (o *Onboarder) samePerson(c Change) error {
	if c.Op != Leaving || o.Catalog == nil || c.Person.Ref == (catalog.Ref{}) {
		return nil
	}
	e, ok := o.Catalog.Get(c.Person.Ref)
	if !ok {
		return fmt.Errorf("%s is not in the catalog", c.Person.Ref)
	}
	spec, ok := e.Spec.(*catalog.UserSpec)
	switch {
	case !ok:
		return fmt.Errorf("%s is no User", c.Person.Ref)
	case spec.Profile == nil || !SameEmail(spec.Profile.Email, c.Person.Email):
		return fmt.Errorf("%s is not the address of %s in the catalog: is this who leaves?", c.Person.Email, c.Person.Ref)
	}
	return nil
}
