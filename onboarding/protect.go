package onboarding

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/goldenpath-go/goldenpath/catalog"
)

// protection is an entry of Guards.Protected: one of three.
type protection struct {
	written  string
	email    string // in lower case, as all of these
	ref      string // its key
	account  string // provider:id
	provider string // of the account
}

// protections returns who is protected.
func (o *Onboarder) protections() (out []protection, err error) {
	var errs []error
	for _, written := range o.Guards.Protected {
		p, err := o.protection(written)
		out, errs = append(out, p), append(errs, err)
	}
	return out, errors.Join(errs...)
}

func (o *Onboarder) protection(written string) (protection, error) {
	p := protection{written: written}
	name, id, _ := strings.Cut(written, ":")
	if id != "" && slices.ContainsFunc(o.Providers, func(p Provider) bool { return p.Name() == name }) {
		p.account, p.provider = strings.ToLower(written), name
		return p, nil
	}
	if checkEmail(written) == nil {
		p.email = strings.ToLower(written)
		return p, nil
	}
	ref, err := catalog.ParseRef(written, catalog.Ref{Kind: catalog.User, Namespace: catalog.DefaultNamespace})
	if err != nil || ref.Kind != catalog.User || !catalog.IsObjectName(ref.Name) {
		return p, fmt.Errorf("guard Protected: %q is neither an address nor a User, nor an account at a provider", written)
	}
	p.ref = ref.Key()
	return p, nil
}

// mayLeave refuses that protected people leave, and people of whom it cannot be told whether they are.
func (o *Onboarder) mayLeave(p Person, seen []sight, providers []Provider) error {
	if self := o.Guards.Self; self != "" && SameEmail(self, p.Email) && !o.Guards.AllowSelf {
		return &GuardError{"Self", p.Email, "it is who runs this; AllowSelf permits it"}
	}
	all, err := o.protections()
	if err != nil {
		return err
	}
	ref, known := o.refOf(p)
	accounts, blind := accountsOf(p, seen, providers)
	for _, one := range all {
		switch {
		case one.email != "" && one.email == p.key(), one.ref != "" && one.ref == ref, one.account != "" && slices.Contains(accounts, one.account):
			return &GuardError{"Protected", p.Email, fmt.Sprintf("%q is protected", one.written)}
		case one.provider != "" && slices.Contains(blind, one.provider), one.ref != "" && !known:
			return &GuardError{"Protected", p.Email, fmt.Sprintf("it cannot be told whether this is %q, which is protected", one.written)}
		}
	}
	return o.isActor(p, seen, providers)
}

// isActor refuses that somebody leaves in whose name a provider acts.
func (o *Onboarder) isActor(p Person, seen []sight, providers []Provider) error {
	for i, s := range seen {
		if s.holding != nil && s.holding.Self && !o.Guards.AllowSelf {
			return &GuardError{"Self", p.Email, fmt.Sprintf("it is in their name that %s is asked, which would end half-way; AllowSelf permits it", providers[i].Name())}
		}
	}
	return nil
}

// refOf returns the key of a person's User entity, empty where there is none, and whether that is known.
func (o *Onboarder) refOf(p Person) (key string, known bool) {
	if !p.Ref.IsZero() {
		return p.Ref.Key(), true
	}
	if o.Catalog == nil {
		return "", false
	}
	user, err := (&Directory{Catalog: o.Catalog}).user(p.Email, catalog.Ref{})
	if user == nil {
		return "", err == nil
	}
	return user.Ref().Key(), true
}

// accountsOf returns how Guards.Protected may call the accounts of a person, and which providers could not be asked.
func accountsOf(p Person, seen []sight, providers []Provider) (accounts, blind []string) {
	add := func(provider string, i Identity) {
		for _, id := range []string{i.ID, i.Number} {
			if id != "" {
				accounts = append(accounts, strings.ToLower(provider+":"+id))
			}
		}
	}
	for i, s := range seen {
		name := providers[i].Name()
		add(name, p.Identity(name))
		if s.holding == nil {
			blind = append(blind, name)
			continue
		}
		add(name, s.holding.Identity)
	}
	return accounts, blind
}
