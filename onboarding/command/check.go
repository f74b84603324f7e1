package command

import (
	"regexp"
	"slices"

	"github.com/goldenpath-go/goldenpath/onboarding"
)

const maxObject = 200

// usual is what objects are made of: names that mean nothing to a shell or in a path, with slashes between them.
var usual = regexp.MustCompile(`^[A-Za-z0-9_][A-Za-z0-9._@:+-]*(/[A-Za-z0-9_][A-Za-z0-9._@:+-]*)*$`)

func (p *Provider) kind(name string) (onboarding.Kind, bool) {
	i := slices.IndexFunc(p.Grants, func(k onboarding.Kind) bool { return k.Name == name })
	if i < 0 {
		return onboarding.Kind{}, false
	}
	return p.Grants[i], true
}

// check refuses what is no grant of this provider.
func (p *Provider) check(g onboarding.Grant) error {
	k, ok := p.kind(g.Kind)
	switch {
	case !ok:
		return faultf(onboarding.ClassInvalid, "there is no kind %.100q", g.Kind)
	case len(k.Roles) > 0 && !slices.Contains(k.Roles, g.Role), len(k.Roles) == 0 && g.Role != "":
		return faultf(onboarding.ClassInvalid, "the role %.100q is none of %q", g.Role, k.Roles)
	case k.Object == "" && g.Object != "", k.Object != "" && !p.isObject(g.Kind, g.Object):
		return faultf(onboarding.ClassInvalid, "%.100q is no object of the kind %s", g.Object, g.Kind)
	}
	return nil
}

func (p *Provider) isObject(kind, object string) bool {
	if len(object) > maxObject {
		return false
	}
	if own := p.Objects[kind]; own != nil {
		return own.FindString(object) == object && object != ""
	}
	return usual.MatchString(object)
}

// holding returns what an answer tells, if it makes sense.
func (p *Provider) holding(who onboarding.Person, a Answer) (*onboarding.Holding, error) {
	h := &onboarding.Holding{
		Identity: onboarding.Identity{ID: a.ID, Number: a.Number, Source: onboarding.FromProvider},
		Unsure:   a.Unsure, Members: a.Members, Notes: a.Notes,
	}
	switch told := who.Identity(p.Called); {
	case p.Addressed:
		h.Identity.ID = who.Email
	case a.ID == "":
		h.Identity = onboarding.Identity{}
	case a.ID == told.ID:
		h.Identity = told // to repeat what was said does not make it surer
	}
	who.Identities = map[string]onboarding.Identity{p.Called: h.Identity}
	if err := who.Validate(); err != nil {
		return nil, faultf(onboarding.ClassUnknown, "the answer is not as agreed: %w", err)
	}
	for _, one := range a.Held {
		held, err := p.held(one)
		if err != nil {
			return nil, err
		}
		if held.State != onboarding.Manual && find(h, held.Grant) != nil {
			return nil, faultf(onboarding.ClassUnknown, "the answer tells of %s twice", held.Grant)
		}
		h.Held = append(h.Held, held)
	}
	return h, nil
}

func (p *Provider) held(one Held) (onboarding.Held, error) {
	g := onboarding.Grant{Provider: p.Called, Kind: one.Kind, Object: one.Object, Role: one.Role}
	checked := g
	if k, _ := p.kind(g.Kind); len(k.Roles) > 0 && (one.Fixed || one.State == onboarding.Manual) {
		checked.Role = k.Roles[0] // the role is of the system's making
	}
	if err := p.check(checked); err != nil {
		return onboarding.Held{}, faultf(onboarding.ClassUnknown, "the answer tells of what cannot be: %w", err)
	}
	held := onboarding.Held{
		Grant: g, State: one.State, Detail: one.Detail, Lapsed: one.Lapsed, Fixed: one.Fixed, Admin: one.Admin, Admins: one.Admins,
	}
	switch held.State {
	case "":
		held.State = onboarding.Done
	case onboarding.Done, onboarding.Pending, onboarding.Manual:
	default:
		return onboarding.Held{}, faultf(onboarding.ClassUnknown, "the answer tells of the state %.40q, which is none", one.State)
	}
	return held, nil
}
