package pagerduty_test

import (
	"errors"
	"net/http"
	"reflect"
	"strings"
	"testing"

	api "github.com/PagerDuty/go-pagerduty"

	standin "github.com/goldenpath-go/goldenpath/internal/standin/pagerduty"
	"github.com/goldenpath-go/goldenpath/onboarding"
	"github.com/goldenpath-go/goldenpath/onboarding/pagerduty"
)

// FuzzHostile says that no name, address, id or object changes what is asked for, or what somebody else has.
func FuzzHostile(f *testing.F) {
	f.Add("ada@example.com", "Ada Lovelace", "PS0004", "PU0001")
	f.Add("zoe@example.com\n", "../../users/PU0001", "PS0004/../PS0004", "../teams/PT0003")
	f.Add("z&query=zoe@example.com", "$(id)", "?type=x", "PU0001?include[]=x")
	f.Add("Zoe@EXAMPLE.com#", "\x00\u202e", "PS0004/PL0005/x", "PU%30001")
	f.Add("*", "'\"`;", "-x", "a b")
	f.Fuzz(func(t *testing.T, email, name, object, id string) {
		if strings.EqualFold(email, "zoe@example.com") || strings.EqualFold(email, "yan@example.com") || id == "PU0001" || id == "PU0002" {
			return // it is they
		}
		account := &standin.Account{Token: token}
		zoe, yan := account.AddUser("Zoe", "zoe@example.com", "user"), account.AddUser("Yan", "yan@example.com", "user")
		account.AddTeam("Platform")
		s, _ := account.AddSchedule("Primary", []string{zoe, yan})
		account.AddPolicy("Platform", []string{s, zoe, yan})
		before := account.State()
		client := api.NewClient(token, api.WithAPIEndpoint("https://pagerduty.example.com"))
		client.HTTPClient = inProcess{http.Handler(account)}
		p := &pagerduty.Provider{Client: client, From: from, Patience: -1, Settle: -1}
		who := onboarding.Person{Email: email, Name: name, Identities: map[string]onboarding.Identity{"pagerduty": {ID: id, Source: onboarding.FromFile}}}
		for _, kind := range []string{"schedule", "policy", "team", "user"} {
			c := call(who, kind, object, "responder")
			if kind == "user" {
				c.Grant.Object, c.Grant.Role = "", "user"
			}
			_, err := p.Give(t.Context(), c)
			check(t, err)
		}
		for _, kind := range []string{"schedule", "policy", "team", "user"} {
			_, err := p.Take(t.Context(), call(who, kind, object, ""))
			check(t, err)
		}
		if after := account.State(); !reflect.DeepEqual(before, after) {
			t.Errorf("before %v, after %v", before, after)
		}
		if faults := account.Faults(); len(faults) > 0 {
			t.Error(faults)
		}
	})
}

// check allows errors that say what is wrong.
func check(t *testing.T, err error) {
	t.Helper()
	var fault *onboarding.CallError
	if err != nil && (!errors.As(err, &fault) || strings.Contains(err.Error(), token)) {
		t.Error(err)
	}
}
