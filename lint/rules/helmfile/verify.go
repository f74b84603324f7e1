package helmfile

import (
	"bytes"
	"context"
	"io/fs"
	"slices"
	"strings"

	"github.com/goldenpath-go/goldenpath/helmfile"
	"github.com/goldenpath-go/goldenpath/lint"
)

// candidate is a finding with a fix that it gets if the fix does what it promises.
type candidate struct {
	finding *lint.Finding
	fix     lint.Fix
}

// mend adds a fix, which divides parts of the file or moves them, to a finding if it mends a fault of a class and nothing
// else.
func (h *project) mend(ctx context.Context, f *lint.Finding, class helmfile.Class, fix lint.Fix) {
	key := fix.Edits[0]
	sound, known := h.mended[key]
	if !known {
		sound = h.mends(ctx, fix.Edits, class, nil)
		h.mended[key] = sound
	}
	if sound {
		fix.Reshapes = true
		f.Fixes = []lint.Fix{fix}
	}
}

// mendEach adds the fixes of one file to their findings: all of them if nothing but what differs selects becomes another
// value, else half by half. After so many looks at it, the rest is left alone.
func (h *project) mendEach(ctx context.Context, all []candidate, differs func(before string) bool) {
	const most = 32
	looks := 0
	var try func(some []candidate)
	try = func(some []candidate) {
		if looks++; len(some) == 0 || looks > most {
			return
		}
		if h.mends(ctx, together(some), "", differs) {
			for _, c := range some {
				c.finding.Fixes = []lint.Fix{c.fix}
			}
			return
		}
		if half := len(some) / 2; half > 0 {
			try(some[:half])
			try(some[half:])
		}
	}
	try(all)
}

// together returns the edits of fixes in order, each once.
func together(all []candidate) []lint.Edit {
	var edits []lint.Edit
	for _, c := range all {
		edits = append(edits, c.fix.Edits...)
	}
	return ordered(edits)
}

// ordered returns edits in order, each once.
func ordered(edits []lint.Edit) []lint.Edit {
	slices.SortStableFunc(edits, func(a, b lint.Edit) int { return a.Offset - b.Offset })
	return slices.Compact(edits)
}

// mends reports whether edits of one file do what they promise: in every environment, no fault is there that was not, one
// of a class is gone, and releases and their values are what they were. Differs, which may be nil, tells which values
// are to become others.
func (h *project) mends(ctx context.Context, edits []lint.Edit, class helmfile.Class, differs func(before string) bool) bool {
	if h.before == nil {
		h.before = h.outcomes(ctx, h.FS())
	}
	before := h.before
	text := h.Text(edits[0].File)
	after := h.outcomes(ctx, patched{FS: h.FS(), name: text.Name, data: apply(text.Data, edits)})
	if len(before) != len(after) || len(before) == 0 {
		return false
	}
	for i, b := range before {
		if !after[i].follows(b, class, differs) {
			return false
		}
	}
	return true
}

// outcome is what a helmfile comes to in one environment.
type outcome struct {
	environment string
	faults      []string
	classes     map[helmfile.Class]int
	facts       map[string]string // by release and path
}

// variable finds the variables that a text asks for, rendered or not.
var variable = expression("(?:requiredEnv|env)\\s+\\\\?[\"`]([A-Za-z0-9_]+)")

// stand is what stands for every variable that a helmfile asks for, while two readings of it are compared.
const stand = "value-1"

func (h *project) outcomes(ctx context.Context, fsys fs.FS) []*outcome {
	environ := map[string]string{}
	for _, r := range h.resolved {
		for _, ref := range r.References {
			if ref.Kind == helmfile.RefEnv || ref.Kind == helmfile.RefRequiredEnv {
				environ[ref.Path] = stand
			}
		}
	}
	for _, name := range h.sources() {
		data, _ := fs.ReadFile(fsys, name) // of one that cannot be read, nothing is asked
		for _, m := range variable().FindAllSubmatch(data, -1) {
			environ[string(m[1])] = stand
		}
	}
	state, err := helmfile.Load(fsys, h.Name, options(environ))
	if err != nil {
		return nil
	}
	all, err := state.ResolveAll(ctx)
	if err != nil {
		return nil
	}
	for _, e := range h.environments {
		if slices.ContainsFunc(all, func(r *helmfile.Resolution) bool { return r.Environment == e.Name }) {
			continue
		}
		r, err := state.Resolve(ctx, e.Name)
		if err != nil {
			return nil
		}
		all = append(all, r)
	}
	out := make([]*outcome, len(all))
	for i, r := range all {
		out[i] = newOutcome(r)
	}
	return out
}

func newOutcome(r *helmfile.Resolution) *outcome {
	o := &outcome{environment: r.Environment, classes: map[helmfile.Class]int{}, facts: map[string]string{}}
	for _, e := range faults(r) {
		o.classes[e.Class]++
		o.faults = append(o.faults, string(e.Class)+" "+e.Err.Error())
	}
	for _, rel := range r.Releases() {
		key := rel.ID() + " "
		o.facts[key] = strings.Join([]string{rel.Chart, rel.Version, rel.Enabled.String(), rel.Installed.String(), strings.Join(rel.Needs, ",")}, " ")
		rel.Effective().Leaves(func(path string, leaf *helmfile.Value) bool {
			o.facts[key+path] = leaf.Kind().String() + " " + leaf.Text()
			return true
		})
	}
	return o
}

// follows reports whether o is what b comes to when a fault of a class is mended.
func (o *outcome) follows(b *outcome, class helmfile.Class, differs func(before string) bool) bool {
	if o.environment != b.environment || class != "" && o.classes[class] >= b.classes[class] && b.classes[class] > 0 {
		return false
	}
	for _, fault := range o.faults {
		if !slices.Contains(b.faults, fault) {
			return false
		}
	}
	if len(b.facts) == 0 { // there was nothing to keep: what is rendered now must at least come to something
		return len(o.facts) > 0 || differs == nil && class != helmfile.ClassYAML
	}
	if len(o.facts) != len(b.facts) {
		return false
	}
	for key, was := range b.facts {
		now, ok := o.facts[key]
		if !ok || now != was && (differs == nil || !differs(was)) {
			return false
		}
	}
	return true
}

// apply makes the edits, which are in order.
func apply(data []byte, edits []lint.Edit) []byte {
	var out bytes.Buffer
	at := 0
	for _, e := range edits {
		out.Write(data[at:e.Offset])
		out.WriteString(e.New)
		at = e.EndOffset
	}
	out.Write(data[at:])
	return out.Bytes()
}

// patched is a file system of which one file has another content.
type patched struct {
	fs.FS
	name string
	data []byte
}

// ReadFile returns what stands in a file.
func (p patched) ReadFile(name string) ([]byte, error) {
	if name == p.name {
		return bytes.Clone(p.data), nil
	}
	return fs.ReadFile(p.FS, name)
}

// Stat describes a file or folder as it was before.
func (p patched) Stat(name string) (fs.FileInfo, error) { return fs.Stat(p.FS, name) }

// ReadDir lists a folder.
func (p patched) ReadDir(name string) ([]fs.DirEntry, error) { return fs.ReadDir(p.FS, name) }
