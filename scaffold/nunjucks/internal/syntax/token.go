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

// token is a piece of a template. Strings stand as they are meant, without escapes.
type token struct {
	kind   kind
	text   string
	flags  string // of a regular expression
	offset int
}

func (t token) is(k kind, text string) bool { return t.kind == k && t.text == text }

// dashed reports whether the tag has a dash inside its delimiter, which is that long.
func (t token) dashed(delimiter int) bool { return len(t.text) > delimiter && t.text[delimiter] == '-' }
