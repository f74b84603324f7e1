package helmfile

import (
	"context"
	"fmt"
	"path"
	"strings"

	"github.com/goldenpath-go/goldenpath/helmfile"
	"github.com/goldenpath-go/goldenpath/internal/tree"
	"github.com/goldenpath-go/goldenpath/lint"
	"github.com/goldenpath-go/goldenpath/source"
)

// checkNulls reports nulls and empty maps of environments that were meant to take away what a lower layer sets, and do
// not.
func checkNulls(_ context.Context, h *project) {
	h.each(func(r *helmfile.Resolution, add func(lint.Finding)) {
		for _, f := range r.Files {
			for _, item := range f.Field("environments").Lookup(r.Environment, "values").Items() {
				h.nulls(f, item, add)
			}
		}
	})
}

// nulls looks at one entry of an environment's values.
func (h *project) nulls(f *helmfile.File, item *helmfile.Value, add func(lint.Finding)) {
	if item.Kind() == helmfile.Map {
		item.Leaves(func(at string, leaf *helmfile.Value) bool {
			if o := leaf.Origin(); o != nil && (leaf.Kind() == helmfile.Null || leaf.Kind() == helmfile.Map) && !strings.Contains(at, "[") {
				h.null(f, keysOf(at), o.Pos, leaf.Kind() == helmfile.Map, add)
			}
			return true
		})
		return
	}
	name := path.Join(path.Dir(f.Name), item.Text())
	l := h.layout(name)
	if item.Kind() != helmfile.String || isRendered(name) || l == nil {
		return
	}
	for _, s := range l.sorted() {
		empty := s.value.Kind == tree.Object && len(s.value.Fields) == 0
		if s.value.Kind == tree.Null || empty {
			h.null(f, pointerKeys(s.pointer), l.text.Position(s.start), empty, add)
		}
	}
}

// null reports a null, or an empty map, if there is something at its path all the same.
func (h *project) null(f *helmfile.File, keys []string, pos source.Position, isMap bool, add func(lint.Finding)) {
	v := f.Values.Lookup(keys...)
	o := v.Origin()
	switch {
	case v == nil || v.Kind() == helmfile.Null || v.Kind() == helmfile.Unknown:
		return
	case isMap && v.Len() == 0 || !isMap && o == nil:
		return
	}
	found := lint.Finding{Message: fmt.Sprintf("null does not take %s away: the value of a lower layer stays", strings.Join(keys, ".")), Help: "set the value that is meant"}
	if isMap {
		found.Message = fmt.Sprintf("{} does not empty %s: maps are merged", strings.Join(keys, "."))
		found.Help = ""
	}
	found = h.at(pos, found)
	if o != nil && o.Pos.File == pos.File && o.Pos.Line == pos.Line {
		return
	}
	if !isMap {
		found.Related = h.related(o, "this value stays")
	}
	add(found)
}

// pointerKeys takes a JSON pointer apart.
func pointerKeys(pointer string) []string {
	keys := strings.Split(strings.TrimPrefix(pointer, "/"), "/")
	for i, k := range keys {
		keys[i] = tree.Unescape(k)
	}
	return keys
}
