package backstage_test

import (
	"context"

	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/catalog/backstage"
)

// call makes one call of the client, and returns its result in a form that becomes the JSON of the answer.
type call func(context.Context, *backstage.Client) (any, error)

// object is JSON's.
type object = map[string]any

func recordedCalls() map[string]call {
	calls := map[string]call{}
	for _, group := range []map[string]call{queryCalls(), postCalls(), refCalls(), entityCalls(), locationCalls(), changingCalls()} {
		for name, call := range group {
			calls[name] = call
		}
	}
	return calls
}

func page(q *backstage.Query) call {
	return func(ctx context.Context, c *backstage.Client) (any, error) {
		p, err := c.Page(ctx, q)
		if err != nil {
			return nil, err
		}
		info := object{}
		if p.Next != "" {
			info["nextCursor"] = p.Next
		}
		if p.Prev != "" {
			info["prevCursor"] = p.Prev
		}
		return object{"items": p.Items, "totalItems": p.Total, "pageInfo": info}, nil
	}
}

func queryCalls() map[string]call {
	const cursor = "eyJvcmRlckZpZWxkcyI6W3si…"
	component := backstage.Filter{backstage.Where("kind", "component")}
	user := backstage.Filter{backstage.Where("kind", "user")}
	byName := []backstage.Order{{Field: "metadata.name"}}
	name, nameAndKind := []string{"metadata.name"}, []string{"metadata.name", "kind"}
	return map[string]call{
		"by-query page 1":             page(&backstage.Query{Filter: component, PageSize: 2, Order: byName, Fields: nameAndKind}),
		"by-query page 2 by cursor":   page(&backstage.Query{PageSize: 2, Fields: nameAndKind, Cursor: cursor + "=="}),
		"by-query back by prevCursor": page(&backstage.Query{Filter: component, Order: byName, PageSize: 2, Fields: name, Cursor: cursor}),
		"by-query last page":          page(&backstage.Query{Filter: user, PageSize: 50, Fields: name}),
		"by-query offset":             page(&backstage.Query{Filter: component, PageSize: 1, Offset: 5, Order: byName, Fields: name}),
		"by-query totalItems=exclude": page(&backstage.Query{Filter: user, PageSize: 1, NoTotal: true, Fields: name}),
		"by-query bad cursor":         page(&backstage.Query{Cursor: "garbage"}),
		"by-query bad limit":          page(&backstage.Query{PageSize: -1}),
		"by-query full text": page(&backstage.Query{
			FullText: backstage.FullText{Term: "berth", Fields: []string{"metadata.name", "metadata.title"}}, Fields: nameAndKind,
		}),
		"by-query limit=0 (count)": func(ctx context.Context, c *backstage.Client) (any, error) {
			n, err := c.Count(ctx, &backstage.Query{Filter: component})
			return object{"items": []any{}, "totalItems": n, "pageInfo": object{}}, err
		},
	}
}

func postCalls() map[string]call {
	return map[string]call{
		"by-query POST query predicate": page(&backstage.Query{
			Predicate: backstage.Predicate{"kind": "component", "$not": backstage.Predicate{"spec.type": "service"}},
			PageSize:  2, Fields: []string{"metadata.name"}, Order: []backstage.Order{{Field: "metadata.name", Descending: true}},
		}),
		"by-query POST $any/$in/$exists": page(&backstage.Query{
			Predicate: backstage.Predicate{"$any": []any{
				backstage.Predicate{"kind": object{"$in": []string{"domain", "system"}}},
				backstage.Predicate{"metadata.labels.example.com/zone": object{"$exists": true}},
			}},
			Fields: []string{"kind", "metadata.name"},
		}),
		"by-query POST bad": page(&backstage.Query{Predicate: backstage.Predicate{"kind": object{"$near": 1}}}),
		"facets": facets(&backstage.FacetQuery{
			Fields: []string{"kind", "metadata.tags"}, Filter: backstage.Filter{backstage.Where("kind", "component")},
		}),
		"facets spec.type":     facets(&backstage.FacetQuery{Fields: []string{"spec.type", "relations.ownedBy"}}),
		"facets none":          facets(&backstage.FacetQuery{}),
		"facets unknown field": facets(&backstage.FacetQuery{Fields: []string{"spec.nothing"}}),
		"facets POST": facets(&backstage.FacetQuery{
			Fields: []string{"spec.lifecycle"}, Predicate: backstage.Predicate{"kind": "component"},
		}),
	}
}

