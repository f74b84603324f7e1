package syntax

import (
	"slices"
	"strings"

	"github.com/goldenpath-go/goldenpath/scaffold/nunjucks/internal/js"
)

// maxChain bounds how many operators, members, calls or filters follow each other in one expression.
const maxChain = 1000

// parser reads tokens into a tree, one token ahead.
type parser struct {
	lexer
	peeked    token
	hasPeeked bool
	breakOn   []string // the tags that end the block being read
	dropSpace bool     // white space before the next text is dropped
	before    *Text    // the raw text just before, which is one with white space after it; nil: there is none
	nesting   int
	retries   int
	nodes     *nodes
	open      []Stmt // of the blocks being read, one after the other
	pending   []Expr // of the lists being read
}

// Parse reads a template. Errors are of the type *Error.
func Parse(src string, opts *Options) ([]Stmt, error) {
	p := &parser{lexer: lexer{src: src, opts: opts}, nodes: &nodes{}}
	return p.statements()
}

func (p *parser) next() (token, error) {
	if p.hasPeeked {
		p.hasPeeked = false
		return p.peeked, nil
	}
	return p.lexer.next()
}

// peek returns the next token without taking it; at the end of the template, a token of the kind end.
func (p *parser) peek() (token, error) {
	t, err := p.look()
	return *t, err
}

// look is peek for those who are done with the token before another is read.
func (p *parser) look() (*token, error) {
	if p.hasPeeked {
		return &p.peeked, nil
	}
	return p.read()
}

func (p *parser) read() (*token, error) {
	t, err := p.lexer.next()
	p.peeked, p.hasPeeked = t, err == nil && t.kind != end
	return &p.peeked, err
}

// need is peek where the end of the template is an error.
func (p *parser) need() (token, error) {
	t, err := p.peek()
	if err == nil && t.kind == end {
		err = atEnd()
	}
	return t, err
}

// push takes back a token. There is room for one.
func (p *parser) push(t token) error {
	if p.hasPeeked {
		return failed("Error", "pushToken: can only push one token on between reads")
	}
	p.peeked, p.hasPeeked = t, t.kind != end
	return nil
}

// skip takes the next token if it is of the kind.
func (p *parser) skip(k kind) (bool, error) {
	t, err := p.look()
	if err != nil || t.kind != k || k == end {
		return false, err
	}
	p.hasPeeked = false
	return true, nil
}

// skipWord takes the next token if it is that keyword.
func (p *parser) skipWord(w keyword) (bool, error) {
	t, err := p.look()
	if err != nil || t.word != w {
		return false, err
	}
	p.hasPeeked = false
	return true, nil
}

// skipText takes the next token if it is that.
func (p *parser) skipText(k kind, text string) (bool, error) {
	t, err := p.look()
	if err != nil || !p.reads(t, k, text) {
		return false, err
	}
	p.hasPeeked = false
	return true, nil
}

func (p *parser) skipSymbol(name string) (bool, error) { return p.skipText(kSymbol, name) }

// expect takes the next token, which must be of the kind.
func (p *parser) expect(k kind) (token, error) {
	t, err := p.next()
	if err != nil {
		return t, err
	}
	if t.kind == end {
		return t, atEnd()
	}
	if t.kind != k {
		return t, fail(t.offset, "expected "+k.String()+", got "+t.kind.String())
	}
	return t, nil
}

// failHere is an error at the next token.
func (p *parser) failHere(message string) error {
	t, err := p.peek()
	if err != nil {
		return err
	}
	return fail(t.offset, message)
}

// enter bounds nesting; leave ends what it began.
func (p *parser) enter(offset int) error {
	if p.nesting++; p.nesting > p.opts.MaxNesting {
		return fail(offset, "nested too deeply")
	}
	return nil
}

func (p *parser) leave() { p.nesting-- }

