package vault_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/goldenpath-go/goldenpath/plan"
	"github.com/goldenpath-go/goldenpath/secrets"
	"github.com/goldenpath-go/goldenpath/secrets/secretstest"
)

// standin speaks the HTTP of a Vault for a Store in memory. What the server itself does is the memory's matter; that it
// answers in these forms is held by running the same tests against a real Vault.
type standin struct {
	memory *secretstest.Memory
	mounts []secrets.Mount
	token  string
}

type fields = map[string]any

func (s *standin) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	path := strings.TrimPrefix(r.URL.Path, "/v1/")
	if path == "sys/health" {
		h, _ := s.memory.Health(r.Context())
		_ = json.NewEncoder(w).Encode(fields{"version": h.Version, "cluster_id": h.ClusterID, "initialized": true, "server_time_utc": h.Time.Unix()})
		return
	}
	if r.Header.Get("X-Vault-Token") != s.token {
		refuse(w, http.StatusForbidden, "permission denied")
		return
	}
	var body fields
	_ = json.NewDecoder(r.Body).Decode(&body)
	data, err := s.route(r, path, body)
	switch {
	case errors.Is(err, errPreflight):
		refuse(w, http.StatusForbidden, err.Error())
	case errors.Is(err, secrets.ErrConflict):
		refuse(w, http.StatusBadRequest, "check-and-set parameter did not match the current version")
	case errors.Is(err, secrets.ErrNotFound) && strings.Contains(err.Error(), "there is no "):
		refuse(w, http.StatusNotFound, "no handler for route")
	case errors.Is(err, secrets.ErrNotFound):
		refuse(w, http.StatusNotFound)
	case err != nil:
		refuse(w, http.StatusBadRequest, err.Error())
	case data == nil:
		w.WriteHeader(http.StatusNoContent)
	default:
		_ = json.NewEncoder(w).Encode(fields{"data": data})
	}
}

func refuse(w http.ResponseWriter, status int, messages ...string) {
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(map[string][]string{"errors": append([]string{}, messages...)})
}

func (s *standin) route(r *http.Request, path string, body fields) (any, error) {
	ctx := r.Context()
	if rest, ok := strings.CutPrefix(path, "sys/"); ok {
		return s.sys(ctx, r, rest, body)
	}
	if path == "auth/token/lookup-self" {
		return fields{"ttl": 0, "renewable": false}, nil
	}
	if mount, name, ok := strings.Cut(strings.TrimPrefix(path, "auth/"), "/role"); ok && strings.HasPrefix(path, "auth/") {
		return s.role(ctx, r.Method, mount, strings.TrimPrefix(name, "/"), body)
	}
	for _, mount := range s.mounts {
		if rest, ok := strings.CutPrefix(path, mount.Path+"/"); ok || path == mount.Path {
			if !ok {
				rest = ""
			}
			if mount.KV == 1 {
				return s.kv1(r, secrets.Location{Mount: mount.Path, KV: 1, Path: rest}, body)
			}
			part, below, _ := strings.Cut(rest, "/")
			return s.kv2(r, part, secrets.Location{Mount: mount.Path, KV: 2, Path: below}, body)
		}
	}
	return nil, errors.Join(secrets.ErrNotFound, errors.New("there is no such route"))
}

// errPreflight is what a server says of a path where there is nothing, or nothing that the token may know of.
var errPreflight = errors.New("preflight capability check returned 403, please ensure client's policies grant access to path")

func engine(m secrets.Mount) fields {
	return fields{"path": m.Path + "/", "type": m.Type, "accessor": m.Accessor, "options": fields{"version": strconv.Itoa(m.KV)}}
}

func (s *standin) sys(ctx context.Context, r *http.Request, path string, body fields) (any, error) {
	if rest, ok := strings.CutPrefix(path, "internal/ui/mounts/"); ok {
		m, err := s.memory.Mount(ctx, rest)
		if err != nil {
			return nil, errPreflight
		}
		return engine(m), nil
	}
	if name, ok := strings.CutPrefix(strings.TrimSuffix(path, "/generate"), "policies/password/"); ok {
		password, err := s.memory.Password(ctx, name)
		return fields{"password": password.Reveal()}, err
	}
	name := strings.TrimPrefix(strings.TrimPrefix(path, "policies/acl"), "/")
	switch {
	case path == "mounts":
		all := fields{}
		for _, m := range s.mounts {
			all[m.Path+"/"] = engine(m)
		}
		return all, nil
	case path == "capabilities-self":
		return s.memory.Capabilities(ctx, texts(body["paths"])...)
	case path == "policies/acl":
		names, err := s.memory.Policies(ctx)
		return fields{"keys": names}, err
	case r.Method == http.MethodGet:
		text, err := s.memory.Policy(ctx, name)
		return fields{"name": name, "policy": text}, err
	case r.Method == http.MethodDelete:
		return nil, s.memory.DeletePolicy(ctx, name)
	}
	return nil, s.memory.PutPolicy(ctx, name, body["policy"].(string))
}

