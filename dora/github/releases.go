package github

import (
	"context"
	"iter"
	"strings"
	"time"

	"github.com/goldenpath-go/goldenpath/dora"
)

// Releases are GitHub's releases as deployments of kind [dora.Release], at the
// time they were published. Their IDs are the names of their tags. Drafts are
// left out.
type Releases struct {
	API *API
	// Pattern selects releases by their tags, matched as environments are:
	// v*, or {service}/v* where each service of a monorepo has its own.
	// Empty: all are every service's.
	Pattern string
	// Prereleases takes those as well that are marked so.
	Prereleases bool
	// Environment is where releases go. Empty: production.
	Environment string
}

var _ dora.DeploymentSource = (*Releases)(nil)

// Deployments yields all releases, a page for each hundred: a draft may be
// published at any time, so that none but the place in a run that was cut
// short is kept for the next one.
func (rs *Releases) Deployments(ctx context.Context, q dora.Query) iter.Seq2[dora.Page[dora.Deployment], error] {
	a := asking[dora.Deployment, releasePlace]{api: rs.API, repositories: repositoriesOf, ask: rs.ask}
	return a.pages(ctx, q)
}

// releasePlace is where a run goes on that was cut short.
type releasePlace struct {
	After string `json:"after,omitempty"`
}

// release is one as GraphQL gives it.
type release struct {
	TagName               string
	PublishedAt           time.Time
	IsDraft, IsPrerelease bool
	URL                   string
	TagCommit             struct{ Oid string }
}

const releasesQuery = `query($owner: String!, $name: String!, $after: String) {
	repository(owner: $owner, name: $name) {
		releases(first: 100, after: $after, orderBy: {field: CREATED_AT, direction: DESC}) {
			nodes { tagName publishedAt isDraft isPrerelease url tagCommit { oid } }
			pageInfo { hasNextPage endCursor }
		}
	}
}`

func (rs *Releases) ask(ctx context.Context, s *session, r repository, place *releasePlace, emit func(...dora.Deployment) error) error {
	for {
		var got struct {
			Repository struct {
				Releases struct {
					Nodes    []release
					PageInfo pageInfo
				}
			}
		}
		variables := map[string]any{"owner": r.owner, "name": r.name}
		if place.After != "" {
			variables["after"] = place.After
		}
		if err := s.query(ctx, releasesQuery, variables, &got, ""); err != nil {
			return err
		}
		list := got.Repository.Releases
		place.After = ""
		if list.PageInfo.HasNextPage {
			place.After = list.PageInfo.EndCursor
		}
		var out []dora.Deployment
		for _, one := range list.Nodes {
			out = append(out, rs.of(r, one)...)
		}
		if err := emit(out...); err != nil || place.After == "" {
			return err
		}
	}
}

// of returns a release for each service whose it is.
func (rs *Releases) of(r repository, one release) []dora.Deployment {
	if one.IsDraft || one.IsPrerelease && !rs.Prereleases || one.PublishedAt.IsZero() {
		return nil
	}
	var out []dora.Deployment
	for _, s := range r.services {
		pattern := strings.ReplaceAll(rs.Pattern, "{service}", s.Name)
		if pattern != "" && !dora.MatchEnvironment([]string{pattern}, one.TagName) {
			continue
		}
		out = append(out, dora.Deployment{
			Service: s.Name, ID: one.TagName, Environment: or(rs.Environment, "production"), SHA: one.TagCommit.Oid,
			Created: one.PublishedAt, Finished: one.PublishedAt, Status: dora.Success, Kind: dora.Release, URL: one.URL,
		})
	}
	return out
}

func or(s, standard string) string {
	if s == "" {
		return standard
	}
	return s
}
