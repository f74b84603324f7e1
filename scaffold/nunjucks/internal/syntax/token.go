package syntax

// kind is what a token is.
type kind uint8

const (
	end kind = iota // of the template
	kString
	kData
	kBlockStart
	kBlockEnd
	kVarStart
	kVarEnd
	kComment
	kLeftParen
	kRightParen
	kLeftBracket
	kRightBracket
	kLeftCurly
	kRightCurly
	kOperator
	kComma
	kColon
	kTilde
	kPipe
	kInt
	kFloat
	kBoolean
	kNone
	kSymbol
	kRegex
)

// String returns the name that stands in errors.
func (k kind) String() string {
	return [...]string{
		end:           "",
		kString:       "string",
		kData:         "data",
		kBlockStart:   "block-start",
		kBlockEnd:     "block-end",
		kVarStart:     "variable-start",
		kVarEnd:       "variable-end",
		kComment:      "comment",
		kLeftParen:    "left-paren",
		kRightParen:   "right-paren",
		kLeftBracket:  "left-bracket",
		kRightBracket: "right-bracket",
		kLeftCurly:    "left-curly",
		kRightCurly:   "right-curly",
		kOperator:     "operator",
		kComma:        "comma",
		kColon:        "colon",
		kTilde:        "tilde",
		kPipe:         "pipe",
		kInt:          "int",
		kFloat:        "float",
		kBoolean:      "boolean",
		kNone:         "none",
		kSymbol:       "symbol",
		kRegex:        "regex",
	}[k]
}

// keyword is a name that means something between operands. || and && are or and and.
type keyword uint8

const (
	noKeyword keyword = iota
	wordOr
	wordAnd
	wordNot
	wordIn
	wordIs
	wordIf
	wordElse
)

func keywordOf(text string) keyword {
	switch text {
	case "or":
		return wordOr
	case "and":
		return wordAnd
	case "not":
		return wordNot
	case "in":
		return wordIn
	case "is":
		return wordIs
	case "if":
		return wordIf
	case "else":
		return wordElse
	}
	return noKeyword
}

// token is a piece of a template, from one offset to another.
type token struct {
	kind        kind
	word        keyword
	offset, end int
}

// text returns what stands there: of a string what it means, of a regular expression what is between the slashes.
func (l *lexer) text(t token) string {
	switch t.kind {
	case end:
		return ""
	case kString:
		return unquote(l.src[t.offset:t.end])
	case kRegex:
		body, _ := regexParts(l.src[t.offset:t.end])
		return body
	}
	return l.src[t.offset:t.end]
}

func (l *lexer) reads(t *token, k kind, text string) bool { return t.kind == k && l.text(*t) == text }

// dashed reports whether the tag has a dash at the end of its first n bytes and one more.
func (l *lexer) dashed(t *token, n int) bool { return t.end-t.offset > n && l.src[t.offset+n] == '-' }
