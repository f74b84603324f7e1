package actiontest

import (
	"context"
	"errors"
	"iter"
	"net/http"

	"github.com/goldenpath-go/goldenpath/plan"
	"github.com/goldenpath-go/goldenpath/scaffold"
)

// ErrKilled is the error of a call whose process died.
var ErrKilled = errors.New("the process died")

// Killer lets a process die after a number of events: lines of the journal, requests through its Transport that change
// something and were answered, and calls of Event. What the process does afterwards does not happen. Nil and the zero value kill nothing.
type Killer struct {
	After int // events; 0: it does not die
	Seen  int // events so far
}

// killed is what ends the process.
type killed struct{}

// Event counts one event, and ends the process if that is the one.
func (k *Killer) Event() {
	if k.Seen++; k.Seen == k.After {
		panic(killed{})
	}
}

// apply applies a run, and reports whether the process died.
func (k *Killer) apply(ctx context.Context, run *scaffold.Run, j plan.Journal) (err error, died bool) {
	if k == nil {
		return run.Apply(ctx, j, nil), false
	}
	defer func() {
		if r := recover(); r != nil {
			if _, died = r.(killed); !died {
				panic(r)
			}
		}
	}()
	return run.Apply(ctx, lines{j, k}, nil), false
}

// lines is a journal whose process dies.
type lines struct {
	plan.Journal
	killer *Killer
}

func (l lines) Append(ctx context.Context, r plan.Receipt) error {
	err := l.Journal.Append(ctx, r)
	l.killer.Event()
	return err
}

func (l lines) All(ctx context.Context) iter.Seq2[plan.Receipt, error] { return l.Journal.All(ctx) }

// Transport returns one through which a process sends requests before it dies.
func (k *Killer) Transport(next http.RoundTripper) http.RoundTripper { return transport{next, k} }

type transport struct {
	http.RoundTripper
	killer *Killer
}

func (t transport) RoundTrip(r *http.Request) (*http.Response, error) {
	answer, err := t.RoundTripper.RoundTrip(r)
	if r.Method != http.MethodGet && err == nil {
		t.killer.Event()
	}
	return answer, err
}
