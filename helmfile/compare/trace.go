package compare

import (
	"slices"
	"strings"

	"github.com/goldenpath-go/goldenpath/helmfile"
	"github.com/goldenpath-go/goldenpath/source"
)

// trace finds the state value that a template took something from.
type trace struct{ lines map[source.Position][]string } // paths below .Values by line

func newTrace(r *helmfile.Resolution) *trace {
	t := &trace{lines: map[source.Position][]string{}}
	for _, ref := range r.References {
		if ref.Kind == helmfile.RefValues {
			at := line(ref.Pos)
			t.lines[at] = append(t.lines[at], ref.Path)
		}
	}
	return t
}

func line(p source.Position) source.Position {
	p.Column = 0
	return p
}

// sources returns the paths of the state values that a template in the place of v mentions and that are in the text of v.
func (t *trace) sources(r *helmfile.Release, v *helmfile.Value) []string {
	o := v.Origin()
	if t == nil || o == nil || v.Text() == "" || r.File == nil {
		return nil
	}
	var found []string
	for _, path := range t.lines[line(o.Pos)] {
		state := stateValue(r, path)
		if state.Text() != "" && strings.Contains(v.Text(), state.Text()) && !slices.Contains(found, path) {
			found = append(found, path)
		}
	}
	return found
}

// source returns the one state value that v was taken from, or nil where none can be told.
func (t *trace) source(r *helmfile.Release, v *helmfile.Value) *helmfile.Value {
	if found := t.sources(r, v); len(found) == 1 {
		return stateValue(r, found[0])
	}
	return nil
}

func stateValue(r *helmfile.Release, path string) *helmfile.Value {
	return r.File.Values.Lookup(strings.Split(path, ".")...)
}

// from returns where that state value is set, or the zero Place.
func (t *trace) from(r *helmfile.Release, v *helmfile.Value) Place {
	if o := t.source(r, v).Origin(); o != nil {
		return Place(o.Pos)
	}
	return Place{}
}
