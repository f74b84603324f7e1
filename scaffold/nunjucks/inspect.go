package nunjucks

import (
	"slices"
	"strings"

	"github.com/goldenpath-go/goldenpath/scaffold/nunjucks/internal/js"
	"github.com/goldenpath-go/goldenpath/scaffold/nunjucks/internal/syntax"
)

// Inspection is what a template mentions, found without rendering it. Offsets count bytes of the source from 0,
// where that is valid UTF-8.
type Inspection struct {
	Sole      bool      // the whole text is one ${{ expression }}: its value keeps its type
	Tag       bool      // the whole text is one block tag, such as an {% if %} with what is in it
	Outputs   []int     // where each ${{ begins
	Reads     []Read    // of variables that the template does not make itself
	Filters   []Mention // by name
	Functions []Mention // called by their name alone
	Methods   []Mention // called as a member of something
	Dashed    []Read    // subtractions that look like one name: steps.my-step.output is steps.my minus step.output
	Truth     Truth     // of a Sole expression, whatever its variables are
}

// Read is a variable and the members of it that are read: steps.build.output.
type Read struct {
	Keys []Mention // the variable first; never empty
	Open bool      // which member is read next is only known when rendering
	// Optional says that the template says what to do without a value: a or b, a | default(b), a is defined.
	Optional bool
	// Conditional says that the template asks whether there is a value, or comes to the read only where a condition holds: if a,
	// a if b, a and b, for x in a.
	Conditional bool
}

// Mention is a name in a template.
type Mention struct {
	Name              string
	Offset, EndOffset int  // of the name, without the quotes of a subscript
	Subscript         bool // it is written ['name']
	Undeclared        bool // of a filter: there is none of this name
}

// Truth tells whether a condition holds before anything is known.
type Truth int

// The truths: Unknown is the zero value.
const (
	Unknown Truth = iota
	Always
	Never
)

// Inspect reads a template and says what it mentions. Errors are those of Parse, but that filters which do not exist are
// none: they are marked, since the template may be meant for where they do.
func (e *Env) Inspect(name, src string) (*Inspection, error) {
	src = js.Text(src)
	t := &Template{env: e, name: name, src: src}
	if limit := e.opts.Limits.Source; len(src) > limit {
		return nil, &Error{Template: name, Line: 1, Column: 1, Syntax: true, Err: &LimitError{What: "bytes of template", Max: limit}}
	}
	tree, err := syntax.Parse(src, e.syntax)
	if err != nil {
		return nil, t.syntaxError(err)
	}
	in := &inspector{env: e, src: src, out: &Inspection{}, own: map[string]bool{}}
	in.statements(tree)
	in.dropOwn()
	if !slices.ContainsFunc(in.out.Filters, func(m Mention) bool { return m.Undeclared }) {
		if err := t.compile(tree); err != nil {
			return nil, t.syntaxError(err)
		}
	}
	s := shapeOf(tree)
	in.out.Sole, in.out.Tag = s.kind == shapeOutput, s.kind == shapeTag
	if in.out.Sole {
		output, _ := tree[0].(*syntax.Output)
		in.out.Truth = truthOf(output.Value)
	}
	return in.out, nil
}

// inspector collects what a tree mentions.
type inspector struct {
	env *Env
	src string
	out *Inspection
	own map[string]bool // variables that the template makes itself

	optional    bool // what is read now may be missing
	conditional bool // what is read now is a condition, or under one
}

// dropOwn drops the variables of the template itself: where they are set does not matter.
func (in *inspector) dropOwn() {
	isOwn := func(r Read) bool { return in.own[r.Keys[0].Name] }
	in.out.Reads = slices.DeleteFunc(in.out.Reads, isOwn)
	in.out.Dashed = slices.DeleteFunc(in.out.Dashed, isOwn)
	in.out.Functions = slices.DeleteFunc(in.out.Functions, func(m Mention) bool { return in.own[m.Name] })
	// Of a name with several dashes the longest form comes first.
	in.out.Dashed = slices.CompactFunc(in.out.Dashed, func(a, b Read) bool { return a.Keys[0].Offset == b.Keys[0].Offset })
}

func (in *inspector) statements(list []syntax.Stmt) {
	for _, s := range list {
		in.statement(s)
	}
}

