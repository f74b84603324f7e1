package standin

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"sync"
	"time"
)

// Vault is a Vault with an engine kv of version 2 at secrets and the Kubernetes login at kubernetes. Token is required. It knows what
// provisioning asks for; logins and version 1 it does not.
type Vault struct {
	Token string // that requests must bear

	once     sync.Once
	mux      *http.ServeMux
	mu       sync.Mutex
	secrets  map[string]*vaultSecret // by path
	policies map[string]string
	roles    map[string]json.RawMessage
}

// vaultSecret is a secret, with its versions from the first.
type vaultSecret struct {
	custom   map[string]string
	versions []*vaultVersion
}

type vaultVersion struct {
	Created   time.Time       `json:"created_time"`
	Deleted   string          `json:"deletion_time"` // empty: it is not
	Destroyed bool            `json:"destroyed"`
	data      json.RawMessage // of values
}

// vaultRequest is the body of any request but that of a role.
type vaultRequest struct {
	Policy   string
	Data     json.RawMessage
	Options  struct{ CAS int }
	Custom   map[string]string `json:"custom_metadata"`
	Versions []int
	Paths    []string
}

// vaultAnswer answers a request: with data, or, when status is not 0, with that and a message.
type vaultAnswer struct {
	data    any
	status  int
	message string
}

func absent() vaultAnswer { return vaultAnswer{status: http.StatusNotFound} }

// ServeHTTP answers a request to the API.
func (v *Vault) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	v.once.Do(v.begin)
	v.mux.ServeHTTP(w, r)
}

func (v *Vault) begin() {
	v.secrets, v.policies, v.roles = map[string]*vaultSecret{}, map[string]string{}, map[string]json.RawMessage{}
	v.mux = http.NewServeMux()
	v.mux.HandleFunc("GET /v1/sys/health", func(w http.ResponseWriter, _ *http.Request) {
		say(w, http.StatusOK, object{"initialized": true, "sealed": false, "version": "1.21.4", "server_time_utc": time.Now().Unix()})
	})
	for pattern, answer := range map[string]func(*http.Request, []byte) vaultAnswer{
		"GET /v1/auth/token/lookup-self":          v.self,
		"PUT /v1/sys/capabilities-self":           v.capabilities,
		"GET /v1/sys/internal/ui/mounts/secrets/": v.mount,
		"GET /v1/sys/internal/ui/mounts/secrets":  v.mount,
		"GET /v1/sys/policies/acl":                func(*http.Request, []byte) vaultAnswer { return namesOf(v.policies) },
		"/v1/sys/policies/acl/{name}":             v.policy,
		"GET /v1/auth/kubernetes/role":            func(*http.Request, []byte) vaultAnswer { return namesOf(v.roles) },
		"/v1/auth/kubernetes/role/{name}":         v.role,
		"GET /v1/secrets/data/{path...}":          v.read,
		"PUT /v1/secrets/data/{path...}":          v.write,
		"GET /v1/secrets/metadata/{path...}":      v.metadata,
		"PUT /v1/secrets/metadata/{path...}":      v.stamp,
		"DELETE /v1/secrets/metadata/{path...}":   v.forget,
		"PUT /v1/secrets/{change}/{path...}":      v.change,
	} {
		v.mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) { v.answer(w, r, answer) })
	}
}

// answer answers a request that bears the token.
func (v *Vault) answer(w http.ResponseWriter, r *http.Request, f func(*http.Request, []byte) vaultAnswer) {
	body, err := readBody(r)
	a := vaultAnswer{status: http.StatusForbidden, message: "permission denied"}
	switch {
	case err != nil:
		a = vaultAnswer{status: http.StatusBadRequest, message: "the body broke off"}
	case r.Header.Get("X-Vault-Token") == v.Token:
		v.mu.Lock()
		a = f(r, body)
		v.mu.Unlock()
	}
	switch messages := []string{}; {
	case a.message != "":
		say(w, a.status, object{"errors": append(messages, a.message)})
	case a.status != 0:
		say(w, a.status, object{"errors": messages})
	case a.data == nil:
		w.WriteHeader(http.StatusNoContent)
	default:
		say(w, http.StatusOK, object{"data": a.data})
	}
}

func (v *Vault) self(*http.Request, []byte) vaultAnswer {
	return vaultAnswer{data: object{"ttl": 0, "renewable": false}}
}

// capabilities says what the token may do: everything.
func (v *Vault) capabilities(_ *http.Request, body []byte) vaultAnswer {
	in, refused := vaultBody(body)
	if refused.status != 0 {
		return refused
	}
	all := object{}
	for _, path := range in.Paths {
		all[path] = []string{"root"}
	}
	return vaultAnswer{data: all}
}

func (v *Vault) mount(*http.Request, []byte) vaultAnswer {
	return vaultAnswer{data: object{"path": "secrets/", "type": "kv", "accessor": "kv_1", "options": object{"version": "2"}}}
}

// namesOf answers a list; an empty one is not found.
func namesOf[T any](all map[string]T) vaultAnswer {
	if len(all) == 0 {
		return absent()
	}
	return vaultAnswer{data: object{"keys": slices.Sorted(maps.Keys(all))}}
}

func (v *Vault) policy(r *http.Request, body []byte) vaultAnswer {
	name := r.PathValue("name")
	switch r.Method {
	case http.MethodDelete:
		delete(v.policies, name)
		return vaultAnswer{}
	case http.MethodPut:
		in, refused := vaultBody(body)
		if refused.status == 0 {
			v.policies[name] = in.Policy
		}
		return refused
	}
	text, ok := v.policies[name]
	if !ok {
		return absent()
	}
	return vaultAnswer{data: object{"name": name, "policy": text}}
}

// role keeps a role as it is written.
func (v *Vault) role(r *http.Request, body []byte) vaultAnswer {
	name := r.PathValue("name")
	switch r.Method {
	case http.MethodDelete:
		delete(v.roles, name)
		return vaultAnswer{}
	case http.MethodPut:
		v.roles[name] = body
		return vaultAnswer{}
	}
	kept, ok := v.roles[name]
	if !ok {
		return absent()
	}
	return vaultAnswer{data: kept}
}

func vaultBody(body []byte) (in vaultRequest, refused vaultAnswer) {
	if err := json.Unmarshal(body, &in); err != nil {
		return in, vaultAnswer{status: http.StatusBadRequest, message: "error parsing JSON"}
	}
	return in, vaultAnswer{}
}

// state lists what there is: secrets with their current version, policies and roles.
func (v *Vault) state() []string {
	v.mu.Lock()
	defer v.mu.Unlock()
	out := []string{}
	for path, s := range v.secrets {
		out = append(out, fmt.Sprintf("secret secrets/%s, version %d", path, len(s.versions)))
	}
	for name := range v.policies {
		out = append(out, "policy "+name)
	}
	for name := range v.roles {
		out = append(out, "role "+name)
	}
	slices.Sort(out)
	return out
}

// Values returns the texts that the versions of secrets hold, those that were destroyed left out.
func (v *Vault) Values() (out []string, err error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	for _, s := range v.secrets {
		for _, version := range s.versions {
			var fields map[string]string
			if version.data != nil {
				err = errors.Join(err, json.Unmarshal(version.data, &fields))
			}
			out = slices.AppendSeq(out, maps.Values(fields))
		}
	}
	return out, err
}
