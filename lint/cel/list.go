package cel

import (
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
	"cel.dev/cel-go/common/types/traits"
)

// placedList is a list whose items stand at places of their own in the entity's file.
type placedList struct {
	traits.Lister
	items    []ref.Val
	pointers []string
}

func (l *placedList) add(item ref.Val, pointer string) {
	l.items, l.pointers = append(l.items, item), append(l.pointers, pointer)
}

// done returns the list, to which nothing is added any more.
func (l *placedList) done() traits.Lister {
	l.Lister = types.NewRefValList(types.DefaultTypeAdapter, l.items)
	return l
}

// openList is a list of which only the beginning is known. So exists is true where one of the known items will do and
// else unknown, all is false or unknown, and a list made of it is unknown. Functions that know nothing of this would draw
// wrong conclusions; it is kept from them when an expression is compiled: see [openUses].
type openList struct {
	traits.Lister // with an unknown item at the end, which stands for all that may be missing
	known         traits.Lister
	view          *view
}

// newList returns a list of the items, open if there may be more.
func (v *view) newList(items []ref.Val, open bool) traits.Lister {
	known := types.NewRefValList(types.DefaultTypeAdapter, items)
	if !open {
		return known
	}
	return &openList{types.NewRefValList(types.DefaultTypeAdapter, append(items[:len(items):len(items)], unknown)), known, v}
}

// Contains reports whether item is there; unknown if it is not among those that are known.
func (l *openList) Contains(item ref.Val) ref.Val {
	if l.known.Contains(item) == types.True {
		return types.True
	}
	return unknown
}

// Fold offers the known items to a comprehension, and then an unknown one. If that is still wanted, the known ones have
// not decided, and what comes out is unknown whatever the comprehension makes of the last one: there may be none.
func (l *openList) Fold(f traits.Folder) {
	i := types.Int(0)
	for it := l.Lister.Iterator(); it.HasNext() == types.True; i++ {
		if !f.FoldEntry(i, it.Next()) {
			return
		}
	}
	l.view.folds[len(l.view.folds)-1] = true
}

// AggregateSize measures the known items: nothing may come to the end of the list but a comprehension.
func (l *openList) AggregateSize(sizer types.AggregateSizer) uint32 {
	return sizer.AggregateSize(l.known)
}

// knownItems returns a list without the unknown rest.
func knownItems(list ref.Val) ref.Val {
	if open, ok := list.(*openList); ok {
		return open.known
	}
	return list
}
