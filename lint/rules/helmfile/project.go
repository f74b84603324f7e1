package helmfile

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/goldenpath-go/goldenpath/helmfile"
	"github.com/goldenpath-go/goldenpath/lint"
	"github.com/goldenpath-go/goldenpath/source"
)

// project is a helmfile as the checks see it: made once for all of them.
type project struct {
	*lint.RootPass
	state        *helmfile.State
	failed       *helmfile.Error // why there is no state
	environments []helmfile.Environment
	resolved     []*helmfile.Resolution // by environment
	layouts      map[string]*layout
	found        map[*helmfile.Resolution][]*helmfile.Error        // what the real helmfile says of each
	asking       map[string]bool                                   // files whose templates read variables of the process; nil: not looked at yet
	locks        map[string][]string                               // charts, by the name of the lock file; nil: none looked at yet
	byNeed       map[*helmfile.File]map[string][]*helmfile.Release // those of a file, by what needs call them
	present      map[string]bool                                   // files and folders that were asked for
	ignored      map[string]bool                                   // files that are not there, and git would leave out
	given        *given                                            // nil: not looked at yet
	beside       *siblings                                         // nil: not looked at yet
	before       []*outcome                                        // what it comes to; nil: not looked at yet
	mended       map[lint.Edit]bool                                // by the first edit of a fix: whether it does what it promises
}

// shared is the key under which the checks share the project.
type shared struct{}

// newProject resolves the helmfile. It returns nil when there is nothing to be said of it: ctx is done, or the file is
// not there any more.
func newProject(ctx context.Context, p *lint.RootPass) *project {
	h := &project{
		RootPass: p, layouts: map[string]*layout{}, found: map[*helmfile.Resolution][]*helmfile.Error{}, mended: map[lint.Edit]bool{},
		present: map[string]bool{}, ignored: map[string]bool{}, byNeed: map[*helmfile.File]map[string][]*helmfile.Release{},
	}
	var err error
	if h.state, err = helmfile.Load(p.FS(), p.Name, options(nil)); err != nil {
		if errors.As(err, &h.failed) {
			return h
		}
		return nil
	}
	if h.environments, err = h.state.Environments(ctx); err != nil {
		return nil
	}
	if named, ok := h.named(); ok {
		h.environments = named
	}
	for _, e := range h.environments {
		r, err := h.state.Resolve(ctx, e.Name)
		if err != nil {
			return nil
		}
		h.resolved = append(h.resolved, r)
		h.found[r] = faults(r)
		for _, f := range r.Files {
			p.Member(f.Name)
		}
		if slices.ContainsFunc(r.Errors, func(e *helmfile.Error) bool { return e.Class == helmfile.ClassLimit }) {
			break // once is enough
		}
	}
	h.dropPlaceholder()
	return h
}

// dropPlaceholder leaves out an environment default that sets nothing where others do: it is there because helmfile
// takes it when none is named, and nobody means it to be deployed.
func (h *project) dropPlaceholder() {
	sets := func(r *helmfile.Resolution) bool {
		return slices.ContainsFunc(r.Files, func(f *helmfile.File) bool {
			own := f.Field("environments").Get(r.Environment)
			return own.Get("values").Len()+own.Get("secrets").Len() > 0
		})
	}
	i := slices.IndexFunc(h.resolved, func(r *helmfile.Resolution) bool { return r.Environment == "default" })
	if i >= 0 && !sets(h.resolved[i]) && slices.ContainsFunc(h.resolved, sets) {
		h.environments = slices.Delete(h.environments, i, i+1)
		h.resolved = slices.Delete(h.resolved, i, i+1)
	}
}

// options are those by which helmfiles are read here: leniently, and with bounds that no helmfile of people reaches.
func options(environ map[string]string) *helmfile.Options {
	return &helmfile.Options{Compatible: true, Environ: environ, Limits: helmfile.Limits{Files: 5000, Nesting: 8}}
}

// layout returns that of a file; nil when it cannot be read.
func (h *project) layout(name string) *layout {
	l, ok := h.layouts[name]
	if !ok {
		if text := h.Text(name); name != "" && text != nil {
			l = newLayout(text)
		}
		h.layouts[name] = l
	}
	return l
}

// place returns where a finding about what stands at a position is; the beginning of the root when that is in no file.
func (h *project) place(pos source.Position) (source.Range, string) {
	if l := h.layout(pos.File); l != nil {
		return l.place(pos)
	}
	return source.Range{Position: source.Position{File: h.Name, Line: 1, Column: 1}, EndLine: 1, EndColumn: 1}, ""
}

// at returns f as a finding about what stands at a position.
func (h *project) at(pos source.Position, f lint.Finding) lint.Finding {
	f.Range, f.Pointer = h.place(pos)
	return f
}

// say reports a finding, and has its file belong to the helmfile.
func (h *project) say(f lint.Finding) {
	h.Member(f.Range.File)
	if f.Secret != nil || !h.Full(f.Range) {
		h.Report(f)
	}
}

// remark is a finding with the environments that it is about.
type remark struct {
	lint.Finding
	in []string
}

// each looks at every environment, and reports what is found in them: each finding once, with the environments that it
// is about unless these are all.
func (h *project) each(find func(r *helmfile.Resolution, add func(lint.Finding))) {
	type key struct {
		at      source.Range
		message string
	}
	var all []*remark
	known := map[key]*remark{}
	for _, r := range h.resolved {
		find(r, func(f lint.Finding) {
			k := key{f.Range, f.Message}
			m := known[k]
			if m == nil {
				m = &remark{Finding: f}
				known[k] = m
				all = append(all, m)
			}
			if n := len(m.in); n == 0 || m.in[n-1] != r.Environment {
				m.in = append(m.in, r.Environment)
			}
		})
	}
	for _, m := range all {
		if len(m.in) < len(h.resolved) {
			m.Message += " (in " + listed(m.in) + ")"
		}
		h.say(m.Finding)
	}
}

// listed returns names with commas and an and; of many only the first few.
func listed(names []string) string {
	const most = 4
	switch n := len(names); {
	case n == 1:
		return names[0]
	case n > most:
		return strings.Join(names[:most-1], ", ") + " and others"
	default:
		return strings.Join(names[:n-1], ", ") + " and " + names[n-1]
	}
}

// listedAll returns names with commas and an and.
func listedAll(names []string) string {
	n := len(names) - 1
	if n == 0 {
		return names[0]
	}
	return strings.Join(names[:n], ", ") + " and " + names[n]
}
