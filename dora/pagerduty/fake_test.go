package pagerduty_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/dora/pagerduty"
	"github.com/goldenpath-go/goldenpath/internal/beside"
	"github.com/goldenpath-go/goldenpath/internal/openapitest"
)

const token = "t0ken-of-the-account"

type object = map[string]any

// fake is an account of PagerDuty. It refuses what PagerDuty refuses, and
// reports what it would not have understood.
type fake struct {
	t       *testing.T
	service http.Handler

	mu        sync.Mutex
	read      map[string]time.Time
	incidents []object
	logs      map[string][]object                                      // by incident
	events    map[string][]object                                      // by service
	related   map[string][]object                                      // by incident
	asked     []string                                                 // the requests
	before    func(n int, w http.ResponseWriter, r *http.Request) bool // answers the nth request in its place
}

// newFake returns an account without anything in it. Its answers are held
// against PagerDuty's own description where that is at hand.
func newFake(t *testing.T) *fake {
	t.Helper()
	f := &fake{t: t, read: map[string]time.Time{}, logs: map[string][]object{}, events: map[string][]object{}, related: map[string][]object{}}
	f.service = http.HandlerFunc(f.serve)
	file, ok := beside.Path(t, "corpus/onboarding/pagerduty-openapi.json")
	if !ok {
		t.Log("PagerDuty's description of its API is not at hand: requests are checked by the fake alone")
		return f
	}
	data, err := os.ReadFile(file)
	require.NoError(t, err)
	if !strings.Contains(string(data), `"/incidents/{id}/log_entries"`) {
		t.Log("PagerDuty's description of its API lacks incidents: requests are checked by the fake alone")
		return f
	}
	description, err := openapitest.Read(data)
	require.NoError(t, err)
	f.service = description.Handler(f.service, func(fault string) { t.Error(fault) })
	return f
}

// account returns the account, asked without a network.
func (f *fake) account() *pagerduty.Account {
	return &pagerduty.Account{Token: token, HTTP: &http.Client{Transport: f}}
}

// RoundTrip answers a request; a connection is dropped where the answer panics
// with http.ErrAbortHandler.
func (f *fake) RoundTrip(r *http.Request) (answer *http.Response, err error) {
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	defer func() {
		p := recover()
		if p == nil {
			return
		}
		if p != http.ErrAbortHandler {
			panic(p)
		}
		answer, err = nil, http.ErrAbortHandler
	}()
	r = r.Clone(r.Context())
	r.Body = http.NoBody
	f.mu.Lock()
	f.asked = append(f.asked, r.URL.RequestURI())
	n, before := len(f.asked), f.before
	f.mu.Unlock()
	w := httptest.NewRecorder()
	if before == nil || !before(n, w, r) {
		f.service.ServeHTTP(w, r)
	}
	return w.Result(), nil
}

// requests returns what was asked for since the last time.
func (f *fake) requests() []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	out := f.asked
	f.asked = nil
	return out
}

func (f *fake) serve(w http.ResponseWriter, r *http.Request) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if r.Header.Get("Authorization") != "Token token="+token || r.Header.Get("Accept") != "application/vnd.pagerduty+json;version=2" {
		refuse(w, http.StatusUnauthorized, "not authenticated")
		return
	}
	path := strings.Split(strings.Trim(r.URL.Path, "/"), "/")
	switch {
	case len(path) == 1 && path[0] == "incidents":
		f.allow(r, "limit", "offset", "since", "until", "date_range", "service_ids[]", "statuses[]", "time_zone", "sort_by")
		f.listIncidents(w, r)
	case len(path) == 2 && path[0] == "incidents":
		f.allow(r)
		f.oneIncident(w, path[1])
	case len(path) == 3 && path[2] == "log_entries":
		f.allow(r, "limit", "offset", "is_overview", "time_zone")
		page(w, r, "log_entries", f.logs[path[1]], true)
	case len(path) == 3 && path[2] == "related_change_events":
		f.allow(r, "limit")
		say(w, object{"change_events": f.related[path[1]]})
	case len(path) == 3 && path[0] == "services" && path[2] == "change_events":
		f.allow(r, "limit", "offset", "since", "until")
		from, to := f.times(r)
		page(w, r, "change_events", among(f.events[path[1]], func(e object) bool { return f.within(e["timestamp"], from, to) }), true)
	default:
		f.t.Errorf("there is no such thing: %s", r.URL)
		refuse(w, http.StatusNotFound, "not found")
	}
}

// allow reports parameters that there are none of.
func (f *fake) allow(r *http.Request, names ...string) {
	if r.Method != http.MethodGet {
		f.t.Errorf("%s %s: it only reads", r.Method, r.URL)
	}
	for name := range r.URL.Query() {
		if !slices.Contains(names, name) {
			f.t.Errorf("%s: there is no parameter %s", r.URL, name)
		}
	}
}