func facets(q *backstage.FacetQuery) call {
	return func(ctx context.Context, c *backstage.Client) (any, error) {
		f, err := c.Facets(ctx, q)
		return object{"facets": f}, err
	}
}

func ref(kind, namespace, name string) catalog.Ref {
	return catalog.Ref{Kind: catalog.Kind(kind), Namespace: namespace, Name: name}
}

func component(name string) catalog.Ref { return ref("component", "default", name) }

func refCalls() map[string]call {
	byRefs := func(o *backstage.RefsOptions, refs ...catalog.Ref) call {
		return func(ctx context.Context, c *backstage.Client) (any, error) {
			items, err := c.EntitiesByRefs(ctx, refs, o)
			return object{"items": items}, err
		}
	}
	// What becomes of the default namespace is seen in the whole entities.
	return map[string]call{
		"by-refs": byRefs(&backstage.RefsOptions{Fields: []string{"kind", "metadata.name", "metadata.namespace"}},
			ref("Component", "", "Berth-Service"), component("nope"), ref("User", "crew", "bo")),
		"by-refs filter": byRefs(&backstage.RefsOptions{Fields: []string{"metadata.name"}, Filter: backstage.Filter{backstage.Where("kind", "user")}},
			component("berth-service"), ref("User", "crew", "bo")),
	}
}

func one(ref catalog.Ref) call {
	return func(ctx context.Context, c *backstage.Client) (any, error) { return c.Entity(ctx, ref) }
}

func entityCalls() map[string]call {
	const unreadable = "generated-c56e98e4a91348156a07af0f7605f6c1fcac910b"
	byUID := func(uid string) call {
		return func(ctx context.Context, c *backstage.Client) (any, error) { return c.EntityByUID(ctx, uid) }
	}
	ancestry := func(ref catalog.Ref) call {
		return func(ctx context.Context, c *backstage.Client) (any, error) {
			a, err := c.Ancestry(ctx, ref)
			if err != nil {
				return nil, err
			}
			items := make([]object, len(a.Items))
			for i, item := range a.Items {
				items[i] = object{"entity": item.Entity, "parentEntityRefs": item.Parents}
			}
			return object{"rootEntityRef": a.Root, "items": items}, nil
		}
	}
	return map[string]call{
		"by-name":                                 one(component("berth-service")),
		"by-name case-insensitive":                one(ref("Component", "DEFAULT", "Berth-Service")),
		"by-name missing":                         one(component("nope")),
		"by-uid":                                  byUID("6e6895d1-bc35-41c3-ae42-c96d514b380e"),
		"by-uid missing":                          byUID("00000000-0000-0000-0000-000000000000"),
		"ancestry":                                ancestry(component("crane-01")),
		"ancestry missing":                        ancestry(component("nope")),
		"after import: by-name":                   one(component("imported-two")),
		"turning: ok":                             one(component("turning")),
		"unreadable location is no entity":        one(ref("location", "default", unreadable)),
		"entity that never validated":             one(component("no-owner")),
		"entities of a deleted location":          one(component("turned")),
		"deleted entity came back?":               one(component("berth-service")),
		"entity renamed in its file: the new one": one(component("turned")),
		"entity renamed in its file: the old one is an orphan":         one(component("turning")),
		"entity that validated once and no longer does (status.items)": one(component("turning")),
		"location whose file no longer parses (status.items)": one(
			ref("location", "default", "generated-e57a251ee4eb12e450d622ae4cab786f065148a2")),
	}
}

const fileServer = "http://files.example:7108/"

