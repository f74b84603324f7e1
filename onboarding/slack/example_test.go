package slack_test

import (
	"context"
	"fmt"
	"net/http/httptest"

	standin "github.com/goldenpath-go/goldenpath/internal/standin/slack"
	"github.com/goldenpath-go/goldenpath/onboarding"
	"github.com/goldenpath-go/goldenpath/onboarding/slack"
)

// Ada joins a channel and a user group, and everybody reads how far that has got.
func Example() {
	workspace := &standin.Workspace{Token: "secret", Webhook: "/services/T0/B0/secret"} // in the place of slack.com
	zoe := workspace.Join("Zoe Zander", "zoe@example.com")
	workspace.Join("Ada Lovelace", "ada@example.com")
	channel, group := workspace.AddChannel("platform", zoe), workspace.AddGroup("oncall", zoe)
	server := httptest.NewServer(workspace)
	defer server.Close()

	o := &onboarding.Onboarder{
		Providers: []onboarding.Provider{&slack.Provider{
			Client: slack.Connect("secret", &slack.Connection{Base: server.URL + "/api/"}), Settle: -1,
		}},
		Messengers: []onboarding.Messenger{&slack.Webhook{URL: server.URL + "/services/T0/B0/secret"}},
		Tasks:      []onboarding.Task{{Title: "📖 Read", URL: "https://wiki.example.com/onboarding"}},
	}
	ada := onboarding.Person{Email: "ada@example.com", Name: "Ada Lovelace"}
	review, err := o.Join(context.Background(), ada, []onboarding.Grant{
		{Provider: "slack", Kind: slack.ChannelKind, Object: channel},
		{Provider: "slack", Kind: slack.UserGroupKind, Object: group},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	if _, err := o.Apply(context.Background(), review, nil); err != nil {
		fmt.Println(err)
	}
	fmt.Println(workspace.Messages()[0].Text)
	// Output:
	// 👋 Welcome Ada Lovelace! Your access has been provisioned.
	// • ✅ slack channel C0003
	// • ✅ slack usergroup S0004
	// • 📖 Read: https://wiki.example.com/onboarding
}

// Somebody who has accepted an invitation since is told so in the message that was there already.
func ExampleBot_Update() {
	workspace := &standin.Workspace{Token: "secret"}
	workspace.Join("Ada Lovelace", "ada@example.com")
	server := httptest.NewServer(workspace)
	defer server.Close()
	bot := &slack.Bot{Provider: &slack.Provider{Client: slack.Connect("secret", &slack.Connection{Base: server.URL + "/api/"})}}

	m := onboarding.Message{
		Op: onboarding.Joining, Person: onboarding.Person{Email: "ada@example.com", Name: "Ada Lovelace"},
		Items: []onboarding.Item{{
			Action: onboarding.Give, Grant: onboarding.Grant{Provider: "github", Kind: "org", Object: "acme"}, State: onboarding.Pending, Note: "invited",
		}},
	}
	if _, err := bot.Send(context.Background(), m); err != nil {
		fmt.Println(err)
	}
	m.Items[0].State, m.Items[0].Note = onboarding.Done, ""
	if _, err := bot.Update(context.Background(), m); err != nil {
		fmt.Println(err)
	}
	for _, m := range workspace.Messages() {
		fmt.Println(m.Text)
	}
	// Output:
	// 👋 Welcome Ada Lovelace! Your access has been provisioned.
	// • ✅ github org acme
}