// times reads since and until, which must be times of UTC.
func (f *fake) times(r *http.Request) (from, to time.Time) {
	var out [2]time.Time
	for i, name := range []string{"since", "until"} {
		t, err := time.Parse("2006-01-02T15:04:05Z", r.URL.Query().Get(name))
		if err != nil {
			f.t.Errorf("%s: %v", r.URL, err)
		}
		out[i] = t
	}
	return out[0], out[1]
}

func (f *fake) listIncidents(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	from, to := time.Time{}, time.Now().AddDate(1000, 0, 0)
	if q.Get("date_range") != "all" {
		if from, to = f.times(r); to.Sub(from) > 180*24*time.Hour {
			refuse(w, http.StatusBadRequest, "the range is longer than six months")
			return
		}
	}
	if q.Get("sort_by") != "created_at:asc" {
		f.t.Errorf("%s: not in the order of time", r.URL)
	}
	page(w, r, "incidents", among(f.incidents, func(i object) bool {
		service, _ := i["service"].(object)
		id, _ := service["id"].(string)
		status, _ := i["status"].(string)
		return slices.Contains(q["statuses[]"], status) && slices.Contains(q["service_ids[]"], id) && f.within(i["created_at"], from, to)
	}), false)
}

func (f *fake) oneIncident(w http.ResponseWriter, id string) {
	for _, i := range f.incidents {
		if i["id"] == id {
			say(w, object{"incident": i})
			return
		}
	}
	refuse(w, http.StatusNotFound, "not found")
}

func among(all []object, keep func(object) bool) []object {
	out := []object{}
	for _, o := range all {
		if keep(o) {
			out = append(out, o)
		}
	}
	return out
}

// within reports whether a time lies within others. It keeps what it has read: some tests ask of ten thousand a hundred times.
func (f *fake) within(v any, from, to time.Time) bool {
	text, _ := v.(string)
	at, ok := f.read[text]
	if !ok {
		var err error
		if at, err = time.Parse(time.RFC3339, text); err != nil {
			f.t.Errorf("%q: %v", text, err)
		}
		f.read[text] = at
	}
	return !at.Before(from) && at.Before(to)
}

// page answers with a page, of the newest first or last.
func page(w http.ResponseWriter, r *http.Request, field string, all []object, newest bool) {
	limit, _ := strconv.Atoi(r.URL.Query().Get("limit"))
	offset, _ := strconv.Atoi(r.URL.Query().Get("offset"))
	if limit < 1 || limit > 100 || offset < 0 || offset+limit > 10_000 {
		refuse(w, http.StatusBadRequest, "limit and offset are at most 10,000 together")
		return
	}
	all = slices.Clone(all)
	if newest {
		slices.Reverse(all)
	}
	end := min(offset+limit, len(all))
	say(w, object{field: append([]object{}, all[min(offset, end):end]...), "limit": limit, "offset": offset, "more": end < len(all), "total": nil})
}

func say(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Ratelimit-Remaining", "900")
	w.Header().Set("Ratelimit-Reset", "30")
	_ = json.NewEncoder(w).Encode(v)
}

func refuse(w http.ResponseWriter, code int, message string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(code)
	_ = json.NewEncoder(w).Encode(object{"error": object{"message": message, "code": 2001}})
}

// incident adds one that was triggered and, unless the time is zero, resolved.
func (f *fake) incident(id, service string, opened, resolved time.Time) object {
	i := object{
		"id": id, "type": "incident", "html_url": "https://acme.pagerduty.example/incidents/" + id, "created_at": opened.Format(time.RFC3339),
		"status": "triggered", "urgency": "high", "service": object{"id": service, "type": "service_reference"},
		"last_status_change_at": opened.Format(time.RFC3339),
	}
	f.logs[id] = append(f.logs[id], logEntry("trigger", opened, "integration_reference", "PINT"))
	if !resolved.IsZero() {
		i["status"], i["resolved_at"], i["last_status_change_at"] = "resolved", resolved.Format(time.RFC3339), resolved.Format(time.RFC3339)
		f.logs[id] = append(f.logs[id], logEntry("resolve", resolved, "user_reference", "PADA"))
	}
	f.incidents = append(f.incidents, i)
	return i
}

func logEntry(what string, at time.Time, kind, agent string) object {
	return object{
		"id": "R" + what + at.Format("150405"), "type": what + "_log_entry", "created_at": at.Format(time.RFC3339),
		"agent": object{"id": agent, "type": kind, "summary": "Ada"},
	}
}
