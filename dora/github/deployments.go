package github

import (
	"context"
	"errors"
	"iter"
	"slices"
	"strings"
	"time"

	"github.com/goldenpath-go/goldenpath/dora"
)

// DefaultBefore is the default of [Deployments].Before and [Runs].Before.
const DefaultBefore = 30 * 24 * time.Hour

// Deployments are those of GitHub's own list of deployments, such as the
// environments of Actions make. Each has the history of its states: the latest
// one is "inactive" for all but the newest of an environment.
type Deployments struct {
	API *API
	// Before is how long before the window's start deployments are asked for
	// as well, beyond the last success in each environment, which is always
	// asked for. Zero: [DefaultBefore].
	Before time.Duration
	// Environments are the exact names of those that GitHub is asked for,
	// which saves requests where many others, such as previews, lie between.
	// Empty: all, of which those that match the query are kept.
	Environments []string
	// ServiceOf returns the names of the services that a deployment is of, of
	// those that live in its repository. Nil: [ServiceOf].
	ServiceOf func(Deployed) []string
}

var _ dora.DeploymentSource = (*Deployments)(nil)

// Deployments yields the deployments of the query's services, newest first, a
// page for each hundred.
func (d *Deployments) Deployments(ctx context.Context, q dora.Query) iter.Seq2[dora.Page[dora.Deployment], error] {
	a := asking[dora.Deployment, pass]{
		api: d.API, repositories: repositoriesOf,
		ask: func(ctx context.Context, s *session, r repository, state *pass, emit func(...dora.Deployment) error) error {
			l := &listing{source: d, query: q, session: s, repository: r, pass: state, emit: emit}
			return l.run(ctx)
		},
	}
	return a.pages(ctx, q)
}

// pass is how far a repository has been read: from the newest deployment back
// to one that an earlier pass has read, or to the first that is of use.
type pass struct {
	// Scope is what was asked for: services and environments. From is the
	// earliest start of a window.
	Scope string    `json:"scope,omitempty"`
	From  time.Time `json:"from,omitzero"`
	// Seen is the time up to which all deployments are known.
	Seen time.Time `json:"seen,omitzero"`
	// Top is the newest deployment of the pass under way, and After where it
	// goes on. Both are empty between passes.
	Top   time.Time `json:"top,omitzero"`
	After string    `json:"after,omitempty"`
	// Reached says, of each service and environment met by the first pass,
	// whether it had a success before From.
	Reached map[string]bool `json:"reached,omitempty"`
	// Pending are the deployments that had not ended.
	Pending []string `json:"pending,omitempty"`
}

// listing reads the deployments of one repository.
type listing struct {
	source     *Deployments
	query      dora.Query
	session    *session
	repository repository
	pass       *pass
	emit       func(...dora.Deployment) error
}

// fields are what is asked of a deployment.
const fields = `id environment commitOid task payload description createdAt
	statuses(first: 20) { nodes { state createdAt logUrl } pageInfo { hasNextPage endCursor } }`

const listQuery = `query($owner: String!, $name: String!, $environments: [String!], $after: String) {
	repository(owner: $owner, name: $name) {
		deployments(first: 100, after: $after, environments: $environments, orderBy: {field: CREATED_AT, direction: DESC}) {
			nodes { ` + fields + ` }
			pageInfo { hasNextPage endCursor }
		}
	}
}`

const nodesQuery = `query($ids: [ID!]!) { nodes(ids: $ids) { ... on Deployment { ` + fields + ` } } }`

const statusesQuery = `query($id: ID!, $after: String) {
	node(id: $id) {
		... on Deployment { statuses(first: 100, after: $after) { nodes { state createdAt logUrl } pageInfo { hasNextPage endCursor } } }
	}
}`

// run asks again for those that had not ended, finishes a pass that was cut
// short, and makes another for what has come since.
func (l *listing) run(ctx context.Context) error {
	l.prepare()
	for ids := range slices.Chunk(slices.Clone(l.pass.Pending), perPage) {
		if err := l.again(ctx, ids); err != nil {
			return err
		}
	}
	if l.pass.After != "" {
		err := l.walk(ctx)
		var refused graphErrors
		switch {
		case errors.As(err, &refused): // a place that GitHub no longer knows
			l.pass.Top, l.pass.After = time.Time{}, ""
		case err != nil:
			return err
		}
	}
	return l.walk(ctx)
}

// prepare forgets what was read for another question.
func (l *listing) prepare() {
	names := slices.Clone(l.query.Environments)
	for _, s := range l.repository.services {
		names = append(names, "service "+s.Name)
	}
	slices.Sort(names)
	scope := strings.Join(append(names, l.source.Environments...), "\n")
	if l.pass.Scope != scope || l.query.Window.From.Before(l.pass.From) {
		*l.pass = pass{Scope: scope, From: l.query.Window.From}
	}
}

