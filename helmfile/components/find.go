package components

import (
	"fmt"
	"slices"

	"github.com/goldenpath-go/goldenpath/helmfile"
)

// WithoutOwner returns the links of releases that may run and that nobody owns: they belong to no component, or to one that
// states no owner. A release is returned once for each environment.
func (ls *Links) WithoutOwner() []Link {
	return slices.DeleteFunc(slices.Clone(ls.All), func(l Link) bool {
		return l.Release.Active() == helmfile.No || l.Component != nil && l.Component.HasOwner()
	})
}

// Dangling returns the links of releases whose label names a component that there is not.
func (ls *Links) Dangling() []Link {
	return slices.DeleteFunc(slices.Clone(ls.All), func(l Link) bool {
		return l.Named == "" || l.Component != nil || len(l.Candidates) > 0
	})
}

// Of returns the links of a component's releases.
func (ls *Links) Of(c *Component) []Link {
	return slices.DeleteFunc(slices.Clone(ls.All), func(l Link) bool { return l.Component != c })
}

// Missing is a component that does not run in production.
type Missing struct {
	Component *Component
	// Environment is where it should run. Release is its release there when it has one that is off; else nil.
	Environment string
	Release     *helmfile.Release
	Why         string
}

// WithoutProduction returns the components that are to run and have no release that is on, or may be, in a production
// environment. It is empty when no production environment was resolved: then nothing can be told.
func (ls *Links) WithoutProduction() []Missing {
	var out []Missing
	sites := slices.DeleteFunc(slices.Clone(ls.sites), func(e string) bool { return !ls.options.IsProduction(e) })
	if len(sites) == 0 {
		return nil
	}
	for i := range ls.Components {
		c := &ls.Components[i]
		if !ls.options.IsDeployed(c) {
			continue
		}
		if m := ls.missing(c, sites); m != nil {
			out = append(out, *m)
		}
	}
	return out
}

// missing returns why a component runs in none of the environments, or nil when it does.
func (ls *Links) missing(c *Component, sites []string) *Missing {
	m := &Missing{Component: c, Environment: sites[0], Why: "no release belongs to it"}
	for _, l := range ls.All {
		mayBe := l.Component == c || slices.Contains(l.Candidates, c)
		if !mayBe || !slices.Contains(sites, l.Environment) {
			continue
		}
		if l.Release.Active() != helmfile.No {
			return nil
		}
		if m.Release == nil {
			m.Environment, m.Release = l.Environment, l.Release
			m.Why = fmt.Sprintf("its release %s is off: %s", l.Release.Name, offBecause(l.Release))
		}
	}
	return m
}

func offBecause(r *helmfile.Release) string {
	if r.Enabled == helmfile.No {
		return r.Condition.Why
	}
	return "installed is false"
}

// Mismatches returns the links of production releases, of all when no environment is one, that are in another namespace than
// their component's annotation says. Namespaces that are not known are not judged.
func (ls *Links) Mismatches() []Link {
	production := slices.ContainsFunc(ls.sites, ls.options.IsProduction)
	return slices.DeleteFunc(slices.Clone(ls.All), func(l Link) bool {
		return production && !ls.options.IsProduction(l.Environment) || l.Component == nil || l.Component.Namespace == "" ||
			l.Release.Namespace == "" || l.Release.Unknown["namespace"] != nil || l.Release.Active() == helmfile.No ||
			l.Release.Namespace == l.Component.Namespace
	})
}
