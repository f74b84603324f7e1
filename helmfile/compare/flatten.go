package compare

import (
	"slices"

	"github.com/goldenpath-go/goldenpath/helmfile"
)

// leaf is one value of a tree that has nothing below it, with its path: entries of lists are told by what identifies them,
// lists without such entries are leaves themselves.
type leaf struct {
	path  string
	steps []step
	value *helmfile.Value
}

// flatten returns the leaves below v, in the order of keys.
func flatten(m masking, v *helmfile.Value) []leaf {
	f := &flattening{mask: m}
	if v.Len() > 0 {
		f.walk(v)
	}
	return f.out
}

// flattening is a walk through a tree.
type flattening struct {
	mask  masking
	steps []step // to where the walk is
	out   []leaf
}

func (f *flattening) walk(v *helmfile.Value) {
	key := ""
	if v.Kind() == helmfile.List && !f.mask.path(f.steps) {
		key = identityOf(v.Items())
	}
	switch {
	case v.Kind() == helmfile.Map && v.Len() > 0:
		for _, k := range v.Keys() {
			f.turn(f.mask.field(v, k), v.Get(k))
		}
	case v.Len() > 0 && key != "":
		for _, item := range v.Items() {
			f.turn(step{key: key, identity: item.Get(key).Text()}, item)
		}
	default:
		f.out = append(f.out, leaf{pathText(f.steps), slices.Clone(f.steps), v})
	}
}

func (f *flattening) turn(next step, v *helmfile.Value) {
	f.steps = append(f.steps, next)
	f.walk(v)
	f.steps = f.steps[:len(f.steps)-1]
}

// identityOf returns the key that identifies the entries of a list, or "".
func identityOf(list []*helmfile.Value) string {
	for _, key := range identityKeys() {
		if _, ok := identities(list, key); ok {
			return key
		}
	}
	return ""
}
