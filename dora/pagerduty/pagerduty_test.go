package pagerduty_test

import (
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/dora"
	"github.com/goldenpath-go/goldenpath/dora/doratest"
	"github.com/goldenpath-go/goldenpath/dora/pagerduty"
)

func TestIncidents(t *testing.T) {
	t.Parallel()
	doratest.TestIncidents(t, func(t *testing.T, w doratest.World) dora.IncidentSource {
		f := newFake(t)
		for _, i := range w.Incidents {
			f.incident(i.ID, "P-"+i.Services[0], i.Opened, i.Resolved)
		}
		return &pagerduty.Incidents{Account: f.account(), ID: func(s dora.Service) string { return "P-" + s.Name }}
	})
}

func TestDeployments(t *testing.T) {
	t.Parallel()
	doratest.TestDeployments(t, func(t *testing.T, w doratest.World) dora.DeploymentSource {
		f := newFake(t)
		for i, d := range w.Deployments {
			id := "P-" + d.Service
			f.events[id] = append(f.events[id], object{
				"id": fmt.Sprintf("C%d", i), "type": "change_event", "timestamp": d.Finished.Format(time.RFC3339), "summary": "deployed",
				"services": []object{{"id": id, "type": "service_reference"}}, "links": []object{{"href": "https://ci.example/" + d.ID}},
				"custom_details": object{"sha": d.SHA, "environment": d.Environment, "deployment": d.ID},
			})
		}
		return &pagerduty.ChangeEvents{Account: f.account(), ID: func(s dora.Service) string { return "P-" + s.Name }}
	})
}

func day(n int) time.Time { return time.Date(2026, 1, n, 9, 0, 0, 0, time.UTC) }

// orders asks for the service that the annotation names P1.
func orders() dora.Query {
	return dora.Query{
		Services: []dora.Service{{Name: "orders", Annotations: map[string]string{pagerduty.ServiceID: "P1"}}},
		Window:   dora.Window{From: day(1), To: day(31)},
	}
}

// all returns the last record of every incident, the last cursor and what it cost.
func all(pages iter.Seq2[dora.Page[dora.Incident], error]) (map[string]dora.Incident, json.RawMessage, dora.Cost, error) {
	out := map[string]dora.Incident{}
	var cursor json.RawMessage
	var cost dora.Cost
	for page, err := range pages {
		if err != nil {
			return out, cursor, cost, err
		}
		for _, i := range page.Items {
			out[i.ID] = i
		}
		if page.Cursor != nil {
			cursor = page.Cursor
		}
		cost.Requests += page.Cost.Requests
		cost.Waited += page.Cost.Waited
		cost.Remaining, cost.Reset = page.Cost.Remaining, page.Cost.Reset
	}
	return out, cursor, cost, nil
}

// TestTimes tells what becomes of an incident with such a log.
func TestTimes(t *testing.T) {
	t.Parallel()
	at := func(minutes int) time.Time { return day(5).Add(time.Duration(minutes) * time.Minute) }
	for name, c := range map[string]struct {
		log      []object
		status   string
		resolved time.Time
		actor    string
	}{
		"resolved":            {[]object{logEntry("trigger", at(0), "user_reference", "PADA"), logEntry("resolve", at(9), "user_reference", "PBOB")}, "resolved", at(9), ""},
		"by one person":       {[]object{logEntry("trigger", at(0), "user_reference", "PADA"), logEntry("resolve", at(9), "user_reference", "PADA")}, "resolved", at(9), "PADA"},
		"by one integration":  {[]object{logEntry("trigger", at(0), "integration_reference", "PI"), logEntry("resolve", at(9), "integration_reference", "PI")}, "resolved", at(9), ""},
		"opened again":        {[]object{logEntry("trigger", at(0), "service_reference", "PS"), logEntry("resolve", at(9), "service_reference", "PS"), logEntry("trigger", at(20), "service_reference", "PS"), logEntry("resolve", at(50), "service_reference", "PS")}, "resolved", at(50), ""},
		"opened again, still": {[]object{logEntry("trigger", at(0), "service_reference", "PS"), logEntry("resolve", at(9), "service_reference", "PS"), logEntry("unacknowledge", at(20), "service_reference", "PS")}, "triggered", time.Time{}, ""},
		"notified after":      {[]object{logEntry("trigger", at(0), "service_reference", "PS"), logEntry("resolve", at(9), "service_reference", "PS"), logEntry("notify", at(10), "service_reference", "PS")}, "resolved", at(9), ""},
		"no log":              {nil, "resolved", at(7), ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := newFake(t)
			i := f.incident("I1", "P1", at(1), at(7))
			i["status"], f.logs["I1"] = c.status, c.log
			got, _, _, err := all((&pagerduty.Incidents{Account: f.account()}).Incidents(t.Context(), orders()))
			require.NoError(t, err)
			assert.Equal(t, c.resolved, got["I1"].Resolved)
			assert.Equal(t, c.actor, got["I1"].Actor)
			if c.log != nil {
				assert.Equal(t, at(0), got["I1"].Opened)
			}
		})
	}
}

