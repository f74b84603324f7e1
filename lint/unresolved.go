package lint

import "iter"

// Unresolved yields the references of linted entities to entities of which [View.Exists] does not say Yes, with who makes
// them, in the order of [View.All]. It is cheaper than to ask that of each.
func (v *View) Unresolved() iter.Seq2[*Facts, *RefFact] {
	return func(yield func(*Facts, *RefFact) bool) {
		missing, targets := v.missing(), v.targets
		for _, f := range v.linted {
			for i := range f.Refs {
				if missing[targets[i]] && !yield(f, &f.Refs[i]) {
					return
				}
			}
			targets = targets[len(f.Refs):]
		}
	}
}

// Dangling yields those of [View.Unresolved] of which [View.Exists] says No.
func (v *View) Dangling() iter.Seq2[*Facts, *RefFact] {
	return func(yield func(*Facts, *RefFact) bool) {
		whole := v.rest.whole()
		for f, r := range v.Unresolved() {
			if (whole || v.closed(r.Target)) && !yield(f, r) {
				return
			}
		}
	}
}

// findMissing tells of each entry whether no known entity is meant by it.
func (v *View) findMissing() []bool {
	missing := make([]bool, len(v.entries))
	for i := range v.entries {
		ref, name := splitKey(v.entries[i].key)
		ref.Name = name
		missing[i] = len(v.entries[i].linted) == 0 && v.rest.get(ref, v.entries[i].key) == nil
	}
	return missing
}
