package onboarding

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/goldenpath-go/goldenpath/catalog"
)

// validate reports what is wrong with the changes before anybody is asked: people who cannot be told apart, grants that no
// provider knows.
func (o *Onboarder) validate(changes []Change) error {
	_, err := o.protections()
	errs := append(o.names(), err)
	seen := map[string]bool{}
	for _, c := range changes {
		errs = append(errs, c.Person.Validate(), c.valid())
		if seen[c.Person.key()] {
			errs = append(errs, fmt.Errorf("%s is in the plan twice", c.Person.Email))
		}
		seen[c.Person.key()] = true
		for _, g := range slices.Concat(c.Want, c.Had) {
			_, _, err := o.kind(g)
			errs = append(errs, err)
		}
		errs = append(errs, o.samePerson(c))
	}
	return errors.Join(errs...)
}

func (c Change) valid() error {
	switch c.Op {
	case Joining, Moving, Leaving:
	default:
		return fmt.Errorf("%s: there is no operation %q", c.Person.Email, c.Op)
	}
	if c.Op == Leaving && len(c.Want) > 0 {
		return fmt.Errorf("%s: who leaves wants nothing", c.Person.Email)
	}
	_, err := oneRole(c.Person, c.Want)
	return err
}

// names makes sure that providers and messengers can be told apart in keys.
func (o *Onboarder) names() (errs []error) {
	var providers, messengers []string
	for _, p := range o.Providers {
		providers = append(providers, p.Name())
	}
	for _, m := range o.Messengers {
		messengers = append(messengers, m.Name())
	}
	for _, names := range [][]string{providers, messengers} {
		for i, name := range names {
			if name == "" || name == messagePrefix || strings.Contains(name, "/") || slices.Contains(names[:i], name) {
				errs = append(errs, fmt.Errorf("%q cannot be the name of a provider or messenger, or is that of another", name))
			}
		}
	}
	return errs
}

// kind returns the provider of a grant and its kind there.
func (o *Onboarder) kind(g Grant) (Provider, Kind, error) {
	for _, p := range o.Providers {
		if p.Name() != g.Provider {
			continue
		}
		for _, k := range p.Kinds() {
			if k.Name == g.Kind {
				return p, k, k.check(g)
			}
		}
		return p, Kind{}, fmt.Errorf("%s: the provider %s grants no %q", g, g.Provider, g.Kind)
	}
	return nil, Kind{}, fmt.Errorf("%s: there is no provider %q", g, g.Provider)
}

// check reports what about a grant is not as its kind has it.
func (k Kind) check(g Grant) error {
	switch {
	case k.Object == "" && g.Object != "":
		return fmt.Errorf("%s: a grant of this kind has no object", g)
	case k.Object != "" && g.Object == "":
		return fmt.Errorf("%s: it needs an object, %s", g, k.Object)
	case g.Role != "" && !slices.Contains(k.Roles, g.Role):
		return fmt.Errorf("%s: the role is none of %q", g, k.Roles)
	}
	return checkObject(g)
}

// checkObject refuses objects that lead elsewhere in a path or are options on a command line.
func checkObject(g Grant) error {
	for part := range strings.SplitSeq(g.Object, "/") {
		if part == "." || part == ".." || strings.HasPrefix(part, "-") {
			return fmt.Errorf("%s/%s: %q is no name of an object", g.Provider, g.Kind, g.Object)
		}
	}
	return checkText(g.Provider+"/"+g.Kind, g.Object)
}

// role returns the role of a grant, the usual one where it has none.
func (k Kind) role(g Grant) string {
	if g.Role == "" && len(k.Roles) > 0 {
		return k.Roles[0]
	}
	return g.Role
}

// oneRole returns the grants, each thing once: where one names a role and another leaves it open, in that role. Two roles for one
// thing are an error.
func oneRole(p Person, grants []Grant) ([]Grant, error) {
	var out []Grant
	var errs []error
	for _, g := range grants {
		i := slices.IndexFunc(out, g.same)
		switch {
		case i < 0:
			out = append(out, g)
		case out[i].Role == "":
			out[i].Role = g.Role
		case g.Role != "" && g.Role != out[i].Role:
			errs = append(errs, fmt.Errorf("%s: %s is wanted as %s too", p.Email, out[i], g.Role))
		}
	}
	return out, errors.Join(errs...)
}

// samePerson makes sure that the address and the reference of somebody who leaves are one person's.
func (o *Onboarder) samePerson(c Change) error {
	if c.Op != Leaving || o.Catalog == nil || c.Person.Ref.IsZero() {
		return nil
	}
	refuse := func(reason string) error {
		return &GuardError{"Catalog", c.Person.Email, c.Person.Ref.String() + " " + reason}
	}
	e, ok := o.Catalog.Get(c.Person.Ref)
	if !ok {
		return refuse("is not in the catalog")
	}
	spec, ok := e.Spec.(*catalog.UserSpec)
	switch {
	case !ok:
		return refuse("is no User")
	case spec.Profile == nil || !SameEmail(spec.Profile.Email, c.Person.Email):
		return refuse("has another address in the catalog: is this who leaves?")
	}
	return nil
}
