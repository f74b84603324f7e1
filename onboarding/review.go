package onboarding

import (
	"slices"

	"github.com/goldenpath-go/goldenpath/plan"
)

// Review is what there is, what is wanted, and what would be done about it. It is what to read before Apply.
type Review struct {
	Changes []Change
	// Plan is what would be done; never nil.
	Plan *plan.Plan
	// Items are all things looked at, also those that stay as they are: by person, in the order in which they are done.
	Items []Item
	// Notes are what the providers say to people, by the address of whom they are about.
	Notes map[string][]string
}

// Action is what happens to an Item.
type Action string

// The actions.
const (
	Give Action = "give"
	Take Action = "take"
	Tell Action = "tell" // a message
	Stay Action = "stay" // held and neither wanted nor to be taken
	Look Action = "look" // a provider that could not be asked, or cannot tell who somebody is who leaves
)

// Item is one thing about one person, and how far it has got.
type Item struct {
	Person string `json:"person"` // address
	Action Action `json:"action"`
	Grant  Grant  `json:"grant,omitzero"`
	// Messenger is the name of who tells, of items that tell.
	Messenger string `json:"messenger,omitempty"`
	State     State  `json:"state"`
	Note      string `json:"note,omitempty"`
	// Key is that of the step of the plan; empty: there is none.
	Key   string `json:"key,omitempty"`
	Class Class  `json:"class,omitempty"` // of Err
	Err   error  `json:"-"`               // of items that failed; never nil there
}

// Title returns what the item is about, for people.
func (i Item) Title() string {
	switch i.Action {
	case Tell:
		return i.Messenger + " message"
	case Look:
		return i.Grant.Provider
	}
	return i.Grant.String()
}

// Result is what became of a Review.
type Result struct {
	// Items are those of the Review, as they are now.
	Items []Item
	Notes map[string][]string // as in the Review
}

// Waiting reports whether anything waits for a human or for something else. What stays as it is counts for nothing.
func (r *Result) Waiting() bool { return r.any(Pending, Blocked, Manual) }

// Failed reports whether anything failed or was not begun.
func (r *Result) Failed() bool { return r.any(Failed, Skipped) }

func (r *Result) any(states ...State) bool {
	return slices.ContainsFunc(r.Items, func(i Item) bool { return i.Action != Stay && slices.Contains(states, i.State) })
}

// Status returns Failed, Pending or Done: the worst that is so of any item.
func (r *Result) Status() State {
	switch {
	case r.Failed():
		return Failed
	case r.Waiting():
		return Pending
	}
	return Done
}

// The exit statuses of a program that applies a Review.
const (
	ExitDone    = 0
	ExitFailed  = 1 // something failed: run it again
	ExitWaiting = 2 // people have to do something: run it again when they have
)

// ExitStatus returns one of the exit statuses.
func (r *Result) ExitStatus() int {
	switch r.Status() {
	case Failed:
		return ExitFailed
	case Pending:
		return ExitWaiting
	}
	return ExitDone
}
