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

// mends reports whether edits of one file do what they promise: in every environment, no fault is there that was not, one
// of a class is gone, and releases and their values are what they were. Differs, which may be nil, tells which values
// are to become others.
func (h *project) mends(ctx context.Context, edits []lint.Edit, class helmfile.Class, differs func(before string) bool) bool {
	before := h.outcomes(ctx, h.FS())
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
	for _, name := range h.stateFiles() {
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
