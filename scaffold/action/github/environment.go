package github

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/goldenpath-go/goldenpath/scaffold"
)

// environment makes an environment. One that is there is changed, and stays when that is undone.
func environment(ctx context.Context, r *repository, c *scaffold.Call) error {
	name := c.Input.Text("name")
	base := r.in("environments", name)
	if err := r.undoIfNew(ctx, c, "environments", name); err != nil {
		return err
	}
	body := fields(c.Input, []setting{
		{"deployment_branch_policy", "deploymentBranchPolicy", nil}, {"wait_timer", "waitTimer", nil},
		{"prevent_self_review", "preventSelfReview", nil},
	})
	if reviewers := r.reviewers(ctx, c); len(reviewers) > 0 {
		body["reviewers"] = reviewers
	}
	if err := r.call(ctx, http.MethodPut, base, body, nil); err != nil {
		return fmt.Errorf("make environment %s: %w", name, err)
	}
	for _, p := range [][2]string{{"branch", "customBranchPolicyNames"}, {"tag", "customTagPolicyNames"}} {
		if err := r.allowDeployments(ctx, base, p[0], c.Input.Texts(p[1])); err != nil {
			return err
		}
	}
	if err := r.setVariables(ctx, base, c.Input.Object("environmentVariables")); err != nil {
		return err
	}
	return r.setSecrets(ctx, base, c.Input.Object("secrets"))
}

// allowDeployments allows those of branches or tags that patterns match.
func (r *repository) allowDeployments(ctx context.Context, base []string, kind string, patterns []string) error {
	path := append(slices.Clip(base), "deployment-branch-policies")
	var there struct {
		Policies []struct{ Name, Type string } `json:"branch_policies"`
	}
	if r.resumed && len(patterns) > 0 {
		if err := r.call(ctx, http.MethodGet, path, nil, &there); err != nil {
			return fmt.Errorf("list what may be deployed: %w", err)
		}
	}
	for _, pattern := range patterns {
		if slices.Contains(there.Policies, struct{ Name, Type string }{pattern, kind}) {
			continue
		}
		body := map[string]any{"name": pattern, "type": kind}
		if err := r.call(ctx, http.MethodPost, path, body, nil); err != nil {
			return fmt.Errorf("allow deployments of %s %s: %w", kind, pattern, err)
		}
	}
	return nil
}

// reviewers returns the users and teams that entity references name. Like Backstage it takes the entity's name for that on
// GitHub, and goes on without those that GitHub does not know.
func (r *repository) reviewers(ctx context.Context, c *scaffold.Call) []any {
	var out []any
	for _, ref := range c.Input.Texts("reviewers") {
		kind, _, _ := strings.Cut(ref, ":")
		path, as := []string{"users", bareName(ref)}, "User"
		if strings.EqualFold(kind, "group") {
			path, as = []string{"orgs", r.Owner, "teams", bareName(ref)}, "Team"
		}
		var who struct{ ID int64 }
		if err := r.call(ctx, http.MethodGet, path, nil, &who); err != nil {
			c.Log.Error(fmt.Sprintf("%s %s not found: %v", as, ref, r.hide.From(err)))
			continue
		}
		out = append(out, map[string]any{"type": as, "id": who.ID})
	}
	return out
}
