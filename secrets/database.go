package secrets

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/goldenpath-go/goldenpath/source"
)

// Database is what requests may use of a database: a connection that an administrator has configured in the server, and what the
// server may do by it. Statements are carried out with the connection's rights, so that whoever answers for the database should
// review this part of the file; a request only names it.
type Database struct {
	Name       string // by which requests refer to it
	Mount      string // path of the engine of type database; empty: database
	Connection string // name of the connection there
	// Environments are those in which it may be asked for. None: each.
	Environments []string
	// Accounts are those whose passwords the server may take over, for requests of type DatabaseStatic.
	Accounts   []string
	MaxTTL     Period // how long an account lives at most that is made; 0: as the engine says
	Statements Statements
	Pos        source.Position
}

// Statements are what the server has a database carry out, in the database's language, with the placeholders of the server's
// plugin: {{name}}, {{password}}, {{expiration}}. Nothing of a request is ever put into them here.
type Statements struct {
	Creation   []string `json:"creation,omitempty"`   // makes an account; DatabaseDynamic needs it
	Revocation []string `json:"revocation,omitempty"` // removes one that was made; none: as the plugin does
	Renewal    []string `json:"renewal,omitempty"`    // lets one live longer
	Rollback   []string `json:"rollback,omitempty"`   // cleans up where making one failed
	Rotation   []string `json:"rotation,omitempty"`   // sets the password of one that is there; none: as the plugin does
}

const defaultDatabase = "database"

func (b *Database) mount() string { return cmp.Or(b.Mount, defaultDatabase) }

// DatabaseLocation is a role of an engine of type database, from which accounts are read.
type DatabaseLocation struct {
	Mount  string // as Mount.Path
	Static bool   // whether it is of one account that is there, or of those that are made
	Name   string
}

// String returns the role's path in the API: database/static-roles/production_order-api_orders.
func (at DatabaseLocation) String() string {
	if at.Static {
		return at.Mount + "/static-roles/" + at.Name
	}
	return at.Mount + "/roles/" + at.Name
}

// CredentialsPath returns the path by which the account is read: what a policy grants.
func (at DatabaseLocation) CredentialsPath() string {
	if at.Static {
		return at.Mount + "/static-creds/" + at.Name
	}
	return at.Mount + "/creds/" + at.Name
}

// DatabaseRole is a role of an engine of type database. It is JSON in receipts.
type DatabaseRole struct {
	Connection string        `json:"connection"`
	Account    string        `json:"account,omitempty"`        // static: whose password it is
	Period     time.Duration `json:"rotationPeriod,omitempty"` // static: how often it is replaced; 5 seconds at least
	TTL        time.Duration `json:"ttl,omitempty"`            // dynamic; 0: as the engine says
	MaxTTL     time.Duration `json:"maxTTL,omitempty"`         // dynamic; 0: as the engine says
	Statements Statements    `json:"statements,omitzero"`
}

// DatabaseStore is what a Store implements whose server gets accounts from databases. There is no check-and-set: the last
// writer wins. A static and a dynamic role cannot have one name: writing the second is ErrInvalid.
type DatabaseStore interface {
	// DatabaseConnection reports whether there is a connection of the name, and which roles may use it, as the server has it: names,
	// with * for any characters. ErrNotFound when there is none.
	DatabaseConnection(ctx context.Context, mount, name string) (allowed []string, err error)
	// DatabaseRole returns a role. ErrNotFound when there is none.
	DatabaseRole(ctx context.Context, at DatabaseLocation) (*DatabaseRole, error)
	// PutDatabaseRole creates or replaces a role, whole. Creating a static one replaces its account's password at once; the
	// account of one that is there cannot be changed: ErrInvalid.
	PutDatabaseRole(ctx context.Context, at DatabaseLocation, r *DatabaseRole) error
	// DeleteDatabaseRole removes a role, and neither the account of a static one nor those that were made and live yet. It
	// succeeds when there is none.
	DeleteDatabaseRole(ctx context.Context, at DatabaseLocation) error
	// RotateDatabaseRole replaces the password of a static role's account at once.
	RotateDatabaseRole(ctx context.Context, at DatabaseLocation) error
}

// errNoDatabases says that a Store is none for databases.
var errNoDatabases = errors.New("the store has no databases")

// database returns what a request refers to; nil when there is none of the name.
func (c *Config) database(r *Request) *Database {
	i := slices.IndexFunc(c.Databases, func(b Database) bool { return b.Name == r.Database })
	if i < 0 {
		return nil
	}
	return &c.Databases[i]
}

// databaseAt returns where the role of a request is. No environment and no service has a _ in its name, so that no two requests have
// one role.
func (c *Config) databaseAt(r *Request) DatabaseLocation {
	return DatabaseLocation{
		Mount: c.database(r).mount(), Static: r.Type == DatabaseStatic, Name: r.Environment + "_" + r.Service + "_" + r.Name,
	}
}

// databaseRole returns the role that a request asks for.
func (c *Config) databaseRole(r *Request) *DatabaseRole {
	b := c.database(r)
	if r.Type == DatabaseStatic {
		return &DatabaseRole{
			Connection: b.Connection, Account: r.Account, Period: time.Duration(r.Rotation.Period),
			Statements: Statements{Rotation: b.Statements.Rotation},
		}
	}
	s := b.Statements
	s.Rotation = nil
	return &DatabaseRole{Connection: b.Connection, TTL: time.Duration(r.TTL), MaxTTL: time.Duration(b.MaxTTL), Statements: s}
}

