package github_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func (f *fake) serveGraph(w http.ResponseWriter, r *http.Request) {
	f.mu.Lock()
	defer f.mu.Unlock()
	var body struct {
		Query     string
		Variables map[string]any
	}
	require.NoError(f.t, json.NewDecoder(r.Body).Decode(&body))
	answer, fault := execute(body.Query, body.Variables, &object{kind: "Query", get: f.query})
	if fault != "" {
		assert.Fail(f.t, "not as GitHub's schema has it", "%s\n%s", fault, body.Query)
	}
	w.Header().Set("Content-Type", "application/json")
	require.NoError(f.t, json.NewEncoder(w).Encode(answer))
}

func (f *fake) query(field string, args map[string]any) any {
	switch field {
	case "repository":
		slug := fmt.Sprintf("%s/%s", args["owner"], args["name"])
		if at := f.repos[slug]; at != nil {
			return &object{kind: "Repository", get: at.graph}
		}
		return graphFault{"NOT_FOUND", "Could not resolve to a Repository with the name '" + slug + "'."}
	case "node":
		return f.node(args["id"].(string))
	case "nodes":
		ids := args["ids"].([]any)
		if len(ids) > 100 {
			return graphFault{"ARGUMENT_LIMIT", "You may not provide more than 100 node ids"}
		}
		out := make([]any, len(ids))
		for i := range ids {
			out[i] = f.node(ids[i].(string))
		}
		return out
	}
	return nil
}

func (f *fake) node(id string) any {
	for _, at := range f.repos {
		for _, d := range at.deployments {
			if d.id == id {
				return &object{kind: "Deployment", get: d.graph}
			}
		}
	}
	return graphFault{"NOT_FOUND", "Could not resolve to a node with the global id of '" + id + "'"}
}

func (at *fakeRepo) graph(field string, args map[string]any) any {
	switch field {
	case "deployments":
		list := slices.Clone(at.deployments)
		slices.Reverse(list)
		if names, ok := args["environments"].([]any); ok {
			list = slices.DeleteFunc(list, func(d *fakeDeployment) bool { return !slices.Contains(names, any(d.environment)) })
		}
		return connection("DeploymentConnection", args, len(list), func(i int) any { return &object{kind: "Deployment", get: list[i].graph} })
	case "releases":
		return connection("ReleaseConnection", args, len(at.releases), func(i int) any { return plain("Release", at.releases[i]) })
	case "object":
		c := at.commits[args["oid"].(string)]
		if c == nil {
			return nil
		}
		return &object{kind: "Commit", get: func(field string, args map[string]any) any { return at.graphCommit(c, field, args) }}
	case "pullRequest":
		n := args["number"].(int)
		if n > len(at.pulls) {
			return graphFault{"NOT_FOUND", fmt.Sprintf("Could not resolve to a PullRequest with the number of %d.", n)}
		}
		return at.pulls[n-1].object()
	}
	return nil
}

func (d *fakeDeployment) graph(field string, args map[string]any) any {
	if field == "statuses" {
		return connection("DeploymentStatusConnection", args, len(d.statuses), func(i int) any {
			return plain("DeploymentStatus", map[string]any{"state": strings.ToUpper(d.statuses[i].state), "createdAt": d.statuses[i].at})
		})
	}
	return map[string]any{
		"id": d.id, "environment": d.environment, "commitOid": d.sha, "task": orText(d.task, "deploy"), "payload": d.payload, "createdAt": d.created,
	}[field]
}

func (at *fakeRepo) graphCommit(c *fakeCommit, field string, args map[string]any) any {
	switch field {
	case "committedDate":
		return c.committed
	case "authoredDate":
		return c.authored
	case "associatedPullRequests":
		list := slices.DeleteFunc(slices.Clone(at.pulls), func(p *fakePull) bool { return p.merge != c.sha && p.on != c.sha })
		return connection("PullRequestConnection", args, len(list), func(i int) any { return list[i].object() })
	}
	return c.sha
}

func (p *fakePull) object() any {
	return &object{kind: "PullRequest", get: func(field string, args map[string]any) any {
		if field == "mergeCommit" {
			return plain("Commit", map[string]any{"oid": p.merge})
		}
		return connection("PullRequestCommitConnection", args, len(p.authored), func(i int) any {
			return plain("PullRequestCommit", map[string]any{"commit": plain("Commit", map[string]any{"authoredDate": p.authored[i]})})
		})
	}}
}
