package secrets

import (
	"slices"

	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/source"
)

// Check holds the requests against a catalog: each service is a Component of it, the one in the namespace default where
// others have its name too; the owner of a request, where it has one, is the service's; and so is one of requesters, which
// are the entities that whoever asks stands for, such as the author's user and groups. No requesters: that is not looked at.
// What is wrong is source.Errors at the requests.
func (c *Config) Check(known *catalog.Catalog, requesters ...catalog.Ref) error {
	components := map[string][]*catalog.Entity{}
	for e := range known.Kind(catalog.Component) {
		components[e.Metadata.Name] = append(components[e.Metadata.Name], e)
	}
	var errs source.Errors
	for i := range c.Requests {
		r := &c.Requests[i]
		owner, fault := ownerOf(components[r.Service])
		asks := func(ref catalog.Ref) bool { return ref.Key() == owner.Key() }
		switch {
		case fault != "":
			errs.Add(r.Pos, "", quoted(r.Service)+fault)
		case r.Owner != "" && !sameOwner(r.Owner, owner):
			errs.Add(r.Pos, "", quoted(r.Service)+" is owned by "+owner.String()+", not by "+r.Owner)
		case len(requesters) > 0 && !slices.ContainsFunc(requesters, asks):
			errs.Add(r.Pos, "", quoted(r.Service)+" is owned by "+owner.String()+", for which nobody asks here")
		}
	}
	errs.Sort()
	return errs.Err()
}

// ownerOf returns who owns the service that is one of several components of a name, or what is wrong with them.
func ownerOf(components []*catalog.Entity) (owner catalog.Ref, fault string) {
	if len(components) == 0 {
		return owner, " is no component of the catalog"
	}
	i := slices.IndexFunc(components, func(e *catalog.Entity) bool { return e.Ref().Namespace == catalog.DefaultNamespace })
	if i < 0 && len(components) > 1 {
		return owner, " is the name of components in several namespaces of the catalog"
	}
	owner, ok := components[max(i, 0)].Owner()
	if !ok {
		return owner, " has no owner in the catalog"
	}
	return owner, ""
}

func sameOwner(asked string, owner catalog.Ref) bool {
	ref, err := catalog.ParseRef(asked, catalog.Ref{Kind: catalog.Group, Namespace: owner.Namespace})
	return err == nil && ref.Key() == owner.Key()
}
