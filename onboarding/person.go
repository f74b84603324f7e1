package onboarding

import (
	"errors"
	"fmt"
	"maps"
	"net/mail"
	"strings"
	"unicode"

	"github.com/goldenpath-go/goldenpath/catalog"
)

// Person is who joins, moves or leaves. Email is required: systems are searched by it.
type Person struct {
	Email string      `json:"email"`          // address of the work mail
	Name  string      `json:"name,omitempty"` // as people write it; may be empty
	Ref   catalog.Ref `json:"ref,omitzero"`   // of the User entity; zero: none is known
	// Identities are who the person is in each system, by the name of its provider, as far as that is known beforehand.
	Identities map[string]Identity `json:"identities,omitempty"`
}

// Identity is who a person is in one system. The zero value is unknown: nobody may guess it. One that has a Source and no ID says that
// the person is nobody there.
type Identity struct {
	ID string `json:"id"` // as the system's API wants it: a login, U0123, P4567, an address
	// Number is what stays when the ID is changed, where the system has such a thing: GitHub's numeric id; else empty.
	Number string `json:"number,omitempty"`
	Source Source `json:"source"`
}

// Source says how an identity was come by.
type Source string

// The sources, from the most to the least trusted. What is found out goes before what was said.
const (
	FromProvider   Source = "provider"   // the system itself says whose the address is
	FromInvitation Source = "invitation" // the system shows for whom an invitation to the address is, or who accepted it
	FromCatalog    Source = "catalog"    // an annotation of the User entity says so
	FromFile       Source = "file"       // a reviewed file says so
)

// Trust is how sure an identity is.
type Trust string

// The degrees of trust.
const (
	Verified Trust = "verified" // the system itself ties it to the address
	Asserted Trust = "asserted" // somebody said so, in a place that is reviewed
	Unknown  Trust = "unknown"
)

// Trust returns how sure the identity is.
func (i Identity) Trust() Trust {
	switch {
	case i.ID == "":
		return Unknown
	case i.Source == FromProvider || i.Source == FromInvitation:
		return Verified
	}
	return Asserted
}

// Known reports whether there is an identity at all.
func (i Identity) Known() bool { return i.ID != "" }

// nobody reports whether somebody has said that the person has no account there.
func (i Identity) nobody() bool { return i.ID == "" && i.Source != "" }

// Identity returns who the person is in a provider's system, as far as it is known.
func (p Person) Identity(provider string) Identity { return p.Identities[provider] }

// with returns the person with what a provider found out, which goes before what was said.
func (p Person) with(provider string, i Identity) Person {
	if !i.Known() || p.Identity(provider).Trust() == Verified && i.Trust() != Verified {
		return p
	}
	p.Identities = maps.Clone(p.Identities)
	if p.Identities == nil {
		p.Identities = map[string]Identity{}
	}
	p.Identities[provider] = i
	return p
}

// DisplayName returns the name, or what stands before the @ of the address where there is none. It is for people, never for
// systems.
func (p Person) DisplayName() string {
	if p.Name != "" {
		return p.Name
	}
	local, _, _ := strings.Cut(p.Email, "@")
	return local
}

// account returns who the person is at a provider, for people: nothing where that is unknown or the address itself.
func (p Person) account(provider string) string {
	i := p.Identity(provider)
	if !i.Known() || SameEmail(i.ID, p.Email) {
		return ""
	}
	return fmt.Sprintf(" (account %s, %s)", i.ID, i.Trust())
}

// key returns what stands for the person in the keys of steps: the address, whose case does not matter.
func (p Person) key() string { return strings.ToLower(p.Email) }

// SameEmail reports whether two addresses are the same but for the case of ASCII letters: a Kelvin sign is no k. A +tag makes
// another address.
func SameEmail(a, b string) bool {
	// A letter beyond ASCII that folds to one within it takes more bytes.
	return len(a) == len(b) && strings.EqualFold(a, b)
}

const (
	maxEmail = 254 // of RFC 5321, section 4.5.3.1.3
	maxName  = 200
)

// Validate reports what about a person cannot be used: an address that is none, characters in a name that steer a terminal or
// start a line.
func (p Person) Validate() error {
	errs := []error{checkEmail(p.Email), checkText("name", p.Name)}
	for provider, i := range p.Identities {
		if !SameEmail(i.ID, p.Email) && !plainID(i.ID) || !plainID(i.Number) {
			errs = append(errs, fmt.Errorf("identity at %s: %q is no name of an account", provider, i.ID+i.Number))
		}
	}
	return errors.Join(errs...)
}

// plainID reports whether an identity, or none, has only characters that mean nothing in a path, a query or a command line.
func plainID(s string) bool {
	for _, c := range []byte(s) {
		if c <= ' ' || c > '~' || strings.IndexByte("/\\?#%\"'`$<>|;&*", c) >= 0 {
			return false
		}
	}
	return len(s) <= maxEmail && !strings.HasPrefix(s, "-") && s != "." && s != ".."
}

func checkEmail(s string) error {
	if s == "" {
		return errors.New("a person needs the address of a mail")
	}
	a, err := mail.ParseAddress(s)
	local, domain, _ := strings.Cut(s, "@")
	if err != nil || a.Address != s || len(s) > maxEmail || strings.HasPrefix(s, "-") || !plainLocal(local) || !plainDomain(domain) {
		return fmt.Errorf("%q is no address of a mail", s)
	}
	return nil
}

// plainLocal reports whether the part before the @ is of the characters that RFC 5321 allows without quotes, in ASCII: a letter
// that looks like another would be another person's.
func plainLocal(s string) bool {
	for _, c := range []byte(s) {
		if c > unicode.MaxASCII || !isAlphanumeric(c) && !strings.ContainsRune(".!#$&'*+-=?^_`{|}~", rune(c)) {
			return false
		}
	}
	return s != ""
}

func plainDomain(s string) bool {
	for _, c := range []byte(s) {
		if !isAlphanumeric(c) && c != '-' && c != '.' {
			return false
		}
	}
	return s != ""
}

func isAlphanumeric(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9'
}

// checkText refuses what cannot be shown in one line as it is.
func checkText(what, s string) error {
	if len(s) > maxName {
		return fmt.Errorf("%s: it has %d bytes, %d are allowed", what, len(s), maxName)
	}
	for _, r := range s {
		if !unicode.IsPrint(r) {
			return fmt.Errorf("%s: %q has a character that cannot be shown", what, s)
		}
	}
	return nil
}