// again asks for deployments by their IDs. Those that are gone are dropped.
func (l *listing) again(ctx context.Context, ids []string) error {
	var got struct{ Nodes []*node }
	if err := l.session.query(ctx, nodesQuery, map[string]any{"ids": ids}, &got, notFound); err != nil {
		return err
	}
	l.pass.Pending = slices.DeleteFunc(l.pass.Pending, func(id string) bool { return slices.Contains(ids, id) })
	out, err := l.found(ctx, slices.DeleteFunc(got.Nodes, func(n *node) bool { return n == nil || n.ID == "" }))
	if err != nil {
		return err
	}
	return l.emit(out...)
}

// walk reads pages from the newest, or from where it stopped, back to what is
// known.
func (l *listing) walk(ctx context.Context) error {
	for {
		var got struct {
			Repository struct {
				Deployments struct {
					Nodes    []*node
					PageInfo pageInfo
				}
			}
		}
		variables := map[string]any{"owner": l.repository.owner, "name": l.repository.name}
		if l.pass.After != "" {
			variables["after"] = l.pass.After
		}
		if len(l.source.Environments) > 0 {
			variables["environments"] = l.source.Environments
		}
		if err := l.session.query(ctx, listQuery, variables, &got, ""); err != nil {
			return err
		}
		list := got.Repository.Deployments
		more, err := l.page(ctx, list.Nodes, list.PageInfo)
		if err != nil || !more {
			return err
		}
	}
}

// page hands on a page, and says whether the one after it is wanted.
func (l *listing) page(ctx context.Context, nodes []*node, info pageInfo) (more bool, err error) {
	nodes = slices.DeleteFunc(nodes, func(n *node) bool { return n == nil })
	out, err := l.found(ctx, nodes)
	if err != nil {
		return false, err
	}
	p := l.pass
	if p.Top.IsZero() && len(nodes) > 0 {
		p.Top = nodes[0].CreatedAt
	}
	p.After = info.EndCursor
	more = info.HasNextPage && !l.enough(nodes)
	if !more {
		if p.Top.After(p.Seen) {
			p.Seen = p.Top
		}
		p.Top, p.After, p.Reached = time.Time{}, "", nil
	}
	return more, l.emit(out...)
}

// enough reports whether what is older than these is known, or of no use.
func (l *listing) enough(nodes []*node) bool {
	if len(nodes) == 0 {
		return false
	}
	oldest := nodes[len(nodes)-1].CreatedAt
	if !l.pass.Seen.IsZero() {
		return oldest.Before(l.pass.Seen)
	}
	if !oldest.Before(l.pass.From.Add(-orDefault(l.source.Before, DefaultBefore))) {
		return false
	}
	met := map[string]bool{}
	for key, reached := range l.pass.Reached {
		if !reached {
			return false
		}
		service, _, _ := strings.Cut(key, "\n")
		met[service] = true
	}
	return len(met) >= len(l.repository.services)
}

// found returns deployments with all their states, by service, and notes them.
func (l *listing) found(ctx context.Context, nodes []*node) ([]dora.Deployment, error) {
	var out []dora.Deployment
	for _, n := range nodes {
		if err := l.complete(ctx, n); err != nil {
			return nil, err
		}
		of := l.of(n)
		l.note(n, of)
		out = append(out, of...)
	}
	return out, nil
}

// note keeps what the end of the pass, and the next one, depend on.
func (l *listing) note(n *node, found []dora.Deployment) {
	if len(found) == 0 {
		return
	}
	success := n.has(dora.Success)
	if !success && l.mayEnd(n) && !slices.Contains(l.pass.Pending, n.ID) {
		l.pass.Pending = append(l.pass.Pending, n.ID)
	}
	if !l.pass.Seen.IsZero() {
		return
	}
	for _, d := range found {
		if l.pass.Reached == nil {
			l.pass.Reached = map[string]bool{}
		}
		key := d.Service + "\n" + strings.ToLower(d.Environment)
		l.pass.Reached[key] = l.pass.Reached[key] || success && n.CreatedAt.Before(l.pass.From)
	}
}

const (
	settled   = 24 * time.Hour      // after which a failed deployment is not tried again
	abandoned = 30 * 24 * time.Hour // after which one without an outcome will have none
)

// mayEnd reports whether a deployment without a success may still have one.
func (l *listing) mayEnd(n *node) bool {
	age := l.query.Window.To.Sub(n.CreatedAt)
	if n.has(dora.Failure) || n.has(dora.Error) {
		return age < settled
	}
	return age < abandoned
}

// complete asks for the states beyond the first page of them.
func (l *listing) complete(ctx context.Context, n *node) error {
	for n.Statuses.PageInfo.HasNextPage {
		var got struct {
			Node struct{ Statuses statuses }
		}
		variables := map[string]any{"id": n.ID, "after": n.Statuses.PageInfo.EndCursor}
		if err := l.session.query(ctx, statusesQuery, variables, &got, notFound); err != nil {
			return err
		}
		n.Statuses.Nodes = append(n.Statuses.Nodes, got.Node.Statuses.Nodes...)
		n.Statuses.PageInfo = got.Node.Statuses.PageInfo
	}
	return nil
}