func (s *standin) role(ctx context.Context, method, mount, name string, body fields) (any, error) {
	switch {
	case name == "":
		names, err := s.memory.Roles(ctx, mount)
		return listed(names, err)
	case method == http.MethodGet:
		r, err := s.memory.Role(ctx, mount, name)
		if err != nil {
			return nil, err
		}
		return fields{
			"bound_service_account_names": r.ServiceAccounts, "bound_service_account_namespaces": r.Namespaces, "audience": r.Audience,
			"alias_name_source": r.AliasNameSource, "token_policies": r.Policies, "token_ttl": r.TTL.Seconds(),
			"token_max_ttl": r.MaxTTL.Seconds(), "token_explicit_max_ttl": r.ExplicitMaxTTL.Seconds(), "token_period": r.Period.Seconds(),
			"token_type": r.TokenType, "token_num_uses": r.NumUses, "token_bound_cidrs": r.BoundCIDRs,
			"token_no_default_policy": r.NoDefaultPolicy,
		}, nil
	case method == http.MethodDelete:
		return nil, s.memory.DeleteRole(ctx, mount, name)
	}
	return nil, s.memory.PutRole(ctx, mount, name, &secrets.Role{
		ServiceAccounts: texts(body["bound_service_account_names"]), Namespaces: texts(body["bound_service_account_namespaces"]),
		Audience: body["audience"].(string), AliasNameSource: body["alias_name_source"].(string), Policies: texts(body["token_policies"]),
		TTL: inSeconds(body["token_ttl"]), MaxTTL: inSeconds(body["token_max_ttl"]), ExplicitMaxTTL: inSeconds(body["token_explicit_max_ttl"]),
		Period: inSeconds(body["token_period"]), TokenType: body["token_type"].(string), NumUses: int(body["token_num_uses"].(float64)),
		BoundCIDRs: texts(body["token_bound_cidrs"]), NoDefaultPolicy: body["token_no_default_policy"].(bool),
	})
}

func inSeconds(v any) time.Duration { return time.Duration(v.(float64)) * time.Second }

func texts(list any) []string {
	out := []string{}
	for _, item := range list.([]any) {
		out = append(out, item.(string))
	}
	return out
}

// listed is the answer to a list; an empty one is not found.
func listed(names []string, err error) (any, error) {
	if err == nil && len(names) == 0 {
		return nil, secrets.ErrNotFound
	}
	return fields{"keys": names}, err
}

func valueOf(v any) secrets.Value {
	value := secrets.Value{}
	for name, field := range v.(fields) {
		value[name] = plan.NewSecret(field.(string))
	}
	return value
}

func revealed(v secrets.Value) fields {
	out := fields{}
	for name, field := range v {
		out[name] = field.Reveal()
	}
	return out
}

func (s *standin) kv1(r *http.Request, at secrets.Location, body fields) (any, error) {
	switch {
	case r.URL.Query().Has("list"):
		return listed(s.memory.List(r.Context(), at))
	case r.Method == http.MethodDelete:
		return nil, s.memory.Delete(r.Context(), at)
	case r.Method == http.MethodPut:
		_, err := s.memory.Write(r.Context(), at, valueOf(body), 0)
		return nil, err
	}
	v, err := s.memory.Read(r.Context(), at, 0)
	return revealed(v), err
}

func (s *standin) kv2(r *http.Request, part string, at secrets.Location, body fields) (any, error) {
	ctx := r.Context()
	switch part {
	case "data":
		return s.data(r, at, body)
	case "metadata":
		return s.metadata(r, at, body)
	}
	var numbers []int
	for _, n := range body["versions"].([]any) {
		numbers = append(numbers, int(n.(float64)))
	}
	change := map[string]func(context.Context, secrets.Location, ...int) error{
		"delete": s.memory.Delete, "undelete": s.memory.Undelete, "destroy": s.memory.Destroy,
	}[part]
	return nil, change(ctx, at, numbers...)
}

func (s *standin) data(r *http.Request, at secrets.Location, body fields) (any, error) {
	if r.Method == http.MethodPut {
		cas := int(body["options"].(fields)["cas"].(float64))
		v, err := s.memory.Write(r.Context(), at, valueOf(body["data"]), cas)
		return fields{"version": v.Number, "created_time": v.Created, "deletion_time": ""}, err
	}
	number, _ := strconv.Atoi(r.URL.Query().Get("version"))
	v, err := s.memory.Read(r.Context(), at, number)
	return fields{"data": revealed(v)}, err
}

func (s *standin) metadata(r *http.Request, at secrets.Location, body fields) (any, error) {
	switch {
	case r.URL.Query().Has("list"):
		return listed(s.memory.List(r.Context(), at))
	case r.Method == http.MethodDelete:
		return nil, s.memory.DeleteMetadata(r.Context(), at)
	case r.Method == http.MethodPut:
		return nil, s.memory.PutMetadata(r.Context(), at, settingsOf(body))
	}
	m, err := s.memory.Metadata(r.Context(), at)
	if err != nil {
		return nil, err
	}
	versions := fields{}
	for number, v := range m.Versions {
		deleted := ""
		if !v.Deleted.IsZero() {
			deleted = v.Deleted.Format(time.RFC3339Nano)
		}
		versions[strconv.Itoa(number)] = fields{"created_time": v.Created, "deletion_time": deleted, "destroyed": v.Destroyed}
	}
	return fields{
		"current_version": m.Current, "oldest_version": m.Oldest, "versions": versions, "custom_metadata": m.Custom,
		"cas_required": m.CASRequired, "max_versions": m.MaxVersions, "delete_version_after": m.DeleteVersionAfter.String(),
	}, nil
}

func settingsOf(body fields) secrets.Settings {
	var set secrets.Settings
	if custom, ok := body["custom_metadata"].(fields); ok {
		set.Custom = map[string]string{}
		for key, value := range custom {
			set.Custom[key] = value.(string)
		}
	}
	if required, ok := body["cas_required"].(bool); ok {
		set.CASRequired = &required
	}
	if most, ok := body["max_versions"].(float64); ok {
		n := int(most)
		set.MaxVersions = &n
	}
	return set
}