// statements reads up to a tag that ends the block, or to the end of the template.
func (p *parser) statements() ([]Stmt, error) {
	if err := p.enter(p.pos); err != nil {
		return nil, err
	}
	defer p.leave()
	outer := len(p.open)
	for {
		t, err := p.next()
		if err != nil {
			return nil, err
		}
		if t.kind == end {
			return p.statementsFrom(outer), nil
		}
		s, done, err := p.statement(t)
		if err != nil {
			return nil, err
		}
		if done {
			return p.statementsFrom(outer), nil
		}
		if s != nil {
			p.open = append(p.open, s)
		}
	}
}

// statementsFrom returns the open statements from n on, which are complete now.
func (p *parser) statementsFrom(n int) []Stmt {
	list := p.nodes.stmts.Copy(p.open[n:])
	p.open = p.open[:n]
	return list
}

func (p *parser) statement(t token) (s Stmt, done bool, err error) {
	switch t.kind {
	case kData:
		s, err = p.data(t)
	case kBlockStart:
		p.dropSpace = false
		s, err = p.tag()
		return s, err == nil && s == nil, err
	case kVarStart:
		s, err = p.output(t)
	case kComment:
		p.dropSpace = p.dashed(&t, t.end-t.offset-len(p.opts.CommentEnd)-1)
	default:
		err = fail(t.offset, "Unexpected token at top-level: "+t.kind.String())
	}
	return s, false, err
}

// data applies the dashes of the tags around a text.
func (p *parser) data(t token) (Stmt, error) {
	following, err := p.look()
	if err != nil {
		return nil, err
	}
	text := p.text(t)
	if p.dropSpace {
		text = strings.TrimLeftFunc(text, js.IsSpace)
		p.dropSpace = false
	}
	if p.trims(following) {
		text = strings.TrimRightFunc(text, js.IsSpace)
		if p.before != nil && text == "" {
			p.before.Value = strings.TrimRightFunc(p.before.Value, js.IsSpace)
		}
	}
	p.before = nil
	return p.nodes.texts.New(Text{At(t.offset), text}), nil
}

func (p *parser) trims(following *token) bool {
	switch following.kind {
	case kBlockStart:
		return p.src[following.end-1] == '-'
	case kVarStart:
		return p.dashed(following, len(p.opts.VariableStart))
	case kComment:
		return p.dashed(following, len(p.opts.CommentStart))
	}
	return false
}

func (p *parser) output(start token) (Stmt, error) {
	e, err := p.expression()
	if err != nil {
		return nil, err
	}
	t, err := p.next()
	if err != nil {
		return nil, err
	}
	if t.kind != kVarEnd {
		return nil, fail(t.offset, "expected variable end")
	}
	p.dropSpace = p.src[t.offset] == '-' && t.end-t.offset > len(p.opts.VariableEnd)
	return p.nodes.outputs.New(Output{At(start.offset), e}), nil
}

// until reads statements up to one of the tags, whose name is the next token then.
func (p *parser) until(tags ...string) ([]Stmt, error) {
	outer := p.breakOn
	p.breakOn = tags
	list, err := p.statements()
	p.breakOn = outer
	return list, err
}

// blockEnd takes the end of a tag of that name.
func (p *parser) blockEnd(name string) error {
	t, err := p.next()
	if err != nil {
		return err
	}
	if t.kind != kBlockEnd {
		if t, err = p.peek(); err != nil {
			return err
		}
		return fail(t.offset, "expected block end in "+name+" statement")
	}
	if p.src[t.offset] == '-' {
		p.dropSpace = true
	}
	return nil
}

// namedBlockEnd takes the name of a tag and its end.
func (p *parser) namedBlockEnd() error {
	t, err := p.peek()
	switch {
	case err != nil:
		return err
	case t.kind == end:
		return fail(NoPlace, "unexpected end of file")
	case t.kind != kSymbol:
		return fail(t.offset, "advanceAfterBlockEnd: expected symbol token or explicit name to be passed")
	}
	p.hasPeeked = false
	return p.blockEnd(p.text(t))
}

func (p *parser) breaks(name string) bool { return slices.Contains(p.breakOn, name) }
