package syntax

import (
	"fmt"
	"strings"
)

func (p *parser) block(t token) (Stmt, error) {
	name, err := p.primary()
	if err != nil {
		return nil, err
	}
	symbol, ok := name.(*Symbol)
	if !ok {
		return nil, fail(t.offset, "parseBlock: variable name expected")
	}
	if err := p.blockEnd(p.text(t)); err != nil {
		return nil, err
	}
	body, err := p.until("endblock")
	if err != nil {
		return nil, err
	}
	for _, optional := range []string{"endblock", symbol.Name} {
		if _, err := p.skipSymbol(optional); err != nil {
			return nil, err
		}
	}
	following, err := p.peek()
	if err != nil {
		return nil, err
	}
	if following.kind == end {
		return nil, fail(NoPlace, "parseBlock: expected endblock, got end of file")
	}
	return &Block{At(t.offset), symbol.Name, body}, p.blockEnd(p.text(following))
}

// load reads a tag that needs another template. There never is one, so that only its form matters.
func (p *parser) load(t token) (Stmt, error) {
	if p.opts.Strict {
		return nil, fail(t.offset, fmt.Sprintf("unsupported template-loading tag %q", p.text(t)))
	}
	template, err := p.expression()
	if err != nil {
		return nil, err
	}
	node := &Load{At(t.offset), p.text(t), template}
	switch p.text(t) {
	case "include":
		err = p.ignoreMissing()
	case "import":
		err = p.importTarget(t)
	case "from":
		return node, p.importNames(t)
	}
	if err != nil {
		return nil, err
	}
	return node, p.blockEnd(p.text(t))
}

func (p *parser) ignoreMissing() error {
	ok, err := p.skipSymbol("ignore")
	if ok {
		_, err = p.skipSymbol("missing")
	}
	return err
}

func (p *parser) importTarget(t token) error {
	as, err := p.skipSymbol("as")
	if err != nil {
		return err
	}
	if !as {
		return fail(t.offset, `parseImport: expected "as" keyword`)
	}
	if _, err := p.expression(); err != nil {
		return err
	}
	return p.withContext()
}

func (p *parser) withContext() error {
	t, err := p.peek()
	if err != nil || !p.reads(&t, kSymbol, "with") && !p.reads(&t, kSymbol, "without") {
		return err
	}
	p.hasPeeked = false
	ok, err := p.skipSymbol("context")
	if err == nil && !ok {
		err = fail(t.offset, "parseFrom: expected context after with/without")
	}
	return err
}

func (p *parser) importNames(t token) error {
	ok, err := p.skipSymbol("import")
	if err != nil {
		return err
	}
	if !ok {
		return fail(t.offset, "parseFrom: expected import")
	}
	for n := 0; ; n++ {
		following, err := p.need()
		if err != nil {
			return err
		}
		if following.kind == kBlockEnd {
			if n == 0 {
				return fail(t.offset, "parseFrom: Expected at least one import name")
			}
			return p.blockEnd(p.text(t))
		}
		if n > 0 {
			if comma, err := p.skip(kComma); err != nil || !comma {
				return p.orFail(err, t.offset, "parseFrom: expected comma")
			}
		}
		if err := p.importName(); err != nil {
			return err
		}
	}
}

func (p *parser) orFail(err error, offset int, message string) error {
	if err != nil {
		return err
	}
	return fail(offset, message)
}

func (p *parser) importName() error {
	e, err := p.primary()
	if err != nil {
		return err
	}
	if name, ok := e.(*Symbol); ok && strings.HasPrefix(name.Name, "_") {
		return fail(name.Pos(), "parseFrom: names starting with an underscore cannot be imported")
	}
	as, err := p.skipSymbol("as")
	if err != nil {
		return err
	}
	if as {
		if _, err := p.primary(); err != nil {
			return err
		}
	}
	return p.withContext()
}