func locationCalls() map[string]call {
	dryRun := func(target string) call {
		return func(ctx context.Context, c *backstage.Client) (any, error) {
			d, err := c.DryRunLocation(ctx, catalog.LocationRef{Type: "url", Target: target})
			if err != nil {
				return nil, err
			}
			return object{"exists": d.Exists, "location": d.Location, "entities": d.Entities}, nil
		}
	}
	analysis := func(kind, target string) call {
		return func(ctx context.Context, c *backstage.Client) (any, error) {
			a, err := c.AnalyzeLocation(ctx, catalog.LocationRef{Type: kind, Target: target})
			if err != nil {
				return nil, err
			}
			var suggested []object
			for _, s := range a.Suggested {
				suggested = append(suggested, object{"entity": s.Entity, "fields": s.Fields})
			}
			return object{"existingEntityFiles": append([]backstage.ExistingEntity{}, a.Existing...), "generateEntities": suggested}, nil
		}
	}
	const id = "90a4daf9-b19d-4512-b366-02d170917ffc"
	return map[string]call{
		"locations list": func(ctx context.Context, c *backstage.Client) (any, error) { return c.Locations(ctx) },
		"location get":   func(ctx context.Context, c *backstage.Client) (any, error) { return c.Location(ctx, id) },
		"location get missing": func(ctx context.Context, c *backstage.Client) (any, error) {
			return c.Location(ctx, "00000000-0000-0000-0000-000000000000")
		},
		"after import: location by-entity": func(ctx context.Context, c *backstage.Client) (any, error) {
			return c.LocationOf(ctx, component("imported-two"))
		},
		"by-entity missing": func(ctx context.Context, c *backstage.Client) (any, error) {
			return c.LocationOf(ctx, component("nope"))
		},
		"location dryRun ok":                dryRun(fileServer + "ok.yaml"),
		"location dryRun multi":             dryRun(fileServer + "multi.yaml"),
		"location dryRun 404 target":        dryRun(fileServer + "missing.yaml"),
		"location dryRun bad yaml":          dryRun(fileServer + "badyaml.yaml"),
		"location dryRun bad name":          dryRun(fileServer + "badname.yaml"),
		"location dryRun $text placeholder": dryRun(fileServer + "api.yaml"),
		"location dryRun host not allowed":  dryRun("https://example.invalid/a.yaml"),
		"location dryRun existing":          dryRun(fileServer + "ok.yaml"),
		"analyze-location github":           analysis("url", "https://github.com/acme/rocket"),
		"analyze-location not url":          analysis("file", "x"),
		"analyze-location unknown host":     analysis("url", fileServer+"repo"),
	}
}

func changingCalls() map[string]call {
	add := func(kind, target string, o *backstage.AddOptions) call {
		return func(ctx context.Context, c *backstage.Client) (any, error) {
			l, err := c.AddLocation(ctx, catalog.LocationRef{Type: kind, Target: target}, o)
			return object{"location": l, "entities": []any{}}, err
		}
	}
	refresh := func(ref catalog.Ref) call {
		return func(ctx context.Context, c *backstage.Client) (any, error) { return nil, c.Refresh(ctx, ref) }
	}
	remove := func(ctx context.Context, c *backstage.Client) (any, error) {
		return nil, c.RemoveLocation(ctx, "90a4daf9-b19d-4512-b366-02d170917ffc")
	}
	deleted := func(uid string) call {
		return func(ctx context.Context, c *backstage.Client) (any, error) { return nil, c.Delete(ctx, uid) }
	}
	return map[string]call{
		"refresh ok":                               refresh(component("crane-01")),
		"refresh missing entity":                   refresh(component("nope")),
		"location type file":                       add("file", "/etc/passwd", nil),
		"location empty target":                    add("url", "", nil),
		"location create":                          add("url", fileServer+"ok.yaml", nil),
		"location create again":                    add("url", fileServer+"ok.yaml", &backstage.AddOptions{}),
		"location create again onConflict=refresh": add("url", fileServer+"ok.yaml", &backstage.AddOptions{Refresh: true}),
		"location create of unreadable target":     add("url", fileServer+"missing.yaml", nil),
		"location create conflicting entity":       add("url", fileServer+"dup.yaml", nil),
		"turning: create location":                 add("url", fileServer+"turn.yaml", nil),
		"turning: create unreadable location":      add("url", fileServer+"missing2.yaml", nil),
		"location delete":                          remove,
		"location delete again":                    remove,
		"delete entity by uid (comes back on the next processing unless orphaned)": deleted("6e6895d1-bc35-41c3-ae42-c96d514b380e"),
		"delete entity unknown uid": deleted("00000000-0000-0000-0000-000000000000"),
	}
}