func TestLongLog(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	f.incident("I1", "P1", day(5), time.Time{})
	for n := range 250 {
		f.logs["I1"] = append(f.logs["I1"], logEntry("notify", day(5).Add(time.Duration(n)*time.Second), "service_reference", "PS"))
	}
	f.logs["I1"] = append(f.logs["I1"], logEntry("resolve", day(6), "service_reference", "PS"))
	got, _, _, err := all((&pagerduty.Incidents{Account: f.account()}).Incidents(t.Context(), orders()))
	require.NoError(t, err)
	assert.Equal(t, day(5), got["I1"].Opened)
	assert.Equal(t, day(6), got["I1"].Resolved)
}

func TestFields(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	f.incident("I1", "P1", day(5), day(6))["priority"] = object{"id": "PX", "type": "priority", "summary": "P2"}
	f.incident("I2", "P1", day(5), day(6))["resolve_reason"] = object{"type": "merge_resolve_reason", "incident": object{"id": "I1", "type": "incident_reference"}}
	q := orders()
	q.Services = append(q.Services, dora.Service{Name: "shop", Annotations: q.Services[0].Annotations}, dora.Service{Name: "unknown"})
	got, _, _, err := all((&pagerduty.Incidents{Account: f.account(), Quick: true}).Incidents(t.Context(), q))
	require.NoError(t, err)
	assert.Equal(t, map[string]dora.Incident{
		"I1": {ID: "I1", Services: []string{"orders", "shop"}, Opened: day(5), Resolved: day(6), Severity: "P2", URL: "https://acme.pagerduty.example/incidents/I1"},
		"I2": {ID: "I2", Services: []string{"orders", "shop"}, Opened: day(5), Resolved: day(6), Severity: "high", MergedInto: "I1", URL: "https://acme.pagerduty.example/incidents/I2"},
	}, got)
}

// TestMany asks for more incidents than one list has.
func TestMany(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	for n := range 10_250 {
		at := day(2).Add(time.Duration(n) * time.Minute)
		f.incident(fmt.Sprintf("I%d", n), "P1", at, at.Add(time.Minute))
	}
	got, _, cost, err := all((&pagerduty.Incidents{Account: f.account(), Quick: true}).Incidents(t.Context(), orders()))
	require.NoError(t, err)
	assert.Len(t, got, 10_250)
	assert.Equal(t, len(f.requests()), cost.Requests)
	assert.Less(t, cost.Requests, 120)
	assert.Equal(t, 900, cost.Remaining)
	assert.False(t, cost.Reset.IsZero())
}

// TestManyAtOnce has more at one moment than any list has.
func TestManyAtOnce(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	for n := range 10_150 {
		f.incident(fmt.Sprintf("I%d", n), "P1", day(2), day(3))
	}
	_, _, _, err := all((&pagerduty.Incidents{Account: f.account(), Quick: true}).Incidents(t.Context(), orders()))
	require.ErrorContains(t, err, "no more than 10000")
}

