package compare

import (
	"fmt"
	"slices"
	"strings"

	"github.com/goldenpath-go/goldenpath/helmfile"
)

// ValueExplanation says where a value comes from.
type ValueExplanation struct {
	Environment string `json:"environment"`
	Release     string `json:"release"`
	Path        string `json:"path"`
	// Chain is what set the value, and what each of these hid. It is empty when nothing sets it.
	Chain []Link `json:"chain"`
	Why   string `json:"why,omitempty"` // there is none
	// Below are the paths of what is set below, where the value is a map or a list.
	Below []string `json:"below"`
}

// ExplainValue says where a value of a release comes from. A path is written as in the other reports, image.tag or
// env[name=LOG].value, or .Values.image.tag for a state value. It fails when the path cannot be read.
func ExplainValue(r *helmfile.Resolution, x *helmfile.Release, path string, o *Options) (*ValueExplanation, error) {
	o = o.orDefault()
	out := &ValueExplanation{Environment: r.Environment, Release: summarize(x).id(), Path: path, Chain: []Link{}, Below: []string{}}
	root := o.valuesOf(x)
	inState, ok := strings.CutPrefix(path, ".Values.")
	if ok {
		root = x.File.Values
	}
	steps, err := parsePath(inState)
	if err != nil {
		return nil, err
	}
	reader := newReading(o, x, newTrace(r), root)
	if root == nil {
		status, why := status(x)
		out.Why = "the release has no values: " + orElse(why, "it is "+string(status)+", and they could not be read")
		return out, nil
	}
	v := root
	for i, s := range steps {
		reader = reader.within(v)
		next := s.find(v)
		if next == nil {
			out.Why = missing(reader, v, steps[:i], s)
			return out, nil
		}
		if !s.isIndex && s.identity == "" {
			steps[i] = reader.mask.field(v, s.key)
		}
		v = next
	}
	if v.Len() == 0 {
		out.Chain = reader.chain(v, steps)
		return out, nil
	}
	for _, l := range flatten(reader.mask, v) {
		out.Below = append(out.Below, pathText(slices.Concat(steps, l.steps)))
	}
	return out, nil
}

// find follows one turn of a path; nil when nothing is there.
func (s step) find(v *helmfile.Value) *helmfile.Value {
	if s.isIndex {
		if s.index < len(v.Items()) {
			return v.Items()[s.index]
		}
		return nil
	}
	if s.identity == "" {
		return v.Get(s.key)
	}
	for _, item := range v.Items() {
		if item.Get(s.key).Text() == s.identity {
			return item
		}
	}
	return nil
}

// missing says why a path leads nowhere: v, which is at before, has nothing at s.
func missing(r *reading, v *helmfile.Value, before []step, s step) string {
	if v.Kind() != helmfile.Map && v.Kind() != helmfile.List {
		return fmt.Sprintf("%s is a %s, with nothing below it", pathText(before), v.Kind())
	}
	text := "nothing sets " + pathText(then(before, s))
	if lack := r.lack(Side{}); lack.State == Unknown {
		return text + " that is known here: " + lack.Why
	}
	if r.chart != nil && v.Kind() == helmfile.Map {
		return text + ": the chart's default holds, which is not known here"
	}
	if keys := v.Keys(); len(keys) > 0 {
		return text + "; beside it are " + strings.Join(keys, ", ")
	}
	return text
}
