package components

import (
	"slices"
	"strings"

	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/helmfile"
)

// Way is how a release was found to belong to a component.
type Way string

// The ways, the surest first.
const (
	ByLabel      Way = "label"
	ByAnnotation Way = "annotation"
	ByName       Way = "name"
	ByImage      Way = "image"
)

// Options say what connects releases and components. The zero value is what the package documentation says.
type Options struct {
	// Labels are the labels of releases that name a component. Nil: backstage.io/kubernetes-id, component.
	Labels []string
	// IsProduction tells the environments that components are to run in. Nil: production, prod, prd and live.
	IsProduction func(environment string) bool
	// IsDeployed tells the components that are to run at all. Nil: those of lifecycle production whose type is none of
	// library, documentation, package and cli.
	IsDeployed func(*Component) bool
}

func (o *Options) withDefaults() *Options {
	out := Options{}
	if o != nil {
		out = *o
	}
	if out.Labels == nil {
		out.Labels = []string{catalog.AnnotationKubernetesID, "component"}
	}
	if out.IsProduction == nil {
		out.IsProduction = func(environment string) bool {
			return slices.Contains([]string{"production", "prod", "prd", "live"}, strings.ToLower(environment))
		}
	}
	if out.IsDeployed == nil {
		out.IsDeployed = func(c *Component) bool {
			return c.Lifecycle == "production" && !slices.Contains([]string{"library", "documentation", "package", "cli"}, c.Type)
		}
	}
	return &out
}

// Link is a release in one environment with its component.
type Link struct {
	Environment string
	Release     *helmfile.Release
	Component   *Component // nil when it belongs to none
	By          Way        // empty when it belongs to none
	// Label is the label that names a component, and Named what it names; empty when the release has none. With a nil
	// Component there is no such component.
	Label, Named string
	// Candidates are components of which none is surer than the others; nil when there is one or none.
	Candidates []*Component
}

// Links are the releases of some environments with their components.
type Links struct {
	Components []Component
	// All are in the order of the environments, then that of their releases.
	All     []Link
	options *Options
	sites   []string // the environments
}

// Connect finds the components of all releases. Nil options are the zero value.
func Connect(components []Component, rs []*helmfile.Resolution, o *Options) *Links {
	ls := &Links{Components: components, options: o.withDefaults()}
	ix := newIndex(components)
	for _, r := range rs {
		ls.sites = append(ls.sites, r.Environment)
		for _, x := range r.Releases() {
			l := Link{Environment: r.Environment, Release: x}
			ix.find(&l, ls.options)
			ls.All = append(ls.All, l)
		}
	}
	return ls
}

// index finds components by their names and ids.
type index struct {
	names, ids map[string][]*Component
	refs       map[string]*Component
}

func newIndex(components []Component) *index {
	ix := &index{names: map[string][]*Component{}, ids: map[string][]*Component{}, refs: map[string]*Component{}}
	for i := range components {
		c := &components[i]
		name := strings.ToLower(c.Ref.Name)
		ix.names[name] = append(ix.names[name], c)
		if c.ID != "" {
			ix.ids[c.ID] = append(ix.ids[c.ID], c)
		}
		ix.refs[c.Ref.Key()] = c
	}
	return ix
}

// find fills in the component of a link.
func (ix *index) find(l *Link, o *Options) {
	for _, label := range o.Labels {
		if named := l.Release.Labels[label]; named != "" {
			l.Label, l.Named = label, named
			l.choose(ix.named(named), ByLabel)
			return
		}
	}
	if l.Release.Name == "" {
		return
	}
	if l.choose(ix.ids[l.Release.Name], ByAnnotation) || l.choose(ix.names[strings.ToLower(l.Release.Name)], ByName) {
		return
	}
	for _, image := range images(l.Release.Effective()) {
		if l.choose(ix.ids[image], ByImage) || l.choose(ix.names[strings.ToLower(image)], ByImage) {
			return
		}
	}
}

// named returns the components that a label's text may mean.
func (ix *index) named(text string) []*Component {
	if found := ix.ids[text]; len(found) > 0 {
		return found
	}
	if found := ix.names[strings.ToLower(text)]; len(found) > 0 {
		return found
	}
	ref, err := catalog.ParseRef(text, catalog.Ref{Kind: catalog.Component, Namespace: catalog.DefaultNamespace})
	if err != nil {
		return nil
	}
	if c := ix.refs[ref.Key()]; c != nil {
		return []*Component{c}
	}
	return nil
}

// choose takes the one component that is meant, and reports whether the search is over.
func (l *Link) choose(found []*Component, by Way) bool {
	if len(found) > 1 {
		here := slices.DeleteFunc(slices.Clone(found), func(c *Component) bool {
			return c.Namespace == "" || c.Namespace != l.Release.Namespace
		})
		if len(here) == 1 {
			found = here
		}
	}
	switch len(found) {
	case 0:
		return false
	case 1:
		l.Component, l.By = found[0], by
	default:
		l.Candidates = found
	}
	return true
}
