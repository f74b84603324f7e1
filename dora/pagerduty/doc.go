// Package pagerduty has the incidents of PagerDuty, and deployments from its
// change events, for package dora.
//
//	account := &pagerduty.Account{Token: os.Getenv("PAGERDUTY_TOKEN")}
//	history, err := dora.Collect(ctx, dora.Sources{
//		Incidents: map[string]dora.IncidentSource{"pagerduty": &pagerduty.Incidents{Account: account}},
//		...
//	}, scope, window, nil)
//
// A key that may only read is enough. A service is found by the annotation
// pagerduty.com/service-id, as in the catalog of Backstage; those without one
// have no incidents here. Where several services name the same one, its
// incidents are all theirs.
//
// The times of an incident are those of its log: opened when it was first
// triggered, resolved when that was last done and nobody opened it again. What
// was merged into another incident is a double of that one. PagerDuty knows no
// environments: its incidents are those of production.
package pagerduty
