package onboarding

import (
	"errors"
	"maps"
	"slices"
	"sync"

	"github.com/goldenpath-go/goldenpath/plan"
)

// run is what the steps of a plan find out while they are done.
type run struct {
	mu       sync.Mutex
	people   map[string]Person  // by address
	outcomes map[string]Outcome // by key
	failures map[string]error   // by key
}

func newRun() *run {
	return &run{people: map[string]Person{}, outcomes: map[string]Outcome{}, failures: map[string]error{}}
}

// meet notes who a person is.
func (r *run) meet(p Person) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.people[p.key()] = p
}

// person returns the person as known by now.
func (r *run) person(p Person) Person {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.people[p.key()]
}

// end notes how a call ended, and returns its receipt.
func (r *run) end(key string, c Call, undo undoing, out Outcome, err error) (plan.Receipt, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if err != nil {
		r.failures[key] = err
		return plan.Receipt{}, err
	}
	person := r.people[c.Person.key()].with(c.Grant.Provider, out.Identity)
	r.people[c.Person.key()] = person
	r.outcomes[key] = out
	receipt := plan.Receipt{Outputs: map[string]any{"state": string(out.State)}}
	if out.Note != "" {
		receipt.Outputs["note"] = out.Note
	}
	if out.Changed {
		if out.Before != (Grant{}) {
			undo.Before = out.Before
		}
		receipt.Undo = undo.of(person).json()
	}
	return receipt, nil
}

// told notes what became of a message.
func (r *run) told(key, id string, err error) (plan.Receipt, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if err != nil {
		r.failures[key] = err
		return plan.Receipt{}, err
	}
	r.outcomes[key] = Outcome{State: Done, Note: "it was sent"}
	return plan.Receipt{Outputs: map[string]any{"message": id}}, nil
}

// items returns the items of a Review as they are by now. err is that of plan.Apply, or nil while it runs.
func (r *run) items(of []Item, err error) []Item {
	r.mu.Lock()
	outcomes, failed := maps.Clone(r.outcomes), maps.Clone(r.failures)
	r.mu.Unlock()
	var report *plan.Error
	if errors.As(err, &report) {
		for _, f := range report.Failed {
			failed[f.Key] = f.Err
		}
	}
	out := slices.Clone(of)
	for i := range out {
		if out[i].Key == "" {
			continue
		}
		outcome, ended := outcomes[out[i].Key]
		cause := failed[out[i].Key]
		switch {
		case cause != nil:
			out[i].State, out[i].Class, out[i].Err, out[i].Note = Failed, ClassOf(cause), cause, cause.Error()
		case ended:
			out[i].State, out[i].Note = outcome.State, outcome.Note
		case err != nil:
			out[i].State, out[i].Note = Skipped, ""
		}
	}
	return out
}
