package yamlsrc

import (
	"slices"
	"strings"

	"github.com/goldenpath-go/goldenpath/internal/tree"
)

// keyPrinter prints collections that are keys. JavaScript's objects have no such keys; Backstage's library names the member
// by the key's text, printed in brackets, anew: "{{ x }}" without quotes is a mapping whose key is "{ x }".
type keyPrinter struct {
	*converter
	printed []string // anchors
}

// keyContext is where a node is printed.
type keyContext struct {
	indent   int  // spaces that lines are indented by
	allNull  bool // all values of the mapping are left out
	implicit bool // it is a key without "?"
	used     int  // columns that are used already in the first line; -1 if that is not known
}

const (
	keyIndent = 2  // of each level
	keyWidth  = 80 // that lines should have
)

// keyText returns the name of a member whose key is n.
func (c *converter) keyText(n *tree.Node) string {
	k := &keyPrinter{converter: c}
	value := c.source(n)
	switch {
	case value == nil || c.err != nil:
		return ""
	case c.isBinary(value):
		return toValid(string(c.binary[value]))
	case value.Kind < tree.Array:
		return keyName(value)
	case n.Aliased:
		return k.alias(n, false)
	}
	return k.collection(n, keyContext{used: -1})
}

// node prints a node with its anchor and tag.
func (k *keyPrinter) node(n *tree.Node, ctx *keyContext) string {
	if n.Aliased {
		return k.alias(n, ctx.implicit)
	}
	props := k.props(n)
	if props != "" {
		ctx.used = max(ctx.used, 0) + units(props) + 1
	}
	text, ok := k.mistagged(n)
	if !ok {
		text = k.scalarOrCollection(n, *ctx)
	}
	switch {
	case props == "":
		return text
	case ok && k.isCollection(n):
		return props + "\n" + spaces(ctx.indent) + text
	}
	return props + " " + text
}

// mistagged returns what is printed for a node that is not of the core type its tag says: what the library prints for
// values of that type, given another.
func (k *keyPrinter) mistagged(n *tree.Node) (string, bool) {
	switch kind, _ := strings.CutPrefix(k.tags[n], coreTag); kind {
	case "str":
		return "undefined", k.isCollection(n)
	case "null":
		return "null", n.Kind != tree.Null
	case "bool":
		if k.isCollection(n) || n.Text == "" {
			return "false", true
		}
		return "true", n.Kind != tree.Bool
	case "int", "float":
		if n.Kind == tree.String && isDecimal(n.Text) {
			return tree.QuoteJSON(n.Text), true
		}
		return ".nan", n.Kind != tree.Number
	}
	return "", false
}

// isCollection tells whether a node was written as one.
func (k *keyPrinter) isCollection(n *tree.Node) bool { return n.Kind >= tree.Array && !k.isBinary(n) }

func (k *keyPrinter) scalarOrCollection(n *tree.Node, ctx keyContext) string {
	if k.isCollection(n) {
		return k.collection(n, ctx)
	}
	return k.scalar(n, ctx)
}

func (k *keyPrinter) alias(n *tree.Node, implicit bool) string {
	name := k.aliasOf[n].name
	k.judgeAnchor(name, n)
	if !k.anchorSet[name] && !slices.Contains(k.printed, name) {
		k.fail(codeBadAlias, msgUnresolved+name, n)
	}
	if implicit {
		return "*" + name + " "
	}
	return "*" + name
}

// judgeAnchor fails if the name cannot be printed.
func (k *keyPrinter) judgeAnchor(name string, n *tree.Node) {
	for _, c := range name {
		if c <= 0x19 || isSpace(c) || c < 0x80 && isFlowIndicator(byte(c)) {
			k.fail(codeBadAlias, "Anchor must not contain whitespace or control characters: "+tree.QuoteJSON(name), n)
		}
	}
}

// props prints a node's anchor and tag.
func (k *keyPrinter) props(n *tree.Node) string {
	props := ""
	if a := k.anchorOf[n]; a != nil {
		k.judgeAnchor(a.name, n)
		k.printed = append(k.printed, a.name)
		props = "&" + a.name
	}
	tag := k.tagOf(n)
	if tag == "" {
		return props
	}
	if props != "" {
		props += " "
	}
	return props + k.tagText(tag)
}

