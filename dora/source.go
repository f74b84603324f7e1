package dora

import (
	"context"
	"encoding/json"
	"iter"
	"time"
)

// Window is the time of a report, from From on and before To. To is also the
// moment of knowledge: what happened at or after it does not exist, so that
// the report of a past window never changes.
type Window struct {
	From, To time.Time
}

// Query is what a source of deployments or incidents is asked for.
type Query struct {
	// Services are those whose events are wanted.
	Services []Service
	// Environments are patterns of names, as Options.Production. Empty: all.
	Environments []string
	// Window bounds the events. A source may yield more than it asks for,
	// never less: history before From is of use.
	Window Window
	// Cursor is that of the last page that was kept from an earlier query of
	// the same services; the source goes on after it. Nil: from the start.
	Cursor json.RawMessage
}

// ChangeQuery asks for the commits of a repository.
type ChangeQuery struct {
	// Repo is the repository, as Service.Repo has it.
	Repo string
	// Heads are the commits whose history is wanted, themselves included.
	// One that the source does not have is left out without an error.
	Heads []string
	// Have are commits whose whole history is already there and need not be
	// yielded again.
	Have []string
	// Paths says that Change.Paths are wanted.
	Paths bool
}

// Page is some of what a source yields: enough to be kept by itself.
type Page[T any] struct {
	Items []T
	// Cursor lets a later query go on after this page. It is the source's
	// own, and has no secrets. Nil: nothing to go on from yet.
	Cursor json.RawMessage
	// Total is how many items the source expects to yield in all. Zero: it
	// does not know.
	Total int
	// Cost is what the page took.
	Cost Cost
}

// Cost is what asking a service takes from its limits.
type Cost struct {
	// Requests is how many were sent for the page.
	Requests int
	// Remaining is how many the service still allows until Reset. Reset is
	// zero where the service has no limit or does not tell.
	Remaining int
	Reset     time.Time
	// Waited is the time spent waiting because the service said so.
	Waited time.Duration
}

// DeploymentSource is where deployments come from.
type DeploymentSource interface {
	// Deployments yields the deployments of the query, in any order; the
	// last of an identity is the one that holds, so that a page can be
	// yielded again. An error ends the sequence; what was yielded before it
	// is good. It waits for rate limits as the service says, and ends with
	// the context's error when the context does.
	Deployments(ctx context.Context, q Query) iter.Seq2[Page[Deployment], error]
}

// ChangeSource is where commits come from.
type ChangeSource interface {
	// Changes yields every commit that can be reached from the query's heads
	// and from none of those it has, in any order, each at least once. A
	// history that is cut off (a shallow clone) is an error that wraps
	// ErrShallow. Otherwise as Deployments.
	Changes(ctx context.Context, q ChangeQuery) iter.Seq2[Page[Change], error]
}

// IncidentSource is where incidents come from.
type IncidentSource interface {
	// Incidents yields the incidents of the query that were open at some
	// moment of its window, in any order. Otherwise as Deployments.
	Incidents(ctx context.Context, q Query) iter.Seq2[Page[Incident], error]
}
