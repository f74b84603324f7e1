package lint

import (
	"context"
	"fmt"
	"io/fs"
	"path"
	"slices"

	"github.com/goldenpath-go/goldenpath/source"
)

// Tool is a program whose files rules may check beside the catalog. Such files are told by their names, and are not read
// as entities.
type Tool struct {
	Name string // helmfile
	// Matches reports whether a path is that of a root of the tool: a file that the tool begins with, and that leads to
	// others.
	Matches func(name string) bool
}

// RootPass is what a Root check sees: one root of a tool, with all files that it leads to. It must not be kept when the
// check is over.
type RootPass struct {
	Rule   *Rule  // the one that is checked
	Name   string // the root's path
	Params any    // the rule's own, decoded: what Rule.Params returns

	files  *watchedFS
	shared map[any]any
	result *fileResult
	report func(Finding)
}

// FS returns the linted file system. What is read of it counts for the cache: when it changes, the root is checked again.
// A file has one content as long as the root is checked, and at most 4 MiB.
func (p *RootPass) FS() fs.FS { return p.files }

// Text returns the text of a file; nil when it cannot be read.
func (p *RootPass) Text(name string) *source.Text { return p.files.text(name) }

// Member says that files belong to the root. Comments in them silence what is found in them, and a member that is a root
// itself is not checked as one: the tool reads it as a part of this one.
func (p *RootPass) Member(names ...string) {
	for _, name := range names {
		if name = path.Clean(name); name != p.Name && fs.ValidPath(name) && !slices.Contains(p.result.members, name) {
			p.result.members = append(p.result.members, name)
		}
	}
}

// Share returns what first makes of the root when it is called with this key for the first time: see [EntityPass.Share].
func (p *RootPass) Share(key any, first func() any) any {
	made, ok := p.shared[key]
	if ok {
		return made
	}
	made = first()
	p.shared[key] = made
	return made
}

// Full reports whether there are so many findings of the rule in at's file already that a further one is only counted,
// and counts one at that place if so: see [FilePass.Full].
func (p *RootPass) Full(at source.Range) bool { return p.result.full(p.Rule, at) }

// Report reports f, whose range lies in the root or in a file that it leads to.
func (p *RootPass) Report(f Finding) { p.report(f) }

// Reportf reports a finding at a place.
func (p *RootPass) Reportf(at source.Range, format string, args ...any) {
	if !p.Full(at) {
		p.report(Finding{Range: at, Message: fmt.Sprintf(format, args...)})
	}
}

// Tools returns the tools whose files the rules look at that are on: whoever finds files for [Linter.Run] adds their
// roots.
func (l *Linter) Tools() ([]*Tool, error) {
	s, err := resolve(l.Config, withBuiltin(l.rules()))
	if err != nil {
		return nil, err
	}
	return s.tools(func(one *setting) bool { return !one.idle }), nil
}

// tools returns the tools of those rules that are selected.
func (s *settings) tools(selected func(*setting) bool) []*Tool {
	var tools []*Tool
	for _, one := range s.rules {
		if one.Tool != nil && selected(one) && !slices.Contains(tools, one.Tool) {
			tools = append(tools, one.Tool)
		}
	}
	return tools
}

// role is what a file is to a run.
type role uint8

const (
	asCatalog role = iota // a file with entities
	asRoot                // the root of a tool
	asMember              // a file that a root leads to
)

// roleOf returns what a file is that was asked for.
func (r *run) roleOf(name string) role {
	if slices.ContainsFunc(r.tools, func(t *Tool) bool { return t.Matches(name) }) {
		return asRoot
	}
	return asCatalog
}

// limit returns how large a file may be, in bytes: what a root leads to is bounded as for its checks.
func (r *run) limit(f *fileResult) int64 {
	if f.role == asMember {
		return max(maxRootRead, r.maxFileSize())
	}
	return r.maxFileSize()
}

// checkRoot fills in out from the root of a tool.
func (r *run) checkRoot(ctx context.Context, text *source.Text, out *fileResult) {
	r.checkMember(text, out)
	pass := &RootPass{Name: out.name, files: newWatchedFS(r.fsys, text, out.needs), shared: map[any]any{}, result: out}
	pass.report = out.reporter(&pass.Rule)
	for _, s := range r.settings.rules {
		if s.Root != nil && !s.idle && s.Tool.Matches(out.name) && ctx.Err() == nil {
			pass.Rule, pass.Params = s.Rule, s.params
			out.checkRoot(ctx, pass)
		}
	}
	out.findings = slices.DeleteFunc(out.findings, func(d Diagnostic) bool {
		return d.Range.File != out.name && r.Config.Excludes(d.Range.File)
	})
	out.secrets = secretsIn(pass.files.text, &out.collector)
}

// checkMember fills in out from a file of a tool: what its comments say.
func (r *run) checkMember(text *source.Text, out *fileResult) {
	out.stats = Stats{Files: 1, Bytes: int64(len(text.Data))}
	if !r.NoIgnores {
		out.ignores = commentIgnores(text)
	}
}

func (f *fileResult) checkRoot(ctx context.Context, p *RootPass) {
	defer f.survive(p.Rule)
	p.Rule.Root(ctx, p)
}

// dropParts drops what was found by looking at a root that another one leads to. Of roots that lead to each other, the
// first by name is kept.
func (r *run) dropParts() {
	part := map[string]bool{}
	var open []*fileResult
	for _, f := range r.files {
		if f.role == asRoot {
			open = append(open, f)
			for _, name := range f.members {
				part[name] = true
			}
		}
	}
	done := map[string]bool{}
	keep := func(f *fileResult) {
		done[f.name] = true
		for _, name := range f.members {
			done[name] = done[name] || part[name]
		}
	}
	for _, f := range open {
		if !part[f.name] {
			keep(f)
		}
	}
	for _, f := range open {
		switch {
		case !part[f.name]:
		case done[f.name]:
			f.findings, f.over, f.secrets = nil, nil, secrets{}
		default:
			keep(f)
		}
	}
}
