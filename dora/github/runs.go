package github

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"
	"time"

	gh "github.com/google/go-github/v62/github"

	"github.com/goldenpath-go/goldenpath/dora"
)

// Runs are the runs of a workflow as deployments. A run that was started again
// has a state for each attempt, at the end of its jobs.
type Runs struct {
	API *API
	// Workflow is the name of the workflow's file, such as deploy.yml, or its
	// number; deploy-{service}.yml where each service has its own. Required.
	Workflow string
	// Branch is that of the runs that deploy. Empty: all.
	Branch string
	// Environment is where they deploy to. Empty: production.
	Environment string
	// Before is how long before the window's start runs are asked for as well,
	// beyond the last success before it. Zero: [DefaultBefore].
	Before time.Duration
}

var _ dora.DeploymentSource = (*Runs)(nil)

var errNoWorkflow = errors.New("a workflow is required")

// Deployments yields the runs of the query's services, a page for each hundred.
// A later query asks again for those of the last three days, within which runs
// are started again, and from the oldest on that had not ended.
func (rs *Runs) Deployments(ctx context.Context, q dora.Query) iter.Seq2[dora.Page[dora.Deployment], error] {
	a := asking[dora.Deployment, map[string]span]{
		api: rs.API, repositories: repositoriesOf,
		ask: func(ctx context.Context, s *session, r repository, state *map[string]span, emit func(...dora.Deployment) error) error {
			if rs.Workflow == "" {
				return errNoWorkflow
			}
			if *state == nil {
				*state = map[string]span{}
			}
			for _, l := range rs.listings(s, r, q.Window, *state, emit) {
				if err := l.run(ctx); err != nil {
					return err
				}
			}
			return nil
		},
	}
	return a.pages(ctx, q)
}

// span is which runs of a workflow are known: those from From to Seen, but for
// those from Open on that had not ended. Live says that the last success before
// the window is among them, or that there is none.
type span struct {
	From time.Time `json:"from"`
	Seen time.Time `json:"seen"`
	Open time.Time `json:"open,omitzero"`
	Live bool      `json:"live,omitempty"`
}

// runListing reads the runs of one workflow.
type runListing struct {
	source   *Runs
	session  *session
	window   dora.Window
	in       repository // with the services that are this workflow's
	workflow string
	state    map[string]span
	emit     func(...dora.Deployment) error
	next     span // what is known after this run
}

// listings returns the workflows of a repository, and whose each is.
func (rs *Runs) listings(s *session, r repository, w dora.Window, state map[string]span, emit func(...dora.Deployment) error) []*runListing {
	var out []*runListing
	for _, service := range r.services {
		workflow := strings.ReplaceAll(rs.Workflow, "{service}", service.Name)
		at := slices.IndexFunc(out, func(l *runListing) bool { return l.workflow == workflow })
		if at < 0 {
			at = len(out)
			out = append(out, &runListing{source: rs, session: s, window: w, in: r, workflow: workflow, state: state, emit: emit})
			out[at].in.services = nil
		}
		out[at].in.services = append(out[at].in.services, service)
	}
	return out
}

// again is how long after its begin a run is still looked at.
const again = 3 * 24 * time.Hour

func (l *runListing) run(ctx context.Context) error {
	from := l.window.From.Add(-orDefault(l.source.Before, DefaultBefore))
	known, ok := l.state[l.workflow]
	if !ok || known.From.After(from) {
		known = span{From: from}
	}
	if next := known.Seen.Add(-again); next.After(from) {
		from = next
	}
	if !known.Open.IsZero() && known.Open.Before(from) {
		from = known.Open
	}
	l.next = known
	l.next.Open = time.Time{}
	if err := l.between(ctx, from, time.Time{}); err != nil || l.next.Live {
		return err
	}
	return l.lastBefore(ctx, from)
}

// most is how many runs GitHub lists of one search.
const most = 1000

// between reads the runs of a time, both ends included, the oldest half first
// where they are too many. A zero end is now.
func (l *runListing) between(ctx context.Context, from, to time.Time) error {
	created := ">=" + stamp(from)
	if !to.IsZero() {
		created = stamp(from) + ".." + stamp(to)
	}
	first, err := l.list(ctx, gh.ListWorkflowRunsOptions{Created: created}, 1)
	if err != nil {
		return err
	}
	if first.GetTotalCount() > most {
		if to.IsZero() {
			to = first.WorkflowRuns[0].GetCreatedAt().Time
		}
		if half := from.Add(to.Sub(from) / 2).Truncate(time.Second); half.After(from) {
			if err := l.between(ctx, from, half); err != nil {
				return err
			}
			return l.between(ctx, half.Add(time.Second), to)
		}
	}
	return l.pages(ctx, first, created)
}

// pages hands on the pages of a search. What is known is kept with the last.
func (l *runListing) pages(ctx context.Context, list *gh.WorkflowRuns, created string) error {
	for page := 1; ; page++ {
		var out []dora.Deployment
		for _, run := range list.WorkflowRuns {
			found, err := l.of(ctx, run)
			if err != nil {
				return err
			}
			out = append(out, found...)
			l.next.note(run, l.window.To)
		}
		done := len(list.WorkflowRuns) < perPage || page*perPage >= most
		if done {
			l.state[l.workflow] = l.next
		}
		if err := l.emit(out...); err != nil || done {
			return err
		}
		var err error
		if list, err = l.list(ctx, gh.ListWorkflowRunsOptions{Created: created}, page+1); err != nil {
			return err
		}
	}
}

// note widens what is known by a run.
func (s *span) note(run *gh.WorkflowRun, now time.Time) {
	at := run.GetCreatedAt().Time
	if at.After(s.Seen) {
		s.Seen = at
	}
	ended := run.GetStatus() == "completed" || now.Sub(at) > abandoned
	if !ended && (s.Open.IsZero() || at.Before(s.Open)) {
		s.Open = at
	}
}

// lastBefore reads the last success before a time: what was live then.
func (l *runListing) lastBefore(ctx context.Context, at time.Time) error {
	o := gh.ListWorkflowRunsOptions{Created: "<" + stamp(at), Status: "success", ListOptions: gh.ListOptions{PerPage: 1}}
	list, err := l.list(ctx, o, 1)
	if err != nil {
		return err
	}
	l.next.Live = true
	l.state[l.workflow] = l.next
	var out []dora.Deployment
	for _, run := range list.WorkflowRuns {
		found, err := l.of(ctx, run)
		if err != nil {
			return err
		}
		out = append(out, found...)
	}
	return l.emit(out...)
}

func (l *runListing) list(ctx context.Context, o gh.ListWorkflowRunsOptions, page int) (*gh.WorkflowRuns, error) {
	if strings.Trim(l.workflow, ".") == "" || strings.ContainsFunc(l.workflow, notInName) {
		return nil, fmt.Errorf("workflow %q: not the name of a file", l.workflow)
	}
	o.Branch = l.source.Branch
	if o.Page = page; o.PerPage == 0 {
		o.PerPage = perPage
	}
	runs, _, err := l.session.client.Actions.ListWorkflowRunsByFileName(ctx, l.in.owner, l.in.name, l.workflow, &o)
	if err != nil {
		return nil, fmt.Errorf("runs of %s: %w", l.workflow, err)
	}
	return runs, nil
}

func stamp(t time.Time) string { return t.UTC().Format(time.RFC3339) }