// TestGoesOn asks a second time: for what is new, and for what was open.
func TestGoesOn(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	for n := range 200 {
		f.incident(fmt.Sprintf("I%d", n), "P1", day(2), day(3))
	}
	old := f.incident("OLD", "P1", day(1).AddDate(-1, 0, 0), time.Time{})
	f.incident("GONE", "P1", day(4), time.Time{})
	source := &pagerduty.Incidents{Account: f.account()}
	got, cursor, _, err := all(source.Incidents(t.Context(), orders()))
	require.NoError(t, err)
	assert.Len(t, got, 202, "one that has been open for a year is among them")
	assert.NotContains(t, string(cursor), token)
	f.requests()

	f.incidents = among(f.incidents, func(i object) bool { return i["id"] != "GONE" })
	old["status"], old["resolved_at"] = "resolved", day(33).Format(time.RFC3339)
	f.logs["OLD"] = append(f.logs["OLD"], logEntry("resolve", day(33), "service_reference", "PS"))
	f.incident("NEW", "P1", day(34), day(35))
	q := orders()
	q.Window.To, q.Cursor = day(40), cursor
	got, second, _, err := all(source.Incidents(t.Context(), q))
	require.NoError(t, err)
	assert.Len(t, got, 2)
	assert.Equal(t, day(33), got["OLD"].Resolved)
	assert.Contains(t, got, "NEW")
	assert.Less(t, len(f.requests()), 10, "two hundred incidents are not asked for again")

	q.Cursor, q.Window.From = second, day(-100)
	got, _, _, err = all(source.Incidents(t.Context(), q))
	require.NoError(t, err)
	assert.Len(t, got, 201, "an earlier window begins anew")
}

// TestLongWindow asks for two years, of which PagerDuty answers half a one at most.
func TestLongWindow(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	for n := range 24 {
		at := day(1).AddDate(0, -n, 0)
		f.incident(fmt.Sprintf("I%d", n), "P1", at, at.Add(time.Hour))
	}
	q := orders()
	q.Window.From = day(1).AddDate(-2, 0, 0)
	got, _, _, err := all((&pagerduty.Incidents{Account: f.account()}).Incidents(t.Context(), q))
	require.NoError(t, err)
	assert.Len(t, got, 24)
}

// TestRefused goes on after what passes, and waits as long as it is told to.
func TestRefused(t *testing.T) {
	t.Parallel()
	limited := func(header, value string) func(http.ResponseWriter) {
		return func(w http.ResponseWriter) {
			w.Header().Set(header, value)
			w.WriteHeader(http.StatusTooManyRequests)
		}
	}
	for name, c := range map[string]struct {
		refuse func(http.ResponseWriter)
		waited time.Duration
	}{
		"Retry-After":     {limited("Retry-After", "50"), 50 * time.Second},
		"ratelimit-reset": {limited("ratelimit-reset", "70"), 70 * time.Second},
		"bad gateway":     {func(w http.ResponseWriter) { w.WriteHeader(http.StatusBadGateway) }, 0},
		"dropped":         {func(http.ResponseWriter) { panic(http.ErrAbortHandler) }, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				f := newFake(t)
				for n := range 250 {
					f.incident(fmt.Sprintf("I%d", n), "P1", day(2).Add(time.Duration(n)*time.Hour), day(30))
				}
				f.before = func(n int, w http.ResponseWriter, _ *http.Request) bool {
					if n%40 == 3 {
						c.refuse(w)
						return true
					}
					return false
				}
				start := time.Now()
				got, _, cost, err := all((&pagerduty.Incidents{Account: f.account()}).Incidents(t.Context(), orders()))
				require.NoError(t, err)
				assert.Len(t, got, 250)
				if c.waited > 0 {
					assert.Zero(t, cost.Waited%c.waited)
					assert.GreaterOrEqual(t, time.Since(start), cost.Waited)
				}
				assert.Equal(t, c.waited > 0, cost.Waited > 0)
			})
		})
	}
}