func (in *inspector) statement(s syntax.Stmt) {
	switch s := s.(type) {
	case *syntax.Output:
		in.out.Outputs = append(in.out.Outputs, s.Pos())
		in.expr(s.Value)
	case *syntax.If:
		in.under(func() {
			in.branches(s.Branches)
			in.statements(s.Else)
		})
	case *syntax.For:
		in.makes("loop")
		in.declare(s.Names)
		in.under(func() { in.expr(s.List) })
		in.statements(s.Body)
		in.statements(s.Else)
	case *syntax.Set:
		in.declare(s.Targets)
		in.expr(s.Value)
		in.statements(s.Body)
	case *syntax.Macro:
		in.declare([]syntax.Expr{s.Name})
		in.makes("caller")
		in.params(s.Params)
		in.statements(s.Body)
	case *syntax.Switch:
		in.under(func() {
			in.expr(s.Value)
			in.branches(s.Cases)
			in.statements(s.Default)
		})
	case *syntax.Block:
		in.statements(s.Body)
	}
}

func (in *inspector) branches(list []syntax.Branch) {
	for _, b := range list {
		in.expr(b.Cond)
		in.statements(b.Body)
	}
}

func (in *inspector) makes(name string) { in.own[name] = true }

func (in *inspector) declare(names []syntax.Expr) {
	for _, n := range names {
		if symbol, ok := n.(*syntax.Symbol); ok {
			in.makes(symbol.Name)
		}
	}
}

// params takes the parameters of a macro: names, and keyword arguments with their defaults.
func (in *inspector) params(list []syntax.Expr) {
	in.declare(list)
	for _, p := range list {
		dict, ok := p.(*syntax.Dict)
		if !ok {
			continue
		}
		for _, pair := range dict.Pairs {
			in.declare([]syntax.Expr{pair.Key})
			in.expr(pair.Value)
		}
	}
}

func (in *inspector) exprs(list ...syntax.Expr) {
	for _, e := range list {
		in.expr(e)
	}
}

func (in *inspector) expr(e syntax.Expr) {
	switch e := e.(type) {
	case *syntax.Symbol, *syntax.Member:
		in.read(e)
	case *syntax.Call:
		in.call(e)
	case *syntax.Filter:
		m := mention(e.Name, e.Pos())
		m.Undeclared = !in.env.hasFilter(e.Name)
		in.out.Filters = append(in.out.Filters, m)
		in.either(e.Args[0], e.Name == "default" || e.Name == "d")
		in.exprs(e.Args[1:]...)
	case *syntax.Binary:
		if r, ok := in.dashed(e); ok {
			in.out.Dashed = append(in.out.Dashed, r)
		}
		in.binary(e)
	case *syntax.InlineIf:
		in.under(func() { in.exprs(operands(e)...) })
	case *syntax.Is:
		in.either(e.Left, true)
		if call, ok := e.Right.(*syntax.Call); ok {
			in.exprs(call.Args...)
		}
	case *syntax.Caller:
		in.params(e.Params)
		in.statements(e.Body)
	case *syntax.Capture:
		in.statements(e.Body)
	default:
		in.exprs(operands(e)...)
	}
}

func (in *inspector) binary(e *syntax.Binary) {
	if e.Op == "&&" {
		in.under(func() { in.exprs(e.Left, e.Right) })
		return
	}
	in.either(e.Left, e.Op == "||")
	in.expr(e.Right)
}

// under takes a condition and what stands under it.
func (in *inspector) under(take func()) {
	before := in.conditional
	in.conditional = true
	take()
	in.conditional = before
}

// either takes an expression whose value may be missing, if that is said.
func (in *inspector) either(e syntax.Expr, optional bool) {
	before := in.optional
	in.optional = before || optional
	in.expr(e)
	in.optional = before
}

// operands returns what an expression of no special meaning consists of.
func operands(e syntax.Expr) []syntax.Expr {
	switch e := e.(type) {
	case *syntax.Group:
		return e.Items
	case *syntax.List:
		return e.Items
	case *syntax.Dict:
		var values []syntax.Expr
		for _, pair := range e.Pairs {
			values = append(values, pair.Value)
		}
		return values
	case *syntax.Slice:
		return []syntax.Expr{e.Start, e.Stop, e.Step}
	case *syntax.Unary:
		return []syntax.Expr{e.Target}
	case *syntax.InlineIf:
		return []syntax.Expr{e.Cond, e.Body, e.Else}
	}
	return nil
}

func mention(name string, offset int) Mention {
	return Mention{Name: name, Offset: offset, EndOffset: offset + len(name)}
}

// call takes a function, or a method with what it is called on.
func (in *inspector) call(c *syntax.Call) {
	switch f := c.Func.(type) {
	case *syntax.Symbol:
		in.out.Functions = append(in.out.Functions, mention(f.Name, f.Pos()))
	case *syntax.Member:
		if name, ok := in.memberName(f); ok {
			in.out.Methods = append(in.out.Methods, name)
		}
		in.read(f.Target)
	default:
		in.expr(f)
	}
	in.exprs(c.Args...)
}

