package helmfile

import (
	"context"
	"path"
	"slices"
	"strings"

	"github.com/goldenpath-go/goldenpath/helmfile"
	"github.com/goldenpath-go/goldenpath/internal/tree"
	"github.com/goldenpath-go/goldenpath/lint"
)

// checkBraces reports templates that stand where nothing renders them: bare ones, which are no YAML, and those that reach
// the chart as they are written.
func checkBraces(ctx context.Context, h *project) {
	h.faults(h.isTemplateFault, func(e *helmfile.Error, f *lint.Finding) { // one for each file: its first template
		l := h.layout(e.Pos.File)
		at := l.firstBare()
		f.Range, f.Pointer = l.text.Range(at, l.lineEnd(at)), l.values[at].pointer
		f.Message = "a template in a file that is read as YAML as it stands: helmfile refuses it"
		f.Help = "name the file " + path.Base(e.Pos.File) + rendered + ", or write setTemplate instead of set and quote the template; " +
			"quotes alone would send the braces to the chart"
		if edits := l.quoted(l.bareValues()); edits != nil {
			h.mend(ctx, f, helmfile.ClassYAML, lint.Fix{Message: "quote the templates, and have them rendered: setTemplate, valuesTemplate", Safe: true, Edits: edits})
		}
	})
	for _, name := range h.sources() {
		if l := h.layout(name); l != nil && !isRendered(name) && !h.isCompatible(name) {
			h.checkSilent(ctx, l)
		}
	}
	for _, name := range h.plainValues() {
		if l := h.layout(name); l != nil {
			h.checkPlainValues(l)
		}
	}
}

// firstBare returns where the first template of a file stands that is no part of a text in quotes, of a block or of a
// comment; -1 when there is none.
func (l *layout) firstBare() int {
	for _, a := range l.acts {
		if l.inComment(a.start) {
			continue
		}
		before := strings.TrimRight(l.raw(l.lineStart(a.start), a.start), " \t")
		if s, ok := l.values[a.start]; ok && !s.value.Quoted && !s.value.Block || strings.TrimLeft(before, " -\t") == "" {
			return a.start
		}
	}
	return -1
}

// isCompatible reports whether a file is one that only a lenient reading renders: then what its quoted templates come to
// is not known before the bare ones are mended.
func (h *project) isCompatible(name string) bool {
	return slices.ContainsFunc(h.resolved, func(r *helmfile.Resolution) bool {
		return slices.ContainsFunc(r.Today, func(e *helmfile.Error) bool { return e.Pos.File == name && h.isTemplateFault(e) })
	})
}

// bareValues returns the values of a file that begin with a template and are not quoted.
func (l *layout) bareValues() []spot {
	var found []spot
	for _, a := range l.acts {
		s, ok := l.values[a.start]
		if ok && s.value.Kind == tree.String && !s.value.Quoted && !s.value.Block {
			found = append(found, s)
		}
	}
	return found
}

// ownRelease takes a pointer apart: a release or template, one of its fields, and what is below that.
var ownRelease = expression(`^(/releases/\d+|/templates/[^/]+)/([^/]+)(/.*)?$`)

// written finds templates that write YAML: in a text of YAML that is quoted already, what they write would be another one.
var written = expression(`\b(quote|squote|toYaml|toJson|indent|nindent)\b`)

// lastQuote finds the quote at the end of a template that is all of a value.
var lastQuote = expression(`^(\{\{[^{}]*?)\s*\|\s*s?quote(\s*-?\}\})$`)

// isText reports whether what is rendered in a field of a release is a text anyway, which needs no quotes of a template.
func isText(field string) bool {
	return slices.Contains([]string{"name", "chart", "namespace", "version", "set"}, field)
}

// quoted returns the edits that quote values and have the fields that they are in rendered; nil when that cannot be done.
func (l *layout) quoted(values []spot) []lint.Edit {
	var edits []lint.Edit
	for _, s := range values {
		m := ownRelease().FindStringSubmatch(s.pointer)
		if m == nil {
			return nil
		}
		text := l.raw(s.start, s.end)
		if isText(m[2]) && !s.value.Quoted {
			text = lastQuote().ReplaceAllString(text, "$1$2")
		}
		if written().MatchString(text) {
			return nil
		}
		if !s.value.Quoted {
			text = "'" + strings.ReplaceAll(text, "'", "''") + "'"
			edits = append(edits, lint.Edit{File: l.text.Name, Offset: s.start, EndOffset: s.end, New: text})
		}
		now := renderedField(m[2], m[3])
		if now == m[2] {
			continue
		}
		key, ok := l.key(m[1] + "/" + m[2])
		if _, taken := l.key(m[1] + "/" + now); !ok || taken || now == "" {
			return nil
		}
		edits = append(edits, lint.Edit{File: l.text.Name, Offset: key.start, EndOffset: key.end, New: now})
	}
	return ordered(edits)
}

