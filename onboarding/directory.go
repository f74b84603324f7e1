package onboarding

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/goldenpath-go/goldenpath/catalog"
)

// UserAnnotations returns the annotations of User entities that hold identities, by provider. The first is Backstage's.
func UserAnnotations() map[string]string {
	return map[string]string{
		"github":    catalog.AnnotationGitHubUserLogin,
		"slack":     "goldenpath/slack-user",
		"pagerduty": "goldenpath/pagerduty-user",
	}
}

// Person returns who is called so: by the address of a mail, or by the reference of a User entity. It is an error if the catalog and
// the file know nobody of that name, or more than one, or say different things.
func (d *Directory) Person(who string) (Person, error) {
	email, ref := who, catalog.Ref{}
	if !strings.Contains(who, "@") {
		var err error
		if ref, err = catalog.ParseRef(who, catalog.Ref{Kind: catalog.User, Namespace: catalog.DefaultNamespace}); err != nil {
			return Person{}, fmt.Errorf("find a person: %w", err)
		}
		email = ""
	}
	user, err := d.user(email, ref)
	if err != nil {
		return Person{}, err
	}
	p := Person{Email: email, Ref: ref, Identities: map[string]Identity{}}
	if user != nil {
		d.fromCatalog(&p, user)
	}
	if err := d.fromFile(&p, user); err != nil {
		return Person{}, err
	}
	if err := p.Validate(); err != nil {
		return Person{}, fmt.Errorf("%s: %w", who, err)
	}
	return p, nil
}

// user returns the User entity of an address, or of a reference where there is none; nil: the catalog has none of the address.
func (d *Directory) user(email string, ref catalog.Ref) (*catalog.Entity, error) {
	if d.Catalog == nil {
		if email == "" {
			return nil, fmt.Errorf("%s: there is no catalog", ref)
		}
		return nil, nil
	}
	if email == "" {
		e, ok := d.Catalog.Get(ref)
		if !ok || profile(e) == nil {
			return nil, fmt.Errorf("%s is no User in the catalog that has the address of a mail", ref)
		}
		return e, nil
	}
	var found []*catalog.Entity
	for e := range d.Catalog.Kind(catalog.User) {
		if at := profile(e); at != nil && SameEmail(at.Email, email) {
			found = append(found, e)
		}
	}
	switch len(found) {
	case 0:
		return nil, nil
	case 1:
		return found[0], nil
	}
	return nil, fmt.Errorf("%s is the address of both %s and %s", email, found[0].Ref(), found[1].Ref())
}

// addressOf returns the address that the catalog has of a User; empty: it has none.
func (d *Directory) addressOf(ref catalog.Ref) string {
	if d.Catalog == nil || ref.IsZero() {
		return ""
	}
	if e, ok := d.Catalog.Get(ref); ok && profile(e) != nil {
		return profile(e).Email
	}
	return ""
}

// profile returns the profile of a User that has an address; else nil.
func profile(e *catalog.Entity) *catalog.Profile {
	spec, ok := e.Spec.(*catalog.UserSpec)
	if !ok || spec.Profile == nil || spec.Profile.Email == "" {
		return nil
	}
	return spec.Profile
}

func (d *Directory) fromCatalog(p *Person, user *catalog.Entity) {
	at := profile(user)
	p.Email, p.Name, p.Ref = at.Email, at.DisplayName, user.Ref()
	if p.Name == "" {
		p.Name = user.Metadata.Title
	}
	annotations := d.Users
	if annotations == nil {
		annotations = UserAnnotations()
	}
	for provider, key := range annotations {
		if id := user.Metadata.Annotations[key]; id != "" {
			p.Identities[provider] = Identity{ID: id, Source: FromCatalog}
		}
	}
}

// fromFile adds what the file says. Nobody else may have said otherwise.
func (d *Directory) fromFile(p *Person, user *catalog.Entity) error {
	entry := d.config().person(p.Email)
	switch {
	case entry == nil && user == nil:
		return fmt.Errorf("nobody has the address %q in the catalog or in the file", p.Email)
	case entry == nil:
		return nil
	case user != nil && !entry.Ref.IsZero() && entry.Ref.Key() != p.Ref.Key():
		return fmt.Errorf("%s is %s in the catalog, and %s in the file", p.Email, p.Ref, entry.Ref)
	case user == nil:
		p.Ref = entry.Ref
		if address := d.addressOf(entry.Ref); address != "" && !SameEmail(address, p.Email) {
			return fmt.Errorf("%s is %s in the file, whose address in the catalog is %s", p.Email, entry.Ref, address)
		}
	}
	if entry.Name != "" {
		p.Name = entry.Name
	}
	for _, provider := range slices.Sorted(maps.Keys(entry.Identities)) {
		id := entry.Identities[provider]
		switch id {
		case "": // nothing is said
			continue
		case nobodyThere:
			id = ""
		}
		if other := p.Identity(provider); other.Known() && !strings.EqualFold(other.ID, id) {
			return fmt.Errorf("%s is %s at %s by the catalog, and %s by the file", p.Email, other.ID, provider, entry.Identities[provider])
		}
		p.Identities[provider] = Identity{ID: id, Source: FromFile}
	}
	return nil
}
