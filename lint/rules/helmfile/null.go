package helmfile

import (
	"context"
	"fmt"
	"path"
	"strconv"
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
			all := &entries{file: f, items: f.Field("environments").Lookup(r.Environment, "values").Items()}
			for i, item := range all.items {
				h.nulls(&entry{all, i, item}, add)
			}
		}
	})
}

// entries are those of an environment's values in one state file.
type entries struct {
	file  *helmfile.File
	items []*helmfile.Value

	places   map[source.Position]int // where entries that are maps set something, and which of them; nil: not looked at yet
	patterns map[int]string          // the files that the others name
}

// entry is one of them.
type entry struct {
	*entries
	index int
	item  *helmfile.Value
}

// nulls looks at one entry of an environment's values.
func (h *project) nulls(e *entry, add func(lint.Finding)) {
	if e.item.Kind() == helmfile.Map {
		e.item.Leaves(func(at string, leaf *helmfile.Value) bool {
			if o := leaf.Origin(); o != nil && (leaf.Kind() == helmfile.Null || leaf.Kind() == helmfile.Map) {
				h.null(e, stepsOf(at), o.Pos, leaf.Kind() == helmfile.Map, add)
			}
			return true
		})
		return
	}
	name := path.Join(path.Dir(e.file.Name), e.item.Text())
	l := h.layout(name)
	if e.item.Kind() != helmfile.String || isRendered(name) || l == nil {
		return
	}
	for _, s := range l.sorted() {
		empty := s.value.Kind == tree.Object && len(s.value.Fields) == 0
		if s.value.Kind == tree.Null || empty {
			h.null(e, pointerKeys(s.pointer), l.text.Position(s.start), empty, add)
		}
	}
}

// null reports a null, or an empty map, if there is something at its path all the same, and no later entry has set it.
func (h *project) null(e *entry, keys []string, pos source.Position, isMap bool, add func(lint.Finding)) {
	v := lookup(e.file.Values, keys)
	stays := v
	if isMap {
		stays = leafOf(v, func(leaf *helmfile.Value) bool { return !e.isLater(leaf.Origin()) })
	}
	o := stays.Origin()
	switch {
	case stays == nil || stays.Kind() == helmfile.Null || stays.Kind() == helmfile.Unknown:
		return
	case o == nil || e.isLater(o) || o.Pos.File == pos.File && o.Pos.Line == pos.Line:
		return
	case !isMap && leafOf(v, func(leaf *helmfile.Value) bool { return !e.isLater(leaf.Origin()) }) == nil && v.Len() > 0:
		return
	}
	add(h.kept(keys, pos, o, isMap))
}

// kept returns the finding that the value of an origin stays.
func (h *project) kept(keys []string, pos source.Position, o *helmfile.Origin, isMap bool) lint.Finding {
	what := strings.Join(keys, ".")
	found := lint.Finding{Message: fmt.Sprintf("null does not take %s away: the value of a lower layer stays", what), Help: "set the value that is meant"}
	if _, err := strconv.Atoi(keys[len(keys)-1]); err == nil && len(keys) > 1 {
		found.Message = fmt.Sprintf("since this is null, the list %s is merged with that of a lower layer, element by element", strings.Join(keys[:len(keys)-1], "."))
		found.Help = "write all elements that are meant; a list without null replaces the other"
	}
	note := "this value stays"
	if isMap {
		found.Message = fmt.Sprintf("{} does not empty %s: maps are merged", what)
		found.Help = "set each of its keys to what is meant"
		if o.Layer == helmfile.LayerEnvironment {
			found.Help += "; within the values of one environment, null in the place of {} takes the map away"
		}
		note = "this value of it stays"
	}
	found = h.at(pos, found)
	found.Related = h.related(o, note)
	return found
}

// isLater reports whether an origin is in an entry after this one: that is no lower layer.
func (e *entry) isLater(o *helmfile.Origin) bool {
	if o == nil {
		return false
	}
	e.locate()
	if i, ok := e.places[o.Pos]; ok {
		return i > e.index
	}
	for i, pattern := range e.patterns {
		if ok, err := path.Match(pattern, o.Pos.File); i > e.index && ok && err == nil {
			return true
		}
	}
	return false
}

// locate finds out what the entries set, once.
func (e *entries) locate() {
	if e.places != nil {
		return
	}
	e.places, e.patterns = map[source.Position]int{}, map[int]string{}
	for i, item := range e.items {
		if item.Kind() == helmfile.String {
			e.patterns[i] = path.Join(path.Dir(e.file.Name), item.Text())
			continue
		}
		item.Leaves(func(_ string, leaf *helmfile.Value) bool {
			if o := leaf.Origin(); o != nil {
				e.places[o.Pos] = i
			}
			return true
		})
	}
}

// leafOf returns the first leaf of a value that fulfils a condition; nil when there is none.
func leafOf(v *helmfile.Value, fulfils func(*helmfile.Value) bool) *helmfile.Value {
	var found *helmfile.Value
	v.Leaves(func(_ string, leaf *helmfile.Value) bool {
		if fulfils(leaf) {
			found = leaf
		}
		return found == nil
	})
	return found
}

// lookup follows keys from map to map, and numbers into lists.
func lookup(v *helmfile.Value, keys []string) *helmfile.Value {
	for _, k := range keys {
		if v.Kind() != helmfile.List {
			v = v.Get(k)
			continue
		}
		i, err := strconv.Atoi(k)
		if err != nil || i < 0 || i >= v.Len() {
			return nil
		}
		v = v.Items()[i]
	}
	return v
}

// stepsOf takes a path apart, as [helmfile.Value.Leaves] writes it: keys, and the numbers of elements.
func stepsOf(at string) []string {
	var steps []string
	for _, key := range keysOf(at) {
		name, rest, _ := strings.Cut(key, "[")
		steps = append(steps, name)
		for rest != "" {
			var number string
			number, rest, _ = strings.Cut(rest, "[")
			steps = append(steps, strings.TrimSuffix(number, "]"))
		}
	}
	return steps
}

// pointerKeys takes a JSON pointer apart.
func pointerKeys(pointer string) []string {
	keys := strings.Split(strings.TrimPrefix(pointer, "/"), "/")
	for i, k := range keys {
		keys[i] = tree.Unescape(k)
	}
	return keys
}