func (k *keyPrinter) tagOf(n *tree.Node) string {
	tag := k.tags[n]
	switch {
	case tag != "!":
		return tag
	case n.Kind == tree.Array:
		return coreTag + "seq"
	case n.Kind == tree.Object:
		return coreTag + "map"
	}
	return tag
}

// tagText returns a tag in short, by the handles of the document.
func (k *keyPrinter) tagText(tag string) string {
	for _, h := range allHandles(k.handles) {
		if rest, ok := strings.CutPrefix(tag, h.prefix); ok {
			return h.name + escapeTag(rest)
		}
	}
	if tag[0] == '!' {
		return tag
	}
	return "!<" + tag + ">"
}

func escapeTag(s string) string {
	return strings.NewReplacer("!", "%21", ",", "%2C", "[", "%5B", "]", "%5D", "{", "%7B", "}", "%7D").Replace(s)
}

// collection prints a mapping or list in brackets: in a line if it fits and has no comments.
func (k *keyPrinter) collection(n *tree.Node, ctx keyContext) string {
	items := k.items(n)
	open, shut, indent := "{", "}", ctx.indent
	if n.Kind == tree.Array || n.Kind == tree.Set && k.tags[n] == tagOMap {
		open, shut, indent = "[", "]", ctx.indent+keyIndent
	} else {
		ctx.allNull = ctx.allNull || n.Kind == tree.Set || k.allNull(items)
	}
	if len(items) == 0 {
		return open + shut
	}
	l := keyLines{keyPrinter: k, outer: ctx.indent}
	inner := ctx
	inner.indent = indent + keyIndent
	for i := range items {
		l.item(&items[i], &inner, i == len(items)-1)
	}
	if !l.broken && l.width() <= keyWidth {
		return open + " " + strings.Join(l.lines, " ") + " " + shut
	}
	var b strings.Builder
	b.WriteString(open)
	for _, line := range l.lines {
		b.WriteByte('\n')
		if line != "" {
			b.WriteString(spaces(keyIndent + ctx.indent))
			b.WriteString(line)
		}
	}
	b.WriteString("\n" + spaces(ctx.indent) + shut)
	return b.String()
}

// keyItem is an item that is printed: a node, or a pair.
type keyItem struct {
	node       *tree.Node
	key, value *tree.Node // value is nil if the key has none
}

// items returns a collection's items.
func (k *keyPrinter) items(n *tree.Node) []keyItem {
	if n.Kind != tree.Array {
		return k.pairs(n)
	}
	items := make([]keyItem, len(n.Items))
	for i, item := range n.Items {
		items[i] = keyItem{node: item}
		if k.tags[n] == tagPairs {
			items[i] = k.pairs(item)[0]
		}
	}
	return items
}

func (k *keyPrinter) pairs(n *tree.Node) []keyItem {
	fields, keys := n.Fields, k.keys[n]
	items := make([]keyItem, len(fields))
	for i := range fields {
		f := &fields[i]
		items[i] = keyItem{value: f.Value}
		if keys != nil {
			items[i].key = keys[i]
		}
		if items[i].key == nil {
			items[i].key = k.reader.keyAgain(f, k.version)
		}
		if v := f.Value; v.Kind == tree.Null && v.Start == v.End && v.Start == f.KeyEnd && !v.Aliased {
			items[i].value = nil
		}
	}
	return items
}

func (k *keyPrinter) allNull(items []keyItem) bool {
	for i := range items {
		if items[i].value != nil {
			return false
		}
	}
	return true
}

// keyAgain returns the node of a key of which only the name was kept.
func (r *reader) keyAgain(f *tree.Field, version string) *tree.Node {
	n := &tree.Node{Kind: tree.String, Text: f.Name, Start: f.KeyStart, End: f.KeyEnd}
	if f.KeyStart == f.KeyEnd {
		n.Kind = tree.Null
		return n
	}
	switch r.src[f.KeyStart] {
	case '"', '\'':
		n.Quoted = true
	case '|', '>':
		n.Block = true
	default:
		n.Text = r.clean(unfold(r.src[f.KeyStart:f.KeyEnd]))
		if version == version11 {
			resolve11(n, n.Text)
		} else {
			resolveCore(n, n.Text)
		}
	}
	return n
}

// keyLines are the lines of a collection that is printed.
type keyLines struct {
	*keyPrinter
	outer  int // indentation of the collection
	lines  []string
	broken bool // they cannot be joined
	count  int  // of lines when the last item was complete
}

