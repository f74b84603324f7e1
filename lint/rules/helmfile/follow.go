package helmfile

import (
	"errors"
	"io/fs"
	"slices"

	"github.com/goldenpath-go/goldenpath/helmfile"
	"github.com/goldenpath-go/goldenpath/source"
)

// faults returns what the real helmfile says of a resolution: of files as they are today, then of what they come to. Left
// out is what may only be there because of something else: the real one would not have come so far.
func faults(r *helmfile.Resolution) []*helmfile.Error {
	type key struct {
		pos     source.Position
		class   helmfile.Class
		message string
	}
	c := newCauses(r)
	seen := map[key]bool{}
	var all []*helmfile.Error
	today := slices.DeleteFunc(slices.Clone(r.Today), func(e *helmfile.Error) bool { return !isOfFile(e) })
	for _, e := range slices.Concat(today, r.Errors) {
		k := key{e.Pos, e.Class, e.Err.Error()}
		if !seen[k] && !c.explain(e) {
			all = append(all, e)
		}
		seen[k] = true
	}
	return all
}

// isOfFile reports whether a fault is that a file cannot be read. Of one that cannot be read today, what it comes to is told by
// the lenient reading.
func isOfFile(e *helmfile.Error) bool {
	switch e.Class {
	case helmfile.ClassOnePart, helmfile.ClassOrder, helmfile.ClassYAML, helmfile.ClassUnknownField, helmfile.ClassDuplicateKey, helmfile.ClassTemplate:
		return true
	}
	return false
}

// causes is what else is wrong with a resolution, or not known of it.
type causes struct {
	classes  map[helmfile.Class]bool
	listing  map[helmfile.Class]bool // of those that keep releases from being listed
	noBase   bool                    // a base that values may come from is missing
	unset    bool                    // variables are not set
	somewhat bool                    // values of a file may come from what cannot be known
	whole    map[string]bool         // files all of whose values are known
}

func newCauses(r *helmfile.Resolution) *causes {
	c := &causes{classes: map[helmfile.Class]bool{}, listing: map[helmfile.Class]bool{}, whole: map[string]bool{}, unset: len(r.MissingEnv) > 0}
	for _, e := range r.Errors {
		c.classes[e.Class] = true
		if e.Stages&helmfile.StageList != 0 {
			c.listing[e.Class] = true
		}
		c.noBase = c.noBase || e.Class == helmfile.ClassOther && e.Stages&helmfile.StageList != 0 && errors.Is(e.Err, fs.ErrNotExist)
	}
	for _, f := range r.Files {
		known := f.Values.Reason() == nil
		before, seen := c.whole[f.Name] // a file may be visited twice
		c.whole[f.Name] = known && (before || !seen)
		c.somewhat = c.somewhat || !known
	}
	return c
}

// explain reports whether a fault may be one only because of another, or of a variable that is not set here.
func (c *causes) explain(e *helmfile.Error) bool {
	switch e.Class {
	case helmfile.ClassMissingKey, helmfile.ClassConditionMissing, helmfile.ClassConditionNotMap:
		return c.classes[helmfile.ClassEnvValuesMissing] || c.noBase || c.somewhat && !c.whole[e.Pos.File]
	case helmfile.ClassYAML, helmfile.ClassUnknownField:
		return isRendered(e.Pos.File) && (c.classes[helmfile.ClassMissingKey] || c.classes[helmfile.ClassTemplate] || c.unset)
	case helmfile.ClassNeedsUndefined, helmfile.ClassNeedsCycle:
		return len(c.listing) > 0
	}
	return false
}
