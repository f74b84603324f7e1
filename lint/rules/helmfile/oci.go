package helmfile

import (
	"context"
	"strings"

	"github.com/goldenpath-go/goldenpath/internal/tree"
	"github.com/goldenpath-go/goldenpath/lint"
)

// ociScheme begins the addresses of charts in registries, and no address of a repository.
const ociScheme = "oci://"

var repositoryURL = expression(`^/repositories/\d+/url$`)

// checkRegistries reports repositories whose address begins with oci://. Without oci: true helmfile hands it to helm repo
// add, which knows no registries; with it, helmfile puts the scheme in front of it once more.
func checkRegistries(ctx context.Context, h *project) {
	for _, name := range h.sources() {
		if l := h.layout(name); l != nil {
			h.checkRegistriesOf(ctx, l)
		}
	}
}

func (h *project) checkRegistriesOf(ctx context.Context, l *layout) {
	var found []*lint.Finding
	var fixable []candidate
	for _, s := range l.sorted() {
		if !repositoryURL().MatchString(s.pointer) || s.value.Kind != tree.String || !strings.HasPrefix(s.value.Text, ociScheme) {
			continue
		}
		f := &lint.Finding{
			Range: l.text.Range(s.start, s.end), Pointer: s.pointer,
			Message: "helm repo add, which helmfile calls for this, takes no registry", Help: "write the address without oci://, and oci: true",
		}
		oci := s.in.Get("oci")
		if oci != nil && oci.Text == "true" {
			f.Message, f.Help = "helmfile puts oci:// in front of this, which has it already", "write the address without oci://"
		}
		if edits := l.registry(s, oci); edits != nil {
			fixable = append(fixable, candidate{f, lint.Fix{Message: f.Help, Safe: true, Edits: edits}})
		}
		found = append(found, f)
	}
	h.mendEach(ctx, fixable, nil)
	for _, f := range found {
		h.say(*f)
	}
}

// registry returns the edits that make a registry of a repository, in order; nil when that is not as simple as that.
func (l *layout) registry(url spot, oci *tree.Node) []lint.Edit {
	at := strings.Index(l.raw(url.start, url.end), ociScheme)
	key := url.in.Field("url")
	if at < 0 || at > len(`"`) || key == nil {
		return nil
	}
	edit := func(start, end int, text string) lint.Edit {
		return lint.Edit{File: l.text.Name, Offset: start, EndOffset: end, New: text}
	}
	edits := []lint.Edit{edit(url.start+at, url.start+at+len(ociScheme), "")}
	switch {
	case oci != nil && oci.Text == "true":
	case oci != nil:
		edits = append(edits, edit(oci.Start, oci.End, "true"))
	case l.text.Data[url.in.Start] == '{':
		edits = append(edits, edit(url.end, url.end, ", oci: true"))
	default:
		line := l.text.Position(url.end).Line
		end := l.text.LineStart(line) + len(strings.TrimRight(l.text.Line(line), "\r\n"))
		indent := strings.Repeat(" ", key.KeyStart-l.lineStart(key.KeyStart))
		edits = append(edits, edit(end, end, l.newline()+indent+"oci: true"))
	}
	return ordered(edits)
}