// read takes a variable with its members, and what stands in subscripts.
func (in *inspector) read(e syntax.Expr) {
	if r, ok := in.path(e); ok {
		r.Optional, r.Conditional = in.optional, in.conditional
		in.out.Reads = append(in.out.Reads, r)
	}
	for {
		m, ok := e.(*syntax.Member)
		if !ok {
			break
		}
		in.expr(m.Key)
		e = m.Target
	}
	if _, ok := e.(*syntax.Symbol); !ok {
		in.expr(e)
	}
}

// path returns what a chain of members reads, if it begins with a variable.
func (in *inspector) path(e syntax.Expr) (Read, bool) {
	switch e := e.(type) {
	case *syntax.Symbol:
		return Read{Keys: []Mention{mention(e.Name, e.Pos())}}, true
	case *syntax.Member:
		r, ok := in.path(e.Target)
		if ok && !r.Open {
			r = in.member(r, e)
		}
		return r, ok
	}
	return Read{}, false
}

func (in *inspector) member(r Read, m *syntax.Member) Read {
	name, ok := in.memberName(m)
	if !ok {
		r.Open = true
		return r
	}
	r.Keys = append(r.Keys, name)
	return r
}

// memberName returns the name of a member that stands behind a dot, or as a text in brackets.
func (in *inspector) memberName(m *syntax.Member) (Mention, bool) {
	if in.src[m.Pos()] == '.' {
		rest := in.src[m.Pos()+1:]
		word := strings.TrimLeft(rest, " \t\r\n\u00A0")
		if end := strings.IndexAny(word, " \t\r\n\u00A0()[]{}%*-+~/#,:|.<>=!"); end >= 0 {
			word = word[:end]
		}
		return mention(word, m.Pos()+1+strings.Index(rest, word)), true
	}
	key, ok := m.Key.(*syntax.Literal)
	if !ok {
		return Mention{}, false
	}
	text, ok := key.Value.(string)
	name := mention(text, key.Pos()+1) // after the quote
	name.Subscript = true
	return name, ok
}

// dashed returns the path that a subtraction without spaces was probably meant to be. Its left side may have dashes itself.
func (in *inspector) dashed(b *syntax.Binary) (Read, bool) {
	if b.Op != "-" {
		return Read{}, false
	}
	right, ok := in.path(operandStart(b.Right))
	if !ok {
		return Read{}, false
	}
	var left Read
	if inner, isBinary := b.Left.(*syntax.Binary); isBinary {
		left, ok = in.dashed(inner)
	} else {
		left, ok = in.path(b.Left)
	}
	if !ok || left.Open || len(left.Keys) < 2 {
		return Read{}, false
	}
	last := &left.Keys[len(left.Keys)-1]
	if start := right.Keys[0].Offset; last.Subscript || last.EndOffset+1 != start || in.src[start-1] != '-' {
		return Read{}, false
	}
	last.Name += "-" + right.Keys[0].Name
	last.EndOffset = right.Keys[0].EndOffset
	left.Keys = append(left.Keys, right.Keys[1:]...)
	left.Open = right.Open
	return left, true
}

// operandStart returns what an operand begins with: that to which filters and calls apply.
func operandStart(e syntax.Expr) syntax.Expr {
	for {
		switch at := e.(type) {
		case *syntax.Filter:
			e = at.Args[0]
		case *syntax.Call:
			e = at.Func
		default:
			return e
		}
	}
}

// truthOf tells whether an expression holds without knowing its variables.
func truthOf(e syntax.Expr) Truth {
	switch e := e.(type) {
	case *syntax.Literal:
		return truthIf(js.Truthy(e.Value))
	case *syntax.Group:
		if len(e.Items) > 0 {
			return truthOf(e.Items[len(e.Items)-1])
		}
	case *syntax.Dict:
		return Always
	case *syntax.List:
		return truthIf(len(e.Items) > 0)
	case *syntax.Unary:
		if e.Op == "!" {
			return negated(truthOf(e.Target))
		}
	case *syntax.Binary:
		return truthOfPair(e.Op, truthOf(e.Left), truthOf(e.Right))
	}
	return Unknown
}

func truthOfPair(op string, left, right Truth) Truth {
	switch {
	case op == "||" && (left == Always || right == Always):
		return Always
	case op == "&&" && (left == Never || right == Never):
		return Never
	case (op == "||" || op == "&&") && left == right:
		return left
	}
	return Unknown
}

func truthIf(holds bool) Truth {
	if holds {
		return Always
	}
	return Never
}

func negated(t Truth) Truth {
	switch t {
	case Always:
		return Never
	case Never:
		return Always
	}
	return Unknown
}
