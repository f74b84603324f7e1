package vault

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"reflect"
	"strings"

	"github.com/goldenpath-go/goldenpath/secrets"
)

// staticRole and dynamicRole are roles of an engine of type database as the server reads and writes them. Every field is always
// written, since the server keeps what a write leaves out.
type (
	staticRole struct {
		Connection string   `json:"db_name"`
		Account    string   `json:"username"`
		Period     seconds  `json:"rotation_period"`
		Rotation   []string `json:"rotation_statements"`
	}
	dynamicRole struct {
		Connection string   `json:"db_name"`
		TTL        seconds  `json:"default_ttl"`
		MaxTTL     seconds  `json:"max_ttl"`
		Creation   []string `json:"creation_statements"`
		Revocation []string `json:"revocation_statements"`
		Renewal    []string `json:"renew_statements"`
		Rollback   []string `json:"rollback_statements"`
	}
)

func toDatabaseRole(at secrets.DatabaseLocation, r *secrets.DatabaseRole) any {
	s := r.Statements
	if at.Static {
		return &staticRole{Connection: r.Connection, Account: r.Account, Period: inSeconds(r.Period), Rotation: filled(s.Rotation)}
	}
	return &dynamicRole{
		Connection: r.Connection, TTL: inSeconds(r.TTL), MaxTTL: inSeconds(r.MaxTTL), Creation: filled(s.Creation),
		Revocation: filled(s.Revocation), Renewal: filled(s.Renewal), Rollback: filled(s.Rollback),
	}
}

func (r *staticRole) role() *secrets.DatabaseRole {
	return &secrets.DatabaseRole{
		Connection: r.Connection, Account: r.Account, Period: r.Period.duration(), Statements: secrets.Statements{Rotation: r.Rotation},
	}
}

func (r *dynamicRole) role() *secrets.DatabaseRole {
	return &secrets.DatabaseRole{
		Connection: r.Connection, TTL: r.TTL.duration(), MaxTTL: r.MaxTTL.duration(), Statements: secrets.Statements{
			Creation: r.Creation, Revocation: r.Revocation, Renewal: r.Renewal, Rollback: r.Rollback,
		},
	}
}

// checkDatabase refuses what is no role of an engine of type database, or would be another by a cleaned path.
func checkDatabase(mount, name string) error {
	if err := checkMount(mount); err != nil {
		return err
	}
	if strings.Contains(name, "/") {
		return fmt.Errorf("%w: %q has a slash", secrets.ErrInvalid, name)
	}
	return checkName("role", name)
}

// DatabaseConnection returns which roles may use a connection.
func (s *Store) DatabaseConnection(ctx context.Context, mount, name string) ([]string, error) {
	if err := checkDatabase(mount, name); err != nil {
		return nil, err
	}
	c := read(mount+"/config/"+name, nil)
	c.private = true // the connection's address may have a password in it
	var found struct {
		Allowed []string `json:"allowed_roles"`
	}
	err := s.get(ctx, c, &found)
	return found.Allowed, err
}

// DatabaseRole returns a role.
func (s *Store) DatabaseRole(ctx context.Context, at secrets.DatabaseLocation) (*secrets.DatabaseRole, error) {
	if err := checkDatabase(at.Mount, at.Name); err != nil {
		return nil, err
	}
	c := read(at.String(), nil)
	if at.Static {
		var found staticRole
		err := s.get(ctx, c, &found)
		return found.role(), err
	}
	var found dynamicRole
	err := s.get(ctx, c, &found)
	return found.role(), err
}

// PutDatabaseRole creates or replaces a role.
func (s *Store) PutDatabaseRole(ctx context.Context, at secrets.DatabaseLocation, r *secrets.DatabaseRole) error {
	if err := checkDatabase(at.Mount, at.Name); err != nil {
		return err
	}
	want := toDatabaseRole(at, r)
	c, err := put(at.String(), want)
	if err != nil {
		return err
	}
	c.private = true // what the database says of a password that it is given
	c.settled = func(ctx context.Context) (progress, error) {
		now, err := s.DatabaseRole(ctx, at)
		if err == nil && reflect.DeepEqual(toDatabaseRole(at, now), want) {
			return done, nil
		}
		return again(err)
	}
	_, err = s.do(ctx, c)
	return err
}

// DeleteDatabaseRole removes a role.
func (s *Store) DeleteDatabaseRole(ctx context.Context, at secrets.DatabaseLocation) error {
	if err := checkDatabase(at.Mount, at.Name); err != nil {
		return err
	}
	return s.remove(ctx, at.String(), func(ctx context.Context) error {
		_, err := s.DatabaseRole(ctx, at)
		return err
	})
}

// RotateDatabaseRole replaces the password of a static role's account. Doing so twice does no harm.
func (s *Store) RotateDatabaseRole(ctx context.Context, at secrets.DatabaseLocation) error {
	if err := checkDatabase(at.Mount, at.Name); err != nil {
		return err
	}
	if !at.Static {
		return fmt.Errorf("%w: rotate %s: it is not of one account", secrets.ErrInvalid, at)
	}
	_, err := s.do(ctx, &call{method: http.MethodPut, path: at.Mount + "/rotate-role/" + at.Name, body: json.RawMessage("{}"), private: true})
	return err
}
