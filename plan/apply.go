package plan

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"
)

// Options say how a plan is applied or undone. Nil stands for the zero value.
type Options struct {
	// Digest is that of the plan which was approved. Apply refuses any other. Empty: any plan will do.
	Digest string
	// KeepGoing goes on with the steps that do not need a failed one. False: the run ends at the first failure.
	KeepGoing bool
	// Workers is how many steps are under way at once: such as need none of each other, whose functions are then called
	// from several goroutines. 0 or 1: one step after another, in the order of the plan. Undo goes by itself in any case.
	Workers int
	// Now is the clock of receipts. Nil: their time is left out.
	Now func() time.Time
	// Logger is told of each step's begin and end. Nil: silence.
	Logger *slog.Logger
	// Rollback, when set, has Apply undo everything the journal holds if a step fails, also after the context is
	// cancelled. Undo ignores it.
	Rollback Undoer
	// RollbackTimeout is how long that may take. Zero: five minutes.
	RollbackTimeout time.Duration
}

const defaultRollbackTimeout = 5 * time.Minute

// Apply does the steps of the plan in the order of their needs, and records them in the journal. If the journal's last run
// is unfinished, it is resumed. A plan that is not valid, or not the approved one, is refused before anything is done or
// written. When not everything succeeded, the error is an *Error.
func Apply(ctx context.Context, p *Plan, j Journal, o *Options) error {
	if o == nil {
		o = &Options{}
	}
	if err := p.Validate(); err != nil {
		return fmt.Errorf("apply plan: %w", err)
	}
	if digest := p.Digest(); o.Digest != "" && o.Digest != digest {
		return fmt.Errorf("apply plan: %w: approved is %s, this is %s", ErrDigest, o.Digest, digest)
	}
	unlock, err := lock(ctx, j)
	if err != nil {
		return fmt.Errorf("apply plan: %w", err)
	}
	defer unlock()
	return apply(ctx, p, j, o)
}

// lock locks the journal if that can be done.
func lock(ctx context.Context, j Journal) (unlock func(), err error) {
	if l, ok := j.(Locker); ok {
		return l.Lock(ctx)
	}
	return func() {}, nil
}

func apply(ctx context.Context, p *Plan, j Journal, o *Options) error {
	past, err := readPast(ctx, j)
	if err != nil {
		return fmt.Errorf("apply plan: %w", err)
	}
	order, err := p.order()
	if err != nil {
		return fmt.Errorf("apply plan: %w", err)
	}
	r := &applyRun{journal: j, options: o, past: past, op: Error{Op: "apply"}, ends: make(map[string]*ending, len(order))}
	r.steps(ctx, p, order)
	report := r.report(p, order)
	if err := report.orNil(); err == nil {
		return r.finish(ctx, len(order))
	}
	if o.Rollback == nil {
		return report
	}
	return errors.Join(report, r.rollback(ctx))
}

// applyRun is one run of Apply. Its past is read only; mu guards what is below it, and keeps the journal's lines apart.
type applyRun struct {
	journal Journal
	options *Options
	past    past

	mu    sync.Mutex
	op    Error
	ends  map[string]*ending // by key; nil: not ended yet
	ended bool               // no more steps are begun
}

// step does one step, or says why not.
func (r *applyRun) step(ctx context.Context, s *Step) {
	if r.skips(ctx, s) {
		r.end(s, &ending{skipped: true})
		return
	}
	r.log(ctx, "begin", s, nil)
	kept, err := r.perform(ctx, s)
	r.log(ctx, "end", s, err)
	switch {
	case err == nil:
		r.end(s, &ending{})
	case errors.Is(err, ErrSkipped):
		r.end(s, &ending{skipped: true})
	default:
		r.end(s, &ending{failure: &Failure{Key: s.Key, Err: err, Receipt: kept}})
	}
}

// perform does the step as its past demands. The receipt is one that the journal did not take.
func (r *applyRun) perform(ctx context.Context, s *Step) (*Receipt, error) {
	last := r.past.last[s.Key]
	switch {
	case last == nil:
	case last.State == Intended && s.Once && s.Parts == nil:
		return r.observe(ctx, s)
	case last.State != Done || last.Digest != s.Digest():
	case s.Resume != nil:
		return nil, s.Resume(ctx, *last)
	default:
		return nil, nil
	}
	return r.do(ctx, s)
}

