package pagerduty_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/internal/standin"
	"github.com/goldenpath-go/goldenpath/scaffold"
	"github.com/goldenpath-go/goldenpath/scaffold/action/internal/actiontest"
	"github.com/goldenpath-go/goldenpath/scaffold/action/pagerduty"
)

// account returns one that has a service already, of another name.
func account() *standin.PagerDuty {
	p := &standin.PagerDuty{Token: "pd-t0ken", Policies: []string{"P-TIER1"}}
	p.Add(standin.PagerDutyService{ID: "POLD", Name: "orders-old"})
	return p
}

func bench(t *testing.T, p *standin.PagerDuty) *actiontest.Bench {
	t.Helper()
	return serve(t, p, &actiontest.Killer{})
}

// serve returns what runs the action in a process that can be killed.
func serve(t *testing.T, h http.Handler, k *actiontest.Killer) *actiontest.Bench {
	t.Helper()
	server := httptest.NewServer(h)
	t.Cleanup(server.Close)
	api := &pagerduty.API{Token: "pd-t0ken", Base: server.URL, HTTP: &http.Client{Transport: k.Transport(http.DefaultTransport)}}
	return &actiontest.Bench{Action: pagerduty.Actions(api)[0], Dir: t.TempDir(), Killer: k}
}

// names returns those of all services.
func names(p *standin.PagerDuty) []string {
	var out []string
	for _, s := range p.Services() {
		out = append(out, s.Name)
	}
	return out
}

func create(t *testing.T, b *actiontest.Bench, more map[string]any) *actiontest.Outcome {
	t.Helper()
	in := map[string]any{"name": "orders", "escalationPolicyId": "P-TIER1"}
	for name, v := range more {
		in[name] = v
	}
	o, err := b.Run(t.Context(), in)
	require.NoError(t, err)
	return o
}

func TestCreate(t *testing.T) {
	t.Parallel()
	f := account()
	b := bench(t, f)
	o := create(t, b, map[string]any{"description": "Orders"})
	require.NoError(t, o.Err)
	assert.Equal(t, `{"serviceUrl":"https://acme.pagerduty.com/service-directory/PSVC1","serviceId":"PSVC1","account":"","integrationKey":"key-PSVC1-1"}`, scaffold.JSON(o.Output, ""))
	assert.JSONEq(t, `{"service": {"type": "service", "name": "orders", "description": "Orders", "alert_creation": "create_alerts_and_incidents",
		"auto_pause_notifications_parameters": {"enabled": true, "timeout": 300},
		"escalation_policy": {"id": "P-TIER1", "type": "escalation_policy_reference"}}}`, f.Bodies()[0])
	assert.JSONEq(t, `{"integration": {"type": "generic_events_api_inbound_integration", "name": "Backstage",
		"service": {"id": "PSVC1", "type": "service_reference"}, "vendor": {"id": "PRO19CT", "type": "vendor_reference"}}}`, f.Bodies()[1])

	require.NoError(t, b.Undo(t.Context()))
	assert.Equal(t, []string{"orders-old"}, names(f))
}

func TestAlertGrouping(t *testing.T) {
	t.Parallel()
	able := []string{"preview_intelligent_alert_grouping", "time_based_alert_grouping"}
	tests := []struct {
		kind      string
		abilities []string
		want      string // in the body
	}{
		{"intelligent", able, `"alert_grouping_parameters":{"type":"intelligent"}`},
		{"time", able, `"alert_grouping_parameters":{"config":{"timeout":0},"type":"time"}`},
		{"content_based", able, `"alert_grouping_parameters":{"config":{"aggregate":"all","fields":["source","summary"],"time_window":0},"type":"content_based"}`},
		{"time", able[:1], ""},
	}
	for _, tt := range tests {
		t.Run(tt.kind, func(t *testing.T) {
			t.Parallel()
			f := account()
			f.Abilities = tt.abilities
			require.NoError(t, create(t, bench(t, f), map[string]any{"alertGrouping": tt.kind}).Err)
			assert.Contains(t, f.Bodies()[0], tt.want)
			assert.Equal(t, tt.want != "", strings.Contains(f.Bodies()[0], "alert_grouping"))
		})
	}
	o := create(t, bench(t, account()), map[string]any{"alertGrouping": "magic"})
	require.ErrorIs(t, o.Err, scaffold.ErrInput)
}

