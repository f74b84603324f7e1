package update

import (
	"strings"

	"github.com/goldenpath-go/goldenpath/internal/tree"
	"github.com/goldenpath-go/goldenpath/internal/yamlsrc"
	"github.com/goldenpath-go/goldenpath/scaffold"
)

// Infer returns values for those of a template's parameters that are named as templates name what a catalog-info.yaml says: the
// component's name, description, owner, system, lifecycle and type, its tags, and its repository on GitHub. CatalogInfo is
// the file's content; of several entities the first component counts.
func Infer(t *scaffold.Template, catalogInfo []byte) *scaffold.Object {
	entity := firstComponent(catalogInfo)
	out := &scaffold.Object{}
	eachParameter(t, func(path []string, _ *scaffold.Object) {
		if len(path) != 1 {
			return
		}
		if v := said(entity, path[0]); v != nil {
			out.Set(path[0], scaffold.ValueOf(v))
		}
		if slug, ok := entity.Get("metadata").Get("annotations").Get("github.com/project-slug").Str(); ok && path[0] == "repoUrl" {
			owner, repo, _ := strings.Cut(slug, "/")
			out.Set("repoUrl", "github.com?owner="+owner+"&repo="+repo)
		}
	})
	return out
}

// said returns what an entity says that a parameter of that name asks for; nil when it says nothing.
func said(entity *tree.Node, parameter string) *tree.Node {
	section, member := "spec", parameter
	switch strings.ToLower(strings.NewReplacer("_", "", "-", "").Replace(parameter)) {
	case "name", "componentid", "componentname", "servicename", "appname", "applicationname":
		section, member = "metadata", "name"
	case "description", "title", "namespace", "tags":
		section, member = "metadata", strings.ToLower(parameter)
	case "owner", "system", "lifecycle", "type", "domain":
		member = strings.ToLower(parameter)
	default:
		return nil
	}
	return entity.Get(section).Get(member)
}

func firstComponent(data []byte) *tree.Node {
	var first *tree.Node
	for _, doc := range yamlsrc.Parse("catalog-info.yaml", data).Docs {
		if len(doc.Errors) > 0 || doc.Recursive || doc.Root == nil {
			continue
		}
		if kind, _ := doc.Root.Get("kind").Str(); kind == "Component" {
			return doc.Root
		}
		if first == nil {
			first = doc.Root
		}
	}
	return first
}
