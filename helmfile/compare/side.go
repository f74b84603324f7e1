package compare

import (
	"github.com/goldenpath-go/goldenpath/helmfile"
	"github.com/goldenpath-go/goldenpath/source"
)

// State says what is known of one side of a comparison.
type State string

// The states of a side.
const (
	Set     State = "set"
	Absent  State = "absent"  // nothing sets it
	Unknown State = "unknown" // it cannot be told without running something; Why says what
	Secret  State = "secret"  // it is known, and not shown
)

// Place is a [source.Position] as JSON has it. The zero value is no place.
type Place struct {
	File   string `json:"file"`
	Line   int    `json:"line"`
	Column int    `json:"column"`
}

// String returns file:line:column, leaving out what is not known; "-" for the zero Place.
func (p Place) String() string { return source.Position(p).String() }

// short returns file:line, or nothing.
func (p Place) short() string {
	if p == (Place{}) {
		return ""
	}
	p.Column = 0
	return p.String()
}

// Side is what one environment has in one place: a field of a release, or a value.
type Side struct {
	State State `json:"state"`
	// Value is what is set, as JSON has it: nil, bool, numbers, string, []any, map[string]any. Secrets within are masked.
	Value any `json:"value,omitempty"`
	// Why says why it is unknown, or what holds where it is absent.
	Why string `json:"why,omitempty"`
	// Path is where it is in this environment, with lists by number. Of what is absent it is the path of that which would
	// hold it.
	Path string `json:"path,omitempty"`
	At   Place  `json:"at,omitzero"` // what set it
	// From is the state value that the template at At took it from, where that can be told.
	From  Place  `json:"from,omitzero"`
	Layer string `json:"layer,omitempty"` // in helmfile's words
}

// text returns the side for people.
func (s Side) text() string {
	switch s.State {
	case Absent:
		return "(" + orElse(s.Why, "not set") + ")"
	case Unknown:
		return "(unknown: " + s.Why + ")"
	case Secret:
		return hidden
	case Set:
	}
	return valueText(s.Value)
}

// place returns what one has to edit: the value that a template takes rather than the template.
func (s Side) place() string {
	if from := s.From.short(); from != "" {
		return from
	}
	return s.At.short()
}

func orElse(s, other string) string {
	if s == "" {
		return other
	}
	return s
}

// reading is one side that is being compared: an environment and one of its releases.
type reading struct {
	mask    masking
	release *helmfile.Release
	trace   *trace
	chart   *helmfile.Reason // why the chart's defaults are not known, which hold for what is absent
	open    *helmfile.Reason // why what is absent may be set all the same
}

// newReading begins with the values of a release, which say what of them is not known.
func newReading(o *Options, r *helmfile.Release, t *trace, root *helmfile.Value) *reading {
	mask := masking{o.IsSecret, func(v *helmfile.Value) []string { return t.sources(r, v) }}
	out := &reading{mask: mask, release: r, trace: t}
	reason := root.Reason()
	if reason == nil {
		return out
	}
	if chart := r.Field("chart").Origin(); chart != nil && chart.Pos == reason.Pos {
		out.chart = reason
		return out
	}
	out.open = reason
	return out
}

// within returns the reading for what is below v: what is not known of a map is not known of the maps in it.
func (r *reading) within(v *helmfile.Value) *reading {
	reason := v.Reason()
	switch {
	case v.Kind() == helmfile.List:
		return &reading{mask: r.mask, release: r.release, trace: r.trace}
	case reason == nil || r.open != nil || reason == r.chart:
		return r
	}
	out := *r
	out.open = reason
	return &out
}

// side describes a value, or the lack of it.
func (r *reading) side(v *helmfile.Value, steps, own []step) Side {
	s := Side{State: Set, Path: pathText(own)}
	if v == nil {
		return r.lack(s)
	}
	s.locate(r, v)
	if v.Kind() == helmfile.Unknown {
		s.State, s.Why = Unknown, v.Reason().String()
		return s
	}
	var secret bool
	if s.Value, secret = r.mask.plain(v, steps); secret {
		s.State = Secret
	}
	return s
}

func (r *reading) lack(s Side) Side {
	s.State = Absent
	switch {
	case r.open != nil:
		s.State, s.Why = Unknown, r.open.String()
	case r.chart != nil:
		s.Why = "the chart's default"
	}
	return s
}

// locate fills in where a value comes from.
func (s *Side) locate(r *reading, v *helmfile.Value) {
	o := v.Origin()
	if o == nil {
		return
	}
	s.At, s.Layer = Place(o.Pos), o.Layer.String()
	s.From = r.trace.from(r.release, v)
}
