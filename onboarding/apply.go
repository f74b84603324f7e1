package onboarding

import (
	"context"
	"errors"
	"log/slog"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/goldenpath-go/goldenpath/plan"
)

// ApplyOptions say how a Review is carried out. Nil stands for the zero value.
type ApplyOptions struct {
	// Digest is that of the plan which was approved. Apply refuses any other. Empty: that of the Review.
	Digest string
	// Now is the clock of the journal. Nil: receipts have no time.
	Now func() time.Time
	// Logger is told of each step's begin and end. Nil: silence.
	Logger *slog.Logger
}

// Apply looks again, and does what the Review says if that is still what is to be done; else it does nothing, and the error is
// ErrChanged, or that of a guard. A step that fails ends no other but those that need it. The Result tells of each; the error
// joins the causes of all that failed, those of providers that could not be asked included.
func (o *Onboarder) Apply(ctx context.Context, r *Review, options *ApplyOptions) (*Result, error) {
	if options == nil {
		options = &ApplyOptions{}
	}
	b, unseen := o.build(ctx, r.Changes)
	if b == nil {
		return nil, unseen
	}
	digest := b.review.Plan.Digest()
	if digest != r.Plan.Digest() || options.Digest != "" && options.Digest != digest {
		return nil, errors.Join(ErrChanged, unseen)
	}
	err := plan.Apply(ctx, b.review.Plan, o.journal(), &plan.Options{KeepGoing: true, Now: options.Now, Logger: options.Logger})
	result := &Result{Items: b.run.items(b.review.Items, err), Notes: b.review.Notes}
	return result, errors.Join(unseen, err)
}

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

// meet notes who a person is, as far as that is known when the plan is made.
func (r *run) meet(p Person) { r.people[p.key()] = p }

// person returns the person as known by now.
func (r *run) person(p Person) Person {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.people[p.key()]
}

// end notes how a call ended, and returns its receipt.
func (r *run) end(key string, c Call, k Kind, a Action, out Outcome, err error) (plan.Receipt, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if err = callError(c.Grant.Provider, err); err != nil {
		r.failures[key] = err
		return plan.Receipt{}, err
	}
	r.people[c.Person.key()] = r.people[c.Person.key()].with(c.Grant.Provider, out.Identity)
	r.outcomes[key] = out
	receipt := plan.Receipt{Outputs: map[string]any{"state": string(out.State)}}
	if out.Note != "" {
		receipt.Outputs["note"] = out.Note
	}
	if out.Changed {
		u := newUndoing(a, r.people[c.Person.key()], c.Grant, k)
		u.Before = out.Before
		receipt.Undo = u.json()
	}
	return receipt, nil
}

// told notes a message that was sent.
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
		item := &out[i]
		outcome, ended := outcomes[item.Key]
		cause := failed[item.Key]
		switch {
		case item.Key == "":
		case cause != nil:
			item.State, item.Class, item.Err, item.Note = Failed, ClassOf(cause), cause, cause.Error()
		case ended:
			item.State, item.Note = outcome.State, outcome.Note
		case report != nil && slices.Contains(report.Done, item.Key):
			item.State, item.Note = Done, "" // by the run that this one went on with
		case report != nil:
			item.State, item.Note = Skipped, ""
		case err != nil:
			item.State = Skipped
		}
	}
	return out
}
