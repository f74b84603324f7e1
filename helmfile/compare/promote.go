package compare

import (
	"slices"
	"strings"

	"github.com/Masterminds/semver/v3"

	"github.com/goldenpath-go/goldenpath/helmfile"
)

// Promotion is what would change in one environment if it took the versions of charts and the tags of images of another.
type Promotion struct {
	From string `json:"from"`
	To   string `json:"to"`
	// Moves are what would change, by release.
	Moves []Move `json:"moves"`
	// Untold is what cannot be known: versions and tags that are unknown on a side, or not pinned.
	Untold []Move `json:"untold"`
	// New are releases that are on in From, and off or missing in To: versions do not bring them there.
	New []Unmatched `json:"new"`
	// Gone are releases that are on in To, and off or missing in From: there is nothing to take.
	Gone []Unmatched `json:"gone"`
	// Stays is what would still differ, by release.
	Stays []Drift `json:"stays"`
	Notes []Note  `json:"notes"`
}

// Move is one version or tag that a promotion is about.
type Move struct {
	Release string `json:"release"`
	Path    string `json:"path"` // version, or the path of a value
	From    Side   `json:"from"` // what is taken
	To      Side   `json:"to"`   // what is there
	// Takes is the new value as text; that of an image keeps its own registry and name. Empty where it is not known.
	Takes string `json:"takes,omitempty"`
	// Direction is up or down by semantic versioning, empty where neither is a version.
	Direction string `json:"direction,omitempty"`
	// Pin is what To holds back: a setting of To that hides another. Nil where nothing is hidden.
	Pin *Pin   `json:"pin,omitempty"`
	Why string `json:"why,omitempty"` // it cannot be told
}

// Pin is a setting that hides another.
type Pin struct {
	At    Place  `json:"at"`
	Hides string `json:"hides"` // the hidden value
	Under Place  `json:"under"` // where that is set
	// Suffices tells that without the pin the environment would have what is to be taken.
	Suffices bool `json:"suffices"`
}

// Unmatched is a release that one environment runs and the other does not.
type Unmatched struct {
	Release string `json:"release"`
	Why     string `json:"why"`
	At      Place  `json:"at"`
}

// Drift is how much of a release differs.
type Drift struct {
	Release string `json:"release"`
	Fields  int    `json:"fields"`
	Values  int    `json:"values"`
}

// Promote returns what would change in an environment if it took what another runs. Nothing else of that is taken: not which
// releases are on, nor other values. Nil options are the zero value.
func Promote(from, to *helmfile.Resolution, o *Options) *Promotion {
	o = o.orDefault()
	p := &promoter{
		options: o, from: newTrace(from), to: newTrace(to),
		out: &Promotion{
			From: from.Environment, To: to.Environment, Moves: []Move{}, Untold: []Move{}, New: []Unmatched{}, Gone: []Unmatched{},
			Stays: []Drift{}, Notes: notes(from, to),
		},
	}
	as, bs := releasesOf(from), releasesOf(to)
	partner := match(as, bs)
	for i, a := range as {
		if partner[i] < 0 {
			p.unmatched(&p.out.New, a.Release, "it is not in "+to.Environment)
			continue
		}
		p.both(a.Release, bs[partner[i]].Release)
	}
	for j, b := range bs {
		if !slices.Contains(partner, j) {
			p.unmatched(&p.out.Gone, b.Release, "it is not in "+from.Environment)
		}
	}
	return p.out
}

type promoter struct {
	options  *Options
	from, to *trace
	out      *Promotion
}

func (p *promoter) unmatched(list *[]Unmatched, r *helmfile.Release, why string) {
	if r.Active() != helmfile.No {
		*list = append(*list, Unmatched{summarize(r).id(), why, Place(r.Pos)})
	}
}

func (p *promoter) both(a, b *helmfile.Release) {
	x, y := summarize(a), summarize(b)
	switch {
	case x.Status == Off && y.Status == Off:
		return
	case y.Status == Off:
		p.unmatched(&p.out.New, a, "off in "+p.out.To+": "+y.Why)
		return
	case x.Status == Off:
		p.unmatched(&p.out.Gone, b, "off in "+p.out.From+": "+x.Why)
		return
	}
	va, vb := p.options.valuesOf(a), p.options.valuesOf(b)
	ra, rb := newReading(p.options, a, p.from, va), newReading(p.options, b, p.to, vb)
	p.version(ra, rb)
	p.images(ra, rb, va, vb)
	p.stays(p.options.releases(a, b, p.from, p.to))
}

// version adds the chart's version. That of a chart in the same tree is its own.
func (p *promoter) version(a, b *reading) {
	if isLocal(b.release.Chart) {
		return
	}
	m := Move{Release: summarize(b.release).id(), Path: "version"}
	const lack = "the newest when it is deployed"
	m.From, m.To = a.field("version", lack), b.field("version", lack)
	m.Pin = b.pin(b.setter("version", b.release.Version), m.From)
	p.move(m, true)
}

