package yamlsrc

// kind is the type of a token.
type kind uint8

const (
	tNone kind = iota // no token: the zero value of an absent property or separator
	tEOF
	tBOM
	tDocMode  // before the first token of a document without a --- line
	tFlowEnd  // a flow collection was left open: no characters
	tDocStart // ---
	tDocEnd   // ...
	tNewline
	tSpace
	tComment
	tDirective
	tSeqInd // -
	tKeyInd // ?
	tValInd // :
	tMapStart
	tMapEnd
	tSeqStart
	tSeqEnd
	tComma
	tAlias
	tAnchor
	tTag
	tPlain
	tSingle
	tDouble
	tHeader // | or > with its indicators
	tBlock  // the lines of a block scalar
	tJunk   // text that may not stand where it does

	nodeMap  // not tokens, but nodes that have no single token: a mapping in block style,
	nodeSeq  // a list in block style,
	nodeFlow // a collection in brackets
)

// token is a piece of the file. Tokens follow each other without a gap. With a fifth field the compiler would no longer keep
// them in registers.
type token struct {
	kind       kind
	start, end int32 // bytes in the file
	indent     int32 // width of what indents the line before the token; indicators count, tabs do not
}

// blank tells whether the token is no part of any node: white space, a comment or a line break.
func (t token) blank() bool { return t.kind == tSpace || t.kind == tComment || t.kind == tNewline }

// String returns the name that Backstage's messages use for the type of token.
func (k kind) String() string {
	return [...]string{
		tNone: "none", tEOF: "end", tBOM: "byte-order-mark", tDocMode: "doc-mode", tFlowEnd: "flow-error-end",
		tDocStart: "doc-start", tDocEnd: "doc-end", tNewline: "newline", tSpace: "space", tComment: "comment",
		tDirective: "directive-line", tSeqInd: "seq-item-ind", tKeyInd: "explicit-key-ind", tValInd: "map-value-ind",
		tMapStart: "flow-map-start", tMapEnd: "flow-map-end", tSeqStart: "flow-seq-start", tSeqEnd: "flow-seq-end",
		tComma: "comma", tAlias: "alias", tAnchor: "anchor", tTag: "tag", tPlain: "scalar",
		tSingle: "single-quoted-scalar", tDouble: "double-quoted-scalar", tHeader: "block-scalar-header",
		tBlock: "scalar", tJunk: "error", nodeMap: "block-map", nodeSeq: "block-seq", nodeFlow: "flow-collection",
	}[k]
}
