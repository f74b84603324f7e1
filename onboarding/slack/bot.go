package slack

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"

	api "github.com/slack-go/slack"

	"github.com/goldenpath-go/goldenpath/onboarding"
)

// Bot writes to the person, or to a channel, as an app, and knows its messages again by their metadata. Provider is required: it
// knows who the person is in Slack.
type Bot struct {
	Provider *Provider
	Called   string                       // name of the messenger; empty: slack
	Ops      []onboarding.Op              // after which it writes; nil: joining and moving
	Channel  string                       // id of the channel to write to; empty: to the person
	Label    func(onboarding.Item) string // names items; nil: Label
}

var _ onboarding.Finder = (*Bot)(nil)

// Name returns Called, or slack.
func (b *Bot) Name() string {
	if b.Called == "" {
		return "slack"
	}
	return b.Called
}

// Tells returns Ops, or joining and moving: somebody who leaves reads no message any more.
func (b *Bot) Tells() []onboarding.Op {
	if b.Ops == nil {
		return []onboarding.Op{onboarding.Joining, onboarding.Moving}
	}
	return b.Ops
}

// eventType is what the metadata of our messages is called.
const eventType = "goldenpath_onboarding"

// metadata tells which message this is: what happened to whom, and what was to be given.
func metadata(m onboarding.Message) api.SlackMetadata {
	var wanted []string
	for _, i := range m.Items {
		if i.Action == onboarding.Give {
			wanted = append(wanted, i.Grant.String())
		}
	}
	slices.Sort(wanted)
	sum := sha256.Sum256([]byte(strings.Join(wanted, "\n")))
	return api.SlackMetadata{EventType: eventType, EventPayload: map[string]any{
		"op": string(m.Op), "person": strings.ToLower(m.Person.Email), "grants": hex.EncodeToString(sum[:6]),
	}}
}

// to returns whom or where to write to.
func (b *Bot) to(ctx context.Context, p onboarding.Person) (string, error) {
	if b.Channel != "" {
		return b.Channel, nil
	}
	u, err := b.Provider.find(ctx, p)
	switch {
	case err != nil:
		return "", err
	case u == nil:
		return "", fault(b.Name(), onboarding.ClassNotFound, fmt.Errorf("%s %s; run this again then", p.Email, notJoined))
	}
	return u.ID, nil
}

func (b *Bot) options(m onboarding.Message) []api.MsgOption {
	made := render(m, b.Label)
	return []api.MsgOption{
		api.MsgOptionText(made.text, false), api.MsgOptionBlocks(made.blocks...), api.MsgOptionMetadata(metadata(m)),
	}
}

// Send writes the message, and returns its id: CHANNEL/TS. Somebody who has not joined Slack is an error of the class not-found, and one
// that wraps plan.ErrUnclear says that the answer was lost.
func (b *Bot) Send(ctx context.Context, m onboarding.Message) (string, error) {
	to, err := b.to(ctx, m.Person)
	if err != nil {
		return "", err
	}
	options := append(b.options(m), api.MsgOptionDisableMarkdown(), api.MsgOptionDisableLinkUnfurl(), api.MsgOptionDisableMediaUnfurl())
	channel, ts, err := b.Provider.Client.PostMessageContext(ctx, to, options...)
	if err != nil {
		return "", lost(b.Name(), "chat.postMessage", err)
	}
	return channel + "/" + ts, nil
}

// Find looks for the message that Send would write, and returns its id. The text does not matter: states change.
func (b *Bot) Find(ctx context.Context, m onboarding.Message) (id string, sent bool, err error) {
	channel, found, err := b.look(ctx, m)
	if err != nil || found == nil {
		return "", false, err
	}
	return channel + "/" + found.Timestamp, true, nil
}

// Update brings the message about a person up to date: what was done since, has another sign now. It reports whether anything was
// changed. A message that was not sent is none to update.
func (b *Bot) Update(ctx context.Context, m onboarding.Message) (bool, error) {
	channel, found, err := b.look(ctx, m)
	if err != nil || found == nil || found.Text == render(m, b.Label).text {
		return false, err
	}
	_, _, _, err = b.Provider.Client.UpdateMessageContext(ctx, channel, found.Timestamp, b.options(m)...)
	return err == nil, failure(b.Name(), "chat.update", err)
}

const maxPages = 50 // of history that is looked through

// look returns the newest message with the metadata of m, and its channel; nil: there is none.
func (b *Bot) look(ctx context.Context, m onboarding.Message) (string, *api.Message, error) {
	channel, err := b.conversation(ctx, m.Person)
	if err != nil || channel == "" {
		return "", nil, err
	}
	wanted := metadata(m)
	cursor := ""
	for range maxPages {
		page, err := b.Provider.Client.GetConversationHistoryContext(ctx, &api.GetConversationHistoryParameters{
			ChannelID: channel, Cursor: cursor, Limit: pageSize, IncludeAllMetadata: true,
		})
		if err != nil {
			return "", nil, failure(b.Name(), "conversations.history", err)
		}
		for _, one := range page.Messages {
			if same(one.Metadata, wanted) {
				return channel, &one, nil
			}
		}
		if cursor = page.ResponseMetaData.NextCursor; cursor == "" {
			return channel, nil, nil
		}
	}
	return "", nil, fault(b.Name(), onboarding.ClassUnknown, errors.New("the history is too long to look through"))
}

func same(a, b api.SlackMetadata) bool {
	if a.EventType != b.EventType {
		return false
	}
	for name, value := range b.EventPayload {
		if a.EventPayload[name] != value {
			return false
		}
	}
	return true
}

// conversation returns the id of the conversation that messages about a person are in; empty: the person has not joined.
func (b *Bot) conversation(ctx context.Context, p onboarding.Person) (string, error) {
	if b.Channel != "" {
		return b.Channel, nil
	}
	u, err := b.Provider.find(ctx, p)
	if err != nil || u == nil {
		return "", err
	}
	c, _, _, err := b.Provider.Client.OpenConversationContext(ctx, &api.OpenConversationParameters{Users: []string{u.ID}})
	if err != nil {
		return "", failure(b.Name(), "conversations.open", err)
	}
	return c.ID, nil
}
