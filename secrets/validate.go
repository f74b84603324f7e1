package secrets

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/source"
)

// fault is something wrong at a JSON pointer of the file.
type fault struct{ pointer, message string }

type faults []fault

func (fs *faults) addf(pointer, format string, args ...any) {
	*fs = append(*fs, fault{pointer, fmt.Sprintf(format, args...)})
}

func (fs *faults) check(pointer string, err error) {
	if err != nil {
		fs.addf(pointer, "%v", err)
	}
}

// Validate reports everything that is wrong with the configuration, as source.Errors at the requests' positions. ParseConfig
// has done so; the methods of a Provisioner do it again, so that no name reaches a path that was not allowed.
func (c *Config) Validate() error {
	var errs source.Errors
	for _, f := range c.faults() {
		errs.Add(c.position(f.pointer), f.pointer, f.message)
	}
	errs.Sort()
	return errs.Err()
}

// position returns where the request or the consumer is that a pointer leads into.
func (c *Config) position(pointer string) source.Position {
	steps := strings.Split(pointer, "/")
	if len(steps) < 3 {
		return source.Position{}
	}
	i, err := strconv.Atoi(steps[2])
	switch {
	case err != nil:
		return source.Position{}
	case steps[1] == "secrets":
		return c.Requests[i].Pos
	case steps[1] == "databases":
		return c.Databases[i].Pos
	}
	return c.Consumers[i].Pos
}

func (c *Config) faults() faults {
	fs := c.Layout.faults("/layout")
	first := map[ID]int{}
	for i := range c.Requests {
		at := "/secrets/" + strconv.Itoa(i)
		r := &c.Requests[i]
		fs = append(fs, r.faults(at)...)
		if r.Type.inDatabase() {
			fs = append(fs, r.databaseFaults(at, c.database(r))...)
		}
		if j, ok := first[r.ID]; ok && checkLabel(r.Environment) == nil && checkLabel(r.Service) == nil && checkName(r.Name) == nil {
			fs.addf(at+"/name", "%s is asked for twice; first at %s", r.ID, cmp.Or(c.Requests[j].Pos.String(), strconv.Itoa(j)))
			continue
		}
		first[r.ID] = i
	}
	fs = append(fs, c.databasesFaults()...)
	return append(fs, c.consumerFaults()...)
}

func (r *Request) faults(at string) faults {
	var fs faults
	fs.check(at+"/name", checkName(r.Name))
	fs.check(at+"/service", checkLabel(r.Service))
	fs.check(at+"/environment", checkLabel(r.Environment))
	if r.Owner != "" {
		fs.check(at+"/owner", checkOwner(r.Owner))
	}
	if (r.Database != "" || r.Account != "" || r.TTL != 0) && !r.Type.inDatabase() {
		fs.addf(at+"/type", "database, account and ttl are for the types %s and %s", DatabaseStatic, DatabaseDynamic)
	}
	switch r.Type {
	case DatabaseStatic, DatabaseDynamic: // see databaseFaults
	case Generated:
		fs = append(fs, r.Rotation.faults(at+"/rotation")...)
		fs = append(fs, r.Shape.faults(at+"/shape")...)
	case External:
		if r.Rotation.Grace != 0 {
			fs.addf(at+"/rotation/grace", "an external secret has a period, to tell when it is due, and no grace: it is replaced elsewhere")
		}
		if r.Shape != (Shape{Field: r.Shape.Field}) {
			fs.addf(at+"/shape", "an external secret is handed in, and has no shape but its field")
		}
		fs.check(at+"/shape/field", checkField(r.Shape.field()))
	default:
		fs.addf(at+"/type", "%s is no type: %s, %s, %s or %s is", quoted(string(r.Type)), External, Generated, DatabaseStatic, DatabaseDynamic)
	}
	return fs
}

// maxOwner is what fits custom metadata.
const maxOwner = 512

func checkOwner(s string) error {
	ref, err := catalog.ParseRef(s, catalog.Ref{Kind: "Group"})
	if err != nil {
		return fmt.Errorf("%s: %w", quoted(s), err)
	}
	for _, part := range []string{string(ref.Kind), ref.Namespace, ref.Name} {
		if part != "" && !catalog.IsObjectName(part) {
			return fmt.Errorf("%s is no entity reference: %s is no name of the catalog", quoted(s), quoted(part))
		}
	}
	if len(s) > maxOwner {
		return fmt.Errorf("%s is too long", quoted(s))
	}
	return nil
}

// minPeriod keeps a slip of the unit from replacing a value each minute.
const minPeriod = Period(60 * 60 * 1e9)

