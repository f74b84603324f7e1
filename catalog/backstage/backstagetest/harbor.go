package backstagetest

import (
	"fmt"
	"maps"

	"github.com/goldenpath-go/goldenpath/catalog"
)

// object is a part of an entity, as in its file.
type object = map[string]any

// Harbor returns the catalog that the [Exchanges] were recorded with, as far as they let one know it: 46 entities, of
// which 30 are components named crane-01 to crane-30.
func Harbor() (*catalog.Catalog, error) {
	c := new(catalog.Catalog)
	for _, document := range append(harborOrg(), harborComponents()...) {
		if err := c.Add(catalog.NewEntity(document)); err != nil {
			return nil, err
		}
	}
	return c, nil
}

func harborOrg() []object {
	generated := "generated-013182b7af20e6d41b08fdd53a74e85108913546"
	files := []any{"./org.yaml", "./systems.yaml", "./components.yaml", "./templates.yaml", "./broken.yaml"}
	ada := object{"memberOf": []any{"harbor"}, "profile": object{"email": "ada@example.com"}}
	documents := []object{
		document("Location", metadata(generated, "", "all.yaml", nil), object{"type": "file", "target": "<CATALOG>/all.yaml"}),
		document("Location", metadata("oracle-root", "", "all.yaml", nil), object{"type": "file", "targets": files}),
		document("Group", metadata("harbor", "", "org.yaml", nil), object{"type": "team", "children": []any{}}),
		document("Group", metadata("pilots", "", "org.yaml", nil), object{"type": "team", "children": []any{}}),
		document("User", metadata("ada", "2a", "org.yaml", nil), ada),
		document("User", metadata("bo", "1b", "org.yaml", object{"namespace": "crew"}), object{"memberOf": []any{"default/pilots"}}),
		document("Domain", metadata("shipping", "0a", "systems.yaml", nil), object{"owner": "harbor"}),
		document("System", metadata("docks", "fa", "systems.yaml", nil), object{"owner": "harbor", "domain": "shipping"}),
		document("Resource", metadata("berth-db", "7a", "systems.yaml", nil), object{"type": "database", "owner": "harbor"}),
		document("API", metadata("berth-api", "5a", "systems.yaml", nil), object{
			"type": "openapi", "lifecycle": "production", "owner": "harbor", "definition": "{}",
		}),
	}
	for i := 1; i <= 4; i++ {
		spec := object{"type": "service", "steps": []any{}, "owner": "harbor"}
		if i == 4 {
			delete(spec, "owner")
		}
		template := document("Template", metadata(fmt.Sprintf("template-%d", i), "", "templates.yaml", nil), spec)
		template["apiVersion"] = catalog.ScaffolderV1beta3
		documents = append(documents, template)
	}
	return documents
}

func harborComponents() []object {
	berthService := metadata("berth-service", "6e6895d1-bc35-41c3-ae42-c96d514b380e", "components.yaml", object{
		"title":       "Berth service",
		"description": "Hands out berths",
		"labels":      object{"tier": "gold", "example.com/zone": "north"},
		"tags":        []any{"go", "core"},
		"links":       []any{object{"url": "https://example.com/berths", "title": "Home", "icon": "web"}},
	})
	berthService["annotations"].(object)["example.com/cost-centre"] = "4711" // an object: metadata made it
	documents := []object{
		document("Component", berthService, object{
			"type": "service", "lifecycle": "production", "owner": "harbor", "system": "docks",
			"providesApis": []any{"berth-api"}, "dependsOn": []any{"component:does-not-exist", "resource:berth-db"},
		}),
		document("Component", metadata("beside-the-broken", "3a", "broken.yaml", nil), object{
			"type": "service", "lifecycle": "production", "owner": "harbor",
		}),
	}
	for i := 1; i <= 30; i++ {
		documents = append(documents, crane(i))
	}
	return documents
}

// crane returns the component of a number. What follows from the number makes the facets come out as recorded.
func crane(i int) object {
	uid, kind, lifecycle, owner, language := fmt.Sprintf("9%02d", i), "service", "production", "pilots", "go"
	switch {
	case i%2 == 0:
		owner, language = "user:crew/bo", "node"
	case i > 22:
		owner = "tugs" // a group that is not there
	}
	switch {
	case i%4 == 0:
		lifecycle = "experimental"
	case i == 30:
		uid = "4a"
	case i == 5:
		uid = "4b"
	}
	if i%5 == 0 {
		kind = "library"
	}
	more := object{"tags": []any{language}, "labels": object{"tier": "gold"}}
	return document("Component", metadata(fmt.Sprintf("crane-%02d", i), uid, "components.yaml", more), object{
		"type": kind, "lifecycle": lifecycle, "owner": owner, "dependsOn": []any{"component:default/berth-service"},
	})
}

func document(kind string, metadata, spec object) object {
	return object{"apiVersion": catalog.V1alpha1, "kind": kind, "metadata": metadata, "spec": spec}
}

// metadata returns that of an entity in one of the files of the recording. An answer without an order is in that of the
// uids; those given here begin as it takes for the recorded one.
func metadata(name, uid, file string, more object) object {
	m := object{
		"name": name,
		"annotations": object{
			catalog.AnnotationManagedByLocation:       "file:<CATALOG>/" + file,
			catalog.AnnotationManagedByOriginLocation: "file:<CATALOG>/all.yaml",
		},
	}
	if uid != "" {
		m["uid"] = uid
	}
	maps.Copy(m, more)
	return m
}
