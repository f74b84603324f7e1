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
	for _, e := range slices.Concat(r.Today, r.Errors) {
		k := key{e.Pos, e.Class, e.Err.Error()}
		if !seen[k] && !c.explain(e) {
			all = append(all, e)
		}
		seen[k] = true
	}
	return all
}

// causes is what else is wrong with a resolution, or not known of it.
type causes struct {
	classes  map[helmfile.Class]bool
	listing  map[helmfile.Class]bool // of those that keep releases from being listed
	noBase   bool                    // a base that values may come from is missing
	unset    bool                    // variables are not set
	somewhat bool                    // values may come from what cannot be known
}

func newCauses(r *helmfile.Resolution) *causes {
	c := &causes{classes: map[helmfile.Class]bool{}, listing: map[helmfile.Class]bool{}, unset: len(r.MissingEnv) > 0}
	for _, e := range r.Errors {
		c.classes[e.Class] = true
		if e.Stages&helmfile.StageList != 0 {
			c.listing[e.Class] = true
		}
		c.noBase = c.noBase || e.Class == helmfile.ClassOther && errors.Is(e.Err, fs.ErrNotExist)
	}
	c.somewhat = slices.ContainsFunc(r.Files, func(f *helmfile.File) bool { return f.Values.Reason() != nil })
	return c
}

// explain reports whether a fault may be one only because of another, or of a variable that is not set here.
func (c *causes) explain(e *helmfile.Error) bool {
	switch e.Class {
	case helmfile.ClassMissingKey, helmfile.ClassConditionMissing, helmfile.ClassConditionNotMap:
		return c.classes[helmfile.ClassEnvValuesMissing] || c.noBase || c.somewhat
	case helmfile.ClassYAML, helmfile.ClassUnknownField:
		return isRendered(e.Pos.File) && (c.classes[helmfile.ClassMissingKey] || c.classes[helmfile.ClassTemplate] || c.unset)
	case helmfile.ClassNeedsUndefined, helmfile.ClassNeedsCycle:
		return len(c.listing) > 0
	}
	return false
}
