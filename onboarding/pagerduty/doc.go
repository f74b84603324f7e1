// Package pagerduty is the provider for PagerDuty: users, teams, schedules and escalation policies, by go-pagerduty.
//
//	p := &pagerduty.Provider{Client: api.NewClient(token), From: "onboarding@example.com"}
//	o := &onboarding.Onboarder{Providers: []onboarding.Provider{p}}
//
// # What it grants
//
//   - user: an account, in a role. PagerDuty sends an invitation, but the account is there at once.
//   - team TEAM-ID, as responder, observer or manager.
//   - schedule SCHEDULE-ID, or SCHEDULE-ID/LAYER-ID where a schedule has several layers: the last place in the rotation. The order of
//     the rotation is nobody's to change, so a person is appended, and never sorted in.
//   - policy POLICY-ID/RULE-ID: a target by name, at one level of an escalation policy.
//
// Who leaves is taken out of policies and schedules before the account is deleted: PagerDuty refuses it otherwise, as it does while
// incidents are open. Where somebody is the only one in a rotation or at a level of a policy, that is for a human: nobody else can be
// put there by guessing.
//
// # Schedules
//
// A schedule and an escalation policy are written as a whole, and PagerDuty does not say whether somebody else has written since. The
// provider reads just before it writes, sends back all it has read but what is computed, with the ids of layers and rules, which
// would be doubled otherwise, and looks again some time later: two runs at once lose nobody. See Provider.Settle.
//
// # Client
//
// The client is used for its address, its credentials and its HTTP client, by its Do: its own methods for what is written here lose
// the cause of an error, leave out From, which creating a user requires, and members that they do not know, such as the strategy of
// a rule. Limits are waited for as PagerDuty says.
package pagerduty