// observe goes on with a step that was interrupted and must not be repeated.
func (r *applyRun) observe(ctx context.Context, s *Step) (*Receipt, error) {
	if s.Observe == nil {
		return nil, ErrUnclear
	}
	receipt, done, err := s.Observe(ctx)
	switch {
	case err != nil:
		return nil, fmt.Errorf("look whether it was done: %w", err)
	case done:
		receipt.Remain = !s.Reversible
		return r.record(ctx, s, Done, receipt)
	}
	return r.do(ctx, s)
}

func (r *applyRun) do(ctx context.Context, s *Step) (*Receipt, error) {
	p := r.progress(ctx, s)
	if err := r.intend(ctx, s, p); err != nil {
		return nil, err
	}
	receipt, err := s.call(ctx, p)
	receipt.Remain = !s.Reversible && (s.Parts == nil || p.Undo != nil)
	switch {
	case err == nil:
		return r.record(ctx, s, Done, receipt)
	case errors.Is(err, ErrUnclear), s.Once && ctx.Err() != nil: // what is recorded stays the last word: the call may have arrived
		return nil, err
	case errors.Is(err, ErrSkipped):
		receipt.Undo = p.Undo
	case receipt.Undo == nil && p.Undo != nil:
		receipt.Undo = p.Undo
	case receipt.Undo == nil:
		receipt.Undo = s.Intent // nobody says how far it got
	}
	kept, lost := r.record(ctx, s, Failed, receipt)
	return kept, errors.Join(err, lost)
}

func (s *Step) call(ctx context.Context, p *Progress) (Receipt, error) {
	if s.Parts != nil {
		return s.Parts(ctx, p)
	}
	return s.Do(ctx)
}

// record writes a receipt, also when the context is cancelled by now: what was done was done.
func (r *applyRun) record(ctx context.Context, s *Step, state State, receipt Receipt) (*Receipt, error) {
	receipt.Key, receipt.State, receipt.Digest = s.Key, state, s.Digest()
	if state == Begun || state == Intended && s.Parts == nil {
		receipt.Remain = !s.Reversible
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if err := appendReceipt(ctx, r.journal, r.options, receipt); err != nil {
		return &receipt, err
	}
	return nil, nil
}

// journalError is that of a journal which does not take receipts: nothing more may be done then.
type journalError struct{ err error }

func (e *journalError) Error() string { return e.err.Error() }
func (e *journalError) Unwrap() error { return e.err }

func isJournalError(err error) bool {
	var lost *journalError
	return errors.As(err, &lost)
}

func appendReceipt(ctx context.Context, j Journal, o *Options, receipt Receipt) error {
	if o.Now != nil {
		receipt.Time = o.Now()
	}
	if err := j.Append(context.WithoutCancel(ctx), receipt); err != nil {
		return &journalError{fmt.Errorf("record that the step is %s: %w", receipt.State, err)}
	}
	return nil
}

// finish marks the run as finished, unless nothing was to be done and no run was begun.
func (r *applyRun) finish(ctx context.Context, steps int) error {
	if steps == 0 && !r.past.unfinished {
		return nil
	}
	if err := appendReceipt(ctx, r.journal, r.options, Receipt{State: Finished}); err != nil {
		r.op.Err = err
		return &r.op
	}
	return nil
}

func (r *applyRun) rollback(ctx context.Context) error {
	timeout := r.options.RollbackTimeout
	if timeout == 0 {
		timeout = defaultRollbackTimeout
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), timeout)
	defer cancel()
	return undo(ctx, r.journal, r.options.Rollback, r.options)
}

func (r *applyRun) log(ctx context.Context, event string, s *Step, err error) {
	if r.options.Logger == nil {
		return
	}
	attrs := []slog.Attr{slog.String("step", s.Key), slog.String("verb", string(s.Verb))}
	if err != nil {
		attrs = append(attrs, slog.Any("error", err))
	}
	r.options.Logger.LogAttrs(ctx, slog.LevelInfo, event, attrs...)
}