func (r Rotation) faults(at string) faults {
	var fs faults
	switch {
	case r.Period == 0 && r.Grace == 0:
	case r.Period == 0:
		fs.addf(at+"/grace", "a grace without a period is of no use")
	case r.Period < minPeriod:
		fs.addf(at+"/period", "%s is less than an hour", r.Period)
	case r.Grace < 0 || r.grace() >= jittered(r.Period):
		fs.addf(at, "the grace of %s is not well below the period of %s: two values are live at most", Period(r.grace()), r.Period)
	}
	return fs
}

func (s Shape) faults(at string) faults {
	var fs faults
	fs.check(at+"/field", checkField(s.field()))
	if s.Policy != "" {
		fs.check(at+"/policy", checkFixed(s.Policy))
		if s != (Shape{Policy: s.Policy, Field: s.Field}) {
			fs.addf(at, "the password policy alone says how the value looks: only field may stand beside it")
		}
		return fs
	}
	if !slices.Contains(formats(), s.format()) {
		fs.addf(at+"/format", "%s is none of %s", quoted(s.Format), strings.Join(formats(), ", "))
	}
	if _, ok := alphabets()[s.Alphabet]; !ok && s.Alphabet != "" {
		fs.addf(at+"/alphabet", "%s is no alphabet: alphanumeric, digits, hex, letters and printable are", quoted(s.Alphabet))
	}
	if s.Characters != "" {
		fs.check(at+"/characters", checkCharacters(s.Characters))
	}
	if s.format() != "text" && (s.Alphabet != "" || s.Characters != "") || s.Alphabet != "" && s.Characters != "" || s.format() == "uuid" && s.Length != 0 {
		fs.addf(at, "format, alphabet, characters and length say different things about the value")
	}
	if s.length() < minLength || s.length() > maxLength {
		fs.addf(at+"/length", "a length of %d is not between %d and %d", s.Length, minLength, maxLength)
	}
	if len(fs) == 0 && s.Entropy() < minEntropy {
		fs.addf(at, "%s can be guessed; a value has %d bits at least", s, minEntropy)
	}
	return fs
}

func checkField(s string) error {
	if s == "" || len(s) > maxLabel {
		return fmt.Errorf("%s is no name of a field", quoted(s))
	}
	for i := range len(s) {
		if c := s[i]; !isWord(c) && !contains("-.", c) {
			return fmt.Errorf("%s is no name of a field: letters, digits, _, - and dots are allowed", quoted(s))
		}
	}
	return nil
}

func checkCharacters(s string) error {
	seen := [256]bool{}
	for _, c := range []byte(s) {
		if c < '!' || c > '~' || seen[c] {
			return fmt.Errorf("%s: printable characters of ASCII are wanted, each once", quoted(s))
		}
		seen[c] = true
	}
	if len(s) < 2 {
		return fmt.Errorf("%s: one character is no choice", quoted(s))
	}
	return nil
}

func (c *Config) consumerFaults() faults {
	var fs faults
	type key struct{ service, environment string }
	services, environments, seen := map[string]bool{}, map[string]bool{}, map[key]bool{}
	for _, r := range c.Requests {
		services[r.Service], environments[r.Environment] = true, true
	}
	for i := range c.Consumers {
		at, u := "/consumers/"+strconv.Itoa(i), &c.Consumers[i]
		fs = append(fs, u.faults(at)...)
		if !services[u.Service] {
			fs.addf(at+"/service", "no secret of %s is asked for", quoted(u.Service))
		}
		if u.Environment != "" && !environments[u.Environment] {
			fs.addf(at+"/environment", "no secret in %s is asked for", quoted(u.Environment))
		}
		if k := (key{u.Service, u.Environment}); seen[k] {
			fs.addf(at, "the consumers of %s are said twice", quoted(u.Service))
		} else {
			seen[k] = true
		}
	}
	return fs
}

func (u *Consumer) faults(at string) faults {
	var fs faults
	fs.check(at+"/service", checkLabel(u.Service))
	if u.Environment != "" {
		fs.check(at+"/environment", checkLabel(u.Environment))
	}
	for i, s := range u.Namespaces {
		fs.check(fmt.Sprintf("%s/namespaces/%d", at, i), checkLabel(s))
	}
	for i, s := range u.ServiceAccounts {
		fs.check(fmt.Sprintf("%s/serviceAccounts/%d", at, i), checkLabel(s))
	}
	if !isAudience(u.Audience) {
		fs.addf(at+"/audience", "%s is no audience: visible characters of ASCII are allowed", quoted(u.Audience))
	}
	if u.TTL < 0 {
		fs.addf(at+"/ttl", "%s is negative", u.TTL)
	}
	return fs
}

func isAudience(s string) bool {
	for _, c := range []byte(s) {
		if c <= ' ' || c > '~' {
			return false
		}
	}
	return len(s) <= maxOwner
}
