package plan

import (
	"context"
	"errors"
	"fmt"
)

// Undoer takes back what receipts say was done.
type Undoer interface {
	// Undo takes back what r records, from r.Undo, which is never nil. It succeeds when it finds nothing to take back: it
	// may be called again for the same receipt, and for one whose State is not Done, which may have done nothing.
	//
	// An error that wraps ErrIrreversible or ErrUnclear says that all is taken back that can be, and that something
	// remains or may remain: that is reported, and ends nothing.
	Undo(ctx context.Context, r Receipt) error
}

// Undo takes back everything that the journal holds as done, newest first, and records that. What failed or was interrupted
// is taken back too, as far as it left a receipt that says how. It stops at the first failure, unless o says KeepGoing, and
// called again goes on where it stopped. Of o it also uses Now and Logger.
//
// When something remains, the error is an *Error; steps that are not reversible are among its failures, with
// ErrIrreversible, and end nothing.
func Undo(ctx context.Context, j Journal, u Undoer, o *Options) error {
	if o == nil {
		o = &Options{}
	}
	unlock, err := lock(ctx, j)
	if err != nil {
		return fmt.Errorf("undo: %w", err)
	}
	defer unlock()
	return undo(ctx, j, u, o)
}

func undo(ctx context.Context, j Journal, u Undoer, o *Options) error {
	past, err := readPast(ctx, j)
	if err != nil {
		return fmt.Errorf("undo: %w", err)
	}
	report := Error{Op: "undo"}
	ended := false
	for i := len(past.open) - 1; i >= 0; i-- {
		r := past.open[i]
		if !ended && ctx.Err() != nil {
			ended, report.Err = true, context.Cause(ctx)
		}
		if ended {
			report.Skipped = append(report.Skipped, r.Key)
			continue
		}
		left, err := undoOne(ctx, j, u, o, r)
		if err != nil {
			ended = !o.KeepGoing || isJournalError(err)
		}
		if err = errors.Join(err, left); err != nil {
			report.Failed = append(report.Failed, Failure{Key: r.Key, Err: err})
			continue
		}
		report.Done = append(report.Done, r.Key)
	}
	return report.orNil()
}

// undoOne takes back one receipt and says so in the journal. It returns what of it remains nevertheless, and why it failed.
func undoOne(ctx context.Context, j Journal, u Undoer, o *Options, r Receipt) (left, failed error) {
	left = remains(r)
	if r.Undo != nil {
		err := u.Undo(ctx, r)
		switch {
		case errors.Is(err, ErrIrreversible), errors.Is(err, ErrUnclear):
			left = err
		case err != nil:
			return nil, err
		}
	}
	if o.Logger != nil {
		o.Logger.InfoContext(ctx, "undone", "step", r.Key)
	}
	return left, appendReceipt(ctx, j, o, Receipt{Key: r.Key, State: Undone, Digest: r.Digest})
}

// remains returns why a step that was undone as far as can be has not gone without a trace.
func remains(r Receipt) error {
	switch {
	case r.State == Intended && r.Undo == nil:
		return ErrUnclear
	case r.State != Failed && r.Remain:
		return ErrIrreversible
	}
	return nil
}

// past is what a journal says.
type past struct {
	last       map[string]*Receipt // of the unfinished run, by key
	open       []Receipt           // of all runs: not yet undone, oldest first
	unfinished bool
}

func readPast(ctx context.Context, j Journal) (past, error) {
	p := past{last: map[string]*Receipt{}}
	for r, err := range j.All(ctx) {
		if err != nil {
			return past{}, fmt.Errorf("read journal: %w", err)
		}
		p.add(r)
	}
	return p, nil
}

func (p *past) add(r Receipt) {
	if r.State == Finished {
		p.last, p.unfinished = map[string]*Receipt{}, false
		return
	}
	p.last[r.Key], p.unfinished = &r, true
	newest := p.newest(r.Key)
	switch {
	case r.State == Undone:
		if newest >= 0 {
			p.open = append(p.open[:newest], p.open[newest+1:]...)
		}
		return
	case newest >= 0 && p.open[newest].becomes(r):
		p.open = append(p.open[:newest], p.open[newest+1:]...)
	}
	if r.State != Failed || r.Undo != nil {
		p.open = append(p.open, r)
	}
}

// becomes reports whether next, of the same key, says what became of r, and undoes all that r does.
func (r Receipt) becomes(next Receipt) bool {
	switch r.State {
	case Intended, Begun:
		return r.Undo == nil || r.Digest == next.Digest
	case Failed:
		return next.State == Begun && r.Digest == next.Digest
	}
	return false
}

// newest returns the index of the newest open receipt of the key, or -1.
func (p *past) newest(key string) int {
	for i := len(p.open) - 1; i >= 0; i-- {
		if p.open[i].Key == key {
			return i
		}
	}
	return -1
}
