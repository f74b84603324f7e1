package helmfile

import (
	"slices"
	"sort"
	"strings"
	"sync"
	"text/template/parse"
)

// parsed is a template's text, parsed and watched once and then executed in every environment.
type parsed struct {
	text    string
	trees   map[string]*parse.Tree
	root    *parse.Tree
	offsets map[*byte]int // of each stretch of text, by its first byte: what is written is known by it
	lines   []int         // offset of each line
	uses    uses
	err     error
}

// uses is what a template refers to, found without executing it.
type uses struct {
	mutates   bool       // calls a function that changes a map it is given
	values    [][]string // paths below .Values and .StateValues
	release   bool       // mentions .Release
	functions []string
	mentions  []mention
}

// mention is a [Reference] before it is known where the template stands.
type mention struct {
	kind   RefKind
	path   string
	offset int
}

// mutators are the functions of templates that change a map they are given.
func mutators() []string {
	return []string{
		"set", "unset", "merge", "mustMerge", "mergeOverwrite", "mustMergeOverwrite", "setValueAtPath",
	}
}

const rootName = "helmfile"

// templates parses each text once.
type templates struct {
	mu    sync.Mutex
	known map[string]*parsed
	funcs map[string]any
}

func (t *templates) get(text string) *parsed {
	t.mu.Lock()
	defer t.mu.Unlock()
	if p, ok := t.known[text]; ok {
		return p
	}
	if t.known == nil {
		t.known = map[string]*parsed{}
	}
	p := parseTemplate(text, t.funcs)
	t.known[text] = p
	return p
}

func parseTemplate(text string, funcs map[string]any) *parsed {
	p := &parsed{text: text, offsets: map[*byte]int{}, lines: lineStarts(text)}
	p.trees, p.err = parse.Parse(rootName, text, "", "", funcs)
	if p.err != nil {
		return p
	}
	p.root = p.trees[rootName]
	for name, tree := range p.trees {
		w := watcher{p: p}
		w.list(tree.Root)
		if name != rootName {
			tree.Root.Nodes = slices.Concat([]parse.Node{call("enterTemplate")}, tree.Root.Nodes, []parse.Node{call("leaveTemplate")})
		}
	}
	return p
}

func lineStarts(text string) []int {
	starts := []int{0}
	for i := 0; i < len(text); i++ {
		if text[i] == '\n' {
			starts = append(starts, i+1)
		}
	}
	return starts
}

// place returns the line and column of an offset.
func (p *parsed) place(offset int) (line, column int) {
	line = sort.SearchInts(p.lines, offset+1)
	return line, len([]rune(p.text[p.lines[line-1]:offset])) + 1
}

// watcher adds to a template the calls that bound it (a step for each turn of a loop) and that notice when it
// decides by something unknown.
type watcher struct{ p *parsed }

func (w watcher) list(l *parse.ListNode) {
	if l == nil {
		return
	}
	for _, n := range l.Nodes {
		w.node(n)
	}
}

func (w watcher) node(n parse.Node) {
	switch n := n.(type) {
	case *parse.TextNode:
		if len(n.Text) > 0 {
			w.p.offsets[&n.Text[0]] = int(n.Pos)
		}
	case *parse.ActionNode:
		w.pipe(n.Pipe)
		if len(n.Pipe.Decl) == 0 {
			n.Pipe.Cmds = append(n.Pipe.Cmds, command("emit"))
		}
	case *parse.IfNode:
		w.branch(&n.BranchNode, "decide")
	case *parse.WithNode:
		w.branch(&n.BranchNode, "decide")
	case *parse.RangeNode:
		w.branch(&n.BranchNode, "each")
		n.List.Nodes = append([]parse.Node{call("step")}, n.List.Nodes...)
	case *parse.TemplateNode:
		w.pipe(n.Pipe)
	}
}

func (w watcher) branch(b *parse.BranchNode, judge string) {
	w.pipe(b.Pipe)
	b.Pipe.Cmds = append(b.Pipe.Cmds, command(judge))
	w.list(b.List)
	w.list(b.ElseList)
}

// comparing are built-in functions whose result says something about an argument without containing it.
func comparing(name string) bool {
	switch name {
	case "eq", "ne", "lt", "le", "gt", "ge", "len", "not", "index", "slice":
		return true
	}
	return false
}

