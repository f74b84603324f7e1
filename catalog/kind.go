package catalog

import "strings"

// Kind is a kind of entity, spelt as in the file. Case does not matter in references; it does when Backstage decides
// who is responsible for an entity, so that `kind: component` is a kind of nobody.
type Kind string

// The kinds that Backstage itself knows; Template comes with its scaffolder.
const (
	Component Kind = "Component"
	API       Kind = "API"
	Resource  Kind = "Resource"
	System    Kind = "System"
	Domain    Kind = "Domain"
	Group     Kind = "Group"
	User      Kind = "User"
	Location  Kind = "Location"
	Template  Kind = "Template"
)

// Kinds returns the known kinds, Component first.
func Kinds() []Kind {
	return []Kind{Component, API, Resource, System, Domain, Group, User, Location, Template}
}

// Known reports whether k is one of [Kinds], in exactly that spelling.
func (k Kind) Known() bool {
	switch k {
	case Component, API, Resource, System, Domain, Group, User, Location, Template:
		return true
	}
	return false
}

// Canonical returns the known kind that k names when case is ignored, and true; for all others k itself and false. What
// it returns for a known kind shares no memory with k.
func (k Kind) Canonical() (Kind, bool) {
	for _, known := range [...]Kind{Component, API, Resource, System, Domain, Group, User, Location, Template} {
		if len(k) == len(known) && strings.EqualFold(string(k), string(known)) {
			return known, true
		}
	}
	return k, false
}
