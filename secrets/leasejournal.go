package secrets

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"github.com/goldenpath-go/goldenpath/plan"
)

// A run that dies leaves its lease, even when all else was done and only giving it back was not. So a run says in its journal
// by what names it holds one, before it takes it and after it gave it back. Who has the journal next knows that the holder is
// dead, since a run locks its journal, and need not wait for the lease to grow old. The names are new for each run: of two that
// have copies of one journal, the second finds the lease in the first's name.

// leaseReceipt is what a receipt keeps of a lease.
type leaseReceipt struct {
	Op      string   `json:"op"`
	At      Location `json:"at"`
	Holders []string `json:"holders"` // names by which runs of this journal may hold it
}

const opLease = "lease"

// leaseLog is the journal of a run, as far as its lease goes. Its zero value knows nothing and writes nothing.
type leaseLog struct {
	journal plan.Journal // nil: nobody could tell by it whether a run is alive
	options *plan.Options
	left    *leaseReceipt // of a run that died
}

// unlocked is a journal that is locked already.
type unlocked struct{ plan.Journal }

// openLog locks the journal, and looks for the lease of a run that died. The journal that it returns is to be used meanwhile.
func openLog(ctx context.Context, j plan.Journal, o *plan.Options) (log *leaseLog, use plan.Journal, unlock func(), err error) {
	locker, ok := j.(plan.Locker)
	if !ok {
		return &leaseLog{}, j, func() {}, nil
	}
	if unlock, err = locker.Lock(ctx); err != nil {
		return nil, nil, nil, err
	}
	log = &leaseLog{journal: j, options: o}
	if err := log.read(ctx); err != nil {
		unlock()
		return nil, nil, nil, err
	}
	return log, unlocked{j}, unlock, nil
}

func (g *leaseLog) read(ctx context.Context) error {
	for r, err := range g.journal.All(ctx) {
		if err != nil {
			return fmt.Errorf("read journal: %w", err)
		}
		var l leaseReceipt
		switch {
		case json.Unmarshal(r.Undo, &l) == nil && l.Op == opLease:
			g.left = &l
		case r.State == plan.Undone && g.left != nil && r.Key == leaseKeyOf(g.left.At):
			g.left = nil
		}
	}
	return nil
}

func leaseKeyOf(at Location) string { return "lease/" + at.String() }

// ours returns the names by which a run of this journal may hold a lease.
func (g *leaseLog) ours(at Location) []string {
	if g.left == nil || g.left.At != at {
		return nil
	}
	return g.left.Holders
}

// taking says that a lease is about to be taken.
func (g *leaseLog) taking(ctx context.Context, at Location, holder string) error {
	holders := append([]string{holder}, g.ours(at)...)
	undo, err := json.Marshal(leaseReceipt{Op: opLease, At: at, Holders: slices.Compact(holders)})
	if err != nil {
		return err
	}
	return g.append(ctx, plan.Receipt{Key: leaseKeyOf(at), State: plan.Begun, Undo: undo})
}

// gone says that no run of the journal holds the lease any more.
func (g *leaseLog) gone(ctx context.Context, at Location) error {
	return g.append(ctx, plan.Receipt{Key: leaseKeyOf(at), State: plan.Undone})
}

func (g *leaseLog) append(ctx context.Context, r plan.Receipt) error {
	if g.journal == nil {
		return nil
	}
	if g.options.Now != nil {
		r.Time = g.options.Now()
	}
	if err := g.journal.Append(context.WithoutCancel(ctx), r); err != nil {
		return fmt.Errorf("record the lease: %w", err)
	}
	return nil
}

// clear gives back what a run that died has left.
func (g *leaseLog) clear(ctx context.Context, p *Provisioner) error {
	if g.left == nil {
		return nil
	}
	if err := p.unlease(ctx, *g.left); err != nil {
		return err
	}
	return g.gone(ctx, g.left.At)
}

// unlease gives back the lease of a run that died, if it is there still. Under a lease that is in use it does nothing: who
// uses it gives it back.
func (p *Provisioner) unlease(ctx context.Context, left leaseReceipt) error {
	if leaseOf(ctx).p != nil {
		return nil
	}
	v, err := p.Store.Read(ctx, left.At, 0)
	if errors.Is(err, ErrNotFound) || err == nil && !slices.Contains(left.Holders, v[holderField].Reveal()) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("look at the lease at %s: %w", left.At, err)
	}
	l := p.newLease(left.At, left.Holders)
	if err := l.take(ctx); err != nil {
		return ignoreBusy(err) // it is another's since
	}
	return l.release(ctx)
}

func ignoreBusy(err error) error {
	if errors.Is(err, ErrBusy) {
		return nil
	}
	return err
}

// undoLease is Undo for the receipt of a lease.
func (p *Provisioner) undoLease(ctx context.Context, undo json.RawMessage) error {
	var left leaseReceipt
	if err := json.Unmarshal(undo, &left); err != nil {
		return err
	}
	return p.unlease(ctx, left)
}
