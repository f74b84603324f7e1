package compare

import (
	"slices"

	"github.com/goldenpath-go/goldenpath/helmfile"
)

// Matrix is releases by environments.
type Matrix struct {
	Environments []string `json:"environments"`
	// Rows are the releases in the order in which they are met.
	Rows  []Row  `json:"rows"`
	Notes []Note `json:"notes"`
}

// Row is one release in all environments.
type Row struct {
	Name string `json:"name"`
	// Cells are in the order of the environments. [None] is where there is no such release.
	Cells []Summary `json:"cells"`
	// Differs names what is not the same in all environments that have the release on: chart, version, namespace. Status stands
	// for being on in some only. Contexts differ as a rule, and so do not count.
	Differs []string `json:"differs"`
	// Untold tells that whether the release is on, its chart, version or namespace is not known in an environment.
	Untold bool `json:"untold"`
	// Values are the values that are not known to be the same in all environments that have any.
	Values []ValueRow `json:"values"`
}

// ValueRow is one value in all environments.
type ValueRow struct {
	Path  string `json:"path"`
	Cells []Side `json:"cells"`
	// Untold tells that all that is known is the same.
	Untold bool `json:"untold"`
}

// NewMatrix sets environments of one helmfile side by side. Nil options are the zero value.
func NewMatrix(rs []*helmfile.Resolution, o *Options) *Matrix {
	o = o.orDefault()
	m := &Matrix{Environments: []string{}, Rows: []Row{}, Notes: notes(rs...)}
	traces := make([]*trace, len(rs))
	for i, r := range rs {
		m.Environments = append(m.Environments, r.Environment)
		traces[i] = newTrace(r)
	}
	for _, like := range alike(rs) {
		m.Rows = append(m.Rows, o.row(like, traces))
	}
	return m
}

// alike groups the releases of environments: each group has one of each environment, or nil.
func alike(rs []*helmfile.Resolution) [][]*helmfile.Release {
	var groups [][]*helmfile.Release
	var latest []named
	for e, r := range rs {
		next := releasesOf(r)
		partner := match(latest, next)
		for g, j := range partner {
			if j >= 0 {
				groups[g][e], latest[g] = next[j].Release, next[j]
			}
		}
		for j, n := range next {
			if !slices.Contains(partner, j) {
				group := make([]*helmfile.Release, len(rs))
				group[e] = n.Release
				groups, latest = append(groups, group), append(latest, n)
			}
		}
	}
	return groups
}

func (o *Options) row(like []*helmfile.Release, traces []*trace) Row {
	r := Row{Cells: []Summary{}, Differs: []string{}, Values: []ValueRow{}}
	var on []*Summary
	statuses := map[Status]bool{}
	for _, x := range like {
		s := &Summary{Status: None}
		if x != nil {
			s = summarize(x)
			r.Name = s.Name
		}
		statuses[s.Status] = true
		if s.Status == On || s.Status == Maybe {
			on = append(on, s)
		}
		r.Cells = append(r.Cells, *s)
	}
	r.Untold = statuses[Maybe]
	if statuses[On] && (statuses[Off] || statuses[None]) {
		r.Differs = append(r.Differs, "status")
	}
	for _, f := range []struct {
		name string
		of   func(*Summary) string
	}{
		{"chart", func(s *Summary) string { return s.Chart }}, {"version", func(s *Summary) string { return s.Version }},
		{"namespace", func(s *Summary) string { return s.Namespace }},
	} {
		if slices.ContainsFunc(on, func(s *Summary) bool { return slices.Contains(s.unknown, f.name) }) {
			r.Untold = true
			continue
		}
		if slices.ContainsFunc(on, func(s *Summary) bool { return f.of(s) != f.of(on[0]) }) {
			r.Differs = append(r.Differs, f.name)
		}
	}
	if !o.NoValues {
		r.Values = o.valueRows(like, traces)
	}
	return r
}

// valueRows returns the values that differ, of the environments that have values at all.
func (o *Options) valueRows(like []*helmfile.Release, traces []*trace) []ValueRow {
	rows := []ValueRow{}
	readings := make([]*reading, len(like))
	trees := make([]map[string]leaf, len(like))
	var paths []string
	for e, x := range like {
		if x == nil {
			continue
		}
		root := o.valuesOf(x)
		if root == nil {
			continue
		}
		readings[e], trees[e] = newReading(o, x, traces[e], root), map[string]leaf{}
		for _, l := range flatten(readings[e].mask, root) {
			trees[e][l.path] = l
			paths = append(paths, l.path)
		}
	}
	if len(slices.DeleteFunc(slices.Clone(trees), func(t map[string]leaf) bool { return t == nil })) < 2 {
		return rows
	}
	slices.Sort(paths)
	for _, path := range slices.Compact(paths) {
		if row, differs := valueRow(path, readings, trees); differs {
			rows = append(rows, row)
		}
	}
	return rows
}

// valueRow returns the row of a path, and whether its values are not known to be the same.
func valueRow(path string, readings []*reading, trees []map[string]leaf) (row ValueRow, differs bool) {
	if alikeEverywhere(path, trees) {
		return row, false
	}
	row = ValueRow{Path: path, Cells: []Side{}, Untold: true}
	var first *helmfile.Value
	for e, r := range readings {
		if r == nil {
			row.Cells = append(row.Cells, Side{State: Absent, Why: "no values"})
			continue
		}
		l, ok := trees[e][path]
		if !ok {
			s := r.lack(Side{Path: path})
			row.Cells = append(row.Cells, s)
			row.Untold = row.Untold && s.State == Unknown
			continue
		}
		s := r.side(l.value, l.steps, l.steps)
		row.Cells = append(row.Cells, s)
		switch {
		case s.State == Unknown:
		case first == nil:
			first = l.value
		case !same(first, l.value):
			row.Untold = false
		}
	}
	return row, true
}

// alikeEverywhere reports whether all environments that have values have the same known one at a path.
func alikeEverywhere(path string, trees []map[string]leaf) bool {
	var first *helmfile.Value
	for _, tree := range trees {
		if tree == nil {
			continue
		}
		l, ok := tree[path]
		if !ok || l.value.Kind() == helmfile.Unknown || first != nil && !same(first, l.value) {
			return false
		}
		first = l.value
	}
	return true
}

// Same reports whether nothing is known to differ.
func (m *Matrix) Same() bool {
	return !slices.ContainsFunc(m.Rows, func(r Row) bool { return r.drifts() })
}
