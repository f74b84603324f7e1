package onboarding

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/goldenpath-go/goldenpath/catalog"
)

// Want is a grant that a person should have, and why.
type Want struct {
	Grant
	From string // for people: everybody, group:default/payments; several are joined by semicolons
}

// Grants returns the grants alone.
func Grants(wants []Want) []Grant {
	out := make([]Grant, len(wants))
	for i, w := range wants {
		out[i] = w.Grant
	}
	return out
}

// Annotation says which grants an annotation of a Group stands for: those of its members, and of the members of the groups below it.
// Its value is the object of a grant, or several with commas between them.
type Annotation struct {
	Key      string // such as github.com/team-slug
	Provider string
	Kind     string
	// Direct says that it is for the members of the group itself alone: who is in a team below is not called at night.
	Direct bool
}

// GroupAnnotations returns the annotations that a Directory reads unless told otherwise. The first is Backstage's; the others are
// ours, since Backstage has none.
func GroupAnnotations() []Annotation {
	return []Annotation{
		{Key: catalog.AnnotationGitHubTeamSlug, Provider: "github", Kind: "team"},
		{Key: "goldenpath/google-group", Provider: "google", Kind: "group"},
		{Key: "goldenpath/onepassword-group", Provider: "onepassword", Kind: "group"},
		{Key: "goldenpath/slack-channel", Provider: "slack", Kind: "channel"},
		{Key: "goldenpath/slack-user-group", Provider: "slack", Kind: "usergroup", Direct: true},
		{Key: "goldenpath/pagerduty-team", Provider: "pagerduty", Kind: "team"},
		{Key: "goldenpath/pagerduty-schedule", Provider: "pagerduty", Kind: "schedule", Direct: true},
	}
}

// Directory says who people are and what they should have: by the catalog's User and Group entities, and by a file. Its fields are
// not to be changed while it is in use.
type Directory struct {
	Catalog *catalog.Catalog // nil: none
	Config  *Config          // nil: none
	// Groups are the annotations of Groups that are read. Nil: GroupAnnotations.
	Groups []Annotation
	// Users are the annotations of Users that hold identities, by provider. Nil: UserAnnotations.
	Users map[string]string
}

// Wanted returns what a person should have, in the order of grants: what everybody has, what comes with the groups that they are
// in by memberOf or members, and with those above, and what is theirs alone. A group that the file puts them in and nobody knows is
// an error.
func (d *Directory) Wanted(p Person) ([]Want, error) {
	groups, err := d.groups(p)
	if err != nil {
		return nil, err
	}
	var out []Want
	add := func(from string, grants ...Grant) {
		for _, g := range grants {
			out = append(out, Want{g, from})
		}
	}
	c := d.config()
	add("everybody", c.Everybody...)
	for _, g := range groups {
		grants, err := d.ofGroup(g)
		if err != nil {
			return nil, err
		}
		add(g.ref.String(), grants...)
	}
	if entry := c.person(p.Email); entry != nil {
		add(strings.ToLower(p.Email), entry.Grants...)
	}
	return joinWants(out), nil
}

func (d *Directory) config() *Config {
	if d.Config == nil {
		return &Config{}
	}
	return d.Config
}

// joinWants returns the wants in order, each grant once.
func joinWants(all []Want) []Want {
	slices.SortStableFunc(all, func(a, b Want) int { return a.Compare(b.Grant) })
	var out []Want
	for _, w := range all {
		if last := len(out) - 1; last >= 0 && out[last].Grant == w.Grant {
			out[last].From = joinText(out[last].From, w.From)
			continue
		}
		out = append(out, w)
	}
	return out
}

// group is one that a person is in.
type group struct {
	ref    catalog.Ref
	direct bool // by themselves, not by way of a group below
}

// groups returns the groups of a person, in the order of refs.
func (d *Directory) groups(p Person) ([]group, error) {
	graph := d.graph()
	own := d.config().groupsOf(p.Email)
	errs := d.unknown(p, own, graph)
	if !p.Ref.IsZero() {
		own = slices.AppendSeq(own, graph.Dependencies(p.Ref, catalog.MemberOf))
	}
	all := map[string]group{}
	for _, ref := range own {
		all[ref.Key()] = group{ref, true}
	}
	for _, ref := range own {
		for above := range graph.AllDependencies(ref, catalog.ChildOf) {
			if _, there := all[above.Key()]; !there {
				all[above.Key()] = group{above, false}
			}
		}
	}
	byRef := func(a, b group) int { return a.ref.Compare(b.ref) }
	return slices.SortedFunc(maps.Values(all), byRef), errors.Join(errs...)
}

func (d *Directory) graph() *catalog.Graph {
	if d.Catalog == nil {
		return &catalog.Graph{}
	}
	return d.Catalog.Graph()
}

// unknown refuses groups that are neither in the catalog nor in the file.
func (d *Directory) unknown(p Person, groups []catalog.Ref, graph *catalog.Graph) (errs []error) {
	for _, ref := range groups {
		if !graph.Has(ref) && d.config().group(ref) == nil {
			errs = append(errs, fmt.Errorf("%s is to be in %s, which is neither in the catalog nor in the file", p.Email, ref))
		}
	}
	return errs
}

// ofGroup returns the grants that come with a group.
func (d *Directory) ofGroup(g group) (out []Grant, err error) {
	annotations := d.Groups
	if annotations == nil {
		annotations = GroupAnnotations()
	}
	var e *catalog.Entity
	if d.Catalog != nil {
		e, _ = d.Catalog.Get(g.ref)
	}
	for _, a := range annotations {
		if e == nil || a.Direct && !g.direct {
			continue
		}
		for object := range strings.SplitSeq(e.Metadata.Annotations[a.Key], ",") {
			if object = strings.TrimSpace(object); object == "" {
				continue
			}
			grant := Grant{Provider: a.Provider, Kind: a.Kind, Object: object}
			if err := checkObject(grant); err != nil {
				return nil, fmt.Errorf("%s: annotation %s: %w", g.ref, a.Key, err)
			}
			out = append(out, grant)
		}
	}
	if entry := d.config().group(g.ref); entry != nil && (g.direct || !entry.Direct) {
		out = append(out, entry.Grants...)
	}
	return out, nil
}
