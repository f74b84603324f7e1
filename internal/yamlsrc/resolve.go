package yamlsrc

import (
	"math"
	"strings"

	"github.com/goldenpath-go/goldenpath/internal/tree"
)

// resolve gives a scalar its type and value: by its tag, or if it has none and no quotes, by its text.
func (r *reader) resolve(n *tree.Node, text string, t token, p *props, key bool) {
	n.Kind, n.Text = tree.String, text
	n.Quoted = t.kind == tSingle || t.kind == tDouble
	if p.tag.kind != tNone {
		if name := r.tagName(p.tag); name != "" {
			r.noteTag(n, name)
			r.resolveTag(n, text, name, p)
			if key && r.doc.version == version11 && t.kind == tPlain && n.Kind == tree.String && text == "<<" && !r.doc.isSpecial(n) {
				r.doc.mark(n, mergeText)
			}
			return
		}
	}
	if t.kind != tPlain && t.kind != tBlock {
		return
	}
	if r.doc.version == version11 {
		if s := resolve11(n, text); s == opaque || s == mergeKey && key {
			r.doc.mark(n, s)
		}
		return
	}
	resolveCore(n, text)
}

// resolveCore gives a scalar its type by its text after the core schema of YAML 1.2.
func resolveCore(n *tree.Node, s string) {
	switch {
	case !mayBeTyped(s):
	case isNull(s):
		n.Kind, n.Text = tree.Null, ""
	case isBool(s):
		n.Kind, n.Bool = tree.Bool, s[0] == 't' || s[0] == 'T'
	default:
		if f, ok := coreNumber(s); ok {
			n.Kind, n.Number = tree.Number, f
		}
	}
}

// mayBeTyped tells whether a text may be something else than a string; it is false for most strings.
func mayBeTyped(s string) bool {
	if s == "" {
		return true
	}
	switch c := s[0]; c {
	case '~', 'n', 'N', 't', 'T', 'f', 'F':
		return len(s) <= len("false")
	case '.', '-', '+':
		return true
	default:
		return isDigit(c)
	}
}

func isNull(s string) bool {
	switch s {
	case "", "~", "null", "Null", "NULL":
		return true
	}
	return false
}

func isBool(s string) bool {
	switch s {
	case "true", "True", "TRUE", "false", "False", "FALSE":
		return true
	}
	return false
}

// coreNumber reads a number after the core schema.
func coreNumber(s string) (float64, bool) {
	if s == "" || !isDigit(s[0]) && s[0] != '.' && s[0] != '-' && s[0] != '+' {
		return 0, false
	}
	switch {
	case strings.HasPrefix(s, "0x") && len(s) > 2 && only(s[2:], isHex):
		return parseInt(s[2:], 16), true
	case strings.HasPrefix(s, "0o") && len(s) > 2 && only(s[2:], isOctal):
		return parseInt(s[2:], 8), true
	case isDecimal(s):
		return parseFloat(s), true
	}
	return notFinite(s)
}

// notFinite reads .inf and .nan.
func notFinite(s string) (float64, bool) {
	switch s {
	case ".nan", ".NaN", ".NAN":
		return math.NaN(), true
	case ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF":
		return math.Inf(1), true
	case "-.inf", "-.Inf", "-.INF":
		return math.Inf(-1), true
	}
	return 0, false
}

// isDecimal tells whether s is a decimal integer or floating point number.
func isDecimal(s string) bool {
	whole, rest := cutDigits(cutSign(s))
	if rest == "" {
		return whole > 0
	}
	if rest[0] == '.' {
		var fraction int
		fraction, rest = cutDigits(rest[1:])
		whole += fraction
	}
	if whole == 0 {
		return false
	}
	if rest == "" {
		return true
	}
	if rest[0] != 'e' && rest[0] != 'E' {
		return false
	}
	exponent, rest := cutDigits(cutSign(rest[1:]))
	return exponent > 0 && rest == ""
}

func cutSign(s string) string {
	if s != "" && (s[0] == '-' || s[0] == '+') {
		return s[1:]
	}
	return s
}

// cutDigits returns how many digits s begins with, and what is behind them.
func cutDigits(s string) (n int, rest string) {
	for n < len(s) && isDigit(s[n]) {
		n++
	}
	return n, s[n:]
}

// only tells whether all bytes of s are of a class.
func only(s string, class func(byte) bool) bool {
	for i := range len(s) {
		if !class(s[i]) {
			return false
		}
	}
	return true
}

func isOctal(c byte) bool { return '0' <= c && c <= '7' }
