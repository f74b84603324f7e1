package yamlsrc

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/goldenpath-go/goldenpath/internal/tree"
)

// The core tags that say more than which type a value is written as.
const (
	tagStr       = coreTag + "str"
	tagSet       = coreTag + "set"
	tagOMap      = coreTag + "omap"
	tagPairs     = coreTag + "pairs"
	tagBinary    = coreTag + "binary"
	tagTimestamp = coreTag + "timestamp"
	tagMerge     = coreTag + "merge"
)

// collectionTag is the tag of a mapping or list; its name is empty if it means nothing.
type collectionTag struct {
	name  string
	full  string // also if it means nothing
	token token
}

// collectionTag reads the tag of a mapping ("map") or list ("seq"). Tags that are unknown, or of another type, do not count.
func (r *reader) collectionTag(p *props, class string) collectionTag {
	if p.tag.kind == tNone {
		return collectionTag{}
	}
	name := r.tagName(p.tag)
	of := map[string]string{tagSet: "map", tagOMap: "seq", tagPairs: "seq"}
	tag := collectionTag{full: name, token: p.tag}
	if of[name] == class {
		tag.name = name
	}
	return tag
}

// classify makes of a collection what its tag says. If full, not all values of a mapping are null.
func (r *reader) classify(n *tree.Node, full bool, tag collectionTag) {
	r.noteTag(n, tag.full)
	switch tag.name {
	case tagSet:
		if full {
			r.failToken(codeTag, "Set items must all have null values", tag.token)
			return
		}
		n.Kind = tree.Set
	case tagOMap, tagPairs:
		r.pairs(n, tag)
	}
}

// pairs makes the items of a list into pairs, and of an !!omap an object.
func (r *reader) pairs(n *tree.Node, tag collectionTag) {
	for i, item := range n.Items {
		n.Items[i] = r.pair(item, tag)
	}
	if tag.name == tagPairs {
		return
	}
	o := object{node: n, base: len(r.fields)}
	for _, item := range n.Items {
		m := member{Field: item.Fields[0], loose: true}
		if keys := r.doc.keys[item]; keys != nil {
			m.node = keys[0]
		}
		if m.node == nil {
			m.kind, m.loose = r.keyAgain(&m.Field, r.doc.version).Kind, false
			if r.repeats(&o, &m) {
				r.failToken(codeTag, "Ordered maps must not include duplicate keys: "+m.Name, tag.token)
			}
		}
		r.add(&o, m, m.Value, true)
	}
	n.Items = nil
	o.odd = false
	r.seal(&o)
	n.Kind = tree.Set
	if o.late {
		r.doc.mark(n, orderedMap)
	}
}

// pair makes a mapping with one member of an item of a list of pairs.
func (r *reader) pair(item *tree.Node, tag collectionTag) *tree.Node {
	if item.Kind == tree.Object || item.Kind == tree.Set {
		if len(item.Fields) > 1 {
			r.failToken(codeTag, "Each pair must have its own sequence indicator", tag.token)
		}
		if len(item.Fields) == 0 {
			item.Fields = []tree.Field{{Value: r.missing(item.Start), KeyStart: item.Start, KeyEnd: item.Start}}
		}
		item.Kind = tree.Object
		return item
	}
	o := r.newObject()
	o.node.Start, o.node.End = item.Start, item.End
	m := r.memberOf(item, false)
	r.add(&o, m, r.missing(item.End), true)
	r.seal(&o)
	return o.node
}

// tagName returns the full name of a tag; empty if there is none.
func (r *reader) tagName(t token) string {
	s := r.clean(r.text(t))
	switch {
	case s == "!":
		return s
	case strings.HasPrefix(s, "!<"):
		return r.verbatimTag(t, s)
	}
	i := strings.LastIndexByte(s, '!') + 1
	handle, suffix := s[:i], s[i:]
	if suffix == "" {
		r.failToken(codeTag, "The "+s+" tag has no suffix", t)
	}
	prefix := prefixOf(r.doc.handles, handle)
	switch {
	case prefix != "":
		decoded, ok := decodeURI(suffix)
		if !ok {
			r.failToken(codeTag, "URIError: URI malformed", t)
			return ""
		}
		return prefix + decoded
	case handle == "!":
		return s
	}
	r.failToken(codeTag, "Could not resolve tag: "+s, t)
	return ""
}

// verbatimTag returns the name in !<…>.
func (r *reader) verbatimTag(t token, s string) string {
	name := s[2:max(2, len(s)-1)]
	if name == "!" || name == "!!" {
		r.failToken(codeTag, "Verbatim tags aren't resolved, so "+s+" is invalid.", t)
		return ""
	}
	if s[len(s)-1] != '>' {
		r.failToken(codeTag, "Verbatim tags must end with a >", t)
	}
	return name
}

// decodeURI decodes percent signs; they must stand for valid UTF-8.
func decodeURI(s string) (string, bool) {
	if strings.IndexByte(s, '%') < 0 {
		return s, true
	}
	b := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c == '%' {
			if i+2 >= len(s) {
				return "", false
			}
			n, err := strconv.ParseUint(s[i+1:i+3], 16, 8)
			if err != nil {
				return "", false
			}
			c = byte(n)
			i += 2
		}
		b = append(b, c)
	}
	return string(b), utf8.Valid(b)
}
