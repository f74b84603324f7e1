package yamlsrc

import "github.com/goldenpath-go/goldenpath/internal/tree"

// stream reads the file to its end.
func (r *reader) stream() {
	r.next()
	for {
		switch r.tok.kind {
		case tEOF:
			r.endStream()
			return
		case tDocMode, tDocStart:
			r.document()
			continue
		case tDocEnd:
			r.documentEnd()
			continue
		case tDirective:
			r.directive()
		case tBOM, tSpace, tComment, tNewline:
		default:
			r.failStream("Unexpected " + r.tok.kind.String() + " token in YAML stream")
		}
		r.next()
	}
}

// failStream reports a token that may not stand where it does, outside of any node. As Backstage's library has it, the error
// is the previous document's, if there is one.
func (r *reader) failStream(message string) {
	text := r.clean(r.text(r.tok))
	if text != "" {
		message += ": " + tree.QuoteJSON(text)
	}
	end := int(r.tok.end)
	if r.tok.kind == tFlowEnd || r.tok.kind == tDocMode {
		end++
	}
	e := Error{Code: codeUnexpected, Message: message, Start: int(r.tok.start), End: end}
	if r.afterDirective || len(r.docs) == 0 {
		r.waiting = append(r.waiting, e)
		return
	}
	last := r.docs[len(r.docs)-1]
	if len(last.Errors) < maxErrors {
		last.Errors = append(last.Errors, e)
	}
}

// documentEnd takes a line with "...".
func (r *reader) documentEnd() {
	marker := r.tok
	r.drop(0)
	r.next()
	for r.tok.kind != tEOF && r.tok.kind != tNewline {
		if r.tok.kind == tDocMode {
			r.next()
			continue
		}
		r.keep()
	}
	if r.tok.kind == tNewline {
		r.next()
	}
	if len(r.docs) == 0 {
		r.waiting = append(r.waiting, Error{
			Code: codeUnexpected, Message: "Unexpected doc-end without preceding document",
			Start: int(marker.start), End: int(marker.end),
		})
		return
	}
	r.errors = r.waiting
	r.waiting = nil
	r.trailing(r.pending, int(marker.end), true, false)
	r.errorsOfLast()
}

// errorsOfLast gives the errors that were found to the last document.
func (r *reader) errorsOfLast() {
	last := r.docs[len(r.docs)-1]
	last.Errors = append(last.Errors, r.errors...)
	r.errors = nil
}

func (r *reader) endStream() {
	if len(r.docs) == 0 {
		return
	}
	r.errors, r.waiting = r.waiting, nil
	r.errorsOfLast()
}

// directive takes a line that begins with a percent sign.
func (r *reader) directive() {
	line := r.clean(r.text(r.tok))
	if at, message := r.directives.add(line); message != "" {
		r.waiting = append(r.waiting, Error{
			Code: "BAD_DIRECTIVE", Message: message, Start: int(r.tok.start) + at, End: int(r.tok.end),
		})
	}
	r.afterDirective = true
}