// databaseFaults returns what is wrong with a request of a database b, which is nil where the file has none of the name.
func (r *Request) databaseFaults(at string, b *Database) faults {
	var fs faults
	if r.Shape != (Shape{}) {
		fs.addf(at+"/shape", "the server says how the password of an account looks, by the connection")
	}
	if r.Name != "" && r.Name[len(r.Name)-1] == '-' {
		fs.addf(at+"/name", "%s ends in -, which a role of a database cannot", quoted(r.Name))
	}
	switch {
	case b == nil:
		fs.addf(at+"/database", "there is no %s among databases", quoted(r.Database))
		return fs
	case len(b.Environments) > 0 && !slices.Contains(b.Environments, r.Environment):
		fs.addf(at+"/database", "%s may not be asked for in %s", quoted(r.Database), quoted(r.Environment))
	}
	if r.Type == DatabaseStatic {
		return append(fs, r.staticFaults(at, b)...)
	}
	switch {
	case r.Account != "":
		fs.addf(at+"/account", "the account is made for each who reads, and has no name before")
	case r.Rotation != (Rotation{}):
		fs.addf(at+"/rotation", "the account is made for each who reads, and is not rotated")
	case len(b.Statements.Creation) == 0:
		fs.addf(at+"/database", "%s has no creation statements", quoted(r.Database))
	case r.TTL < 0:
		fs.addf(at+"/ttl", "%s is negative", r.TTL)
	case b.MaxTTL != 0 && r.TTL > b.MaxTTL:
		fs.addf(at+"/ttl", "%s is more than the %s that %s allows", r.TTL, b.MaxTTL, quoted(r.Database))
	}
	return fs
}

func (r *Request) staticFaults(at string, b *Database) faults {
	var fs faults
	switch {
	case !slices.Contains(b.Accounts, r.Account):
		fs.addf(at+"/account", "%s is none of the accounts of %s", quoted(r.Account), quoted(r.Database))
	case r.TTL != 0:
		fs.addf(at+"/ttl", "the account stays; its password is replaced each rotation period")
	case r.Rotation.Grace != 0:
		fs.addf(at+"/rotation/grace", "an account has one password, and the one before ends at once")
	case r.Rotation.Period < minPeriod:
		fs.addf(at+"/rotation/period", "a period of an hour at least is needed, after which the server replaces the password")
	}
	return fs
}

// databasesFaults returns what is wrong with the databases.
func (c *Config) databasesFaults() faults {
	var fs faults
	seen, taken := map[string]bool{}, map[string]int{}
	for i := range c.Databases {
		b, at := &c.Databases[i], "/databases/"+strconv.Itoa(i)
		fs = append(fs, b.faults(at)...)
		if seen[b.Name] {
			fs.addf(at+"/name", "%s is said twice", quoted(b.Name))
		}
		seen[b.Name] = true
	}
	for i := range c.Requests {
		r := &c.Requests[i]
		b := c.database(r)
		if r.Type != DatabaseStatic || b == nil {
			continue
		}
		account := b.mount() + "/" + b.Connection + "/" + r.Account
		if j, ok := taken[account]; ok {
			fs.addf("/secrets/"+strconv.Itoa(i)+"/account", "%s is of %s already, and has one password", quoted(r.Account), c.Requests[j].ID)
			continue
		}
		taken[account] = i
	}
	return fs
}

// maxStatement is the longest statement, and maxStatements how many of them there may be for one purpose.
const (
	maxStatement  = 8 << 10
	maxStatements = 64
)

func (b *Database) faults(at string) faults {
	var fs faults
	fs.check(at+"/name", checkLabel(b.Name))
	fs.check(at+"/connection", checkFixed(b.Connection))
	fs.check(at+"/mount", checkEngine(b.mount()))
	for i, s := range b.Environments {
		fs.check(fmt.Sprintf("%s/environments/%d", at, i), checkLabel(s))
	}
	for i, s := range b.Accounts {
		fs.check(fmt.Sprintf("%s/accounts/%d", at, i), checkAccount(s))
	}
	if b.MaxTTL < 0 {
		fs.addf(at+"/maxTTL", "%s is negative", b.MaxTTL)
	}
	return append(fs, b.Statements.faults(at+"/statements")...)
}

func (s *Statements) faults(at string) faults {
	var fs faults
	for _, of := range []struct {
		name string
		all  []string
	}{
		{"creation", s.Creation}, {"revocation", s.Revocation}, {"renewal", s.Renewal}, {"rollback", s.Rollback}, {"rotation", s.Rotation},
	} {
		if len(of.all) > maxStatements {
			fs.addf(at+"/"+of.name, "%d statements are more than %d", len(of.all), maxStatements)
		}
		for i, text := range of.all {
			if text == "" || len(text) > maxStatement {
				fs.addf(fmt.Sprintf("%s/%s/%d", at, of.name, i), "a statement has between 1 and %d bytes", maxStatement)
			}
		}
	}
	return fs
}
