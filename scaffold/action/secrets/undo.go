package secrets

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/goldenpath-go/goldenpath/plan"
)

var errNoStore = errors.New("there is no store here that secrets could be removed from")

// undo takes back what a step made, the lease of an attempt that died included. Should something remain for now, the error says
// nothing of what remains for good, so that it is tried again.
func (m maker) undo(ctx context.Context, data json.RawMessage) error {
	var was record
	if err := json.Unmarshal(data, &was); err != nil {
		return fmt.Errorf("read what to undo: %w", err)
	}
	if len(was.Receipts) == 0 {
		return nil
	}
	if m.provisioner == nil {
		return errNoStore
	}
	var done plan.Memory
	if err := fill(ctx, &done, was); err != nil {
		return err
	}
	err := plan.Undo(ctx, &done, m.provisioner, nil)
	var report *plan.Error
	if !errors.As(err, &report) {
		return err
	}
	if report.Err != nil {
		return report.Err
	}
	for _, f := range report.Failed {
		if !errors.Is(f.Err, plan.ErrIrreversible) && !errors.Is(f.Err, plan.ErrUnclear) {
			return fmt.Errorf("take back %s: %w", f.Key, f.Err)
		}
	}
	return err
}
