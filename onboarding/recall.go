package onboarding

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/goldenpath-go/goldenpath/plan"
)

// past is what the journal says that cannot be seen in the systems.
type past struct {
	letters  letters
	asked    map[string]bool     // by the key of the step: it was given, and not taken since
	accounts map[string]Identity // by accountKey: who somebody was when a system last said it
}

func accountKey(provider, email string) string { return provider + "/" + strings.ToLower(email) }

// past reads the journal.
func (o *Onboarder) past(ctx context.Context) (*past, error) {
	p := &past{letters{}, map[string]bool{}, map[string]Identity{}}
	accounts := map[string]undoing{} // by the key of their step
	for r, err := range o.journal().All(ctx) {
		if err != nil {
			return nil, fmt.Errorf("read the journal: %w", err)
		}
		if strings.HasPrefix(r.Key, messagePrefix+"/") {
			p.letters.add(r)
			continue
		}
		var u undoing
		readable := json.Unmarshal(r.Undo, &u) == nil
		before, known := accounts[r.Key]
		switch {
		case r.State == plan.Undone && known:
			p.letters.forget(o.Messengers, before, true)
			delete(accounts, r.Key)
		case r.State == plan.Done && readable && u.Account:
			p.letters.forget(o.Messengers, u, false)
			accounts[r.Key] = u
		}
		p.recall(r, u)
	}
	return p, nil
}

// recall notes what was given to whom. Of what somebody begins to take, nobody says any more that it was given.
func (p *past) recall(r plan.Receipt, u undoing) {
	switch {
	case r.State == plan.Undone, u.Action == Take:
		delete(p.asked, r.Key)
	case r.State == plan.Done && u.Action == Give:
		p.asked[r.Key] = true
	}
	if u.Identity.Trust() == Verified {
		p.accounts[accountKey(u.Grant.Provider, u.Email)] = u.Identity
	}
}
