package github

import (
	"context"
	"fmt"
	"net/http"
	"strings"

	"github.com/goldenpath-go/goldenpath/scaffold"
)

// team returns the slug of a team of the owner that access names, such as acme/platform.
func (r *repository) team(access string) (slug string, ok bool) {
	return strings.CutPrefix(access, r.Owner+"/")
}

// mayGrant fails if the team that shall have access does not exist: before anything is made.
func (r *repository) mayGrant(ctx context.Context, access string) error {
	slug, ok := r.team(access)
	if !ok {
		return nil
	}
	err := r.call(ctx, http.MethodGet, []string{"orgs", r.Owner, "teams", slug}, nil, nil)
	if isGone(err) {
		return scaffold.Errorf(scaffold.ErrNotFound, "there is no organization %s with a team %s", r.Owner, slug)
	}
	return err
}

// grant gives access to those whom the input names. Like Backstage it goes on without a collaborator who cannot have it.
func (r *repository) grant(ctx context.Context, c *scaffold.Call) error {
	access := c.Input.Text("access")
	if slug, ok := r.team(access); ok {
		if err := r.allowTeam(ctx, slug, "admin"); err != nil {
			return err
		}
	} else if access != "" && access != r.Owner {
		if err := r.allowUser(ctx, access, "admin"); err != nil {
			return err
		}
	}
	collaborators, _ := c.Input.Get("collaborators").([]any)
	for _, item := range collaborators {
		who, _ := item.(*scaffold.Object)
		allow, name := r.allowUser, who.Text("user")
		if team := who.Text("team"); team != "" {
			allow, name = r.allowTeam, team
		}
		if err := allow(ctx, bareName(name), who.Text("access")); err != nil {
			c.Log.Warn(fmt.Sprintf("Skipping %s access for %s, %v", who.Text("access"), name, r.hide.From(err)))
		}
	}
	return nil
}

// bareName returns the name of an entity reference: platform of group:default/platform.
func bareName(ref string) string {
	return ref[strings.LastIndexAny(ref, ":/")+1:]
}

func (r *repository) allowTeam(ctx context.Context, slug, permission string) error {
	path := []string{"orgs", r.Owner, "teams", slug, "repos", r.Owner, r.Name}
	if err := r.call(ctx, http.MethodPut, path, map[string]any{"permission": permission}, nil); err != nil {
		return fmt.Errorf("give team %s %s access: %w", slug, permission, err)
	}
	return nil
}

func (r *repository) allowUser(ctx context.Context, user, permission string) error {
	if err := r.call(ctx, http.MethodPut, r.in("collaborators", user), map[string]any{"permission": permission}, nil); err != nil {
		return fmt.Errorf("give user %s %s access: %w", user, permission, err)
	}
	return nil
}
