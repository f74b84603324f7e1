package github

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"strings"
	"time"

	gh "github.com/google/go-github/v62/github"

	"github.com/goldenpath-go/goldenpath/dora"
	"github.com/goldenpath-go/goldenpath/dora/internal/message"
)

// Issues are labelled issues as incidents. An issue is open from its creation
// to its last closing; one that is reopened goes on. One that was closed as a
// duplicate, or as not planned, is no incident of its own ([dora.Incident]'s
// MergedInto says which).
//
// Labels say more: service:orders names a service that suffers (without any it
// is those of the issue's repository), environment:staging an environment,
// severity:high a severity. The text may give the begin, "Started:
// 2026-01-02T15:04Z" or below a heading "Started at", and the commit to blame,
// "root cause: 1f2e3d4".
type Issues struct {
	API *API
	// Label marks incidents. Empty: incident.
	Label string
	// Repo is the one repository of all incidents, whose labels name the
	// services. Empty: each service's own.
	Repo string
	// FirstClosing ends an incident with the first closing of its issue, for
	// teams that reopen issues to write them up. It costs a request for each
	// closed issue.
	FirstClosing bool
	// Adjust may change what was read of an issue, for what is said in other
	// ways than these. Nil: nothing.
	Adjust func(*gh.Issue, *dora.Incident)
}

var _ dora.IncidentSource = (*Issues)(nil)

// Incidents yields the incidents of the query's services, by the time their
// issues were changed, a page for each hundred. A later query asks for those
// that were changed since. An issue that loses its label is not heard of again.
func (is *Issues) Incidents(ctx context.Context, q dora.Query) iter.Seq2[dora.Page[dora.Incident], error] {
	repositories := repositoriesOf
	if is.Repo != "" {
		repositories = is.central
	}
	a := asking[dora.Incident, changedUpTo]{api: is.API, repositories: repositories, ask: is.ask}
	return a.pages(ctx, q)
}

// central returns the one repository of all incidents.
func (is *Issues) central(services []dora.Service) ([]repository, error) {
	r, err := newRepository(is.Repo)
	if err != nil || len(services) == 0 {
		return nil, err
	}
	r.services = services
	return []repository{r}, nil
}

// changedUpTo is the time of the last change that is known of, and of whose
// services it is.
type changedUpTo struct {
	Scope string    `json:"scope,omitempty"`
	At    time.Time `json:"at,omitzero"`
}

// ask lists issues by the time of their change. Pages of such a list move while
// it is read; so each request asks for what was changed since the last issue,
// and for a further page only where a whole one was changed in one second.
func (is *Issues) ask(ctx context.Context, s *session, r repository, state *changedUpTo, emit func(...dora.Incident) error) error {
	if scope := scopeOf(r.services); state.Scope != scope {
		*state = changedUpTo{Scope: scope}
	}
	o := &gh.IssueListByRepoOptions{
		Labels: []string{or(is.Label, "incident")}, State: "all", Sort: "updated", Direction: "asc",
		ListOptions: gh.ListOptions{PerPage: perPage},
	}
	for {
		o.Since = state.At
		issues, _, err := s.client.Issues.ListByRepo(ctx, r.owner, r.name, o)
		if err != nil {
			return fmt.Errorf("issues: %w", err)
		}
		out, err := is.of(ctx, s, r, issues)
		if err != nil {
			return err
		}
		o.Page = max(o.Page, 1) + 1
		if n := len(issues); n > 0 && issues[n-1].GetUpdatedAt().After(state.At) {
			state.At, o.Page = issues[n-1].GetUpdatedAt().UTC(), 1
		}
		if err := emit(out...); err != nil || len(issues) < perPage {
			return err
		}
	}
}

func scopeOf(services []dora.Service) string {
	var names []string
	for _, s := range services {
		names = append(names, s.Name)
	}
	slices.Sort(names)
	return strings.Join(names, "\n")
}

// of returns the incidents among issues: those of the query's services.
func (is *Issues) of(ctx context.Context, s *session, r repository, issues []*gh.Issue) ([]dora.Incident, error) {
	var out []dora.Incident
	for _, issue := range issues {
		if issue.IsPullRequest() {
			continue
		}
		in := read(r, issue, is.Repo == "")
		if is.FirstClosing && !in.Resolved.IsZero() {
			first, err := firstClosing(ctx, s, r, issue.GetNumber())
			if err != nil {
				return nil, err
			}
			if !first.IsZero() {
				in.Resolved = first
			}
		}
		if is.Adjust != nil {
			is.Adjust(issue, &in)
		}
		if len(in.Services) > 0 {
			out = append(out, in)
		}
	}
	return out, nil
}

// read returns what an issue says. With own its services are those of the
// repository where no label names any.
func read(r repository, issue *gh.Issue, own bool) dora.Incident {
	in := dora.Incident{
		ID:     fmt.Sprintf("%s#%d", r.slug, issue.GetNumber()),
		Opened: issue.GetCreatedAt().UTC(), Started: message.Started(issue.GetBody()), SHA: message.RootCause(issue.GetBody()),
		URL: issue.GetHTMLURL(),
	}
	if issue.ClosedAt != nil && issue.GetState() == "closed" {
		in.Resolved = issue.GetClosedAt().UTC()
		if who := issue.GetUser().GetLogin(); who == issue.GetClosedBy().GetLogin() {
			in.Actor = who
		}
		if reason := issue.GetStateReason(); reason == "not_planned" || reason == "duplicate" {
			in.MergedInto = reason
		}
	}
	named := false
	for _, label := range issue.Labels {
		key, value, _ := strings.Cut(label.GetName(), ":")
		value = strings.TrimSpace(value)
		switch strings.ToLower(strings.TrimSpace(key)) {
		case "service":
			named = true
			in.Services = append(in.Services, servicesNamed(r.services, value)...)
		case "environment":
			in.Environment = value
		case "severity":
			in.Severity = value
		}
	}
	if own && !named {
		for _, s := range r.services {
			in.Services = append(in.Services, s.Name)
		}
	}
	return in
}

func servicesNamed(services []dora.Service, name string) []string {
	var out []string
	for _, s := range services {
		if strings.EqualFold(s.Name, name) {
			out = append(out, s.Name)
		}
	}
	return out
}

// firstClosing returns when an issue was closed for the first time.
func firstClosing(ctx context.Context, s *session, r repository, number int) (time.Time, error) {
	for o := (&gh.ListOptions{PerPage: perPage}); ; {
		events, response, err := s.client.Issues.ListIssueEvents(ctx, r.owner, r.name, number, o)
		if err != nil {
			return time.Time{}, fmt.Errorf("events of issue %d: %w", number, err)
		}
		for _, e := range events {
			if e.GetEvent() == "closed" {
				return e.GetCreatedAt().UTC(), nil
			}
		}
		if o.Page = response.NextPage; o.Page == 0 {
			return time.Time{}, nil
		}
	}
}