func (l *keyLines) width() int {
	n := 2
	for _, line := range l.lines {
		n += units(line) + 2
	}
	return n
}

// item prints an item with the comments around it.
func (l *keyLines) item(it *keyItem, ctx *keyContext, last bool) {
	first := it.node
	if first == nil {
		first = it.key
	}
	around := l.commentsOf(first)
	if around.blank {
		l.lines = append(l.lines, "")
	}
	if around.before != "" {
		l.lines = append(l.lines, strings.TrimLeftFunc(indentComment(commentLines(around.before), l.outer), isSpace))
	}
	behind := string(around.behind)
	if it.node == nil {
		behind = l.pairComment(it, around)
	}
	l.broken = l.broken || behind != ""
	text := ""
	if it.node != nil {
		text = l.node(it.node, ctx)
	} else {
		text = l.pair(it, *ctx)
	}
	l.broken = l.broken || len(l.lines) > l.count || hasBreak(text)
	if !last {
		text += ","
	}
	if behind != "" {
		text += lineComment(text, ctx.indent, commentLines(behind))
	}
	l.lines = append(l.lines, text)
	l.count = len(l.lines)
}

// pairComment returns the comment behind a pair.
func (l *keyLines) pairComment(it *keyItem, key comments) string {
	l.broken = l.broken || len(key.behind) > 0
	if it.value == nil {
		return string(key.behind)
	}
	value := l.commentsOf(it.value)
	l.broken = l.broken || value.before != ""
	return string(value.behind)
}

func (k *keyPrinter) commentsOf(n *tree.Node) comments {
	if c := k.comments[n]; c != nil {
		return *c
	}
	return comments{}
}

// pair prints a key and its value.
func (k *keyPrinter) pair(it *keyItem, ctx keyContext) string {
	explicit := it.key.Aliased || k.isCollection(it.key) || it.key.Block
	inner := ctx
	inner.allNull, inner.implicit, inner.indent = false, !explicit && !ctx.allNull, ctx.indent+keyIndent
	text := k.node(it.key, &inner)
	if ctx.allNull || it.value == nil {
		switch {
		case text == "":
			return "?"
		case explicit:
			return "? " + text
		}
		return text
	}
	comment := string(k.commentsOf(it.key).behind)
	if comment != "" && explicit {
		text += lineComment(text, inner.indent, commentLines(comment))
	}
	if explicit {
		text = "? " + text + "\n" + spaces(ctx.indent) + ":"
	} else {
		text += ":"
		if comment != "" {
			text += lineComment(text, inner.indent, commentLines(comment))
		}
	}
	inner.implicit = false
	if !explicit && comment == "" && !it.value.Aliased && !k.isCollection(it.value) {
		inner.used = units(text) + 1
	}
	value := k.node(it.value, &inner)
	return text + k.between(it, explicit, comment != "", value, inner.indent) + value
}

// between returns what stands between key and value: a space, or a line break and comments.
func (k *keyPrinter) between(it *keyItem, explicit, commented bool, value string, indent int) string {
	around := k.commentsOf(it.value)
	if commented || around.blank || around.before != "" {
		s := ""
		if around.blank {
			s = "\n"
		}
		if around.before != "" {
			s += "\n" + indentComment(commentLines(around.before), indent)
		}
		return s + "\n" + spaces(indent)
	}
	if !explicit && !it.value.Aliased && k.isCollection(it.value) {
		if nl := strings.IndexByte(value, '\n'); nl >= 0 && !propsLine(value, nl) {
			return "\n" + spaces(indent)
		}
		return " "
	}
	if value == "" || value[0] == '\n' {
		return ""
	}
	return " "
}

// propsLine tells whether the text's first line, up to nl, has nothing but an anchor and tag.
func propsLine(s string, nl int) bool {
	if s[0] != '&' && s[0] != '!' {
		return false
	}
	sp := strings.IndexByte(s, ' ')
	if s[0] == '&' && sp >= 0 && sp < nl && strings.HasPrefix(s[sp+1:], "!") {
		if n := strings.IndexByte(s[sp+1:], ' '); n >= 0 {
			sp += 1 + n
		} else {
			sp = -1
		}
	}
	return sp < 0 || nl < sp
}

func spaces(n int) string { return strings.Repeat(" ", n) }
