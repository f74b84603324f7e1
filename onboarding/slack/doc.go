// Package slack is the provider for Slack, by slack-go, and has two messengers.
//
//	client := slack.Connect(token, nil)
//	p := &slack.Provider{Client: client}
//	o := &onboarding.Onboarder{
//		Providers:  []onboarding.Provider{p},
//		Messengers: []onboarding.Messenger{&slack.Webhook{URL: url}, &slack.Bot{Provider: p}},
//	}
//
// # What it grants
//
//   - channel CHANNEL-ID, such as C0123ABC: to be in it. The app must be in it too.
//   - usergroup USERGROUP-ID, such as S0123ABC: to be among those whom a mention reaches.
//   - account: a place in the workspace. People join by an invitation or by the identity provider, not by an API that every plan
//     has; until then the account is Manual, and all else waits. Where there is SCIM, an account that was deactivated is activated again, and one that leaves
//     is deactivated, which takes nothing of what is in it away. Elsewhere that is for a human.
//
// # User groups
//
// A user group is written as a whole, and two who write at once would undo each other. The provider reads just before it writes, and
// looks again some time later: two runs at once lose nobody. See Provider.Settle. Slack allows no empty user group: when the last one
// leaves, it is disabled, and enabled when the next one joins.
//
// # Messages
//
// [Webhook] posts to a channel, and [Bot] writes to the person. What they write is made of the same items as the report: a checklist
// with a sign for the state of each, and the tasks with their links. Names are shown as they are: none is a link, a mention or a
// markup. A Bot can look whether it wrote already, by the metadata of the message, and can bring what it wrote up to date.
//
// # Scopes
//
// users:read and users:read.email to find people; channels:read, groups:read, channels:write.invites, groups:write.invites,
// channels:manage and groups:write for channels; usergroups:read and usergroups:write; chat:write, im:write, im:history and
// metadata.message:read for the Bot.
package slack
