package secrets

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"

	"github.com/goldenpath-go/goldenpath/plan"
)

var _ plan.Undoer = (*Provisioner)(nil)

// Undo takes back one step of a plan of this package, as its receipt says. What was changed since by somebody else is left as
// it is: that is an error which wraps plan.ErrIrreversible.
func (p *Provisioner) Undo(ctx context.Context, r plan.Receipt) error {
	var u undoing
	if err := json.Unmarshal(r.Undo, &u); err != nil {
		return fmt.Errorf("read the receipt of %s: %w", r.Key, err)
	}
	return p.recorded(ctx, TrailEntry{Act: "undo", What: r.Key}, func() ([]int, error) {
		return versionsOf(r), p.undo(ctx, r, u)
	})
}

func (p *Provisioner) undo(ctx context.Context, r plan.Receipt, u undoing) error {
	switch u.Op {
	case opCreate:
		return p.uncreate(ctx, *u.At, u)
	case opStamp:
		return p.unstamp(ctx, *u.At, u)
	case opDelete:
		return p.Store.Delete(ctx, *u.At, u.Others...)
	case opUndelete:
		return p.Store.Undelete(ctx, *u.At, u.Others...)
	case opRotate:
		return p.unrotate(ctx, *u.At, u)
	case opPlain:
		return p.Store.Delete(ctx, *u.At)
	case opPolicy:
		return changedSince(p.movePolicy(ctx, u.Name, u.Policy[1], u.Policy[0]))
	case opLease:
		return p.undoLease(ctx, r.Undo)
	case opRole:
		return changedSince(p.moveRole(ctx, u.Auth, u.Name, u.Role[1], u.Role[0]))
	case opDatabase:
		return changedSince(p.moveDatabaseRole(ctx, *u.Database, u.Account[1], u.Account[0]))
	}
	return fmt.Errorf("the receipt of %s is not of this package", r.Key)
}

// changedSince turns a conflict into what cannot be taken back.
func changedSince(err error) error {
	if errors.Is(err, ErrConflict) {
		return fmt.Errorf("%w: %w", err, plan.ErrIrreversible)
	}
	return err
}

// uncreate removes a secret that was made, unless it has got another value since.
func (p *Provisioner) uncreate(ctx context.Context, at Location, u undoing) error {
	m, err := p.metadata(ctx, at)
	switch {
	case err != nil || !p.owns(m) || m.Current < u.Version && !u.Fresh:
		return err
	case m.Current > u.Version:
		return fmt.Errorf("%s has version %d by now: %w", at, m.Current, plan.ErrIrreversible)
	case !u.Fresh:
		return p.Store.Destroy(ctx, at, u.Version)
	}
	return p.Store.DeleteMetadata(ctx, at)
}

// unstamp puts the marks back that a secret had.
func (p *Provisioner) unstamp(ctx context.Context, at Location, u undoing) error {
	m, err := p.metadata(ctx, at)
	switch {
	case err != nil || m == nil || sameStamps(m.Custom, u.Custom):
		return err
	case !sameStamps(m.Custom, u.Stamped):
		return fmt.Errorf("%s has other marks by now: %w", at, plan.ErrIrreversible)
	}
	custom := map[string]string{}
	maps.Copy(custom, u.Custom)
	return p.Store.PutMetadata(ctx, at, Settings{Custom: custom})
}

// unrotate makes the value current again that was so before a rotation, where it still can be read.
func (p *Provisioner) unrotate(ctx context.Context, at Location, u undoing) error {
	m, err := p.metadata(ctx, at)
	switch {
	case err != nil || m == nil || m.Current < u.Version:
		return err
	case m.Current > u.Version:
		return fmt.Errorf("%s has version %d by now: %w", at, m.Current, plan.ErrIrreversible)
	}
	return p.writeBack(ctx, at, u.Version-1, m.Current)
}

// writeBack writes the value of an earlier version as a new one.
func (p *Provisioner) writeBack(ctx context.Context, at Location, version, current int) error {
	v, err := p.Store.Read(ctx, at, version)
	if err != nil {
		return fmt.Errorf("read version %d of %s: %w", version, at, err)
	}
	_, err = p.Store.Write(ctx, at, v, current)
	return err
}
