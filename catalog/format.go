package catalog

import "strings"

// The rules of form for names. Only ASCII passes any of them, so lengths may be counted in bytes.
const (
	maxName      = 63  // of a name, namespace, kind, tag, label value, DNS label and each side's last part of a key
	maxSubdomain = 253 // of the part of a key before the slash
)

// IsObjectName reports whether s can be an entity's metadata.name: 1 to 63 letters, digits, dashes, underscores and
// dots, the first and last of them a letter or digit. Separators may follow each other.
func IsObjectName(s string) bool {
	return fits(s, maxName, isNameByte) && isAlnum(s[0]) && isAlnum(s[len(s)-1])
}

// IsNamespace reports whether s can be an entity's metadata.namespace: a DNS label of 1 to 63 lower-case letters,
// digits and inner dashes.
func IsNamespace(s string) bool { return isDNSLabel(s) }

// IsKind reports whether s can be a kind: 1 to 63 letters and digits, a letter first.
func IsKind(s string) bool { return fits(s, maxName, isAlnum) && isLetter(s[0]) }

// IsAPIVersion reports whether s can be an apiVersion: 1 to 63 letters and digits, with or without a DNS subdomain and
// a slash before them.
func IsAPIVersion(s string) bool {
	return isPrefixed(s, func(version string) bool { return fits(version, maxName, isAlnum) })
}

// IsLabelKey reports whether s can be the key of a label: an object name (see [IsObjectName]), with or without a DNS
// subdomain of at most 253 characters and a slash before it.
func IsLabelKey(s string) bool { return isPrefixed(s, IsObjectName) }

// IsAnnotationKey reports whether s can be the key of an annotation. The rule is that of [IsLabelKey].
func IsAnnotationKey(s string) bool { return isPrefixed(s, IsObjectName) }

// IsLabelValue reports whether s can be the value of a label: empty, or an object name (see [IsObjectName]).
func IsLabelValue(s string) bool { return s == "" || IsObjectName(s) }

// IsTag reports whether s can be a tag: 1 to 63 lower-case letters, digits, colons, plus and number signs, in groups
// with single dashes between them.
func IsTag(s string) bool {
	return fits(s, maxName, isTagByte) && s[0] != '-' && s[len(s)-1] != '-' && !strings.Contains(s, "--")
}

// IsBlank reports whether s is empty or nothing but what JavaScript's trim removes. Titles and icons of links may not
// be blank.
func IsBlank(s string) bool { return trim(s) == "" }

func isDNSLabel(s string) bool {
	return fits(s, maxName, isDNSByte) && s[0] != '-' && s[len(s)-1] != '-'
}

func isDNSSubdomain(s string) bool {
	if len(s) > maxSubdomain {
		return false
	}
	for label := range strings.SplitSeq(s, ".") {
		if !isDNSLabel(label) {
			return false
		}
	}
	return true
}

// isPrefixed reports whether s is NAME or SUBDOMAIN/NAME.
func isPrefixed(s string, isName func(string) bool) bool {
	prefix, name, found := strings.Cut(s, "/")
	if !found {
		return isName(s)
	}
	return isDNSSubdomain(prefix) && isName(name)
}

// fits reports whether s has 1 to most bytes, each of which is allowed.
func fits(s string, most int, allowed func(byte) bool) bool {
	if s == "" || len(s) > most {
		return false
	}
	for i := 0; i < len(s); i++ {
		if !allowed(s[i]) {
			return false
		}
	}
	return true
}

func isLower(c byte) bool    { return 'a' <= c && c <= 'z' }
func isDigit(c byte) bool    { return '0' <= c && c <= '9' }
func isLetter(c byte) bool   { return isLower(c) || 'A' <= c && c <= 'Z' }
func isAlnum(c byte) bool    { return isLetter(c) || isDigit(c) }
func isNameByte(c byte) bool { return isAlnum(c) || c == '-' || c == '_' || c == '.' }
func isDNSByte(c byte) bool  { return isLower(c) || isDigit(c) || c == '-' }
func isTagByte(c byte) bool  { return isDNSByte(c) || c == ':' || c == '+' || c == '#' }
