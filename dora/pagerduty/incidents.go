package pagerduty

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"time"

	"github.com/goldenpath-go/goldenpath/dora"
	"github.com/goldenpath-go/goldenpath/internal/rest"
)

// Incidents are those of an account. Account is required.
//
// A query asks for what is open now, whenever it was opened, and for what was
// opened in the window and some time before. One that goes on from a cursor
// asks for what is new, and for what was open the last time.
type Incidents struct {
	Account *Account
	// ID returns the ID of a service in PagerDuty; empty: it has none. Nil:
	// that in the annotation [ServiceID].
	ID func(dora.Service) string
	// Before is how long before the window an incident may have been opened
	// that was resolved within it. Zero: 30 days.
	Before time.Duration
	// Quick leaves the logs of incidents alone. That saves a request for each
	// and costs what only the log tells: that an incident was opened again,
	// and that one person opened and resolved it.
	Quick bool
	// Related are the reasons for which PagerDuty takes a change event for
	// related to an incident, that make the incident blame it: intelligent,
	// related_service, most_recent. They are guesses, each at a request more
	// for an incident. Empty: none. Blamed are the deployments of
	// [ChangeEvents], which must read events as Read does.
	Related []string
	// Read makes deployments of related change events. Nil: as in
	// [ChangeEvents].
	Read func(ChangeEvent) (dora.Deployment, bool)
}

var _ dora.IncidentSource = (*Incidents)(nil)

// bookmark is where a query ended.
type bookmark struct {
	From time.Time `json:"from"`           // of the first window
	To   time.Time `json:"to"`             // all that was opened before is there
	Open []string  `json:"open,omitempty"` // that were not resolved, sorted
}

// reach moves the end on: not back, and not to what is yet to come.
func (b *bookmark) reach(to time.Time) {
	if now := time.Now(); to.After(now) {
		to = now
	}
	if to.After(b.To) {
		b.To = to.UTC()
	}
}

// again is how long before the last end a query begins that goes on after it:
// who opens a resolved incident again does so soon.
const again = 24 * time.Hour

// batchSize is how many services are asked for at once: more make an address
// that is too long.
const batchSize = 50

// Incidents yields a page for every hundred incidents.
func (s *Incidents) Incidents(ctx context.Context, q dora.Query) iter.Seq2[dora.Page[dora.Incident], error] {
	return func(yield func(dora.Page[dora.Incident], error) bool) {
		run := &incidentRun{source: s, session: s.Account.session(), services: names(q.Services, s.ID), open: map[string]bool{}, yield: yield}
		if len(run.services) == 0 {
			return
		}
		run.batches = slices.Collect(slices.Chunk(slices.Sorted(maps.Keys(run.services)), batchSize))
		if err := run.all(ctx, q); err != nil && !errors.Is(err, errStopped) {
			yield(dora.Page[dora.Incident]{Cost: run.session.spent()}, err)
		}
	}
}

// errStopped says that nobody wants more.
var errStopped = errors.New("stopped")

// incidentRun is one query.
type incidentRun struct {
	source   *Incidents
	session  *session
	services map[string][]string
	batches  [][]string
	open     map[string]bool
	yield    func(dora.Page[dora.Incident], error) bool
}

func (r *incidentRun) all(ctx context.Context, q dora.Query) error {
	before := r.source.Before
	if before == 0 {
		before = 30 * 24 * time.Hour
	}
	mark := bookmark{From: q.Window.From.UTC()}
	from := mark.From.Add(-before)
	if q.Cursor != nil {
		var last bookmark
		if err := json.Unmarshal(q.Cursor, &last); err != nil {
			return fmt.Errorf("cursor %s: %w", q.Cursor, err)
		}
		if !mark.From.Before(last.From) {
			mark, from = last, last.To.Add(-again)
		}
	}
	if err := r.stillOpen(ctx, mark.Open); err != nil {
		return err
	}
	for _, part := range spans(from, q.Window.To) {
		if err := r.opened(ctx, part); err != nil {
			return err
		}
		mark.reach(part.to)
		mark.Open = slices.Sorted(maps.Keys(r.open))
		cursor, err := json.Marshal(mark)
		if err != nil {
			return err
		}
		if !r.yield(dora.Page[dora.Incident]{Cursor: cursor, Cost: r.session.spent()}, nil) {
			return errStopped
		}
	}
	return nil
}

// stillOpen yields what is open now, and what was open the last time.
func (r *incidentRun) stillOpen(ctx context.Context, last []string) error {
	for _, ids := range r.batches {
		query := url.Values{"date_range": {"all"}, "statuses[]": {"triggered", "acknowledged"}, "service_ids[]": ids}
		if err := r.list(ctx, query, nil); err != nil {
			return err
		}
	}
	for ids := range slices.Chunk(slices.DeleteFunc(slices.Clone(last), func(id string) bool { return r.open[id] }), pageSize) {
		var found []incident
		for _, id := range ids {
			i, ok, err := r.one(ctx, id)
			if err != nil {
				return err
			}
			if ok {
				found = append(found, i)
			}
		}
		if err := r.page(ctx, found); err != nil {
			return err
		}
	}
	return nil
}

// one asks for an incident; false where it is not there any more.
func (r *incidentRun) one(ctx context.Context, id string) (incident, bool, error) {
	var answer struct {
		Incident incident `json:"incident"`
	}
	err := r.session.get(ctx, rest.Get("incidents", id), &answer)
	var refused *rest.Error
	if errors.As(err, &refused) && refused.Status == http.StatusNotFound {
		return incident{}, false, nil
	}
	return answer.Incident, err == nil, err
}

// opened yields what was opened in a time.
func (r *incidentRun) opened(ctx context.Context, part span) error {
	for _, ids := range r.batches {
		query := url.Values{
			"since": {stamp(part.from)}, "until": {stamp(part.to.Add(time.Second))}, "service_ids[]": ids,
			"statuses[]": {"triggered", "acknowledged", resolved},
		}
		if err := r.list(ctx, query, incident.created); err != nil {
			return err
		}
	}
	return nil
}

func (r *incidentRun) list(ctx context.Context, query url.Values, at func(incident) time.Time) error {
	query.Set("time_zone", "UTC")
	query.Set("sort_by", "created_at:asc")
	l := list[incident]{path: []string{"incidents"}, field: "incidents", query: query, at: at}
	for found, err := range l.pages(ctx, r.session) {
		if err != nil {
			return err
		}
		if err := r.page(ctx, found); err != nil {
			return err
		}
	}
	return nil
}

// page yields incidents.
func (r *incidentRun) page(ctx context.Context, found []incident) error {
	if len(found) == 0 {
		return nil
	}
	var page dora.Page[dora.Incident]
	for _, i := range found {
		event, err := r.event(ctx, i)
		if err != nil {
			return fmt.Errorf("incident %s: %w", i.ID, err)
		}
		delete(r.open, i.ID)
		if event.Resolved.IsZero() {
			r.open[i.ID] = true
		}
		page.Items = append(page.Items, event)
	}
	page.Cost = r.session.spent()
	if !r.yield(page, nil) {
		return errStopped
	}
	return nil
}

func (r *incidentRun) event(ctx context.Context, i incident) (dora.Incident, error) {
	event, err := i.event(r.services)
	if err != nil {
		return event, err
	}
	if !r.source.Quick {
		if event, err = r.session.logged(ctx, event); err != nil {
			return event, err
		}
	}
	if len(r.source.Related) > 0 {
		event.Deployments, err = r.related(ctx, i)
	}
	return event, err
}
