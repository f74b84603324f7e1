package github

import (
	"context"
	"embed"
	"encoding/json"
	"errors"
	"fmt"

	gh "github.com/google/go-github/v62/github"

	"github.com/goldenpath-go/goldenpath/scaffold"
)

// Clients gives access to GitHub.
type Clients interface {
	// Client returns the client for a host, such as github.com. With a token, which the template gave, the client uses that
	// and no other. A host that is not known is an error.
	Client(ctx context.Context, host, token string) (*gh.Client, error)
}

// Hosts are clients without credentials and the token of each, by host. They never send a token to another host.
type Hosts map[string]Host

// Host is GitHub, or an Enterprise server.
type Host struct {
	Client *gh.Client // without credentials, used and never changed; required
	Token  string     // what authenticates where the template gives no token; empty: nothing
}

// Client returns the client for a host.
func (h Hosts) Client(_ context.Context, host, token string) (*gh.Client, error) {
	known, ok := h[host]
	if !ok || known.Client == nil {
		return nil, scaffold.Errorf(scaffold.ErrInput, "No integration for host %s", host)
	}
	if token == "" {
		token = known.Token
	}
	if token == "" {
		return known.Client, nil
	}
	return known.Client.WithAuthToken(token), nil
}

// Services are what the actions work with. The zero value has actions that can be dry-run, not run.
type Services struct {
	Clients Clients
	// Confirm is asked before undoing deletes a repository, such as github.com/acme/orders, that nobody else has pushed to. Nil
	// means no: it is then left, with an error.
	Confirm func(ctx context.Context, repository string) (bool, error)
	// AuthorName and AuthorEmail are the author of commits where a template names none. Empty: whom the token belongs to.
	AuthorName, AuthorEmail string
	// WebhookSecret is that of webhooks where a template gives none. Empty: none.
	WebhookSecret string
}

// Why an undo leaves something.
var (
	// ErrChanged means that others have worked on what would be deleted.
	ErrChanged = errors.New("others have changed it since")
	// ErrUnconfirmed means that nobody confirmed a deletion.
	ErrUnconfirmed = errors.New("nobody confirmed that it may be deleted")
)

//go:embed schema
var schemas embed.FS

// schema returns a JSON Schema of Backstage's; nil when there is none.
func schema(name string) []byte {
	data, err := schemas.ReadFile("schema/" + name + ".json")
	if err != nil {
		return nil
	}
	return data
}

// work is what an action does with a repository.
type work func(ctx context.Context, r *repository, c *scaffold.Call) error

// Actions returns the actions.
func Actions(s Services) []*scaffold.Action {
	return []*scaffold.Action{
		s.action("publish:github", "publish", "Makes a repository of the workspace.", s.publish, s.unpublish),
		s.dry(s.action("publish:github:pull-request", "pull-request", "Opens a pull request with the files of the workspace.",
			s.pullRequest, s.closePullRequest), dryPullRequest),
		s.action("github:repo:create", "repo-create", "Makes a repository without files.", s.createOnly, s.unpublish),
		s.action("github:repo:push", "repo-push", "Pushes the workspace to a repository, as its first commit.", s.pushOnly, s.unpush),
		s.once(s.action("github:actions:dispatch", "actions-dispatch", "Starts a workflow.", dispatch, nil)),
		s.dry(s.action("github:webhook", "webhook", "Makes a webhook.", s.webhook, s.undoNumbered), dryDone),
		s.action("github:deployKey:create", "deploy-key-create", "Gives a key access, and stores its private half.", deployKey, s.undoDeployKey),
		s.once(s.dry(s.action("github:issues:create", "issues-create", "Opens an issue.", issues, s.closeIssue), dryIssue)),
		s.action("github:issues:label", "issues-label", "Labels an issue or pull request.", label, s.unlabel),
		s.action("github:environment:create", "environment-create", "Makes an environment for deployments.", environment, s.undoDelete),
		s.action("github:autolinks:create", "autolinks-create", "Makes links of references to another system.", autolink, s.undoNumbered),
		s.action("github:branch-protection:create", "branch-protection-create", "Protects a branch.", protection, s.undoDelete),
		s.action("github:pages:enable", "pages-enable", "Has GitHub publish pages.", pages, s.undoDelete),
	}
}

// action returns an action on the repository that its input's repoUrl names.
func (s Services) action(id, file, doc string, do work, undo func(context.Context, json.RawMessage) error) *scaffold.Action {
	a := &scaffold.Action{ID: id, Doc: doc, Input: schema(file + ".input"), Output: schema(file + ".output"), Effect: true}
	if s.Clients == nil {
		return a
	}
	a.Undo = undo
	a.Run = func(ctx context.Context, c *scaffold.Call) error {
		r, err := s.open(ctx, c.Input)
		if err != nil {
			return err
		}
		if r.resumed, err = c.Earlier(&struct{}{}); err != nil {
			return err
		}
		return r.hide.From(do(ctx, r, c))
	}
	return a
}

// dry gives an action something to do in a dry run.
func (s Services) dry(a *scaffold.Action, do func(*scaffold.Call)) *scaffold.Action {
	run := a.Run
	a.DryRun = true
	a.Run = func(ctx context.Context, c *scaffold.Call) error {
		if _, err := parseRepoURL(c.Input.Text("repoUrl")); err != nil {
			return err
		}
		if c.DryRun {
			do(c)
			return nil
		}
		if run == nil {
			return fmt.Errorf("run %s: there is no client for GitHub", a.ID)
		}
		return run(ctx, c)
	}
	return a
}

// once marks an action as one that must not be repeated.
func (Services) once(a *scaffold.Action) *scaffold.Action {
	a.Once = true
	return a
}

func dryDone(c *scaffold.Call) { c.Log.Info("Dry run complete") }