func (w watcher) pipe(p *parse.PipeNode) {
	if p == nil {
		return
	}
	var cmds []*parse.CommandNode
	for i, c := range p.Cmds {
		name, _ := c.Args[0].(*parse.IdentifierNode)
		compares := name != nil && comparing(name.Ident)
		if compares && i > 0 {
			cmds = append(cmds, command("seen"))
		}
		if name != nil {
			w.function(name.Ident)
			w.mention(name.Ident, c)
		}
		w.args(c, compares)
		cmds = append(cmds, c)
	}
	p.Cmds = cmds
}

func (w watcher) function(name string) {
	w.p.uses.functions = append(w.p.uses.functions, name)
	if slices.Contains(mutators(), name) {
		w.p.uses.mutates = true
	}
}

func (w watcher) args(c *parse.CommandNode, compares bool) {
	for i, a := range c.Args {
		switch a := a.(type) {
		case *parse.PipeNode:
			w.pipe(a)
		case *parse.FieldNode:
			w.path(a.Ident, start(a.Pos, a.Ident, 1))
		case *parse.VariableNode:
			if a.Ident[0] == "$" {
				w.path(a.Ident[1:], start(a.Pos, a.Ident, 0))
			}
		case *parse.ChainNode:
			if pipe, ok := a.Node.(*parse.PipeNode); ok {
				w.pipe(pipe)
			}
		}
		if i > 0 && compares && !isLiteral(a) {
			c.Args[i] = seen(a)
		}
	}
}

// start returns where a path begins: text/template gives the place of its second name.
func start(pos parse.Pos, ident []string, dot int) int {
	if len(ident) == 1 {
		return int(pos)
	}
	return max(int(pos)-len(ident[0])-dot, 0)
}

func (w watcher) path(ident []string, offset int) {
	switch {
	case len(ident) > 0 && ident[0] == "Release":
		w.p.uses.release = true
	case len(ident) > 1 && (ident[0] == "Values" || ident[0] == "StateValues"):
		w.p.uses.values = append(w.p.uses.values, ident[1:])
		w.note(RefValues, strings.Join(ident[1:], "."), offset)
	}
}

func (w watcher) note(kind RefKind, path string, offset int) {
	w.p.uses.mentions = append(w.p.uses.mentions, mention{kind, path, offset})
}

// mention notes what a call names in a literal: a variable, or an environment that the current one is compared with.
func (w watcher) mention(function string, c *parse.CommandNode) {
	kinds := map[string]RefKind{"env": RefEnv, "requiredEnv": RefRequiredEnv, "eq": RefEnvironment, "ne": RefEnvironment}
	kind, ok := kinds[function]
	if !ok || kind == RefEnvironment && !slices.ContainsFunc(c.Args, isEnvironmentName) {
		return
	}
	for _, a := range c.Args[1:] {
		if s, ok := a.(*parse.StringNode); ok {
			w.note(kind, s.Text, int(s.Pos))
		}
	}
}

func isEnvironmentName(n parse.Node) bool {
	switch n := n.(type) {
	case *parse.FieldNode:
		return slices.Equal(n.Ident, []string{"Environment", "Name"})
	case *parse.VariableNode:
		return slices.Equal(n.Ident, []string{"$", "Environment", "Name"})
	}
	return false
}

func isLiteral(n parse.Node) bool {
	switch n.Type() {
	case parse.NodeString, parse.NodeNumber, parse.NodeBool, parse.NodeNil, parse.NodeDot:
		return n.Type() != parse.NodeDot
	}
	return false
}

func command(name string) *parse.CommandNode {
	return &parse.CommandNode{NodeType: parse.NodeCommand, Args: []parse.Node{identifier(name)}}
}

func identifier(name string) *parse.IdentifierNode {
	return parse.NewIdentifier(name).SetTree(&parse.Tree{Name: rootName, ParseName: rootName})
}

// seen returns (seen n).
func seen(n parse.Node) parse.Node {
	c := command("seen")
	c.Args = append(c.Args, n)
	return &parse.PipeNode{NodeType: parse.NodePipe, Pos: n.Position(), Cmds: []*parse.CommandNode{c}}
}

// call returns {{ name }}.
func call(name string) parse.Node {
	p := &parse.PipeNode{NodeType: parse.NodePipe, Cmds: []*parse.CommandNode{command(name)}}
	return &parse.ActionNode{NodeType: parse.NodeAction, Pipe: p}
}

// hasTemplate tells whether a text has an action at all.
func hasTemplate(text string) bool { return strings.Contains(text, "{{") }
