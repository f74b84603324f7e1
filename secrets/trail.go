package secrets

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/goldenpath-go/goldenpath/plan"
)

// Trail keeps who did what and when, for whoever asks later. Nothing is done of which it did not take the intent. It must be safe for
// concurrent use.
type Trail interface {
	// Record keeps an entry, and returns when it will survive the process.
	Record(ctx context.Context, e TrailEntry) error
}

// TrailEntry is a line of a Trail. There is no value in it, nor a token. What is done is in two entries: that it is about to
// be done, and what became of it; of a run that died the second is missing.
type TrailEntry struct {
	Time  time.Time  `json:"time"`
	ID    string     `json:"id"`            // the same in the entries of one act
	Who   string     `json:"who,omitempty"` // Provisioner.Who
	Act   string     `json:"act"`           // create, update, delete, rotate, retire, rollback, purge, set, undo; refuse
	Phase TrailPhase `json:"phase"`
	// What is a step's key: secret/secrets/production/order-api/db-password, policy/production_order-api.
	What     string `json:"what"`
	Summary  string `json:"summary,omitempty"`
	Versions []int  `json:"versions,omitempty"` // that were made or taken away, where that is known
	Err      string `json:"error,omitempty"`
}

// TrailPhase says when an entry was made.
type TrailPhase string

// The phases. Refused is what was not done since something there is not ours.
const (
	TrailIntended TrailPhase = "intended"
	TrailDone     TrailPhase = "done"
	TrailFailed   TrailPhase = "failed"
	TrailRefused  TrailPhase = "refused"
)

// recorded does something between two entries of the trail.
func (p *Provisioner) recorded(ctx context.Context, e TrailEntry, do func() ([]int, error)) error {
	if p.Trail == nil {
		_, err := do()
		return err
	}
	e.ID, e.Phase = randomID(), TrailIntended
	if err := p.record(ctx, e); err != nil {
		return fmt.Errorf("%s is not done, since the trail did not take it: %w", e.What, err)
	}
	versions, err := do()
	e.Phase, e.Versions = TrailDone, versions
	switch {
	case errors.Is(err, ErrForeign):
		e.Phase, e.Err = TrailRefused, err.Error()
	case err != nil:
		e.Phase, e.Err = TrailFailed, err.Error()
	}
	if lost := p.record(context.WithoutCancel(ctx), e); lost != nil {
		err = errors.Join(err, fmt.Errorf("the trail did not take what became of %s: %w", e.What, lost))
	}
	return err
}

func (p *Provisioner) record(ctx context.Context, e TrailEntry) error {
	e.Time, e.Who = p.now().UTC(), p.Who
	return p.Trail.Record(ctx, e)
}

func randomID() string {
	b := make([]byte, 8)
	_, _ = rand.Read(b) // it never fails: the program would end
	return hex.EncodeToString(b)
}

// step adds a step that leaves its entries in the trail, and returns its key.
func (d *decision) step(s plan.Step) string {
	do, e := s.Do, TrailEntry{Act: string(s.Verb), What: s.Key, Summary: s.Summary}
	switch kind, _, _ := strings.Cut(s.Key, "/"); kind {
	case "rotate", "retire", "rollback", "purge":
		e.Act = kind
	case "rotate-role":
		e.Act = "rotate"
	}
	s.Do = func(ctx context.Context) (r plan.Receipt, err error) {
		if d.p.Trail == nil {
			return do(ctx)
		}
		err = d.p.recorded(ctx, e, func() ([]int, error) {
			var failed error
			r, failed = do(ctx)
			return versionsOf(r), failed
		})
		return r, err
	}
	return d.Review.step(s)
}

// versionsOf returns the versions that a receipt is about.
func versionsOf(r plan.Receipt) []int {
	var u undoing
	if r.Undo == nil || json.Unmarshal(r.Undo, &u) != nil {
		return nil
	}
	if u.Version > 0 && !u.Claim {
		return []int{u.Version}
	}
	return u.Others
}

// refused leaves an entry for each thing in the way that is not ours.
func (p *Provisioner) refused(ctx context.Context, items []Item) error {
	for _, i := range items {
		if i.Verdict != Foreign {
			continue
		}
		if err := p.refuse(ctx, string(i.Kind)+"/"+i.Name, ErrForeign); err != nil {
			return err
		}
	}
	return nil
}

// refuse leaves an entry for something that was refused before it was begun.
func (p *Provisioner) refuse(ctx context.Context, what string, why error) error {
	if p.Trail == nil {
		return nil
	}
	e := TrailEntry{ID: randomID(), Act: "refuse", Phase: TrailRefused, What: what, Err: why.Error()}
	return wrapped(p.record(ctx, e), "record what was refused")
}
