package plan

import (
	"context"
	"encoding/json"
)

// Progress is how far a run has got with a step of several parts. Its zero value is that of a step nobody has begun, and keeps
// nothing.
type Progress struct {
	// Undo is what undoes the parts so far: what was kept last, also by an earlier attempt of the run that was interrupted or
	// failed. Nil: nothing was kept.
	Undo json.RawMessage

	keep func(json.RawMessage) error
}

// Keep records what undoes all parts of the step, those of earlier attempts included. It is called before each effect, with
// what names it, and again when more is known. After an error it is not recorded, and the step must not go on.
func (p *Progress) Keep(undo json.RawMessage) error {
	if p.keep != nil {
		if err := p.keep(undo); err != nil {
			return err
		}
	}
	p.Undo = undo
	return nil
}

// progress returns how far earlier attempts of the run have got with a step.
func (r *applyRun) progress(ctx context.Context, s *Step) *Progress {
	p := &Progress{keep: func(undo json.RawMessage) error {
		_, err := r.record(ctx, s, Begun, Receipt{Undo: undo})
		return err
	}}
	last := r.past.last[s.Key]
	if s.Parts != nil && last != nil && last.Digest == s.Digest() && (last.State == Begun || last.State == Failed) {
		p.Undo = last.Undo
	}
	return p
}

// intend records that a step is about to be done, as far as that must be known. What earlier attempts kept stays the last word.
func (r *applyRun) intend(ctx context.Context, s *Step, p *Progress) (err error) {
	switch {
	case p.Undo != nil:
		err = p.Keep(p.Undo)
	case s.Once || s.Intent != nil:
		_, err = r.record(ctx, s, Intended, Receipt{Undo: s.Intent})
	}
	return err
}
