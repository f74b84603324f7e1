package secrets

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"github.com/goldenpath-go/goldenpath/source"
)

// ID names a secret: what it is called, of which service, in which environment.
type ID struct {
	Environment, Service, Name string
}

// String returns environment/service/name.
func (id ID) String() string { return id.Environment + "/" + id.Service + "/" + id.Name }

// Compare orders secrets by environment, service and name.
func (id ID) Compare(other ID) int {
	return cmp.Or(cmp.Compare(id.Environment, other.Environment), cmp.Compare(id.Service, other.Service), cmp.Compare(id.Name, other.Name))
}

// tenant returns whose the secret is.
func (id ID) tenant() tenant { return tenant{id.Environment, id.Service} }

// tenant is a service in an environment: what has one policy and one role.
type tenant struct{ environment, service string }

func (t tenant) String() string { return t.environment + "/" + t.service }

func (t tenant) compare(other tenant) int {
	return cmp.Or(cmp.Compare(t.environment, other.environment), cmp.Compare(t.service, other.service))
}

// Type says where a secret's value comes from.
type Type string

// The types of secrets.
const (
	External  Type = "external"  // a person hands it in, by Provisioner.Set
	Generated Type = "generated" // it is made of random characters, and rotated when it has a period
	// DatabaseStatic is an account of a database that is there: the server sets its password, and replaces it each period.
	DatabaseStatic Type = "database-static"
	// DatabaseDynamic is an account of a database that the server makes for each who reads, and removes when its time is over.
	DatabaseDynamic Type = "database-dynamic"
)

// inDatabase reports whether the server gets the value from a database, so that none is kept in kv.
func (t Type) inDatabase() bool { return t == DatabaseStatic || t == DatabaseDynamic }

// Request asks for one secret.
type Request struct {
	ID
	Type  Type
	Owner string // entity reference of who answers for it; may be empty
	// Rotation says how often a new value is generated. Its zero value is never.
	Rotation Rotation
	Shape    Shape // of a generated value; the zero value is 32 letters and digits
	// Database is the name of one of Config.Databases, for the types that are of one. Rotation.Period is then how often the
	// server replaces the password of Account; TTL is how long an account lives that is made (0: as the engine says).
	Database string
	Account  string // of type DatabaseStatic: one of Database.Accounts
	TTL      Period // of type DatabaseDynamic
	// Adopt takes a secret that is there already, and is not ours, under management. Its value stays.
	Adopt bool
	Pos   source.Position // of the request; zero when it comes from no file
}

// Rotation says how often a value is replaced, and how long the one before can still be read.
type Rotation struct {
	Period Period // 0: never
	Grace  Period // 0: a day, where Period is not 0
}

const defaultGrace = Period(24 * time.Hour)

// grace returns for how long a replaced value is kept.
func (r Rotation) grace() time.Duration { return time.Duration(cmp.Or(r.Grace, defaultGrace)) }

// Consumer says who reads the secrets of a service. A service that has none in the file is read by the service account of its
// own name, in the namespace that is called as the environment is.
type Consumer struct {
	Service     string
	Environment string   // empty: in each
	Namespaces  []string // none: that called as the environment is
	// ServiceAccounts are the accounts in these namespaces. None: that called as the service is.
	ServiceAccounts []string
	Audience        string // of the accounts' tokens; empty: any
	TTL             Period // of what a login gives; 0: an hour
	// Adopt takes a policy and a role of the service's name that are there already, and are not ours, under management: what
	// they said is replaced.
	Adopt bool
	Pos   source.Position
}

const defaultTTL = Period(time.Hour)

// Config is what is asked for, in one file or several.
type Config struct {
	Layout    Layout
	Requests  []Request
	Consumers []Consumer
	Databases []Database // that requests may refer to
}

// Period is a length of time, written as 90d, 12h, 30m or 45s.
type Period time.Duration

// UnmarshalText reads a period.
func (p *Period) UnmarshalText(text []byte) error {
	v, err := parsePeriod(string(text))
	*p = v
	return err
}

// String returns the period in the largest unit that it is a multiple of.
func (p Period) String() string {
	for _, u := range units() {
		if d := time.Duration(p); d != 0 && d%u.length == 0 {
			return fmt.Sprintf("%d%s", d/u.length, u.name)
		}
	}
	return time.Duration(p).String()
}

type unit struct {
	name   string
	length time.Duration
}

func units() []unit {
	return []unit{{"d", 24 * time.Hour}, {"h", time.Hour}, {"m", time.Minute}, {"s", time.Second}}
}

// maxPeriodDigits keeps the number of days within what a time.Duration holds: 99,999 days are 273 years.
const maxPeriodDigits = 5

func parsePeriod(s string) (Period, error) {
	for _, u := range units() {
		digits, ok := strings.CutSuffix(s, u.name)
		if !ok || digits == "" || len(digits) > maxPeriodDigits {
			continue
		}
		n := time.Duration(0)
		for _, c := range []byte(digits) {
			if c < '0' || c > '9' {
				return 0, periodError(s)
			}
			n = n*10 + time.Duration(c-'0')
		}
		return Period(n * u.length), nil
	}
	return 0, periodError(s)
}

func periodError(s string) error {
	return fmt.Errorf("%s is no period: a number of days, hours, minutes or seconds is, such as 90d, 12h, 30m", quoted(s))
}
