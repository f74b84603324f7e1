package standin

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/catalog/backstage"
	"github.com/goldenpath-go/goldenpath/catalog/backstage/backstagetest"
	"github.com/goldenpath-go/goldenpath/catalog/load"
)

// What a World asks to be shown, by service.
const (
	GitHubToken    = "github-token"
	PagerDutyToken = "pagerduty-token"
	SlackToken     = "xoxb-token"
	BackstageToken = "backstage-token"
	VaultToken     = "vault-token"
)

// World is all services at one address: GitHub below /api/v3, PagerDuty below /pagerduty, Slack's Web API below /slack, Vault
// below /v1, and Backstage with its catalog and a plugin slack, which posts messages, below /api.
type World struct {
	GitHub    *GitHub
	PagerDuty *PagerDuty
	Slack     *Slack
	Vault     *Vault

	backstage *backstagetest.Server
	mux       *http.ServeMux
}

// New returns a world whose repositories are in the folder dir. It has the escalation policies P-TIER1 and P-TIER23 and the channel
// #platform-new-services.
func New(dir string) *World {
	w := &World{
		GitHub:    &GitHub{Dir: dir, Token: GitHubToken},
		PagerDuty: &PagerDuty{Token: PagerDutyToken, Policies: []string{"P-TIER1", "P-TIER23"}},
		Slack:     &Slack{Token: SlackToken, Channels: map[string]string{"#platform-new-services": "C0PLATFORM"}},
		Vault:     &Vault{Token: VaultToken},
		mux:       http.NewServeMux(),
	}
	w.backstage = backstagetest.New(new(catalog.Catalog), &backstagetest.Options{Token: BackstageToken, RequireToken: true, Read: w.read})
	w.mux.Handle("/api/v3/", w.GitHub)
	w.mux.Handle("/pagerduty/", http.StripPrefix("/pagerduty", w.PagerDuty))
	w.mux.Handle("/slack/", http.StripPrefix("/slack", w.Slack))
	w.mux.Handle("/v1/", w.Vault)
	w.mux.HandleFunc("POST /api/slack/send", w.send)
	w.mux.Handle("/api/catalog/", w.backstage)
	return w
}

// ServeHTTP answers a request.
func (w *World) ServeHTTP(rw http.ResponseWriter, r *http.Request) { w.mux.ServeHTTP(rw, r) }

// send is a plugin of Backstage's backend, which posts a message to Slack.
func (w *World) send(rw http.ResponseWriter, r *http.Request) {
	var in struct{ Channel, Text string }
	body, err := readBody(r)
	if err == nil {
		err = json.Unmarshal(body, &in)
	}
	switch {
	case r.Header.Get("Authorization") != "Bearer "+BackstageToken:
		say(rw, http.StatusUnauthorized, object{"error": object{"name": "AuthenticationError"}})
		return
	case err != nil || r.Header.Get("Content-Type") != "application/json":
		say(rw, http.StatusBadRequest, object{"error": object{"name": "InputError"}})
		return
	}
	if _, ok := w.Slack.Post(in.Channel, in.Text); !ok {
		say(rw, http.StatusNotFound, object{"error": object{"name": "NotFoundError", "message": "no channel " + in.Channel}})
		return
	}
	say(rw, http.StatusOK, object{"ok": true})
}

// read returns the entities of a file of a repository: https://github.com/acme/orders/blob/main/catalog-info.yaml.
func (w *World) read(url string) ([]*catalog.Entity, error) {
	parts := strings.SplitN(strings.TrimPrefix(url, "https://github.com/"), "/", 5)
	if len(parts) < 5 || parts[2] != "blob" {
		return nil, &backstage.Fault{Name: "NotAllowedError", Message: "Reading from " + url + " is not allowed"}
	}
	data, err := w.GitHub.File(parts[0]+"/"+parts[1], parts[3], parts[4])
	if err != nil {
		return nil, &backstage.Fault{Name: "NotFoundError", Message: fmt.Sprintf("Unable to read %s: %v", url, err)}
	}
	var out []*catalog.Entity
	ctx := context.Background() // Backstage reads on its own account
	for _, d := range load.Parse(ctx, url, data, nil).Documents {
		if !d.OK {
			return nil, &backstage.Fault{Name: "InputError", Message: url + ": " + d.Problems[0].Message}
		}
		if d.Entity != nil {
			out = append(out, d.Entity)
		}
	}
	return out, nil
}

// State is all there is in a world, without names and times that differ between two runs of the same.
type State struct {
	Repositories map[string]Repository `json:"repositories"`
	Locations    []string              `json:"locations"` // targets
	Entities     []string              `json:"entities"`  // references
	Services     []PagerDutyService    `json:"services"`  // without their ids
	Messages     []string              `json:"messages"`
	Vault        []string              `json:"vault"` // secrets with their current version, policies and roles
}

// Repository is a repository of a [State].
type Repository struct {
	Branch    string                       `json:"branch"` // the default one
	Refs      map[string]map[string]string `json:"refs"`   // mode and name of each file, by path
	Topics    []string                     `json:"topics"`
	Protected []string                     `json:"protected"`
}

// State returns what there is, as anybody could see it by asking the services.
func (w *World) State(ctx context.Context) (State, error) {
	s := State{Repositories: map[string]Repository{}, Locations: []string{}, Entities: []string{}, Services: w.PagerDuty.Services(), Messages: []string{}, Vault: w.Vault.state()}
	for i := range s.Services {
		s.Services[i].ID = ""
	}
	for _, m := range w.Slack.Messages() {
		s.Messages = append(s.Messages, m.Text)
	}
	return s, errors.Join(w.GitHub.state(s.Repositories), w.catalog(ctx, &s))
}

func (g *GitHub) state(out map[string]Repository) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	for name, at := range g.repos {
		r := Repository{at.branch, map[string]map[string]string{}, at.topics, at.protected}
		refs, err := at.refs()
		if err != nil {
			return err
		}
		for ref := range refs {
			files, err := at.filesOf(ref)
			if err != nil {
				return err
			}
			r.Refs[ref] = map[string]string{}
			for path, e := range files {
				r.Refs[ref][path] = e.mode + " " + e.hash
			}
		}
		out[name] = r
	}
	return nil
}

// catalog asks Backstage what it has.
func (w *World) catalog(ctx context.Context, s *State) error {
	c := backstage.Client{
		URL: "http://backstage.localhost", Token: backstage.StaticToken(BackstageToken), HTTP: &http.Client{Transport: inProcess{w.backstage}},
	}
	locations, err := c.Locations(ctx)
	for _, l := range locations {
		s.Locations = append(s.Locations, l.Target)
	}
	for e, entityErr := range c.Entities(ctx, &backstage.Query{Order: []backstage.Order{{Field: "metadata.name"}}}) {
		if entityErr != nil {
			return errors.Join(err, entityErr)
		}
		if e.Kind != catalog.Location {
			s.Entities = append(s.Entities, e.Ref().String())
		}
	}
	return err
}
