package gitlab

import (
	"context"
	"encoding/base64"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/goldenpath-go/goldenpath/scaffold"
	"github.com/goldenpath-go/goldenpath/scaffold/action/git"
)

// published is what undoes the making of a project. The zero value undoes nothing.
type published struct {
	repoURL
	ID   int64  `json:"id,omitempty"`   // 0: perhaps it was not made
	Hash string `json:"hash,omitempty"` // commit that was to be pushed; empty: none yet
}

func (g *gitLab) publish(ctx context.Context, c *scaffold.Call) error {
	made, record, err := g.create(ctx, c)
	if err != nil {
		return err
	}
	branch := textOr(c.Input.Text("defaultBranch"), "master")
	remote := strings.TrimSuffix(made.CloneURL, ".git")
	if record != nil {
		if err := g.fill(ctx, c, made, record, branch); err != nil {
			return err
		}
		c.Output("commitHash", record.Hash)
	} else {
		c.Output("commitHash", "")
	}
	c.Output("remoteUrl", remote)
	c.Output("repoContentsUrl", remote+"/-/blob/"+branch)
	c.Output("projectId", made.ID)
	c.Output("created", record != nil)
	return nil
}

func textOr(s, standard string) string {
	if s == "" {
		return standard
	}
	return s
}

// create makes the project, or finds the one that an earlier attempt made. The record is nil when it was there before and may
// stay as it is.
func (g *gitLab) create(ctx context.Context, c *scaffold.Call) (project, *published, error) {
	owner, err := g.namespace(ctx)
	if err != nil {
		return project{}, nil, err
	}
	record := &published{}
	if _, err := c.Earlier(record); err != nil {
		return project{}, nil, err
	}
	made, err := g.find(ctx, owner)
	switch {
	case err != nil:
		return project{}, nil, err
	case made.ID == 0:
		*record = published{repoURL: g.repoURL}
		made, err = g.createNew(ctx, c, owner, record)
	case record.Name == "" && c.Input.Bool("skipExisting"):
		return made, nil, nil
	case record.Name == "", record.ID != 0 && record.ID != made.ID:
		err = scaffold.Errorf(scaffold.ErrConflict, "project %s exists already", g)
	case record.ID == 0: // perhaps it was made
		err = g.untouched(ctx, made, *record)
	}
	if err != nil {
		return project{}, nil, err
	}
	record.ID = made.ID
	return made, record, c.Undo(record)
}

// createNew makes the project. What undoes that is kept before.
func (g *gitLab) createNew(ctx context.Context, c *scaffold.Call, owner namespace, record *published) (made project, err error) {
	body := map[string]any{
		"namespace_id": owner.ID, "name": g.title, "path": g.Name, "visibility": textOr(c.Input.Text("repoVisibility"), "private"),
	}
	if topics := c.Input.Texts("topics"); len(topics) > 0 {
		body["topics"] = topics
	}
	for name, value := range c.Input.Object("settings").All() {
		body[name] = value
	}
	if err := c.Undo(record); err != nil {
		return made, err
	}
	c.Log.Info("Creating project " + g.String())
	if err = g.call(ctx, http.MethodPost, []string{"projects"}, body, &made); err == nil {
		return made, nil
	}
	err = fmt.Errorf("create project %s: %w", g, err)
	if code := status(err); code >= 400 && code < 500 { // nothing was made
		if lost := c.Undo(published{}); lost != nil {
			err = fmt.Errorf("%w; %w", err, lost)
		}
	}
	return made, err
}

// fill gives the new project its members, files, branches and variables.
func (g *gitLab) fill(ctx context.Context, c *scaffold.Call, made project, record *published, branch string) error {
	if err := g.addOwners(ctx, c, made.ID); err != nil {
		return err
	}
	if c.Input.Get("sourcePath") != false {
		if err := g.push(ctx, c, made, record, branch); err != nil {
			return err
		}
	}
	for _, b := range objects(c.Input, "branches") {
		if err := g.branch(ctx, made.ID, b); err != nil {
			return err
		}
	}
	for _, v := range objects(c.Input, "projectVariables") {
		if err := g.variable(ctx, made.ID, v); err != nil {
			return err
		}
	}
	return nil
}

// ownerLevel is the access of an owner.
const ownerLevel = 50

