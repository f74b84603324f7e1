package github

import (
	"context"
	"fmt"
	"net/http"
	"strings"

	"github.com/goldenpath-go/goldenpath/scaffold"
)

// described is what GitHub says of a repository.
type described struct {
	ID            int64  `json:"id"`
	HTMLURL       string `json:"html_url"`
	CloneURL      string `json:"clone_url"`
	DefaultBranch string `json:"default_branch"`
	OpenIssues    int    `json:"open_issues_count"`
	Forks         int    `json:"forks_count"`
	Owner         struct {
		Login string `json:"login"`
	} `json:"owner"`
}

// setting is a setting of a repository that an input may give.
type setting struct {
	field, input string
	standard     any // nil: left to GitHub
}

func settings() []setting {
	return []setting{
		{"description", "description", nil}, {"homepage", "homepage", nil},
		{"has_issues", "hasIssues", nil}, {"has_projects", "hasProjects", nil}, {"has_wiki", "hasWiki", nil},
		{"auto_init", "autoInit", nil},
		{"delete_branch_on_merge", "deleteBranchOnMerge", false},
		{"allow_merge_commit", "allowMergeCommit", true},
		{"allow_squash_merge", "allowSquashMerge", true},
		{"squash_merge_commit_title", "squashMergeCommitTitle", "COMMIT_OR_PR_TITLE"},
		{"squash_merge_commit_message", "squashMergeCommitMessage", "COMMIT_MESSAGES"},
		{"allow_rebase_merge", "allowRebaseMerge", true},
		{"allow_auto_merge", "allowAutoMerge", false},
	}
}

// fields returns the fields of a request that an input gives.
func fields(in *scaffold.Object, list []setting) map[string]any {
	out := map[string]any{}
	for _, s := range list {
		if v, ok := in.Lookup(s.input); ok && v != nil {
			out[s.field] = v
		} else if s.standard != nil {
			out[s.field] = s.standard
		}
	}
	return out
}

// textOr returns a string of the input, or what stands for it when there is none.
func textOr(in *scaffold.Object, name, standard string) string {
	if s := in.Text(name); s != "" {
		return s
	}
	return standard
}

// boolOr returns a boolean of the input, or what stands for it when there is none.
func boolOr(in *scaffold.Object, name string, standard bool) bool {
	if b, ok := in.Get(name).(bool); ok {
		return b
	}
	return standard
}

// create makes the repository, or finds the one that an earlier attempt made. What undoes that is kept before, and again when
// its id is known.
func (r *repository) create(ctx context.Context, c *scaffold.Call) (described, *published, error) {
	var owner struct{ Type string }
	if err := r.call(ctx, http.MethodGet, []string{"users", r.Owner}, nil, &owner); err != nil {
		return described{}, nil, fmt.Errorf("look up owner %s: %w", r.Owner, err)
	}
	if err := r.mayGrant(ctx, c.Input.Text("access")); err != nil {
		return described{}, nil, err
	}
	record := &published{}
	if _, err := c.Earlier(record); err != nil {
		return described{}, nil, err
	}
	made, err := r.find(ctx, record)
	if err != nil {
		return described{}, nil, err
	}
	if made.ID == 0 {
		*record = published{repoURL: r.repoURL, Init: c.Input.Bool("autoInit")}
		if made, err = r.createNew(ctx, c, owner.Type == "Organization", record); err != nil {
			return described{}, nil, err
		}
	}
	record.ID, record.Owner = made.ID, made.Owner.Login
	if err := c.Undo(record); err != nil {
		return described{}, nil, err
	}
	if !strings.EqualFold(made.Owner.Login, r.Owner) {
		return described{}, nil, r.elsewhere(made.Owner.Login)
	}
	return made, record, nil
}

func (r *repository) elsewhere(owner string) error {
	return fmt.Errorf("create repository %s: the token belongs to %s, where it was made instead", r, owner)
}

