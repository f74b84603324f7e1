package dora

import (
	"cmp"
	"slices"
)

// pulled says that a deployment brought a commit of a pull request, which is
// known by the date of its earliest commit: two of one repository are hardly
// begun within the same microsecond.
type pulled struct {
	begun      int64
	deployment int32
}

// split is a deployment that brought a part of a pull request, and the row of
// another one that brought a part of the same: the one before it, else the one
// after.
type split struct {
	deployment int
	row        uint32
}

// notePull keeps that a deployment brought a commit of a pull request.
func (w *walk) notePull(d int, r *commitRow) {
	if r.first != never {
		w.pulls = append(w.pulls, pulled{r.first, int32(d)})
	}
}

// noteBaseline keeps the pull requests that the first deployment has: a part
// of one may have come later.
func (w *walk) noteBaseline(d int, fresh []uint32) {
	for _, commit := range fresh {
		r := &w.repo.rows[commit]
		if r.first != never && r.parents.to-r.parents.from <= 1 && w.onPath(r) {
			w.notePull(d, r)
		}
	}
}

// splits returns the deployments from one on that share a pull request with
// another deployment, in their order.
func (w *walk) splits(from int) []split {
	slices.SortFunc(w.pulls, func(a, b pulled) int {
		return cmp.Or(cmp.Compare(a.begun, b.begun), cmp.Compare(a.deployment, b.deployment))
	})
	var out []split
	parts := slices.Compact(w.pulls)
	for i, p := range parts {
		d := int(p.deployment)
		switch {
		case d < from:
		case i > 0 && parts[i-1].begun == p.begun:
			out = append(out, split{d, w.counted[parts[i-1].deployment].row})
		case i+1 < len(parts) && parts[i+1].begun == p.begun:
			out = append(out, split{d, w.counted[parts[i+1].deployment].row})
		}
	}
	slices.SortStableFunc(out, func(a, b split) int { return cmp.Compare(a.deployment, b.deployment) })
	return slices.CompactFunc(out, func(a, b split) bool { return a.deployment == b.deployment })
}
