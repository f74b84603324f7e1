package yamlsrc

// document reads a document, up to the marker or line that ends it.
func (r *reader) document() {
	offset := int(r.tok.start)
	r.beginDocument()
	if r.tok.kind == tDocMode {
		r.next()
	}
	h, ok := r.documentHead()
	of := propsOf{indicator: tDocStart, offset: offset, line: true}
	if ok {
		of.next, of.nextStart, of.empty = h.kind, h.start, h.kind == tPlain && h.tok.start == h.tok.end
	} else {
		h.first = len(r.pending)
	}
	start := r.pending[:h.first]
	before := len(r.errors)
	p := r.props(start, &of)
	if p.found.kind != tNone && (h.kind == nodeMap || h.kind == nodeSeq) && !p.broken {
		r.failAt(codeMissingChar, "Block collection cannot start on same line with directives-end marker", p.end)
	}
	d := &Document{Start: offset}
	if i := lastSolid(start); i >= 0 {
		d.Start = firstSolid(start)
		d.End = int(start[i].end)
	} else if ok {
		d.Start = h.start
	}
	r.documentContent(d, &h, &p, start, ok, len(r.errors)-before)
	r.endDocument(d, p.found.kind != tNone, offset)
}

// documentHead reads what stands before the document's root, and the root's beginning. It returns false if there is no root.
func (r *reader) documentHead() (head, bool) {
	for {
		switch r.tok.kind {
		case tEOF, tDocEnd:
			return head{}, false
		case tDocStart:
			if !allBlank(r.pending) {
				return head{}, false
			}
			r.keep()
			continue
		case tAnchor, tTag, tSpace, tComment, tNewline:
			r.keep()
			continue
		}
		h := r.head(parent{kind: tDocStart}, 0)
		if h.kind != tNone {
			return h, true
		}
		r.failStream("Unexpected " + r.tok.kind.String() + " token in YAML document")
		r.next()
	}
}

// documentContent reads the root, and what stands behind it. Of the errors, said are about what stands before the root.
func (r *reader) documentContent(d *Document, h *head, p *props, start []token, ok bool, said int) {
	if !ok {
		res := r.empty(p.end, start, p, false)
		d.Root, d.End = res.node, max(d.End, res.node.End)
		return
	}
	in := parent{kind: tDocStart}
	res := r.node(h, p, in, false)
	d.Root, d.End = res.node, res.node.End
	if res.carried {
		r.lower(0, res.rest)
	} else {
		r.drop(0)
	}
	r.documentTail()
	if r.tok.kind == tJunk {
		r.junkRoot(said)
	}
	r.trailing(r.pending, res.end, false, false)
}

// documentTail takes what stands behind the root in its line.
func (r *reader) documentTail() {
	for {
		switch r.tok.kind {
		case tEOF, tComma, tDocStart, tDocEnd, tMapEnd, tSeqEnd, tValInd, tJunk:
			return
		case tNewline:
			r.onKey = false
			r.keep()
			return
		}
		r.keep()
	}
}

// junkRoot takes text that follows the header of a block scalar where none may be. To Backstage's library it takes the
// root's place, and nothing is said of the root.
func (r *reader) junkRoot(said int) {
	r.errors = r.errors[:min(said, len(r.errors))]
	for r.tok.kind == tJunk {
		r.failMisplaced(r.tok)
		r.next()
		r.documentTail()
	}
}

// beginDocument forgets what is known of the document before.
func (r *reader) beginDocument() {
	r.errors, r.doc = nil, docState{}
	r.doc.version, r.doc.handles = r.directives.forDocument()
	r.drop(0)
}

// endDocument appends the document to the stream.
func (r *reader) endDocument(d *Document, marked bool, offset int) {
	r.drop(0)
	if r.afterDirective && !marked {
		r.failAt(codeMissingChar, "Missing directives-end/doc-start indicator line", offset)
	}
	d.Errors = append(r.waiting, r.errors...)
	r.waiting, r.errors, r.afterDirective = nil, nil, false
	r.docs = append(r.docs, d)
	if len(d.Errors) == 0 && !r.doc.settled() {
		r.late = append(r.late, lateDocument{index: len(r.docs) - 1, state: r.doc})
	}
}

// firstSolid returns where the first token begins that is no blank.
func firstSolid(tokens []token) int {
	for _, t := range tokens {
		if !t.blank() {
			return int(t.start)
		}
	}
	return 0
}
