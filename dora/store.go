package dora

import (
	"context"
	"encoding/json"
)

// Store keeps a history between runs, so that the next one asks only for what
// is new.
type Store interface {
	// Load adds everything that is kept to h and returns the cursors by the
	// name under which they were kept.
	Load(ctx context.Context, h *History) (map[string]json.RawMessage, error)
	// Append keeps a batch, all of it or nothing: a run that is killed at any
	// moment leaves whole batches. A record replaces the one of its identity.
	Append(ctx context.Context, b Batch) error
}

// Batch is what [Collect] keeps at once: the events of a page, and where to go
// on after it.
type Batch struct {
	// Name is that of the cursor; Cursor nil leaves it as it is.
	Name   string
	Cursor json.RawMessage

	Services    []Service
	Groups      []Group
	Deployments []Deployment
	Changes     []Change
	Incidents   []Incident
}

// AddTo adds the events of the batch to a history.
func (b *Batch) AddTo(h *History) error {
	if err := addAll(b.Services, h.AddService); err != nil {
		return err
	}
	if err := addAll(b.Groups, h.AddGroup); err != nil {
		return err
	}
	if err := addAll(b.Deployments, h.AddDeployment); err != nil {
		return err
	}
	if err := addAll(b.Changes, h.AddChange); err != nil {
		return err
	}
	return addAll(b.Incidents, h.AddIncident)
}

func addAll[T any](events []T, add func(T) error) error {
	for _, e := range events {
		if err := add(e); err != nil {
			return err
		}
	}
	return nil
}
