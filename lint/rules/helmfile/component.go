package helmfile

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/catalog/load"
	"github.com/goldenpath-go/goldenpath/helmfile"
	"github.com/goldenpath-go/goldenpath/helmfile/components"
	"github.com/goldenpath-go/goldenpath/internal/tree"
	"github.com/goldenpath-go/goldenpath/lint"
)

// namespaceAnnotation is the annotation that says where a component's workloads are, as a JSON pointer.
var namespaceAnnotation = "/metadata/annotations/" + tree.Escape(catalog.AnnotationKubernetesNamespace)

// checkComponents reports releases that are in another namespace than the annotation of their component says, of the
// components in the catalog files near by.
func checkComponents(ctx context.Context, h *project) {
	all := h.components(ctx)
	if len(all) == 0 {
		return
	}
	links := components.Connect(all, h.resolved, &components.Options{IsProduction: isProduction})
	found := foundComponents(links)
	byEnvironment := map[string][]components.Link{}
	for _, l := range links.Mismatches() {
		if !found[l.Component] {
			byEnvironment[l.Environment] = append(byEnvironment[l.Environment], l)
		}
	}
	h.each(func(r *helmfile.Resolution, add func(lint.Finding)) {
		for _, l := range byEnvironment[r.Environment] {
			pos := l.Release.Pos
			if o := l.Release.Field("namespace").Origin(); o != nil {
				pos = o.Pos
			}
			add(h.at(pos, lint.Finding{
				Message: fmt.Sprintf("%s is deployed to %s, and %s is looked for in %s", l.Release.Name, l.Release.Namespace, l.Component.Ref, l.Component.Namespace),
				Help:    "give the release this namespace, or the component's annotation " + catalog.AnnotationKubernetesNamespace + " that of the release",
				Related: h.annotation(l.Component),
			}))
		}
	})
}

// isProduction reports whether an environment is called production, be it of a region: prod-eu.
func isProduction(environment string) bool {
	words := strings.FieldsFunc(strings.ToLower(environment), func(r rune) bool { return r == '-' || r == '_' || r == '.' })
	return slices.ContainsFunc([]string{"production", "prod", "prd", "live"}, func(w string) bool { return slices.Contains(words, w) }) &&
		!slices.Contains(words, "pre") && !slices.Contains(words, "non")
}

// foundComponents returns the components with a release where they are looked for, in one of the environments that count.
func foundComponents(links *components.Links) map[*components.Component]bool {
	counts := slices.ContainsFunc(links.All, func(l components.Link) bool { return isProduction(l.Environment) })
	found := map[*components.Component]bool{}
	for _, l := range links.All {
		if l.Component != nil && l.Release.Namespace == l.Component.Namespace && (!counts || isProduction(l.Environment)) {
			found[l.Component] = true
		}
	}
	return found
}

// annotation returns where a component says which namespace it is in.
func (h *project) annotation(c *components.Component) []lint.Related {
	l := h.layout(c.Pos.File)
	if l == nil {
		return nil
	}
	from := l.offset(c.Pos)
	best := -1
	for start, s := range l.values {
		if s.pointer == namespaceAnnotation && (best < 0 || distance(start, from) < distance(best, from)) {
			best = start
		}
	}
	if best < 0 {
		return nil
	}
	return []lint.Related{{Range: l.text.Range(best, l.values[best].end), Message: "the component is looked for here"}}
}

func distance(a, b int) int { return max(a-b, b-a) }

// components returns the components that state a namespace in the catalog files beside the helmfile, beside the charts and
// values of its releases, and in the folders above these.
func (h *project) components(ctx context.Context) []components.Component {
	var all []components.Component
	for _, dir := range h.folders() {
		for _, base := range []string{"catalog-info.yaml", "catalog-info.yml"} {
			name := path.Join(dir, base)
			if !h.exists(name) {
				continue
			}
			text := h.Text(name)
			if text == nil || !bytes.Contains(text.Data, []byte(catalog.AnnotationKubernetesNamespace)) {
				continue
			}
			for _, doc := range load.Parse(ctx, name, text.Data, &load.Options{NoRelations: true}).Documents {
				if doc.Entity == nil {
					continue
				}
				if c, ok := components.FromEntity(doc.Entity); ok {
					all = append(all, c)
				}
			}
		}
	}
	return all
}

// folders returns the folders of the helmfile, of charts and of values, and those above them, sorted.
func (h *project) folders() []string {
	const most = 1000
	found := map[string]bool{}
	add := func(dir string) {
		for dir = path.Clean(dir); !found[dir] && len(found) < most && !strings.HasPrefix(dir, ".."); dir = path.Dir(dir) {
			found[dir] = true
		}
	}
	add(path.Dir(h.Name))
	for _, r := range h.resolved {
		for _, rel := range r.Releases() {
			from := path.Dir(rel.File.Name)
			if strings.HasPrefix(rel.Chart, ".") {
				add(path.Join(from, rel.Chart))
			}
			for _, item := range rel.Field("values").Items() {
				if item.Kind() == helmfile.String && !strings.Contains(item.Text(), "://") {
					add(path.Join(from, path.Dir(item.Text())))
				}
			}
		}
	}
	return slices.Sorted(maps.Keys(found))
}
