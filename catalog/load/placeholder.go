package load

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/goldenpath-go/goldenpath/catalog/load/internal/scm"
	"github.com/goldenpath-go/goldenpath/internal/tree"
)

// placeholder is an object {$NAME: VALUE} that Backstage replaces before it looks at anything else.
type placeholder struct {
	Placeholder
	node    *tree.Node
	target  *tree.Node // what names the file
	depth   int        // how soon Backstage hears of its failure: the lower, the sooner
	content *tree.Node // nil when it is not known
	omitted bool       // it was put in often enough elsewhere
	problem *Problem
	words   string // what Backstage says of the problem
}

// preprocess replaces the placeholders and makes the entity of the result. Content that cannot be known – without
// Options.ReadFile, or outside of the file system – is taken to be of the right type for the rules, and is left as it
// is written in the entity.
func (in *ingestion) preprocess(recursive bool) {
	if recursive {
		in.recursion()
	}
	file := in.root
	in.root = emitted(file)
	if !hasDollar(in.root) {
		in.decode(file)
		in.root = merged(in.root)
		return
	}
	found := in.findPlaceholders(nil, in.root, nil, 0)
	in.resolveAll(found)
	if in.named {
		in.doc.Placeholders = make([]Placeholder, 0, len(found))
		for _, p := range found {
			in.doc.Placeholders = append(in.doc.Placeholders, p.Placeholder)
		}
	}
	known, all := make(map[*tree.Node]*tree.Node), make(map[*tree.Node]*tree.Node)
	for _, p := range found {
		if p.content == nil {
			all[p.node] = in.assumedContent(p)
			continue
		}
		all[p.node], known[p.node] = p.content, p.content
	}
	if in.named {
		in.decode(replaced(file, known))
	} else {
		in.decode(file) // Backstage has refused it before it read any file
	}
	in.root = merged(replaced(in.root, all))
}

// recursion reports an anchor that contains its own alias. It is read, and then overflows Backstage's stack.
func (in *ingestion) recursion() {
	in.add(Problem{
		Rule: ruleYAMLAliasLimit, Stage: StagePreprocess, Range: in.doc.Range,
		Message: "an anchor contains an alias of itself, so that the document has no end", Help: "remove the alias",
	}, preprocessWords(endless))
}

func preprocessWords(cause string) string {
	return "InputError: Processor PlaceholderProcessor threw an error while preprocessing; caused by " + cause
}

// findPlaceholders adds the placeholders within n to found. Objects with several members of which one begins with a
// dollar sign are left alone, and all within them.
func (in *ingestion) findPlaceholders(found []*placeholder, n *tree.Node, at *place, depth int) []*placeholder {
	switch n.Kind {
	case tree.Array:
		for i, item := range n.Items {
			found = in.findPlaceholders(found, item, &place{up: at, node: item, index: i, rank: i}, depth+2)
		}
	case tree.Object:
		if !slices.ContainsFunc(n.Fields, func(m tree.Field) bool { return strings.HasPrefix(m.Name, "$") }) {
			for i := range n.Fields {
				m := &n.Fields[i]
				found = in.findPlaceholders(found, m.Value, &place{up: at, field: m}, depth+3)
			}
			return found
		}
		if len(n.Fields) == 1 && in.options.resolves(n.Fields[0].Name) && at.pointer() != annotationsPointer {
			m := &n.Fields[0]
			found = append(found, &placeholder{node: n, target: m.Value, depth: depth, Placeholder: Placeholder{
				Key: m.Name, Value: plain(m.Value), Pointer: at.pointer(), Range: in.valueRange(n),
			}})
		}
	}
	return found
}

// hasDollar reports whether any member within n has a name that begins with a dollar sign, as placeholders do.
func hasDollar(n *tree.Node) bool {
	for i := range n.Fields {
		if strings.HasPrefix(n.Fields[i].Name, "$") || hasDollar(n.Fields[i].Value) {
			return true
		}
	}
	return slices.ContainsFunc(n.Items, hasDollar)
}

// annotationsPointer is where Backstage adds members of its own before it looks for placeholders.
const annotationsPointer = "/metadata/annotations"

// resolves reports whether a placeholder of this name is known.
func (o *Options) resolves(key string) bool {
	switch key {
	case "$text", "$json", "$yaml":
		return true
	case "$openapi", "$asyncapi":
		return o.OpenAPI
	}
	return false
}

