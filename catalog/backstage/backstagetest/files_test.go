package backstagetest_test

import (
	"context"
	"encoding/json"
	"strings"

	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/catalog/backstage"
	"github.com/goldenpath-go/goldenpath/catalog/load"
)

// host is where the files were served during the recording; the exchanges call it files.example. Names that Backstage
// makes of URLs depend on it.
const host = "http://127.0.0.1:7108/"

// fileAt returns what stood at a place of that host during the recording; "" where there was nothing.
func fileAt(name string) string {
	const head = "apiVersion: backstage.io/v1alpha1\nkind: "
	const service = "\nspec: {type: service, lifecycle: production, owner: harbor"
	switch name {
	case "ok.yaml":
		return head + "Component\nmetadata: {name: imported-one}" + service + "}\n---\n" +
			head + "Component\nmetadata: {name: imported-two}" + service + ", dependsOn: [component:imported-one]}\n"
	case "api.yaml":
		return head + "API\nmetadata: {name: placeholder-api}\n" +
			"spec: {type: openapi, lifecycle: production, owner: harbor, definition: \"hello definition\\n\"}\n"
	case "multi.yaml":
		return head + "Location\nmetadata: {name: multi}\nspec: {targets: [./ok.yaml, ./api.yaml]}\n"
	case "badname.yaml":
		return head + "Component\nmetadata: {name: bad name}" + service + "}\n"
	case "dup.yaml":
		return head + "Component\nmetadata: {name: crane-01}\nspec: {type: library, lifecycle: production, owner: harbor}\n"
	case "turn.yaml":
		return head + "Component\nmetadata: {name: turning}" + service + "}\n"
	}
	return ""
}

// readFile reads what stands at a URL, as far as it can be read at all.
func readFile(url string) ([]*catalog.Entity, error) {
	name, found := strings.CutPrefix(url, host)
	if !found {
		return nil, &backstage.Fault{Name: "Error", Message: "Unable to read url, Reading from '" + url + "' is not allowed. You may need to " +
			"configure an integration for the target host, or add it to the configured list of allowed hosts at 'backend.reading.allow'"}
	}
	if name == "badyaml.yaml" {
		return nil, &backstage.Fault{Name: "Error", Message: "YAML error at url:" + url + ", YAMLParseError: Flow sequence in block " +
			"collection must be sufficiently indented and end with a ] at line 2, column 1:\n\nnot: [valid\n\n^\n"}
	}
	text := fileAt(name)
	if text == "" {
		return nil, &backstage.Fault{Name: "NotFoundError", Message: "Unable to read url, no matching files found for " + url}
	}
	var entities []*catalog.Entity
	for _, d := range load.Parse(context.Background(), name, []byte(text), &load.Options{BaseURL: host}).Documents {
		if d.Entity == nil {
			return nil, faultOf(d.Problems[0].Backstage)
		}
		d.Entity.Source = catalog.Source{}
		entities = append(entities, d.Entity)
	}
	return entities, nil
}

// judge says what Backstage has against an entity.
func judge(e *catalog.Entity, _ string) error {
	data, err := json.Marshal(e)
	if err != nil {
		return err
	}
	d := load.Parse(context.Background(), "entity.json", data, nil).Documents[0]
	if len(d.Problems) == 0 {
		return nil
	}
	return faultOf(d.Problems[0].Backstage)
}

// faultOf takes Backstage's words apart: the name of an error, its message, and within that the cause.
func faultOf(words string) *backstage.Fault {
	name, message, _ := strings.Cut(words, ": ")
	f := &backstage.Fault{Name: name, Message: message}
	if _, cause, ok := strings.Cut(message, "; caused by "); ok {
		f.Cause = faultOf(cause)
	}
	return f
}
