package pagerduty_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/scaffold"
	"github.com/goldenpath-go/goldenpath/scaffold/action/internal/actiontest"
	"github.com/goldenpath-go/goldenpath/scaffold/action/pagerduty"
)

// fake is an account of PagerDuty.
type fake struct {
	mu        sync.Mutex
	services  map[string]string // name by id
	abilities []string
	made      []string          // bodies
	fail      map[string]string // answers of failure by method and path
}

func (f *fake) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	f.mu.Lock()
	defer f.mu.Unlock()
	body, _ := io.ReadAll(r.Body)
	w.Header().Set("Content-Type", "application/json")
	say := func(code int, v any) {
		w.WriteHeader(code)
		_ = json.NewEncoder(w).Encode(v)
	}
	if message, ok := f.fail[r.Method+" "+r.URL.Path]; ok {
		say(400, map[string]any{"error": map[string]any{"message": message, "code": 2001}})
		return
	}
	if r.Header.Get("Authorization") != "Token token=pd-t0ken" || r.Header.Get("Accept") != "application/vnd.pagerduty+json;version=2" {
		say(401, map[string]any{})
		return
	}
	switch r.Method + " " + r.URL.Path {
	case "GET /services":
		list := []any{}
		for id, name := range f.services {
			if strings.Contains(name, r.URL.Query().Get("query")) { // as PagerDuty searches
				list = append(list, map[string]any{"id": id, "name": name})
			}
		}
		say(200, map[string]any{"services": list, "more": false})
	case "GET /abilities":
		say(200, map[string]any{"abilities": f.abilities})
	case "POST /services":
		f.made = append(f.made, string(body))
		var in struct{ Service struct{ Name string } }
		_ = json.Unmarshal(body, &in)
		f.services["PNEW"] = in.Service.Name
		say(201, map[string]any{"service": map[string]any{"id": "PNEW", "html_url": "https://acme.pagerduty.com/service-directory/PNEW"}})
	case "POST /services/PNEW/integrations":
		f.made = append(f.made, string(body))
		say(201, map[string]any{"integration": map[string]any{"integration_key": "k3y"}})
	case "DELETE /services/PNEW":
		delete(f.services, "PNEW")
		w.WriteHeader(204)
	default:
		say(404, map[string]any{})
	}
}

func bench(t *testing.T, f *fake) *actiontest.Bench {
	t.Helper()
	f.services = map[string]string{"POLD": "orders-old"}
	server := httptest.NewServer(f)
	t.Cleanup(server.Close)
	return &actiontest.Bench{Action: pagerduty.Actions(&pagerduty.API{Token: "pd-t0ken", Base: server.URL})[0], Dir: t.TempDir()}
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
	f := &fake{}
	b := bench(t, f)
	o := create(t, b, map[string]any{"description": "Orders"})
	require.NoError(t, o.Err)
	assert.Equal(t, `{"serviceUrl":"https://acme.pagerduty.com/service-directory/PNEW","serviceId":"PNEW","account":"","integrationKey":"k3y"}`, scaffold.JSON(o.Output, ""))
	assert.JSONEq(t, `{"service": {"type": "service", "name": "orders", "description": "Orders", "alert_creation": "create_alerts_and_incidents",
		"auto_pause_notifications_parameters": {"enabled": true, "timeout": 300},
		"escalation_policy": {"id": "P-TIER1", "type": "escalation_policy_reference"}}}`, f.made[0])
	assert.JSONEq(t, `{"integration": {"type": "generic_events_api_inbound_integration", "name": "Backstage",
		"service": {"id": "PNEW", "type": "service_reference"}, "vendor": {"id": "PRO19CT", "type": "vendor_reference"}}}`, f.made[1])

	require.NoError(t, b.Undo(t.Context()))
	assert.Equal(t, map[string]string{"POLD": "orders-old"}, f.services)
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
			f := &fake{abilities: tt.abilities}
			require.NoError(t, create(t, bench(t, f), map[string]any{"alertGrouping": tt.kind}).Err)
			assert.Contains(t, f.made[0], tt.want)
			assert.Equal(t, tt.want != "", strings.Contains(f.made[0], "alert_grouping"))
		})
	}
	o := create(t, bench(t, &fake{}), map[string]any{"alertGrouping": "magic"})
	require.ErrorIs(t, o.Err, scaffold.ErrInput)
}

func TestFailures(t *testing.T) {
	t.Parallel()
	t.Run("integration", func(t *testing.T) {
		t.Parallel()
		f := &fake{fail: map[string]string{"POST /services/PNEW/integrations": "no pd-t0ken"}}
		b := bench(t, f)
		o := create(t, b, nil)
		require.ErrorContains(t, o.Err, "400 Bad Request: no ***")
		require.NoError(t, b.Undo(t.Context()))
		assert.Len(t, f.services, 1)
	})
	t.Run("name is taken", func(t *testing.T) {
		t.Parallel()
		f := &fake{}
		b := bench(t, f)
		f.services["PNEW"] = "orders"
		require.ErrorIs(t, create(t, b, nil).Err, scaffold.ErrConflict)
		require.NoError(t, b.Undo(t.Context()))
		assert.Len(t, f.services, 2, "it was there before")
	})
	t.Run("an answer is lost", func(t *testing.T) {
		t.Parallel()
		f := &fake{fail: map[string]string{"POST /services": "lost"}}
		b := bench(t, f)
		require.Error(t, create(t, b, nil).Err)
		f.services["PNEW"] = "orders"
		require.NoError(t, b.Undo(t.Context()))
		assert.Len(t, f.services, 1)
	})
	t.Run("no policy", func(t *testing.T) {
		t.Parallel()
		o, err := bench(t, &fake{}).Run(t.Context(), map[string]any{"name": "x"})
		require.NoError(t, err)
		require.ErrorIs(t, o.Err, scaffold.ErrInput)
	})
}

func TestDryRun(t *testing.T) {
	t.Parallel()
	b := &actiontest.Bench{Action: pagerduty.Actions(nil)[0], Dir: t.TempDir()}
	o, err := b.DryRun(t.Context(), map[string]any{"name": "orders", "escalationPolicyId": "P-TIER1"})
	require.NoError(t, err)
	require.NoError(t, o.Err)
	assert.Equal(t, "<example>", o.Output.Text("serviceId"))
}