// resolveAll resolves the placeholders, and adds what is wrong with them. Backstage resolves all of them at once, and the
// failure of one that is less deep arrives first. When no more problems are reported, the rest is left as it is written:
// the document is refused in any case.
func (in *ingestion) resolveAll(found []*placeholder) {
	byArrival := slices.Clone(found)
	slices.SortStableFunc(byArrival, func(a, b *placeholder) int { return cmp.Compare(a.depth, b.depth) })
	for _, p := range byArrival {
		if in.full() {
			return
		}
		in.resolve(p)
		if p.problem != nil {
			in.add(*p.problem, p.words)
		}
	}
}

// resolve finds out which file a placeholder means, and reads it if it can be read.
func (in *ingestion) resolve(p *placeholder) {
	target, ok := p.target.Str()
	if !ok {
		p.fail(in, "is "+describe(p.target)+", but must be the path or URL of a file", "write it as "+p.Key+": ./FILE",
			"Error: Placeholder "+p.Key+" expected a string value parameter, in the form of an absolute URL or a relative path")
		return
	}
	if !in.resolveAddress(p, target) {
		return
	}
	if p.Path = in.local(target, p.URL); p.Path != "" && in.readFile != nil {
		in.readContent(p)
	}
}

// resolveAddress finds out where a placeholder's target is, and whether it may be there. Where the file itself is served
// is not always known; who knows of an address at one of the large public hosts says so.
func (in *ingestion) resolveAddress(p *placeholder, target string) bool {
	cause, message := "", ""
	address, ok := "", true
	if in.address != "" {
		address, ok = in.resolver.Resolve(target)
	}
	switch {
	case !ok:
		cause, message = "TypeError: Invalid URL", "is no URL"
	case in.address == "" && scm.IsPublicFile(target), in.address != "" && !in.resolver.SameRepository(address):
		cause = "Error: Placeholder may only reference files from the same repository as the entity"
		message = "is in another repository, which Backstage does not allow"
	default:
		p.URL = address
		return true
	}
	p.fail(in, fmt.Sprintf("%s %s", quote(target), message), "copy the file into this repository, or put its text here",
		fmt.Sprintf("Error: Placeholder %s could not form a URL out of %s and %s, %s", p.Key, cmp.Or(in.address, in.text.Name), target, cause))
	return false
}

// fail notes what is wrong with the placeholder. cause is what Backstage says of it.
func (p *placeholder) fail(in *ingestion, message, help, cause string) {
	p.words = preprocessWords(cause)
	p.problem = &Problem{
		Rule: rulePlaceholder, Stage: StagePreprocess, Pointer: p.Pointer + "/" + tree.Escape(p.Key),
		Range: in.valueRange(p.target), Message: p.Key + " " + message, Help: help,
	}
}

// assumedContent returns a value of the type that a placeholder gives. If that is a text, no rule of form judges it; if
// the placeholder is at fault itself, or its content was omitted, no rule at all.
func (in *ingestion) assumedContent(p *placeholder) *tree.Node {
	n := &tree.Node{Kind: tree.Object, Start: p.node.Start, End: p.node.End}
	switch {
	case p.problem != nil, p.omitted:
		n.Kind = tree.Null
		in.checker.ignore.add(n)
	case p.Key != "$json" && p.Key != "$yaml":
		n.Kind, n.Text = tree.String, p.Key
		in.assumed.add(n)
	}
	return n
}

// replaced returns n with the nodes replaced as the map says.
func replaced(n *tree.Node, by map[*tree.Node]*tree.Node) *tree.Node {
	if len(by) == 0 {
		return n
	}
	if other, ok := by[n]; ok {
		return other
	}
	changed := *n
	same := true
	changed.Items = slices.Clone(n.Items)
	for i, item := range n.Items {
		changed.Items[i] = replaced(item, by)
		same = same && changed.Items[i] == item
	}
	changed.Fields = slices.Clone(n.Fields)
	for i := range n.Fields {
		changed.Fields[i].Value = replaced(n.Fields[i].Value, by)
		same = same && changed.Fields[i].Value == n.Fields[i].Value
	}
	if same {
		return n
	}
	return &changed
}
