package gitlab

import (
	"context"
	"embed"
	"errors"
	"net/http"

	"github.com/goldenpath-go/goldenpath/internal/rest"
	"github.com/goldenpath-go/goldenpath/scaffold"
	"github.com/goldenpath-go/goldenpath/scaffold/action/git"
	"github.com/goldenpath-go/goldenpath/scaffold/action/internal/hidden"
)

// Host is a GitLab server.
type Host struct {
	Base  string       // URL of the API; empty: /api/v4 of the host by https
	Token string       // with the scope api, used where the template gives none; its user has the right to make projects
	HTTP  *http.Client // used, never changed; nil means http.DefaultClient
}

// Services are what the action works with. The zero value has an action that can be dry-run, not run.
type Services struct {
	Hosts map[string]Host // by name, such as gitlab.com; nil: the action cannot be run
	Git   git.Publisher   // what pushes; the zero value is the git command
	// Confirm is asked before undoing deletes a project, such as gitlab.com/acme/orders, that nobody else has pushed to. Nil means
	// no: it is then left, with an error.
	Confirm func(ctx context.Context, project string) (bool, error)
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

// Publish returns the action publish:gitlab.
func (s Services) Publish() *scaffold.Action {
	a := &scaffold.Action{
		ID: "publish:gitlab", Doc: "Makes a project of the workspace.", Effect: true,
		Input: schema("publish.input"), Output: schema("publish.output"),
	}
	if s.Hosts == nil {
		return a
	}
	a.Undo = s.unpublish
	a.Run = func(ctx context.Context, c *scaffold.Call) error {
		at, err := parseRepoURL(c.Input.Text("repoUrl"))
		if err != nil {
			return err
		}
		title := at.Name
		if path := c.Input.Object("settings").Text("path"); path != "" {
			if at.Name = path; !namePattern.MatchString(path) {
				return scaffold.Errorf(scaffold.ErrInput, "%q cannot be the path of a project", path)
			}
		}
		g, err := s.connect(at, c.Input.Text("token"))
		if err != nil {
			return err
		}
		g.title = title
		return secretsOf(c.Input, g.token).From(g.publish(ctx, c))
	}
	return a
}

// secretsOf returns what no error may have.
func secretsOf(in *scaffold.Object, token string) hidden.Texts {
	h := hidden.Texts{token}
	for _, v := range objects(in, "projectVariables") {
		h = append(h, v.Text("value"))
	}
	return h
}

// objects returns the objects in a list of the input.
func objects(in *scaffold.Object, name string) []*scaffold.Object {
	list, _ := in.Get(name).([]any)
	var out []*scaffold.Object
	for _, item := range list {
		if o, ok := item.(*scaffold.Object); ok {
			out = append(out, o)
		}
	}
	return out
}

// gitLab is a project that the action works on, and the way to it.
type gitLab struct {
	repoURL
	Services
	title  string // where the settings give none
	client *rest.Client
	token  string
	// privileged has the server's own token, where the template gave another; else it is client.
	privileged *rest.Client
}

// connect returns the way to a project, with the token that the template gave, or else the host's.
func (s Services) connect(at repoURL, token string) (*gitLab, error) {
	host, ok := s.Hosts[at.Host]
	if !ok {
		return nil, scaffold.Errorf(scaffold.ErrInput, "No matching integration configuration for host %s, please check your integrations config", at.Host)
	}
	g := &gitLab{repoURL: at, Services: s, token: token}
	if g.token == "" {
		g.token = host.Token
	}
	if g.token == "" {
		return nil, scaffold.Errorf(scaffold.ErrInput, "No token available for host %s", at.Host)
	}
	base := host.Base
	if base == "" {
		base = "https://" + at.Host + "/api/v4"
	}
	clientFor := func(token string) *rest.Client {
		return &rest.Client{Base: base, HTTP: host.HTTP, Token: func(context.Context) (string, error) { return token, nil }}
	}
	g.client = clientFor(g.token)
	g.privileged = g.client
	if host.Token != "" && host.Token != g.token {
		g.privileged = clientFor(host.Token)
	}
	return g, nil
}
