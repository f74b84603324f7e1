package yamlsrc

import (
	"github.com/goldenpath-go/goldenpath/internal/tree"
	"github.com/goldenpath-go/goldenpath/source"
)

const bom = "\xef\xbb\xbf"

// maxDepth is how many collections may lie in each other. Backstage's library recurses, and overflows Node's stack at
// 850 (first file of a process) to 1,700 (after many).
const maxDepth = 1000

// longestKey is how many UTF-16 code units may stand between the beginning of a key without "?" and its colon.
const longestKey = 1024

// maxErrors is how many errors of a document are kept.
const maxErrors = 100

// reader builds the documents of one file from its tokens, by recursive descent. Each token is looked at once: those
// that belong to a node which is not complete yet (its properties, comments and line breaks) wait in pending.
type reader struct {
	scanner
	nodes  arena
	tok    token // the current token
	indent int   // of the current line, with the indicators that indentation may consist of
	fresh  bool  // no more than indentation was seen in the current line
	onKey  bool  // in the line of a mapping's key

	pending   []token      // of the open nodes, innermost last
	fields    []member     // of the open objects, innermost last
	items     []*tree.Node // of the open arrays, innermost last
	depth     int
	lines     []blockLine // of the last block scalar
	flowItems []*flowItem // by depth
	inKey     int         // how many nodes around the current one may be printed as keys: brackets, and keys behind a "?"
	errors    []Error     // of the current document, in the order in which Backstage would find them

	sound bool // the file is valid UTF-8

	directives     directives
	afterDirective bool    // no document since the last directive
	waiting        []Error // of the next document
	doc            docState
	docs           []*Document
	late           []lateDocument
	scratch        scratch
}

// lateDocument is a document of which some nodes are not yet what they are to be.
type lateDocument struct {
	index int // in docs
	state docState
}

// scratch is the first memory of the reader's lists: for most files it is enough.
type scratch struct {
	queue   [16]token
	pending [32]token
	fields  [16]member
	items   [16]*tree.Node
}

func newReader(text *source.Text, src string) *reader {
	r := &reader{scanner: scanner{src: src, lineBrk: -1}, nodes: arena{lines: text.Lines()}, fresh: true, directives: newDirectives()}
	r.queue, r.pending = r.scratch.queue[:0], r.scratch.pending[:0]
	r.fields, r.items = r.scratch.fields[:0], r.scratch.items[:0]
	return r
}

// next takes the next token.
func (r *reader) next() {
	switch t := r.tok; t.kind {
	case tNewline, tBlock:
		r.fresh, r.indent = true, 0
	case tSpace:
		if r.fresh && r.src[t.start] == ' ' {
			r.indent += int(t.end - t.start)
		}
	case tKeyInd, tValInd, tSeqInd:
		if r.fresh {
			r.indent++
		}
	case tNone, tDocMode, tFlowEnd:
	default:
		r.fresh = false
	}
	r.tok = r.scan()
	if r.tok.kind == tPlain {
		r.fresh = false
	}
	r.tok.indent = int32(r.indent)
}

// keep moves the current token to the pending ones.
func (r *reader) keep() {
	r.pending = append(r.pending, r.tok)
	r.next()
}

// text returns the characters of a token.
func (r *reader) text(t token) string { return r.src[t.start:t.end] }

// fail reports an error at src[start:end].
func (r *reader) fail(code, message string, start, end int) {
	if len(r.errors) < maxErrors {
		r.errors = append(r.errors, Error{Code: code, Message: message, Start: start, End: end})
	}
}

// failAt reports an error at the character at offset, as failures without a known extent are reported.
func (r *reader) failAt(code, message string, offset int) {
	r.fail(code, message, offset, offset+unitWidth(r.src[min(offset, len(r.src)):]))
}

// failToken reports an error at a token.
func (r *reader) failToken(code, message string, t token) {
	r.fail(code, message, int(t.start), int(t.end))
}

// hoist moves the errors from index on before those from index mark on: what is said of a node comes before what is
// said of its content, though it may be found later.
func (r *reader) hoist(mark, index int) {
	if mark >= index || index >= len(r.errors) {
		return
	}
	found := append([]Error(nil), r.errors[index:]...)
	copy(r.errors[mark+len(found):], r.errors[mark:index])
	copy(r.errors[mark:], found)
}
