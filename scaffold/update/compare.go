package update

import (
	"cmp"
	"errors"
	"maps"
	"slices"
)

// all decides on all files of both renderings, sorted by path.
func (r *reconciler) all(base map[string]*file) ([]*decision, error) {
	m := &mapping{base: base, theirs: r.theirs, theirPath: map[string]string{}, ourPath: map[string]string{}}
	m.inTemplate()
	if err := m.inTree(r.here); err != nil {
		return nil, err
	}
	var out []*decision
	for _, v := range m.versions() {
		d, err := r.one(v)
		if err != nil {
			return nil, err
		}
		if d != nil {
			out = append(out, d)
		}
	}
	slices.SortFunc(out, func(a, b *decision) int { return cmp.Compare(a.Path, b.Path) })
	return out, nil
}

// one reads the file in the tree and decides.
func (r *reconciler) one(v versions) (*decision, error) {
	if v.base == nil {
		return r.decide(v)
	}
	ours, err := r.here.file(v.oursPath)
	if errors.Is(err, errInTheWay) {
		if v.theirs == nil || v.base.equal(v.theirs) {
			return nil, nil
		}
		return r.inTheWay(newDecision(v.oursPath), v.theirs)
	}
	v.ours = ours
	if err != nil {
		return nil, err
	}
	return r.decide(v)
}

// mapping says which file of one rendering is which of the other, and of the tree.
type mapping struct {
	base, theirs       map[string]*file
	theirPath, ourPath map[string]string // by path in base, where it differs
}

// inTemplate finds files that got another name in the template.
func (m *mapping) inTemplate() {
	gone, added := map[string]*file{}, map[string]*file{}
	for name, f := range m.base {
		if m.theirs[name] == nil {
			gone[name] = f
		}
	}
	for name, f := range m.theirs {
		if m.base[name] == nil {
			added[name] = f
		}
	}
	m.theirPath = renames(gone, added)
}

// inTree finds files that got another name here.
func (m *mapping) inTree(here *worktree) error {
	gone := map[string]*file{}
	for name, f := range m.base {
		if ours, err := here.file(name); err == nil && ours == nil {
			gone[name] = f
		}
	}
	m.ourPath = m.movedAlike(here, gone)
	if len(gone) == 0 {
		return nil
	}
	names, err := here.list()
	if err != nil {
		return err
	}
	added := map[string]*file{}
	for _, name := range names {
		if m.base[name] != nil || m.theirs[name] != nil {
			continue
		}
		if f, err := here.small(name, gone); err == nil && f != nil {
			added[name] = f
		}
	}
	maps.Copy(m.ourPath, renames(gone, added))
	return nil
}

// movedAlike finds files that have got the same name here as in the template, and takes them out of those that are gone.
func (m *mapping) movedAlike(here *worktree, gone map[string]*file) map[string]string {
	out := map[string]string{}
	for name, f := range gone {
		to, ok := m.theirPath[name]
		if !ok {
			continue
		}
		ours, err := here.file(to)
		if err == nil && ours != nil && len(renames(map[string]*file{name: f}, map[string]*file{to: ours})) > 0 {
			out[name] = to
			delete(gone, name)
		}
	}
	return out
}

// versions returns each file of either rendering once, in the order of paths.
func (m *mapping) versions() []versions {
	var out []versions
	taken := map[string]bool{}
	for _, name := range slices.Sorted(maps.Keys(m.base)) {
		v := versions{base: m.base[name], basePath: name, oursPath: name, theirsPath: name}
		if to, ok := m.theirPath[name]; ok {
			v.theirsPath = to
		}
		if to, ok := m.ourPath[name]; ok {
			v.oursPath = to
		}
		v.theirs = m.theirs[v.theirsPath]
		taken[v.theirsPath] = v.theirs != nil
		out = append(out, v)
	}
	for _, name := range slices.Sorted(maps.Keys(m.theirs)) {
		if !taken[name] {
			out = append(out, versions{theirs: m.theirs[name], theirsPath: name})
		}
	}
	return out
}

// drift returns the files that the old version makes otherwise than when they were generated.
func drift(a *Answers, base *rendering) []string {
	var out []string
	now := digests(base.files)
	for name, digest := range a.Files {
		if now[name] != digest {
			out = append(out, name)
		}
	}
	slices.Sort(out)
	return out
}
