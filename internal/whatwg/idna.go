package whatwg

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/net/idna"
	"golang.org/x/text/unicode/norm"
)

const acePrefix = "xn--"

// toASCII is the Standard's "domain to ASCII", save that labels stay unencoded: whether a domain is valid can be told
// without.
func toASCII(domain string) (string, bool) {
	domain, ok := mapped(domain)
	if !ok {
		return "", false
	}
	for label := range strings.SplitSeq(domain, ".") {
		if !validMapped(label) {
			return "", false
		}
	}
	return domain, true
}

// validMapped judges a label after mapping. One in ASCII has nothing more to fulfil here.
func validMapped(label string) bool {
	code, encoded := strings.CutPrefix(label, acePrefix)
	switch {
	case !encoded:
		return isASCII(label) || validLabel([]rune(label))
	case !isASCII(code):
		return false
	}
	if strings.LastIndexByte(code, '-') == 0 {
		code = code[1:] // no characters before the delimiter: it should not be there, and does no harm
	}
	decoded, err := idna.Punycode.ToUnicode(acePrefix + code)
	if err != nil || code == "" {
		return false
	}
	again, ok := mapped(decoded)
	return ok && again == decoded && validLabel([]rune(decoded))
}

// mapping is UTS #46's mapping and nothing else of it. It is asked for one rune at a time, so that labels which are
// encoded already stay as they are.
var mapping = idna.New(idna.MapForLookup(), idna.ValidateLabels(false), idna.StrictDomainName(false))

// mapped returns s in lower case and with all else that UTS #46 maps, ignores or normalises. It fails for characters
// that no domain may have.
func mapped(s string) (string, bool) {
	if isASCII(s) {
		return strings.ToLower(s), true
	}
	var b strings.Builder
	for _, r := range s {
		if r < utf8.RuneSelf {
			b.WriteByte(lower(byte(r)))
			continue
		}
		m, err := mapping.ToUnicode(string(r))
		if err != nil {
			return "", false
		}
		b.WriteString(m)
	}
	return compose(b.String()), true
}

// compose is Unicode's form NFC. The package norm takes a character beyond U+FFFF before a mark for the one with the
// same lower 16 bits, and may compose the two; what it makes then decomposes to something else.
func compose(s string) string {
	var b strings.Builder
	for s != "" {
		n := norm.NFC.NextBoundaryInString(s, true)
		composed, decomposed := norm.NFC.String(s[:n]), norm.NFD.String(s[:n])
		if norm.NFD.String(composed) != decomposed {
			composed = decomposed
		}
		b.WriteString(composed)
		s = s[n:]
	}
	return b.String()
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

func lower(c byte) byte {
	if 'A' <= c && c <= 'Z' {
		return c | 0x20
	}
	return c
}
