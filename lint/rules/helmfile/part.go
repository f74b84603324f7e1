package helmfile

import (
	"context"
	"path"
	"slices"
	"strings"

	"github.com/goldenpath-go/goldenpath/helmfile"
	"github.com/goldenpath-go/goldenpath/lint"
)

// block is a top-level key of a state file with all that belongs to it.
type block struct {
	name       string
	part       int // from 0
	start, end int // bytes of the file: from the comments right above it to the next block or the end of its part
}

// topKey is a line with a top-level key, as helmfile's policy takes lines.
var topKey = expression(`^([a-zA-Z][a-zA-Z0-9]*):`)

// blocks returns the top-level keys of a state file, in order.
func (l *layout) blocks() []block {
	var all []block
	part, above := 0, -1 // where the comments start that stand right above the line
	end := func(at int) {
		if n := len(all); n > 0 && all[n-1].end == 0 {
			all[n-1].end = at
		}
	}
	for n := 1; n <= l.text.Lines(); n++ {
		line, start := strings.TrimRight(l.text.Line(n), "\r"), l.text.LineStart(n)
		switch m := topKey().FindStringSubmatch(line); {
		case line == "---":
			end(start)
			part, above = part+1, -1
		case m != nil:
			if above < 0 {
				above = start
			}
			end(above)
			all = append(all, block{name: m[1], part: part, start: above})
			above = -1
		case !strings.HasPrefix(line, "#"):
			above = -1
		case above < 0:
			above = start
		}
	}
	end(len(l.text.Data))
	return all
}

// checkOnePart reports environments and releases in one part, which a line mends.
func checkOnePart(ctx context.Context, h *project) {
	mend := func(e *helmfile.Error, f *lint.Finding) {
		f.Help = "put a line --- between them; a name with .gotmpl does not help"
		l := h.layout(e.Pos.File)
		if l == nil {
			return
		}
		blocks := l.blocks()
		i := slices.IndexFunc(blocks, func(b block) bool { return b.name == "releases" })
		j := slices.IndexFunc(blocks, func(b block) bool { return b.name == "environments" })
		if i < 0 || j < 0 {
			return
		}
		at := max(blocks[i].start, blocks[j].start)
		edit := lint.Edit{File: e.Pos.File, Offset: at, EndOffset: at, New: "---" + l.newline()}
		h.mend(ctx, f, helmfile.ClassOnePart, lint.Fix{Message: "put --- between the environments and the releases", Safe: true, Edits: []lint.Edit{edit}})
	}
	h.faults(func(e *helmfile.Error) bool { return e.Class == helmfile.ClassOnePart }, mend)
}

// checkOrder reports environments and bases below the releases, which changing places mends.
func checkOrder(ctx context.Context, h *project) {
	mend := func(e *helmfile.Error, f *lint.Finding) {
		f.Message = "helmfile refuses environments and bases below the releases"
		f.Help = "move them above, with a line --- between them"
		if l := h.layout(e.Pos.File); l != nil {
			if edits := l.raised(); edits != nil {
				h.mend(ctx, f, helmfile.ClassOrder, lint.Fix{Message: "move them above the releases", Safe: true, Edits: edits})
			}
		}
	}
	h.faults(func(e *helmfile.Error) bool { return e.Class == helmfile.ClassOrder }, mend)
}

// raised returns the edits that move environments and bases above the releases; nil when they are not as simple as that.
func (l *layout) raised() []lint.Edit {
	blocks := l.blocks()
	i := slices.IndexFunc(blocks, func(b block) bool { return b.name == "releases" })
	if i < 0 {
		return nil
	}
	var moved string
	var cuts []lint.Edit
	for k, b := range blocks {
		if k < i || b.name != "environments" && b.name != "bases" {
			continue
		}
		text := l.raw(b.start, b.end)
		if !strings.HasSuffix(text, "\n") {
			text += l.newline()
		}
		moved += text
		cuts = append(cuts, lint.Edit{File: l.text.Name, Offset: l.cutFrom(blocks, k), EndOffset: b.end})
	}
	if len(cuts) == 0 {
		return nil
	}
	at := blocks[i].start
	return append([]lint.Edit{{File: l.text.Name, Offset: at, EndOffset: at, New: moved + "---" + l.newline()}}, cuts...)
}

// cutFrom returns where to cut block k out: with the line that divides its part from the one before if it is alone there.
func (l *layout) cutFrom(blocks []block, k int) int {
	b := blocks[k]
	alone := !slices.ContainsFunc(blocks, func(o block) bool { return o.part == b.part && o.start != b.start })
	if i := strings.LastIndex(l.raw(0, b.start), "---"); alone && b.part > 0 && i >= 0 && strings.TrimSpace(l.raw(i+3, b.start)) == "" {
		return i
	}
	return b.start
}

// checkReplaced reports releases that a later part of the file replaces.
func checkReplaced(_ context.Context, h *project) {
	for _, name := range h.sources() {
		l := h.layout(name)
		if l == nil || isRendered(name) && hasControl(l.text.Data) {
			continue // which of the parts there are depends on the templates
		}
		var last *block
		for _, b := range slices.Backward(l.blocks()) {
			if b.name != "releases" || strings.TrimSpace(strings.TrimPrefix(l.raw(l.keyStart(b), b.end), "releases:")) == "" {
				continue
			}
			if last == nil {
				last = &b
				continue
			}
			if b.part != last.part {
				at := l.keyStart(b)
				h.say(lint.Finding{
					Range: l.text.Range(at, at+len("releases")), Pointer: "/releases", Message: "these releases are dropped: a later part of the file has releases, which replace them",
					Help:    "put all releases into one part",
					Related: []lint.Related{{Range: l.text.Range(l.keyStart(*last), l.keyStart(*last)+len("releases")), Message: "these are kept"}},
				})
			}
		}
	}
}

// keyStart returns where the key of a block starts, below the comments above it.
func (l *layout) keyStart(b block) int {
	return b.start + max(0, strings.Index("\n"+l.raw(b.start, b.end), "\n"+b.name+":"))
}

// control is the beginning of a template that decides what is rendered.
var control = expression(`\{\{-?\s*(if|range|with|else|block|define|template|include)\b`)

func hasControl(text []byte) bool { return control().Match(text) }

// stateFiles returns the names of all state files that are visited in any environment, sorted.
func (h *project) stateFiles() []string {
	var names []string
	for _, r := range h.resolved {
		for _, f := range r.Files {
			names = append(names, f.Name)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// sources returns the names of all state files and of the bases that they are made of, sorted.
func (h *project) sources() []string {
	names := h.stateFiles()
	for _, r := range h.resolved {
		for _, f := range r.Files {
			for _, base := range f.Field("bases").Items() {
				names = append(names, path.Join(path.Dir(f.Name), base.Text()))
			}
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}