// TestErrors makes sure that errors say what was asked for, and not with what token.
func TestErrors(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		answer func(http.ResponseWriter)
		want   string
	}{
		"echo":    {func(w http.ResponseWriter) { refuse(w, http.StatusForbidden, "Token token="+token+" may not") }, "403"},
		"no JSON": {func(w http.ResponseWriter) { _, _ = w.Write([]byte("<html>" + token)) }, "incidents"},
		"no list": {func(w http.ResponseWriter) { say(w, object{"incidents": object{}}) }, "incidents"},
		"bad time": {func(w http.ResponseWriter) {
			say(w, object{"incidents": []object{{"id": "I9", "created_at": "yesterday"}}})
		}, `incident I9: time "yesterday"`},
		"too long": {func(w http.ResponseWriter) { w.Header().Set("Retry-After", "9999"); refuse(w, 429, "wait") }, "429"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := newFake(t)
			f.before = func(_ int, w http.ResponseWriter, _ *http.Request) bool { c.answer(w); return true }
			_, _, _, err := all((&pagerduty.Incidents{Account: f.account()}).Incidents(t.Context(), orders()))
			require.ErrorContains(t, err, c.want)
			assert.NotContains(t, err.Error(), token)
			assert.NotContains(t, fmt.Sprintf("%+v", err), token)
		})
	}
}

// TestCancelled ends a run in the middle: what came by then is good.
func TestCancelled(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	for n := range 250 {
		f.incident(fmt.Sprintf("I%d", n), "P1", day(2), day(3))
	}
	ctx, cancel := context.WithCancel(t.Context())
	f.before = func(n int, _ http.ResponseWriter, _ *http.Request) bool {
		if n == 150 {
			cancel()
		}
		return false
	}
	got, _, _, err := all((&pagerduty.Incidents{Account: f.account()}).Incidents(ctx, orders()))
	require.ErrorIs(t, err, context.Canceled)
	assert.Len(t, got, 100)
}

// TestHostileID makes sure that an ID from the catalog stays one in the path.
func TestHostileID(t *testing.T) {
	t.Parallel()
	for _, id := range []string{"../../users", "a/b", "..", "P1?x=y", "P1#", "%2e%2e"} {
		f := newFake(t)
		source := &pagerduty.ChangeEvents{Account: f.account(), ID: func(dora.Service) string { return id }}
		for _, err := range source.Deployments(t.Context(), orders()) {
			if err != nil {
				break
			}
		}
		for _, uri := range f.requests() {
			path, _, _ := strings.Cut(uri, "?")
			assert.Len(t, strings.Split(path, "/"), 4, uri)
			assert.True(t, strings.HasSuffix(path, "/change_events"), uri)
		}
	}
}

// TestRelated takes PagerDuty's word for what caused an incident: the figures then name the deployment.
func TestRelated(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	for n, at := range []time.Time{day(3), day(10)} {
		f.events["P1"] = append(f.events["P1"], object{
			"id": fmt.Sprintf("C%d", n), "type": "change_event", "timestamp": at.Format(time.RFC3339), "summary": "deployed", "services": []object{},
			"custom_details": object{"sha": strings.Repeat(fmt.Sprint(n), 40)},
		})
	}
	f.incident("I1", "P1", day(10).Add(time.Hour), day(11))
	f.related["I1"] = []object{
		{"id": "C1", "type": "change_event", "timestamp": day(10).Format(time.RFC3339), "correlation_reason": object{"reason": "most_recent"}},
		{"id": "C0", "type": "change_event", "timestamp": day(3).Format(time.RFC3339), "correlation_reason": object{"reason": "intelligent"}},
	}
	q := orders()
	history, err := dora.Collect(t.Context(), dora.Sources{
		Deployments: map[string]dora.DeploymentSource{"pagerduty": &pagerduty.ChangeEvents{Account: f.account()}},
		Incidents:   map[string]dora.IncidentSource{"pagerduty": &pagerduty.Incidents{Account: f.account(), Related: []string{"intelligent"}}},
	}, dora.Scope{Services: q.Services}, q.Window, nil)
	require.NoError(t, err)
	report := dora.Calculate(history, q.Window, nil)
	assert.Equal(t, 2, report.Org.Deployments.Count)
	assert.Equal(t, []string{"C0"}, report.Services["orders"].FailedIDs)
	why, err := report.Explain("orders", dora.ChangeFailureRate)
	require.NoError(t, err)
	require.Len(t, why, 2)
	assert.Equal(t, "I1", why[0].Incident)
}
