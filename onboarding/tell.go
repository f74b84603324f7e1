package onboarding

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/goldenpath-go/goldenpath/plan"
)

// letters is how far the messages have got that the journal knows, by key: done; or intended, if a run died while it was sent. Who has
// lost an account since is told again when joining, and who got one when leaving.
type letters map[string]plan.State

// messagePrefix begins the keys of messages.
const messagePrefix = "message"

func messageKeys(messenger string, op Op, email string) string {
	return strings.Join([]string{messagePrefix, messenger, string(op), strings.ToLower(email)}, "/")
}

// messageKey names the message about a change. A person can move often: then it names where to, too.
func messageKey(messenger string, c Change) string {
	key := messageKeys(messenger, c.Op, c.Person.Email)
	if c.Op != Moving {
		return key
	}
	h := sha256.New()
	for _, g := range slices.SortedFunc(slices.Values(c.Want), Grant.Compare) {
		fmt.Fprintf(h, "%q\n", g)
	}
	return key + "/" + hex.EncodeToString(h.Sum(nil))[:12]
}

func (l letters) add(r plan.Receipt) {
	delete(l, r.Key)
	if r.State != plan.Done && r.State != plan.Intended {
		return
	}
	if parts := strings.Split(r.Key, "/"); len(parts) > movedParts {
		l.drop(strings.Join(parts[:movedParts], "/")) // who moves there and back and there again is told of three times
	}
	l[r.Key] = r.State
}

// movedParts is how many parts the key of a message has before that which says where to somebody moves.
const movedParts = 4

// drop removes the messages of an operation.
func (l letters) drop(prefix string) {
	maps.DeleteFunc(l, func(key string, _ plan.State) bool { return key == prefix || strings.HasPrefix(key, prefix+"/") })
}

// forget removes the messages that have become out of date by a change of account.
func (l letters) forget(messengers []Messenger, u undoing, undone bool) {
	old := []Op{Joining, Moving}
	if (u.Action == Give) != undone {
		old = []Op{Leaving}
	}
	for _, m := range messengers {
		for _, op := range old {
			l.drop(messageKeys(m.Name(), op, u.Email))
		}
	}
}

// Settle writes down what became of a message of which nobody knew: a run died while it was sent, and the messenger is no [Finder].
// Until then it is an item that a human has to look at. If it was not sent, the next plan sends it.
func (o *Onboarder) Settle(ctx context.Context, messenger string, c Change, sent bool) error {
	unlock, err := o.lock(ctx)
	if err != nil {
		return err
	}
	defer unlock()
	r := plan.Receipt{Key: messageKey(messenger, c), State: plan.Failed}
	if sent {
		r.State, r.Remain = plan.Done, true
	}
	return o.journal().Append(ctx, r)
}

// tells plans the messages, those that were not sent before.
func (b *builder) tells(i int, c Change) {
	for _, m := range b.onboarder.Messengers {
		if !slices.Contains(m.Tells(), c.Op) {
			continue
		}
		key := messageKey(m.Name(), c)
		item := Item{Person: c.Person.Email, Action: Tell, Messenger: m.Name()}
		finder, _ := m.(Finder)
		switch begun := b.past.letters[key]; {
		case begun == plan.Done:
			item.State, item.Note = Done, "it was sent"
		case begun == plan.Intended && finder == nil:
			item.State, item.Note = Manual, "a run ended while it was sent, and nobody knows whether it arrived: look"
		case b.blind(i):
			item.State, item.Note = Blocked, "it waits until all providers can be asked"
		default:
			s := b.tellStep(c, m, finder, key)
			b.step(s)
			item.State, item.Key, item.Note = Planned, key, s.Summary
		}
		b.item(item)
	}
}

func (b *builder) tellStep(c Change, m Messenger, f Finder, key string) plan.Step {
	s := plan.Step{
		Key: key, Verb: plan.Run, Once: true, Summary: fmt.Sprintf("%s tells that %s %ss", m.Name(), c.Person.DisplayName(), c.Op),
		Needs: b.stepsOf(c.Person),
	}
	// Another intent than that of letters is of an earlier time: the person has come or gone since.
	s.Observe = func(ctx context.Context) (plan.Receipt, bool, error) {
		if b.past.letters[key] != plan.Intended {
			return plan.Receipt{}, false, nil
		}
		return b.found(ctx, f, b.message(c), key)
	}
	s.Do = func(ctx context.Context) (plan.Receipt, error) {
		if r, sent, err := s.Observe(ctx); sent || err != nil {
			return r, err
		}
		return b.send(ctx, m, b.message(c), key)
	}
	return s
}

// send sends a message. When its time ended before an answer came, nobody knows whether it arrived.
func (b *builder) send(ctx context.Context, m Messenger, message Message, key string) (plan.Receipt, error) {
	id, err := call(ctx, b.onboarder, m.Name(), func(ctx context.Context) (string, error) {
		id, err := m.Send(ctx, message)
		if err != nil && ctx.Err() != nil {
			err = fmt.Errorf("%w: %w", plan.ErrUnclear, err)
		}
		return id, err
	})
	return b.run.told(key, id, err)
}

// found looks whether a message was sent by a run that died.
func (b *builder) found(ctx context.Context, f Finder, message Message, key string) (plan.Receipt, bool, error) {
	sent := false
	id, err := call(ctx, b.onboarder, f.Name(), func(ctx context.Context) (id string, err error) {
		id, sent, err = f.Find(ctx, message)
		return id, err
	})
	if err != nil || !sent {
		return plan.Receipt{}, false, err
	}
	r, err := b.run.told(key, id, nil)
	return r, true, err
}

func (b *builder) message(c Change) Message {
	return Message{Op: c.Op, Person: b.run.person(c.Person), Items: b.told(c.Person), Tasks: slices.Clone(b.onboarder.Tasks)}
}

// told returns what a message about a person tells: how things are by now.
func (b *builder) told(p Person) []Item {
	return slices.DeleteFunc(b.run.items(b.review.Items, nil), func(i Item) bool {
		return i.Person != p.Email || i.Action == Tell || i.Action == Stay
	})
}

// stepsOf returns the keys of what is done to a person. A message needs all of it: it tells how things are, and is sent once.
func (b *builder) stepsOf(p Person) (keys []string) {
	for _, i := range b.review.Items {
		if i.Person == p.Email && i.Action != Tell && i.Key != "" {
			keys = append(keys, i.Key)
		}
	}
	return keys
}
