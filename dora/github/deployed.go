package github

import (
	"encoding/json"
	"slices"
	"strings"
	"time"

	"github.com/goldenpath-go/goldenpath/dora"
)

// node is a deployment as GraphQL gives it.
type node struct {
	ID          string
	Environment string
	CommitOid   string
	Task        string
	Payload     string
	Description string
	CreatedAt   time.Time
	Statuses    statuses
}

type statuses struct {
	Nodes []struct {
		State     string
		CreatedAt time.Time
		LogURL    string
	}
	PageInfo pageInfo
}

func (n *node) has(state dora.Status) bool {
	for _, s := range n.Statuses.Nodes {
		if dora.Status(strings.ToLower(s.State)) == state {
			return true
		}
	}
	return false
}

// Deployed is what GitHub says of a deployment, for telling whose it is.
type Deployed struct {
	// Services are those of the query that live in the repository.
	Services []dora.Service
	// Repo is the repository, Environment the name as GitHub has it.
	Repo, Environment string
	// Task and Description are as they were given; a task is "deploy" where
	// none was.
	Task, Description string
	// Payload is the JSON that was given; empty where none was.
	Payload json.RawMessage
}

// ServiceOf returns whose a deployment is. A service that is alone in its
// repository, and has no paths, has all of them. In a monorepo it is the
// service that the payload names as "service", or that the environment
// ("orders-production", "production/orders") or the task ("deploy:orders")
// names; if none does, the repository is deployed as one, and it is all of
// them.
func ServiceOf(d Deployed) []string {
	var all []string
	for _, s := range d.Services {
		all = append(all, s.Name)
	}
	if len(all) == 1 && len(d.Services[0].Paths) == 0 {
		return all
	}
	if name := payloadOf(d.Payload).Service; name != "" {
		return slices.DeleteFunc(all, func(s string) bool { return !strings.EqualFold(s, name) })
	}
	best := ""
	for _, name := range all {
		_, task := strings.CutPrefix(strings.ToLower(d.Task), "deploy:")
		named := without(d.Environment, name) != d.Environment || task && strings.EqualFold(d.Task[len("deploy:"):], name)
		if named && len(name) > len(best) {
			best = name
		}
	}
	if best != "" {
		return []string{best}
	}
	return all
}

// payload is what is read of a deployment's.
type payload struct{ Service, Config string }

// payloadOf reads a payload: an object, or one within a string as GitHub
// returns those that were given so. Others have nothing to say.
func payloadOf(data json.RawMessage) (p payload) {
	var text string
	if json.Unmarshal(data, &text) == nil {
		data = json.RawMessage(text)
	}
	var members map[string]any
	if json.Unmarshal(data, &members) != nil {
		return p
	}
	p.Service, _ = members["service"].(string)
	p.Config, _ = members["config"].(string)
	return p
}

// without returns an environment's name less a service's at its begin or end.
func without(environment, service string) string {
	const separators = "-_/.: "
	n := len(service)
	if len(environment) <= n+1 {
		return environment
	}
	if strings.EqualFold(environment[:n], service) && strings.IndexByte(separators, environment[n]) >= 0 {
		return environment[n+1:]
	}
	at := len(environment) - n
	if strings.EqualFold(environment[at:], service) && strings.IndexByte(separators, environment[at-1]) >= 0 {
		return environment[:at-1]
	}
	return environment
}

// of returns a deployment for each service whose it is, in an environment that
// is asked for.
func (l *listing) of(n *node) []dora.Deployment {
	d := dora.Deployment{
		ID: n.ID, SHA: n.CommitOid, Created: n.CreatedAt, Kind: kindOf(n.Task), Config: payloadOf(json.RawMessage(n.Payload)).Config,
	}
	for _, s := range n.Statuses.Nodes {
		state := dora.Status(strings.ToLower(s.State))
		d.Statuses = append(d.Statuses, dora.StatusAt{State: state, At: s.CreatedAt})
		if s.LogURL != "" && (d.URL == "" || state == dora.Success) {
			d.URL = s.LogURL
		}
	}
	serviceOf := l.source.ServiceOf
	if serviceOf == nil {
		serviceOf = ServiceOf
	}
	names := serviceOf(Deployed{
		Services: l.repository.services, Repo: l.repository.slug, Environment: n.Environment,
		Task: n.Task, Description: n.Description, Payload: json.RawMessage(n.Payload),
	})
	var out []dora.Deployment
	for _, s := range l.repository.services {
		if !slices.Contains(names, s.Name) {
			continue
		}
		d.Service, d.Environment = s.Name, environmentOf(n.Environment, s.Name)
		if len(l.query.Environments) == 0 || dora.MatchEnvironment(l.query.Environments, d.Environment) ||
			dora.MatchEnvironment(l.query.Environments, n.Environment) {
			out = append(out, d)
		}
	}
	return out
}

// environmentOf returns the environment without a service's name, unless it is
// one of production's as it stands.
func environmentOf(name, service string) string {
	if dora.MatchEnvironment(dora.DefaultProduction(), name) {
		return name
	}
	return without(name, service)
}

// kindOf reads a task such as "rollback" or "deploy:hotfix".
func kindOf(task string) dora.Kind {
	last := strings.ToLower(task[strings.LastIndexByte(task, ':')+1:])
	if kind := dora.Kind(last); kind == dora.Rollback || kind == dora.Hotfix {
		return kind
	}
	return ""
}
