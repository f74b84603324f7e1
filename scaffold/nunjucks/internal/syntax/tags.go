package syntax

import (
	"slices"
	"strings"

	"github.com/goldenpath-go/goldenpath/scaffold/nunjucks/internal/js"
)

// tag reads a block tag, whose start was taken. It returns nil at a tag that ends the block around it.
func (p *parser) tag() (Stmt, error) {
	t, err := p.need()
	if err != nil {
		return nil, err
	}
	if t.kind != kSymbol {
		return nil, fail(t.offset, "tag name expected")
	}
	if p.breaks(p.text(t)) {
		return nil, nil
	}
	if p.opts.Strict && slices.Contains([]string{"ifAsync", "asyncEach", "asyncAll"}, p.text(t)) {
		return nil, fail(t.offset, "unknown block tag: "+p.text(t))
	}
	p.hasPeeked = false
	switch p.text(t) {
	case "raw", "verbatim":
		return p.raw(t)
	case "if", "ifAsync":
		return p.ifTag(t)
	case "for", "asyncEach", "asyncAll":
		return p.forTag(t)
	case "block":
		return p.block(t)
	case "extends", "include", "import", "from":
		return p.load(t)
	case "set":
		return p.set(t)
	case "macro":
		return p.macro(t)
	case "call":
		return p.callTag(t)
	case "filter":
		return p.filterTag(t)
	case "switch":
		return p.switchTag(t)
	}
	return nil, fail(t.offset, "unknown block tag: "+p.text(t))
}

func (p *parser) raw(t token) (Stmt, error) {
	if err := p.blockEnd(p.text(t)); err != nil {
		return nil, err
	}
	text, err := p.lexer.raw(p.text(t))
	if err != nil || !p.opts.Strict {
		return &Text{At(t.offset), text}, err
	}
	following, err := p.look()
	if err != nil {
		return nil, err
	}
	if p.trims(following) {
		text = strings.TrimRightFunc(text, js.IsSpace)
	}
	node := &Text{At(t.offset), text}
	if following.kind == kData {
		p.before = node
	}
	return node, nil
}

func (p *parser) ifTag(t token) (Stmt, error) {
	node := &If{At: At(t.offset)}
	for {
		b, err := p.branch(p.text(t), "elif", "elseif", "else", "endif")
		if err != nil {
			return nil, err
		}
		node.Branches = append(node.Branches, b)
		if t, err = p.peek(); err != nil {
			return nil, err
		}
		if p.text(t) != "elif" && p.text(t) != "elseif" {
			break
		}
		p.hasPeeked = false
	}
	switch p.text(t) {
	case "else":
		if err := p.namedBlockEnd(); err != nil {
			return nil, err
		}
		var err error
		if node.Else, err = p.until("endif"); err != nil {
			return nil, err
		}
	case "endif":
	default:
		return nil, fail(t.offset, "parseIf: expected elif, else, or endif, got end of file")
	}
	return node, p.namedBlockEnd()
}

// branch reads a condition, the end of its tag, and what stands up to one of the tags.
func (p *parser) branch(name string, tags ...string) (Branch, error) {
	cond, err := p.expression()
	if err != nil {
		return Branch{}, err
	}
	if err := p.blockEnd(name); err != nil {
		return Branch{}, err
	}
	body, err := p.until(tags...)
	return Branch{cond, body}, err
}

func (p *parser) forTag(t token) (Stmt, error) {
	node := &For{At: At(t.offset), Async: p.text(t) != "for"}
	ending := "endfor"
	switch p.text(t) {
	case "asyncEach":
		ending = "endeach"
	case "asyncAll":
		ending = "endall"
	}
	if err := p.forNames(node); err != nil {
		return nil, err
	}
	in, err := p.skipSymbol("in")
	if err != nil {
		return nil, err
	}
	if !in {
		return nil, fail(t.offset, `parseFor: expected "in" keyword for loop`)
	}
	b, err := p.branch(p.text(t), ending, "else")
	if err != nil {
		return nil, err
	}
	node.List, node.Body = b.Cond, b.Body
	if node.HasElse, err = p.skipSymbol("else"); err != nil {
		return nil, err
	}
	if node.HasElse {
		if err := p.blockEnd("else"); err != nil {
			return nil, err
		}
		if node.Else, err = p.until(ending); err != nil {
			return nil, err
		}
	}
	return node, p.namedBlockEnd()
}

func (p *parser) forNames(node *For) error {
	name, err := p.primary()
	if err != nil {
		return err
	}
	if _, ok := name.(*Symbol); !ok {
		return p.failHere("parseFor: variable name expected for loop")
	}
	node.Names = []Expr{name}
	if _, err := p.need(); err != nil {
		return err
	}
	for {
		comma, err := p.skip(kComma)
		if err != nil || !comma {
			return err
		}
		node.Several = true
		if name, err = p.primary(); err != nil {
			return err
		}
		node.Names = append(node.Names, name)
	}
}

func (p *parser) set(t token) (Stmt, error) {
	node := &Set{At: At(t.offset)}
	for {
		target, err := p.primary()
		if err != nil {
			return nil, err
		}
		node.Targets = append(node.Targets, target)
		comma, err := p.skip(kComma)
		if err != nil {
			return nil, err
		}
		if !comma {
			break
		}
	}
	assigned, err := p.skipText(kOperator, "=")
	if err != nil {
		return nil, err
	}
	if assigned {
		if node.Value, err = p.expression(); err != nil {
			return nil, err
		}
		return node, p.blockEnd(p.text(t))
	}
	ended, err := p.skip(kBlockEnd)
	if err != nil {
		return nil, err
	}
	if !ended {
		return nil, fail(t.offset, "parseSet: expected = or block end in set tag")
	}
	if node.Body, err = p.until("endset"); err != nil {
		return nil, err
	}
	return node, p.namedBlockEnd()
}

func (p *parser) filterTag(t token) (Stmt, error) {
	offset, name, err := p.filterName()
	if err != nil {
		return nil, err
	}
	args, err := p.filterArgs(&Symbol{At(offset), name})
	if err != nil {
		return nil, err
	}
	if err := p.blockEnd(p.text(t)); err != nil {
		return nil, err
	}
	body, err := p.until("endfilter")
	if err != nil {
		return nil, err
	}
	args[0] = &Capture{At(offset), body}
	node := &Output{At(offset), &Filter{At(offset), name, args}}
	return node, p.namedBlockEnd()
}