// find returns the repository that an earlier attempt made; the zero value when there is none. One that somebody else made, or
// has worked in, is a conflict.
func (r *repository) find(ctx context.Context, earlier *published) (described, error) {
	if earlier.Owner != "" && !strings.EqualFold(earlier.Owner, r.Owner) {
		return described{}, r.elsewhere(earlier.Owner)
	}
	var there described
	err := r.call(ctx, http.MethodGet, r.in(), nil, &there)
	switch {
	case isGone(err):
		return described{}, nil
	case err != nil:
		return described{}, fmt.Errorf("look for repository %s: %w", r, err)
	case earlier.Name == "", earlier.ID != 0 && earlier.ID != there.ID:
		return described{}, scaffold.Errorf(scaffold.ErrConflict, "repository %s exists already", r)
	case earlier.ID == 0: // perhaps it was made
		if err := r.untouched(ctx, there, *earlier); err != nil {
			return described{}, fmt.Errorf("go on with repository %s: %w", r, err)
		}
	}
	return there, nil
}

func (r *repository) createNew(ctx context.Context, c *scaffold.Call, organization bool, record *published) (described, error) {
	if err := c.Undo(record); err != nil {
		return described{}, err
	}
	c.Log.Info("Creating repository " + r.String())
	made, err := r.post(ctx, c, organization)
	if err == nil {
		return made, nil
	}
	err = fmt.Errorf("create repository %s: %w", r, err)
	if status(err) != 0 { // GitHub has answered: nothing was made
		return described{}, joinUndo(c, published{}, err)
	}
	return described{}, err
}

// joinUndo keeps what undoes a call that failed with err.
func joinUndo(c *scaffold.Call, undo any, err error) error {
	if lost := c.Undo(undo); lost != nil {
		return fmt.Errorf("%w; %w", err, lost)
	}
	return err
}

func (r *repository) post(ctx context.Context, c *scaffold.Call, organization bool) (made described, err error) {
	visibility := textOr(c.Input, "repoVisibility", "private")
	body := fields(c.Input, settings())
	body["name"], body["private"] = r.Name, visibility == "private"
	path := []string{"user", "repos"}
	if organization {
		path = []string{"orgs", r.Owner, "repos"}
		body["visibility"] = visibility
		if properties := c.Input.Object("customProperties"); properties != nil {
			body["custom_properties"] = properties
		}
	}
	err = r.call(ctx, http.MethodPost, path, body, &made)
	return made, err
}

// equip gives the new repository all that the input has for it.
func (r *repository) equip(ctx context.Context, c *scaffold.Call) error {
	if err := r.grant(ctx, c); err != nil {
		return err
	}
	r.setTopics(ctx, c)
	if c.Input.Bool("allowUpdateBranch") { // is no setting of repositories to be created
		if err := r.call(ctx, http.MethodPatch, r.in(), map[string]any{"allow_update_branch": true}, nil); err != nil {
			return fmt.Errorf("allow updates of branches: %w", err)
		}
	}
	base := r.in("actions")
	if err := r.setVariables(ctx, base, c.Input.Object("repoVariables")); err != nil {
		return err
	}
	if err := r.setSecrets(ctx, base, c.Input.Object("secrets")); err != nil {
		return err
	}
	if oidc := c.Input.Object("oidcCustomization"); oidc != nil {
		body := fields(oidc, []setting{{"use_default", "useDefault", true}, {"include_claim_keys", "includeClaimKeys", nil}})
		if err := r.call(ctx, http.MethodPut, r.in("actions", "oidc", "customization", "sub"), body, nil); err != nil {
			return fmt.Errorf("customize the OIDC subject: %w", err)
		}
	}
	if c.Input.Bool("subscribe") {
		body := map[string]any{"subscribed": true, "ignored": false}
		if err := r.call(ctx, http.MethodPut, r.in("subscription"), body, nil); err != nil {
			return fmt.Errorf("subscribe: %w", err)
		}
	}
	if level := c.Input.Text("workflowAccess"); level != "" {
		body := map[string]any{"access_level": level}
		if err := r.call(ctx, http.MethodPut, r.in("actions", "permissions", "access"), body, nil); err != nil {
			return fmt.Errorf("give other workflows access: %w", err)
		}
	}
	return nil
}

// setTopics sets the topics. Like Backstage it goes on without them.
func (r *repository) setTopics(ctx context.Context, c *scaffold.Call) {
	topics := c.Input.Texts("topics")
	if len(topics) == 0 {
		return
	}
	for i := range topics {
		topics[i] = strings.ToLower(topics[i])
	}
	if err := r.call(ctx, http.MethodPut, r.in("topics"), map[string]any{"names": topics}, nil); err != nil {
		c.Log.Warn(fmt.Sprintf("Skipping topics %s, %v", strings.Join(topics, " "), r.hide.From(err)))
	}
}