// addOwners makes the user of the template's token, and the one that the input names, owners of the project.
func (g *gitLab) addOwners(ctx context.Context, c *scaffold.Call, id int64) error {
	var users []int64
	if c.Input.Bool("setUserAsOwner") && g.privileged != g.client {
		var me struct {
			ID int64 `json:"id"`
		}
		if err := g.call(ctx, http.MethodGet, []string{"user"}, nil, &me); err != nil {
			return fmt.Errorf("look up the user of the token: %w", err)
		}
		users = append(users, me.ID)
	}
	if name := c.Input.Text("ownerUsername"); name != "" {
		user, err := g.userID(ctx, name)
		if err != nil {
			return err
		}
		users = append(users, user)
	}
	admin := *g
	admin.client = g.privileged
	for _, user := range users {
		body := map[string]any{"user_id": user, "access_level": ownerLevel}
		err := admin.call(ctx, http.MethodPost, in(id, "members"), body, nil)
		if err != nil && status(err) != http.StatusConflict { // who is one already
			return fmt.Errorf("make user %d an owner of %s: %w", user, g, err)
		}
	}
	return nil
}

// push pushes the workspace to the default branch.
func (g *gitLab) push(ctx context.Context, c *scaffold.Call, made project, record *published, branch string) error {
	credentials, err := g.credentials()
	if err != nil {
		return err
	}
	p := g.Git
	p.Env = append(p.Env[:len(p.Env):len(p.Env)], credentials...)
	to := git.Push{
		Remote: made.CloneURL, Branch: branch, SourcePath: c.Input.Text("sourcePath"), Message: c.Input.Text("gitCommitMessage"),
		Name: c.Input.Text("gitAuthorName"), Email: c.Input.Text("gitAuthorEmail"),
	}
	record.Hash, err = p.Push(ctx, c.Workspace, to, func(commit string) error {
		record.Hash = commit
		return c.Undo(record)
	})
	if err != nil {
		return fmt.Errorf("push to %s: %w", g, err)
	}
	return nil
}

// credentials returns what lets git push to this server, and to no other: it follows no redirect.
func (g *gitLab) credentials() ([]string, error) {
	base, err := url.Parse(g.client.Base)
	if err != nil {
		return nil, err
	}
	basic := base64.StdEncoding.EncodeToString([]byte("oauth2:" + g.token))
	return []string{
		"GIT_CONFIG_COUNT=2",
		"GIT_CONFIG_KEY_0=http." + base.Scheme + "://" + base.Host + "/.extraHeader", "GIT_CONFIG_VALUE_0=Authorization: Basic " + basic,
		"GIT_CONFIG_KEY_1=http.followRedirects", "GIT_CONFIG_VALUE_1=false",
	}, nil
}

// branch makes a branch, or protects it, as the input says.
func (g *gitLab) branch(ctx context.Context, id int64, b *scaffold.Object) error {
	name := b.Text("name")
	if b.Bool("create") {
		there, err := list[reference](ctx, g.client, nil, in(id, "repository", "branches")...)
		if err != nil {
			return fmt.Errorf("list branches: %w", err)
		}
		if !has(there, name) {
			body := map[string]any{"branch": name, "ref": textOr(b.Text("ref"), "master")}
			if err := g.call(ctx, http.MethodPost, in(id, "repository", "branches"), body, nil); err != nil {
				return fmt.Errorf("create branch %s: %w", name, err)
			}
		}
	}
	if !b.Bool("protect") {
		return nil
	}
	err := g.call(ctx, http.MethodPost, in(id, "protected_branches"), map[string]any{"name": name}, nil)
	if err != nil && status(err) != http.StatusConflict { // it is already, as the default branch is
		return fmt.Errorf("protect branch %s: %w", name, err)
	}
	return nil
}

func has(list []reference, name string) bool {
	for _, r := range list {
		if r.Name == name {
			return true
		}
	}
	return false
}

// variable sets a variable of the project.
func (g *gitLab) variable(ctx context.Context, id int64, v *scaffold.Object) error {
	body := map[string]any{}
	for name, value := range v.All() {
		body[name] = value
	}
	key := v.Text("key")
	scope := textOr(v.Text("environment_scope"), "*")
	there, err := list[struct {
		Key   string `json:"key"`
		Scope string `json:"environment_scope"`
	}](ctx, g.client, nil, in(id, "variables")...)
	if err != nil {
		return fmt.Errorf("list variables: %w", err)
	}
	for _, other := range there {
		if other.Key == key && other.Scope == scope {
			return nil // an earlier attempt has set it
		}
	}
	if err := g.call(ctx, http.MethodPost, in(id, "variables"), body, nil); err != nil {
		return fmt.Errorf("set variable %s: %w", key, err)
	}
	return nil
}