// images adds the tags of images that either has.
func (p *promoter) images(a, b *reading, va, vb *helmfile.Value) {
	found := map[string][2]*leaf{}
	var order []string
	for side, leaves := range [][]leaf{flatten(a.mask, va), flatten(b.mask, vb)} {
		for _, l := range leaves {
			if !p.options.isImage(l.steps, l.value.Text()) {
				continue
			}
			two, ok := found[l.path]
			if !ok {
				order = append(order, l.path)
			}
			two[side] = &l
			found[l.path] = two
		}
	}
	for _, path := range order {
		two := found[path]
		m := Move{Release: summarize(b.release).id(), Path: path}
		var value *helmfile.Value
		m.From = a.leafSide(two[0], path)
		m.To = b.leafSide(two[1], path)
		if two[1] != nil {
			value = two[1].value
		}
		m.Pin = b.pin(value, m.From)
		p.move(m, false)
	}
}

func (r *reading) leafSide(l *leaf, path string) Side {
	if l == nil {
		return r.lack(Side{Path: path})
	}
	return r.side(l.value, l.steps, l.steps)
}

// move sorts a version or tag in: what is the same is not worth a word, unless it says nothing.
func (p *promoter) move(m Move, isVersion bool) {
	switch {
	case m.From.State == Unknown || m.To.State == Unknown:
		m.Why = "unknown in " + p.where(m.From.State == Unknown, m.To.State == Unknown)
	case isVersion && (!isExact(m.From) || !isExact(m.To)):
		m.Why = "not pinned in " + p.where(!isExact(m.From), !isExact(m.To)) + ": what runs depends on when it was deployed"
	}
	if m.Why != "" {
		p.out.Untold = append(p.out.Untold, m)
		return
	}
	from, to := m.From.text(), m.To.text()
	if m.From.State == Set {
		m.Takes = from
	}
	if !isVersion && m.From.State == Set && m.To.State == Set {
		_, tag := splitImage(from)
		if name, old := splitImage(to); tag != "" && old != "" {
			m.Takes = name + tag
			from, to = tag, old
		}
	}
	if from == to {
		return
	}
	m.Direction = direction(strings.TrimPrefix(from, ":"), strings.TrimPrefix(to, ":"))
	p.out.Moves = append(p.out.Moves, m)
}

func (p *promoter) where(from, to bool) string {
	switch {
	case from && to:
		return "both"
	case from:
		return p.out.From
	}
	return p.out.To
}

// stays counts what a promotion leaves as it is. That an environment has its own cluster is no drift.
func (p *promoter) stays(d ReleaseDiff) {
	left := Drift{Release: d.B.id()}
	for _, c := range d.Fields {
		if !slices.Contains([]string{"version", "status", "name", "kubeContext"}, c.Path) {
			left.Fields++
		}
	}
	for _, c := range d.Values {
		if c.Kind == Untold || p.options.isImage(c.steps, c.B.text()) {
			continue
		}
		left.Values++
	}
	if left.Fields+left.Values > 0 {
		p.out.Stays = append(p.out.Stays, left)
	}
}

// pin returns what a value hides, or nil. A value that a template takes from a state value hides what that hides.
func (r *reading) pin(v *helmfile.Value, wanted Side) *Pin {
	if v == nil {
		return nil
	}
	if state := r.trace.source(r.release, v); state != nil {
		v = state
	}
	under := v.Overrode()
	if under == nil || v.Origin() == nil || under.Origin() == nil || same(v, under) {
		return nil
	}
	shown, secret := r.mask.plain(under, nil)
	if secret {
		return nil
	}
	text := valueText(shown)
	return &Pin{At: Place(v.Origin().Pos), Hides: text, Under: Place(under.Origin().Pos), Suffices: wanted.State == Set && text == wanted.text()}
}

// isLocal reports whether a chart is a folder rather than one of a repository, a registry or a URL.
func isLocal(chart string) bool {
	return strings.HasPrefix(chart, ".") || strings.HasPrefix(chart, "/") || !strings.Contains(chart, "/")
}

// isExact reports whether a version names one release of a chart. To helm 1.2 is any 1.2.x.
func isExact(s Side) bool {
	if s.State != Set {
		return false
	}
	_, err := semver.StrictNewVersion(strings.TrimPrefix(s.text(), "v"))
	return err == nil
}

// direction returns up when from is newer than to, down when it is older.
func direction(from, to string) string {
	a, err := semver.NewVersion(from)
	b, err2 := semver.NewVersion(to)
	if err != nil || err2 != nil {
		return ""
	}
	switch a.Compare(b) {
	case 1:
		return "up"
	case -1:
		return "down"
	}
	return ""
}
