package pagerduty

import (
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"maps"
	"net/url"
	"slices"
	"time"

	"github.com/goldenpath-go/goldenpath/dora"
	"github.com/goldenpath-go/goldenpath/internal/rest"
)

// ChangeEvent is what somebody told PagerDuty about a change.
type ChangeEvent struct {
	ID      string
	At      time.Time
	Summary string
	Source  string
	URL     string         // the first of its links
	Details map[string]any // what the sender added
}

// ChangeEvents are deployments that pipelines told PagerDuty of. Account is
// required.
type ChangeEvents struct {
	Account *Account
	// ID is that of [Incidents].
	ID func(dora.Service) string
	// Read makes a deployment of an event, without its service; false: it is
	// of none. Nil: [ReadDetails].
	Read func(ChangeEvent) (dora.Deployment, bool)
	// Before is how long before the window events are asked for, for what was
	// live when it began. Zero: 30 days.
	Before time.Duration
}

var _ dora.DeploymentSource = (*ChangeEvents)(nil)

// ReadDetails makes a deployment of every event, at its time. Of what the
// sender added it takes the texts deployment (the ID; else that of the event),
// environment (else production), sha and status (else success).
func ReadDetails(e ChangeEvent) (dora.Deployment, bool) {
	text := func(name, otherwise string) string {
		if s, ok := e.Details[name].(string); ok && s != "" {
			return s
		}
		return otherwise
	}
	return dora.Deployment{
		ID: text("deployment", e.ID), Environment: text("environment", "production"), SHA: text("sha", ""),
		Status: dora.Status(text("status", string(dora.Success))), Created: e.At, Finished: e.At, URL: e.URL,
	}, true
}

// changeEvent is as PagerDuty has it.
type changeEvent struct {
	ID        string          `json:"id"`
	Timestamp string          `json:"timestamp"`
	Summary   string          `json:"summary"`
	Source    string          `json:"source"`
	Details   json.RawMessage `json:"custom_details"`
	Links     []struct {
		Href string `json:"href"`
	} `json:"links"`
	Correlation struct {
		Reason string `json:"reason"`
	} `json:"correlation_reason"`
}

func (e changeEvent) public() (ChangeEvent, error) {
	out := ChangeEvent{ID: e.ID, Summary: e.Summary, Source: e.Source}
	if len(e.Links) > 0 {
		out.URL = e.Links[0].Href
	}
	if json.Unmarshal(e.Details, &out.Details) != nil {
		out.Details = nil // the sender may add what it likes
	}
	var err error
	if out.At, err = moment(e.Timestamp); err != nil {
		return out, fmt.Errorf("change event %s: %w", e.ID, err)
	}
	return out, nil
}

// Deployments yields a page for every hundred events of a service.
func (s *ChangeEvents) Deployments(ctx context.Context, q dora.Query) iter.Seq2[dora.Page[dora.Deployment], error] {
	return func(yield func(dora.Page[dora.Deployment], error) bool) {
		from, err := s.from(q)
		if err != nil {
			yield(dora.Page[dora.Deployment]{}, err)
			return
		}
		run := &changeRun{source: s, session: s.Account.session(), services: names(q.Services, s.ID), query: q, yield: yield}
		if len(run.services) == 0 {
			return
		}
		for _, part := range spans(from, q.Window.To) {
			if !run.part(ctx, part) {
				return
			}
		}
	}
}

// from returns when the first event may have been.
func (s *ChangeEvents) from(q dora.Query) (time.Time, error) {
	before := s.Before
	if before == 0 {
		before = 30 * 24 * time.Hour
	}
	from := q.Window.From.UTC().Add(-before)
	if q.Cursor == nil {
		return from, nil
	}
	var last bookmark
	if err := json.Unmarshal(q.Cursor, &last); err != nil {
		return from, fmt.Errorf("cursor %s: %w", q.Cursor, err)
	}
	if q.Window.From.Before(last.From) {
		return from, nil
	}
	return last.To.Add(-again), nil
}

// changeRun is one query.
type changeRun struct {
	source   *ChangeEvents
	session  *session
	services map[string][]string
	query    dora.Query
	yield    func(dora.Page[dora.Deployment], error) bool
}

// part yields the events of a time; false: it is over. The cursor is that of
// the end of the part.
func (r *changeRun) part(ctx context.Context, part span) bool {
	for _, id := range slices.Sorted(maps.Keys(r.services)) {
		l := list[changeEvent]{
			path: []string{"services", id, "change_events"}, field: "change_events",
			query: url.Values{"since": {stamp(part.from)}, "until": {stamp(part.to.Add(time.Second))}},
		}
		for found, err := range l.pages(ctx, r.session) {
			page := dora.Page[dora.Deployment]{}
			if err == nil {
				page.Items, err = r.deployments(id, found)
			}
			page.Cost = r.session.spent()
			if !r.yield(page, err) || err != nil {
				return false
			}
		}
	}
	mark := bookmark{From: r.query.Window.From.UTC()}
	mark.reach(part.to)
	cursor, err := json.Marshal(mark)
	return r.yield(dora.Page[dora.Deployment]{Cursor: cursor}, err) && err == nil
}

func (r *changeRun) deployments(id string, found []changeEvent) ([]dora.Deployment, error) {
	read := r.source.Read
	if read == nil {
		read = ReadDetails
	}
	var out []dora.Deployment
	for _, e := range found {
		public, err := e.public()
		if err != nil {
			return nil, err
		}
		d, ok := read(public)
		if !ok || len(r.query.Environments) > 0 && !dora.MatchEnvironment(r.query.Environments, d.Environment) {
			continue
		}
		for _, name := range r.services[id] {
			d.Service = name
			out = append(out, d)
		}
	}
	return out, nil
}

// related returns the deployments that PagerDuty relates to an incident for
// one of the wanted reasons.
func (r *incidentRun) related(ctx context.Context, i incident) ([]string, error) {
	request := rest.Get("incidents", i.ID, "related_change_events")
	request.Query = url.Values{"limit": {"100"}}
	var answer struct {
		Events []changeEvent `json:"change_events"`
	}
	if err := r.session.get(ctx, request, &answer); err != nil {
		return nil, err
	}
	read := r.source.Read
	if read == nil {
		read = ReadDetails
	}
	var out []string
	for _, e := range answer.Events {
		if !slices.Contains(r.source.Related, e.Correlation.Reason) {
			continue
		}
		public, err := e.public()
		if err != nil {
			return nil, err
		}
		if d, ok := read(public); ok {
			out = append(out, d.ID)
		}
	}
	return out, nil
}
