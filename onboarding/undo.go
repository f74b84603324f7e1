package onboarding

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/goldenpath-go/goldenpath/plan"
)

var _ plan.Undoer = (*Onboarder)(nil)

// Undo takes back what a receipt of the journal says: what was given is taken, what was taken is given, a role is what it was
// before. It is for plan.Undo.
func (o *Onboarder) Undo(ctx context.Context, r plan.Receipt) error {
	var u undoing
	if err := json.Unmarshal(r.Undo, &u); err != nil {
		return fmt.Errorf("%s: read how to take it back: %w", r.Key, err)
	}
	provider, _, err := o.kind(u.Grant)
	if err != nil {
		return err
	}
	p := Person{Email: u.Email, Name: u.Name}.with(u.Grant.Provider, u.Identity)
	if err := p.Validate(); err != nil {
		return fmt.Errorf("%s: %w", r.Key, err)
	}
	call := Call{Person: p, Grant: u.Grant, With: []Grant{u.Grant}}
	switch {
	case u.Action == Give && u.Before == Grant{}:
		_, err = provider.Take(ctx, call)
	case u.Action == Give:
		call.Grant = u.Before
		_, err = provider.Give(ctx, call)
	default:
		var out Outcome
		if out, err = provider.Give(ctx, call); err == nil && out.State != Done {
			return fmt.Errorf("%w: %s is %s: %s", plan.ErrIrreversible, u.Grant, out.State, out.Note)
		}
	}
	return callError(u.Grant.Provider, err)
}

// sent returns the keys of the messages that the journal says were sent. Who has lost an account since is told again when joining,
// and who got one when leaving.
func (o *Onboarder) sent(ctx context.Context) (map[string]bool, error) {
	sent := map[string]bool{}
	for r, err := range o.journal().All(ctx) {
		switch {
		case err != nil:
			return nil, fmt.Errorf("read the journal: %w", err)
		case r.State != plan.Done:
		case r.Undo == nil:
			sent[r.Key] = true
		default:
			var u undoing
			if json.Unmarshal(r.Undo, &u) == nil && u.Account {
				o.forget(sent, u)
			}
		}
	}
	return sent, nil
}

// forget removes the messages that have become out of date by a change of account.
func (o *Onboarder) forget(sent map[string]bool, u undoing) {
	old := []Op{Joining, Moving}
	if u.Action == Give {
		old = []Op{Leaving}
	}
	for _, m := range o.Messengers {
		for _, op := range old {
			prefix := messagePrefix(m, op, Person{Email: u.Email})
			maps.DeleteFunc(sent, func(key string, _ bool) bool { return key == prefix || strings.HasPrefix(key, prefix+"/") })
		}
	}
}

func messagePrefix(m Messenger, op Op, p Person) string {
	return m.Name() + "/" + string(op) + "/" + p.key()
}

// messageKey names the message about a change. A person can move often: then it names where to, too.
func messageKey(m Messenger, c Change) string {
	key := messagePrefix(m, c.Op, c.Person)
	if c.Op != Moving {
		return key
	}
	h := sha256.New()
	for _, g := range slices.SortedFunc(slices.Values(c.Want), Grant.Compare) {
		fmt.Fprintf(h, "%q\n", g)
	}
	return key + "/" + hex.EncodeToString(h.Sum(nil))[:12]
}
