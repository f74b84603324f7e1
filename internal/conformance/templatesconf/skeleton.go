package templatesconf

import (
	"context"
	"io/fs"
	"path"
	"strings"
	"testing/fstest"

	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/scaffold"
)

// skeleton returns what stands for the folder of every fetch:template: files that show all values, as text and in a name.
func skeleton() map[string]string {
	return map[string]string{
		"values.json":             "${{ values | dump }}\n",
		"${{ values.name }}.txt":  "${{ values.name }} {{ cookiecutter.name }}\n",
		"nested/values.json.njk":  "${{ values | dump(2) }}\n",
		"nested/.hidden/plain.md": "{% if values %}values{% else %}none{% endif %}\n",
	}
}

// contents returns files for all that a template fetches from beside itself, as far as that is written without expressions.
func contents(t *scaffold.Template) map[string]string {
	out := map[string]string{}
	for _, s := range t.Steps {
		url := s.Input.Text("url")
		if !strings.HasPrefix(s.Action, "fetch:") || url == "" || strings.Contains(url, "${{") || strings.Contains(url, "://") {
			continue
		}
		name := path.Clean(url)
		if !fs.ValidPath(name) {
			continue // it leads outside, where a dry run does not go
		}
		if strings.HasSuffix(s.Action, ":file") {
			out[name] = skeleton()["values.json"]
			continue
		}
		for file, text := range skeleton() {
			out[path.Join(name, file)] = text
		}
	}
	return out
}

func asFS(files map[string]string) fs.FS {
	out := fstest.MapFS{}
	for name, text := range files {
		out[name] = &fstest.MapFile{Data: []byte(text), Mode: 0o644}
	}
	return out
}

// everywhere has the same skeleton at every URL, and an entity of every name.
type everywhere struct{}

func (everywhere) Tree(context.Context, string, string) (fs.FS, error) { return asFS(skeleton()), nil }

func (everywhere) File(context.Context, string, string) ([]byte, error) {
	return []byte(skeleton()["values.json"]), nil
}

func (everywhere) Entity(_ context.Context, ref catalog.Ref) (*scaffold.Object, error) {
	metadata := scaffold.NewObject("namespace", ref.Namespace, "name", ref.Name)
	metadata.Set("annotations", scaffold.NewObject("backstage.io/source-location", "url:https://example.com/"+ref.Name+"/"))
	entity := scaffold.NewObject("apiVersion", "backstage.io/v1alpha1", "kind", strings.ToLower(string(ref.Kind)))
	entity.Set("metadata", metadata)
	entity.Set("spec", scaffold.NewObject("type", "sample"))
	return entity, nil
}
