package onboarding

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"time"

	"github.com/goldenpath-go/goldenpath/plan"
)

// ApplyOptions say how a Review is carried out. Nil stands for the zero value.
type ApplyOptions struct {
	// Digest is that of the plan which was approved. Apply refuses any other with plan.ErrDigest. Empty: that of the Review.
	Digest string
	// Now is the clock of the journal. Nil: receipts have no time.
	Now func() time.Time
	// Logger is told of each step's begin and end. Nil: silence.
	Logger *slog.Logger
}

// Apply looks again, and does what the Review says if that is still what is to be done; else it does nothing, and the error is
// ErrChanged, or that of a guard. Where a provider can no longer be asked, the others do their part. A step that fails ends no other
// but those that need it, and the messages. The Result tells of each; the error joins the causes of all that failed, those of
// providers that could not be asked included. The Result is nil if nothing was begun.
func (o *Onboarder) Apply(ctx context.Context, r *Review, options *ApplyOptions) (*Result, error) {
	if options == nil {
		options = &ApplyOptions{}
	}
	if digest := r.Plan.Digest(); options.Digest != "" && options.Digest != digest {
		return nil, fmt.Errorf("%w: approved is %s, this is %s", plan.ErrDigest, options.Digest, digest)
	}
	unlock, err := o.lock(ctx)
	if err != nil {
		return nil, err
	}
	defer unlock()
	b, unseen := o.build(ctx, r.Changes)
	if b == nil {
		return nil, unseen
	}
	if changed := b.changed(r); len(changed) > 0 {
		return nil, errors.Join(fmt.Errorf("%w: %s", ErrChanged, strings.Join(changed, ", ")), unseen)
	}
	err = plan.Apply(ctx, b.review.Plan, locked{o.journal()}, &plan.Options{KeepGoing: true, Now: options.Now, Logger: options.Logger})
	result := &Result{Items: b.run.items(b.review.Items, err), Notes: b.review.Notes}
	return result, errors.Join(unseen, err)
}

// lock keeps other runs out of the journal, from before it is read until the last step is in it: else two of them could send one
// message.
func (o *Onboarder) lock(ctx context.Context) (unlock func(), err error) {
	if l, ok := o.journal().(plan.Locker); ok {
		return l.Lock(ctx)
	}
	return func() {}, nil
}

// locked is a journal that was locked before.
type locked struct{ plan.Journal }

// changed returns the keys of the steps that are not what the Review says, or no longer, or not in its order; but for those of
// providers that cannot be asked any more.
func (b *builder) changed(r *Review) []string {
	blind := map[string]bool{} // providers that cannot be asked, by address/provider; the address alone for any
	for _, i := range b.review.Items {
		if i.Action == Look && i.State == Failed {
			blind[i.Person], blind[i.Person+"/"+i.Grant.Provider] = true, true
		}
	}
	left := map[string]bool{} // keys
	for _, i := range r.Items {
		left[i.Key] = blind[i.Person+"/"+i.Grant.Provider] || i.Action == Tell && blind[i.Person]
	}
	want := slices.DeleteFunc(slices.Clone(r.Plan.Steps), func(s plan.Step) bool { return left[s.Key] })
	return differing(want, b.review.Plan.Steps)
}

// differing returns the keys of the steps that are in one list only, or all of them if it is the order that differs.
func differing(want, got []plan.Step) (keys []string) {
	digests := func(steps []plan.Step) (out []string) {
		for i := range steps {
			out = append(out, steps[i].Digest())
		}
		return out
	}
	before, now := digests(want), digests(got)
	if slices.Equal(before, now) {
		return nil
	}
	for i, d := range before {
		if !slices.Contains(now, d) {
			keys = append(keys, want[i].Key)
		}
	}
	for i, d := range now {
		if !slices.Contains(before, d) && !slices.Contains(keys, got[i].Key) {
			keys = append(keys, got[i].Key)
		}
	}
	if len(keys) == 0 {
		return []string{"the order of the steps"}
	}
	return keys
}
