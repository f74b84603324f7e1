package slack

import (
	"context"
	"slices"

	api "github.com/slack-go/slack"

	"github.com/goldenpath-go/goldenpath/onboarding"
)

const pageSize = 200

// channels returns the channels that somebody is in, as far as the app can see them; of the empty id those that the app is in.
func (p *Provider) channels(ctx context.Context, id string) ([]api.Channel, error) {
	var out []api.Channel
	cursor := ""
	for {
		page, next, err := p.Client.GetConversationsForUserContext(ctx, &api.GetConversationsForUserParameters{
			UserID: id, Cursor: cursor, Limit: pageSize, Types: []string{"public_channel", "private_channel"}, ExcludeArchived: true,
		})
		if err != nil {
			return nil, failure(p.Name(), "users.conversations", err)
		}
		out = append(out, page...)
		if next == "" || next == cursor {
			return out, nil
		}
		cursor = next
	}
}

func (p *Provider) heldChannels(ctx context.Context, u *user) ([]onboarding.Held, error) {
	theirs, err := p.channels(ctx, u.ID)
	if err != nil || len(theirs) == 0 {
		return nil, err
	}
	apps, err := p.channels(ctx, "")
	if err != nil {
		return nil, err
	}
	var out []onboarding.Held
	for _, c := range theirs {
		held := onboarding.Held{Grant: p.grant(ChannelKind, c.ID), State: onboarding.Done, Detail: "#" + c.Name}
		switch {
		case c.IsGeneral:
			held.State, held.Detail = onboarding.Manual, "everybody is in #"+c.Name
		case !slices.ContainsFunc(apps, func(a api.Channel) bool { return a.ID == c.ID }):
			held.State, held.Detail = onboarding.Manual, "the app is not in #"+c.Name
		}
		out = append(out, held)
	}
	return out, nil
}

// in reports whether a user is in a channel.
func (p *Provider) in(ctx context.Context, u *user, channel string) (bool, error) {
	all, err := p.channels(ctx, u.ID)
	return slices.ContainsFunc(all, func(c api.Channel) bool { return c.ID == channel }), err
}

func (p *Provider) invite(ctx context.Context, u *user, channel string) (onboarding.Outcome, error) {
	there, err := p.in(ctx, u, channel)
	if err != nil || there {
		return onboarding.Outcome{}, err
	}
	_, err = p.Client.InviteUsersToConversationContext(ctx, channel, u.ID)
	return p.moved(ctx, u, channel, "conversations.invite", true, err)
}

func (p *Provider) kick(ctx context.Context, u *user, channel string) (onboarding.Outcome, error) {
	there, err := p.in(ctx, u, channel)
	if err != nil || !there {
		return onboarding.Outcome{}, err
	}
	err = p.Client.KickUserFromConversationContext(ctx, channel, u.ID)
	return p.moved(ctx, u, channel, "conversations.kick", false, err)
}

// moved returns what became of a move into a channel or out of it. That it was so already is a success once it is seen: the word
// not_in_channel can mean the app.
func (p *Provider) moved(ctx context.Context, u *user, channel, method string, want bool, err error) (onboarding.Outcome, error) {
	if word := said(err); word == "already_in_channel" || word == "not_in_channel" {
		there, lookup := p.in(ctx, u, channel)
		if lookup != nil || there == want {
			return onboarding.Outcome{}, lookup
		}
	}
	return onboarding.Outcome{Changed: true}, failure(p.Name(), method, err)
}
