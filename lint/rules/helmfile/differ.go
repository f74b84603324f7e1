package helmfile

import (
	"context"
	"fmt"
	"strings"

	"github.com/goldenpath-go/goldenpath/helmfile"
	"github.com/goldenpath-go/goldenpath/lint"
	"github.com/goldenpath-go/goldenpath/source"
)

// entryID names a release across the environments: by its place, and where a template makes several in one place, by its
// name as well.
type entryID struct {
	pos  source.Position
	name string
}

// versions are what a release is deployed in, by environment.
type versions struct {
	rel    *helmfile.Release // the first that has one
	order  []string          // of versions, as they are met
	in     map[string][]string
	hidden bool // one of them is not known
}

// checkVersionsDiffer lists the releases whose chart has one version in an environment and another in the next.
func checkVersionsDiffer(_ context.Context, h *project) {
	var order []entryID
	found := map[entryID]*versions{}
	for _, r := range h.resolved {
		times := map[source.Position]int{}
		for _, rel := range r.Releases() {
			times[rel.Pos]++
		}
		for _, rel := range r.Releases() {
			if rel.Active() == helmfile.No || rel.Unknown["name"] != nil {
				continue
			}
			id := entryID{pos: rel.Pos}
			if times[rel.Pos] > 1 {
				id.name = rel.Name
			}
			if found[id] == nil {
				found[id] = &versions{rel: rel, in: map[string][]string{}}
				order = append(order, id)
			}
			found[id].add(rel, r.Environment)
		}
	}
	for _, id := range order {
		if v := found[id]; len(v.order) > 1 && !v.hidden && v.rel.Field("version").Origin() != nil {
			h.say(h.at(v.rel.Field("version").Origin().Pos, lint.Finding{
				Message: fmt.Sprintf("%s has another version by environment: %s", v.rel.Name, v),
				Help:    "promote one to the others when it has proved itself: catalog-lint helmfile promote",
			}))
		}
	}
}

func (v *versions) add(rel *helmfile.Release, environment string) {
	v.hidden = v.hidden || rel.Unknown["version"] != nil
	if rel.Version == "" {
		return // the newest: nobody can tell how it compares
	}
	if v.in[rel.Version] == nil {
		v.order = append(v.order, rel.Version)
	}
	v.in[rel.Version] = append(v.in[rel.Version], environment)
}

// String returns each version with its environments.
func (v *versions) String() string {
	words := make([]string, len(v.order))
	for i, version := range v.order {
		words[i] = version + " in " + listed(v.in[version])
	}
	return strings.Join(words, ", ")
}
