package vault_test

import (
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"time"

	"github.com/goldenpath-go/goldenpath/plan"
	"github.com/goldenpath-go/goldenpath/secrets"
	"github.com/goldenpath-go/goldenpath/secrets/secretstest"
)

// standinMore is a stand-in with an engine of type database at database, and with wrapped values.
type standinMore struct {
	http.Handler
	memory *secretstest.Memory
	token  string
}

func (s *standinMore) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	path, ours := strings.CutPrefix(r.URL.Path, "/v1/")
	database := strings.HasPrefix(path, "database/")
	ours = ours && (database || strings.HasPrefix(path, "sys/wrapping/"))
	if !ours || r.Header.Get("X-Vault-Token") != s.token {
		s.Handler.ServeHTTP(w, r)
		return
	}
	var body fields
	_ = json.NewDecoder(r.Body).Decode(&body)
	serve := s.wrapping
	if database {
		serve = s.database
	}
	data, err := serve(r, path, body)
	switch {
	case errors.Is(err, secrets.ErrNotFound):
		refuse(w, http.StatusNotFound)
	case err != nil:
		refuse(w, http.StatusBadRequest, err.Error())
	case data == nil:
		w.WriteHeader(http.StatusNoContent)
	default:
		_ = json.NewEncoder(w).Encode(data)
	}
}

func (s *standinMore) wrapping(r *http.Request, path string, body fields) (fields, error) {
	text, _ := body["token"].(string)
	token := plan.NewSecret(text)
	switch path {
	case "sys/wrapping/lookup":
		found, err := s.memory.Wrapping(r.Context(), token)
		return fields{"data": fields{
			"creation_path": found.Path, "creation_ttl": found.TTL.Seconds(), "creation_time": found.Created.Format(time.RFC3339Nano),
		}}, err
	case "sys/wrapping/unwrap":
		found, err := s.memory.Unwrap(r.Context(), token)
		return fields{"data": revealed(found)}, err
	}
	ttl, err := time.ParseDuration(r.Header.Get("X-Vault-Wrap-TTL"))
	if err != nil {
		return nil, err
	}
	value := secrets.Value{}
	for name, field := range body {
		value[name] = plan.NewSecret(field.(string))
	}
	given, err := s.memory.Wrap(r.Context(), path, ttl, value)
	return fields{"wrap_info": fields{"token": given.Reveal(), "ttl": int(ttl.Seconds()), "creation_path": path}}, err
}

func (s *standinMore) database(r *http.Request, path string, body fields) (fields, error) {
	ctx, part := r.Context(), strings.Split(path, "/")
	at := secrets.DatabaseLocation{Mount: part[0], Static: strings.HasPrefix(part[1], "static-"), Name: part[2]}
	switch {
	case part[1] == "config":
		allowed, err := s.memory.DatabaseConnection(ctx, part[0], part[2])
		return fields{"data": fields{"allowed_roles": allowed}}, err
	case part[1] == "rotate-role":
		at.Static = true
		return nil, s.memory.RotateDatabaseRole(ctx, at)
	case strings.HasSuffix(part[1], "creds"):
		name, password, err := s.memory.Credentials(ctx, at)
		return fields{"data": fields{"username": name, "password": password.Reveal()}}, err
	case r.Method == http.MethodDelete:
		return nil, s.memory.DeleteDatabaseRole(ctx, at)
	case r.Method == http.MethodPut:
		return nil, s.memory.PutDatabaseRole(ctx, at, readRole(body))
	}
	found, err := s.memory.DatabaseRole(ctx, at)
	if err != nil {
		return nil, err
	}
	return fields{"data": writtenRole(at, found)}, nil
}

func readRole(body fields) *secrets.DatabaseRole {
	text := func(name string) string { s, _ := body[name].(string); return s }
	length := func(name string) time.Duration {
		n, _ := body[name].(float64)
		return time.Duration(n) * time.Second
	}
	list := func(name string) (out []string) {
		all, _ := body[name].([]any)
		for _, s := range all {
			out = append(out, s.(string))
		}
		return out
	}
	return &secrets.DatabaseRole{
		Connection: text("db_name"), Account: text("username"), Period: length("rotation_period"), TTL: length("default_ttl"),
		MaxTTL: length("max_ttl"), Statements: secrets.Statements{
			Creation: list("creation_statements"), Revocation: list("revocation_statements"), Renewal: list("renew_statements"),
			Rollback: list("rollback_statements"), Rotation: list("rotation_statements"),
		},
	}
}

func writtenRole(at secrets.DatabaseLocation, r *secrets.DatabaseRole) fields {
	if at.Static {
		return fields{
			"db_name": r.Connection, "username": r.Account, "rotation_period": r.Period.Seconds(), "rotation_statements": r.Statements.Rotation,
		}
	}
	return fields{
		"db_name": r.Connection, "default_ttl": r.TTL.Seconds(), "max_ttl": r.MaxTTL.Seconds(), "creation_statements": r.Statements.Creation,
		"revocation_statements": r.Statements.Revocation, "renew_statements": r.Statements.Renewal, "rollback_statements": r.Statements.Rollback,
	}
}
