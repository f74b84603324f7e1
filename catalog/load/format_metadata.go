package load

import (
	"iter"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/goldenpath-go/goldenpath/internal/tree"
)

func (in *ingestion) labels(labels *tree.Node) {
	for m := range visibleMembers(labels) {
		in.formatKey(m, "/metadata/labels/", labelKeyForm)
		if f := labelValueForm; !in.valid(m.Value, f) {
			in.formatText(m.Value, "/metadata/labels/"+tree.Escape(m.Name), f, f.field+m.Name, f.what+m.Name)
		}
	}
}

func (in *ingestion) annotations(annotations *tree.Node) {
	for m := range visibleMembers(annotations) {
		in.formatKey(m, "/metadata/annotations/", annotationKeyForm)
	}
}

// visibleMembers yields the members of n, which may be nil, that are there for the checks.
func visibleMembers(n *tree.Node) iter.Seq[*tree.Field] {
	return func(yield func(*tree.Field) bool) {
		for i := 0; n != nil && i < len(n.Fields); i++ {
			if m := &n.Fields[i]; visible(n, m) && !yield(m) {
				return
			}
		}
	}
}

func (in *ingestion) tags(tags *tree.Node) {
	if tags == nil {
		return
	}
	for i, tag := range tags.Items {
		if tag.Text != "" && !in.valid(tag, tagForm) {
			index := strconv.Itoa(i)
			in.formatText(tag, "/metadata/tags/"+index, tagForm, tagForm.field+index, tagForm.what)
		}
	}
}

func (in *ingestion) links(links *tree.Node) {
	if links == nil {
		return
	}
	for i, link := range links.Items {
		in.link(link, "url", i, urlForm)
		in.link(link, "title", i, linkTextForm)
		in.link(link, "icon", i, linkTextForm)
	}
}

func (in *ingestion) link(link *tree.Node, name string, i int, f *form) {
	m := member(link, name)
	if m == nil || m.Value.Text == "" || in.valid(m.Value, f) {
		return
	}
	index := strconv.Itoa(i)
	in.formatText(m.Value, "/metadata/links/"+index+"/"+name, f, f.field+index+"."+name, f.what+" "+name)
}

// mendName returns s as a valid name, as near as may be.
func mendName(s string) string {
	return mend(s, "-", func(r rune) bool { return isWord(string(r)) || r == '-' || r == '.' }, "-_.", 63)
}

func mendNamespace(s string) string {
	return mend(strings.ToLower(s), "-", func(r rune) bool { return isWord(string(r)) && r != '_' }, "-", 63)
}

func mendTag(s string) string {
	return mend(strings.ToLower(s), "-", func(r rune) bool {
		return (isWord(string(r)) && r != '_') || strings.ContainsRune("+#:", r)
	}, "-", 63)
}

func mendKey(s string) string {
	prefix, name, found := strings.Cut(s, "/")
	if !found {
		return mendName(s)
	}
	return strings.ToLower(prefix) + "/" + mendName(strings.ReplaceAll(name, "/", "-"))
}

// mendURL completes an address that lacks its scheme.
func mendURL(s string) string {
	if strings.ContainsAny(s, " \t") || !strings.Contains(s, ".") {
		return ""
	}
	return "https://" + strings.TrimPrefix(s, "//")
}

// mend replaces each stretch of characters that are not allowed, trims, and cuts to size.
func mend(s, separator string, allowed func(rune) bool, trim string, most int) string {
	if strings.ContainsFunc(s, func(r rune) bool { return r >= utf8.RuneSelf }) {
		return "" // letters of which there is no telling how to spell them otherwise
	}
	var b strings.Builder
	gap := false
	for _, r := range s {
		if !allowed(r) {
			gap = b.Len() > 0
			continue
		}
		if gap {
			b.WriteString(separator)
			gap = false
		}
		b.WriteRune(r)
	}
	out := b.String()
	return strings.Trim(out[:min(len(out), most)], trim)
}