func TestFailures(t *testing.T) {
	t.Parallel()
	t.Run("integration", func(t *testing.T) {
		t.Parallel()
		f := account()
		f.Fail = map[string]string{"POST /services/PSVC1/integrations": "no pd-t0ken"}
		b := bench(t, f)
		o := create(t, b, nil)
		require.ErrorContains(t, o.Err, "400 Bad Request: no ***")
		require.NoError(t, b.Undo(t.Context()))
		assert.Equal(t, []string{"orders-old"}, names(f))
	})
	t.Run("name is taken", func(t *testing.T) {
		t.Parallel()
		f := account()
		b := bench(t, f)
		f.Add(standin.PagerDutyService{ID: "POURS", Name: "orders"})
		require.ErrorIs(t, create(t, b, nil).Err, scaffold.ErrConflict)
		require.NoError(t, b.Undo(t.Context()))
		assert.Equal(t, []string{"orders-old", "orders"}, names(f), "it was there before")
	})
	t.Run("an answer is lost", func(t *testing.T) {
		t.Parallel()
		f := account()
		f.Fail = map[string]string{"POST /services": "lost"}
		b := bench(t, f)
		require.Error(t, create(t, b, nil).Err)
		f.Add(standin.PagerDutyService{ID: "POURS", Name: "orders"})
		require.NoError(t, b.Undo(t.Context()))
		assert.Equal(t, []string{"orders-old"}, names(f))
	})
	t.Run("no policy", func(t *testing.T) {
		t.Parallel()
		o, err := bench(t, account()).Run(t.Context(), map[string]any{"name": "x"})
		require.NoError(t, err)
		require.ErrorIs(t, o.Err, scaffold.ErrInput)
	})
}

// TestKilled lets the process die after each line of the journal and each request that makes something.
func TestKilled(t *testing.T) {
	t.Parallel()
	want := []standin.PagerDutyService{{ID: "POLD", Name: "orders-old"}, {ID: "PSVC1", Name: "orders", Policy: "P-TIER1", Integrations: []string{"PRO19CT"}}}
	for after := 1; ; after++ {
		f := account()
		b := serve(t, f, &actiontest.Killer{After: after})
		o := create(t, b, nil)
		journal, err := b.Journal(t.Context())
		require.NoError(t, err)
		if strings.Contains(journal, `"finished"`) {
			assert.Greater(t, after, 5)
			return
		}
		require.ErrorIs(t, o.Err, actiontest.ErrKilled)
		o = create(t, b, nil)
		require.NoError(t, o.Err)
		assert.Equal(t, want, f.Services(), "resumed after %d", after)
		assert.Equal(t, "key-PSVC1-1", o.Output.Text("integrationKey"))
		require.NoError(t, b.Undo(t.Context()))
		assert.Equal(t, []string{"orders-old"}, names(f))

		f = account()
		b = serve(t, f, &actiontest.Killer{After: after})
		require.ErrorIs(t, create(t, b, nil).Err, actiontest.ErrKilled)
		require.NoError(t, b.Undo(t.Context()))
		assert.Equal(t, []string{"orders-old"}, names(f), "undone after %d", after)
	}
}

func TestDryRun(t *testing.T) {
	t.Parallel()
	b := &actiontest.Bench{Action: pagerduty.Actions(nil)[0], Dir: t.TempDir()}
	o, err := b.DryRun(t.Context(), map[string]any{"name": "orders", "escalationPolicyId": "P-TIER1"})
	require.NoError(t, err)
	require.NoError(t, o.Err)
	assert.Equal(t, "<example>", o.Output.Text("serviceId"))
}