// key returns the key at a pointer, which only one of the documents may have.
func (l *layout) key(pointer string) (spot, bool) {
	if l.pointers == nil {
		l.pointers = map[string][]spot{}
		for _, s := range l.keys {
			l.pointers[s.pointer] = append(l.pointers[s.pointer], s)
		}
	}
	found := l.pointers[pointer]
	if len(found) != 1 {
		return spot{}, false
	}
	return found[0], true
}

// renderedField returns the field of a release whose templates are rendered in the place of one; empty when there is none.
func renderedField(name, below string) string {
	switch name {
	case "name", "chart", "namespace", "version", "labels", "needs", "setTemplate", "valuesTemplate":
		return name
	case "set":
		return "setTemplate"
	case "installed", "condition", "wait", "verify":
		return name + "Template"
	case "values":
		if strings.Count(below, "/") > 1 {
			return "valuesTemplate"
		}
		return name
	}
	return ""
}

// ours finds what only helmfile's templates have, and no chart's.
var ours = expression(`\{\{[^}]*(\brequiredEnv\b|\.Environment\.|\.StateValues\b|\bfetchSecretValue\b|\benv\s+["` + "`" + `])`)

// checkSilent reports quoted templates of a state file that nothing renders.
func (h *project) checkSilent(ctx context.Context, l *layout) {
	var spots []spot
	for _, s := range l.values {
		if s.value.Kind == tree.String && strings.Contains(l.raw(s.start, s.end), "{{") && l.isSilent(s) {
			spots = append(spots, s)
		}
	}
	slices.SortFunc(spots, func(a, b spot) int { return a.start - b.start })
	found := make([]lint.Finding, len(spots))
	var fixable []candidate
	for i, s := range spots {
		f := &found[i]
		*f = lint.Finding{
			Range: l.text.Range(s.start, s.end), Pointer: s.pointer, Message: "nothing renders this template: the braces are taken as they are written",
			Help: "name the file " + path.Base(l.text.Name) + rendered + ", with a line --- between the environments and the releases",
		}
		if m := ownRelease().FindStringSubmatch(s.pointer); m != nil && renderedField(m[2], m[3]) != "" {
			f.Help = "write " + renderedField(m[2], m[3]) + " instead of " + m[2]
			if edits := l.quoted([]spot{s}); len(edits) > 0 {
				fixable = append(fixable, candidate{f, lint.Fix{Message: f.Help, Edits: edits}})
			}
		}
	}
	h.mendEach(ctx, fixable, func(before string) bool { return strings.Contains(before, "{{") })
	for _, f := range found {
		h.say(f)
	}
}

// isSilent reports whether a text with braces stands where helmfile renders nothing, and where it is not a chart's own
// template either.
func (l *layout) isSilent(s spot) bool {
	top, _, _ := strings.Cut(strings.TrimPrefix(s.pointer, "/"), "/")
	switch top {
	case "environments", "repositories", "helmfiles", "bases":
		return true
	}
	m := ownRelease().FindStringSubmatch(s.pointer)
	if m == nil || renderedField(m[2], m[3]) == m[2] {
		return false
	}
	switch m[2] {
	case "condition", "installed", "kubeContext":
		return true
	case "set", "setString", "values":
		return ours().MatchString(l.raw(s.start, s.end))
	}
	return false
}

// plainValues returns the values files of releases and environments that are no templates, sorted.
func (h *project) plainValues() []string {
	return slices.DeleteFunc(h.valuesFiles(), func(name string) bool {
		return !strings.HasSuffix(name, ".yaml") && !strings.HasSuffix(name, ".yml")
	})
}

// valuesFiles returns the values files of releases and environments, sorted.
func (h *project) valuesFiles() []string {
	var names []string
	add := func(dir string, list *helmfile.Value) {
		for _, item := range list.Items() {
			if item.Kind() == helmfile.String && !strings.Contains(item.Text(), "://") {
				names = append(names, path.Join(dir, item.Text()))
			}
		}
	}
	for _, r := range h.resolved {
		for _, f := range r.Files {
			add(path.Dir(f.Name), f.Field("environments").Lookup(r.Environment, "values"))
		}
		for _, rel := range r.Releases() {
			add(path.Dir(rel.File.Name), rel.Field("values"))
		}
	}
	slices.Sort(names)
	return slices.DeleteFunc(slices.Compact(names), func(name string) bool { return h.Text(name) == nil })
}

func (h *project) checkPlainValues(l *layout) {
	for _, a := range l.acts {
		if ours().Match(l.text.Data[a.start:a.end]) && !l.inComment(a.start) {
			h.say(lint.Finding{
				Range: l.text.Range(a.start, a.end), Message: "nothing renders this template: the braces are taken as they are written",
				Help: "name the file " + path.Base(l.text.Name) + rendered,
			})
		}
	}
}

// inComment reports whether a comment begins before an offset on its line.
func (l *layout) inComment(offset int) bool {
	before := l.raw(l.lineStart(offset), offset)
	return strings.HasPrefix(strings.TrimSpace(before), "#") || strings.Contains(before, " #")
}
