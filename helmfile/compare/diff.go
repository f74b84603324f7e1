package compare

import (
	"slices"

	"github.com/goldenpath-go/goldenpath/helmfile"
)

// Diff is what differs between two environments.
type Diff struct {
	A string `json:"a"` // the names of the environments
	B string `json:"b"`
	// OnlyA and OnlyB are releases that the other has no like of.
	OnlyA []Summary `json:"onlyA"`
	OnlyB []Summary `json:"onlyB"`
	// Everywhere is what differs in all releases that both have, and in the same way, such as the kube context. It is not
	// said again of each.
	Everywhere []Change `json:"everywhere"`
	// Changed are releases that both have, and that differ or may differ.
	Changed []ReleaseDiff `json:"changed"`
	// Same is how many releases are the same, as far as that is known.
	Same int `json:"same"`
	// Notes are what is wrong or not known of the environments as a whole, and so may hide differences.
	Notes []Note `json:"notes"`
}

// ReleaseDiff is what differs between a release's two forms.
type ReleaseDiff struct {
	A Summary `json:"a"`
	B Summary `json:"b"`
	// Fields are differences of what the entry says: status, name, namespace, kubeContext, chart, version, labels.…, needs
	// and settings of the deployment.
	Fields []Change `json:"fields"`
	// Values are differences of the values, by path.
	Values []Change `json:"values"`
	// NoValues says why values were not compared; empty when they were.
	NoValues string `json:"noValues,omitempty"`
}

// Compare returns what differs between two environments of a helmfile. Releases are the same one when their names are; of
// several with one name, those in the same namespace and context. Nil options are the zero value.
func Compare(a, b *helmfile.Resolution, o *Options) *Diff {
	o = o.orDefault()
	d := &Diff{
		A: a.Environment, B: b.Environment, OnlyA: []Summary{}, OnlyB: []Summary{}, Changed: []ReleaseDiff{},
		Notes: notes(a, b),
	}
	as, bs := releasesOf(a), releasesOf(b)
	ta, tb := newTrace(a), newTrace(b)
	partner := match(as, bs)
	var both []ReleaseDiff
	for i, r := range as {
		if partner[i] < 0 {
			d.OnlyA = append(d.OnlyA, *summarize(r.Release))
			continue
		}
		both = append(both, o.releases(r.Release, bs[partner[i]].Release, ta, tb))
	}
	for j, r := range bs {
		if !slices.Contains(partner, j) {
			d.OnlyB = append(d.OnlyB, *summarize(r.Release))
		}
	}
	d.Everywhere = everywhere(both)
	for _, r := range both {
		if len(r.Fields) == 0 && len(r.Values) == 0 {
			d.Same++
			continue
		}
		d.Changed = append(d.Changed, r)
	}
	return d
}

// everywhere takes the differences of fields out of releases that all of them have alike, and returns these.
func everywhere(all []ReleaseDiff) []Change {
	common := []Change{}
	if len(all) < 2 {
		return common
	}
	for _, c := range all[0].Fields {
		alike := func(other Change) bool {
			return c.Kind == other.Kind && c.Path == other.Path && c.A.text() == other.A.text() && c.B.text() == other.B.text()
		}
		lacks := func(r ReleaseDiff) bool { return !slices.ContainsFunc(r.Fields, alike) }
		if slices.ContainsFunc(all, lacks) {
			continue
		}
		common = append(common, c)
		for i := range all[1:] {
			all[i+1].Fields = slices.DeleteFunc(all[i+1].Fields, alike)
		}
	}
	all[0].Fields = slices.DeleteFunc(all[0].Fields, func(c Change) bool {
		return slices.ContainsFunc(common, func(x Change) bool { return x.Path == c.Path && x.Kind == c.Kind })
	})
	return common
}

// releases compares two forms of a release.
func (o *Options) releases(a, b *helmfile.Release, ta, tb *trace) ReleaseDiff {
	x, y := o.valuesOf(a), o.valuesOf(b)
	ra, rb := newReading(o, a, ta, x), newReading(o, b, tb, y)
	d := ReleaseDiff{A: *summarize(a), B: *summarize(b), Fields: fields(ra, rb), Values: []Change{}}
	if d.Fields == nil {
		d.Fields = []Change{}
	}
	if a == b || o.NoValues {
		return d
	}
	if x == nil || y == nil {
		d.NoValues = lackOfValues(&d, x == nil, y == nil)
		return d
	}
	values := &differ{out: d.Values}
	values.compare(spot{}, ra, rb, x, y)
	d.Values = values.out
	return d
}

// lackOfValues says why there is nothing to compare.
func lackOfValues(d *ReleaseDiff, noA, noB bool) string {
	switch {
	case noA && noB:
		return "neither has values"
	case noA:
		return whyNoValues(&d.A) + " in the first"
	}
	return whyNoValues(&d.B) + " in the second"
}

func whyNoValues(s *Summary) string {
	if s.Status == Off {
		return "it is off"
	}
	return "they could not be read"
}

// Empty reports whether nothing is known to differ. What cannot be told is in [Diff.Untold].
func (d *Diff) Empty() bool {
	return d.count(func(k Kind) bool { return k != Untold }) == 0 && len(d.OnlyA)+len(d.OnlyB) == 0
}

// Untold returns of how many fields and values it cannot be told whether they differ.
func (d *Diff) Untold() int { return d.count(func(k Kind) bool { return k == Untold }) }

func (d *Diff) count(counts func(Kind) bool) int {
	n := 0
	for _, r := range append([]ReleaseDiff{{Fields: d.Everywhere}}, d.Changed...) {
		for _, c := range slices.Concat(r.Fields, r.Values) {
			if counts(c.Kind) {
				n++
			}
		}
	}
	return n
}
