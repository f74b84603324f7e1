package plan

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"slices"
	"sync"
	"time"
)

// State says what a receipt records.
type State string

// The states of a step, in the order they are written, and Finished, which ends a run and has no key.
const (
	Intended State = "intended" // Do is about to be called
	Begun    State = "begun"    // a part of the step is done, or about to be: the receipt undoes all parts so far
	Done     State = "done"     // Do succeeded
	Failed   State = "failed"   // Do returned an error, perhaps with something to undo
	Undone   State = "undone"   // Undo took the newest receipt of the key back
	Finished State = "finished" // every step of the run is done
)

// Receipt records what became of a step. Receipts are data: they are kept for long, and undone by other processes.
type Receipt struct {
	Key    string          `json:"key,omitempty"`
	State  State           `json:"state"`
	Undo   json.RawMessage `json:"undo,omitempty"`   // what the Undoer needs; nil: nothing to take back
	Remain bool            `json:"remain,omitempty"` // something of the step remains whatever Undo does
	// Outputs are results that later steps and people want to see. A Secret becomes ***.
	Outputs map[string]any `json:"outputs,omitempty"`
	Digest  string         `json:"digest,omitempty"` // of the step
	Time    time.Time      `json:"time,omitzero"`    // when it was recorded; zero when Options has no clock
}

// Journal keeps receipts. Append returns when the receipt will survive the process; All yields all receipts, oldest
// first, and ends with the first error. Neither is called concurrently by one run.
//
// A Journal that is also a [Locker] is locked for the time of a run.
type Journal interface {
	Append(ctx context.Context, r Receipt) error
	All(ctx context.Context) iter.Seq2[Receipt, error]
}

// Locker is what a journal implements to keep two runs from using it at once. Lock returns an error that wraps ErrLocked
// at once when it is locked.
type Locker interface {
	Lock(ctx context.Context) (unlock func(), err error)
}

// ErrLocked says that another run uses the journal.
var ErrLocked = errors.New("the journal is in use by another run")

// Memory is a Journal for as long as the process lives. Its zero value is empty and ready; it is safe for concurrent use.
type Memory struct {
	mu    sync.Mutex
	run   sync.Mutex
	lines [][]byte
}

var (
	_ Journal = (*Memory)(nil)
	_ Locker  = (*Memory)(nil)
)

// Append keeps the receipt as JSON would, so that what is read back is what a file would give.
func (m *Memory) Append(_ context.Context, r Receipt) error {
	line, err := json.Marshal(r)
	if err != nil {
		return fmt.Errorf("record step %q: %w", r.Key, err)
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.lines = append(m.lines, line)
	return nil
}

// All yields the receipts, oldest first.
func (m *Memory) All(ctx context.Context) iter.Seq2[Receipt, error] {
	m.mu.Lock()
	lines := slices.Clone(m.lines)
	m.mu.Unlock()
	return func(yield func(Receipt, error) bool) {
		for _, line := range lines {
			r, err := parseReceipt(line)
			if err == nil {
				err = ctx.Err()
			}
			if !yield(r, err) || err != nil {
				return
			}
		}
	}
}

// Lock keeps other runs out until unlock is called.
func (m *Memory) Lock(context.Context) (unlock func(), err error) {
	if !m.run.TryLock() {
		return nil, ErrLocked
	}
	return m.run.Unlock, nil
}

func parseReceipt(line []byte) (Receipt, error) {
	var r Receipt
	if err := json.Unmarshal(line, &r); err != nil {
		return Receipt{}, err
	}
	switch r.State {
	case Intended, Begun, Done, Failed, Undone:
		if r.Key == "" {
			return Receipt{}, fmt.Errorf("a receipt of state %q has no key", r.State)
		}
		return r, nil
	case Finished:
		return r, nil
	}
	return Receipt{}, fmt.Errorf("unknown state %q", r.State)
}
