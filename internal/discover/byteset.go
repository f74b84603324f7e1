package discover

import "strings"

// byteSet is what a bracket expression such as [a-z_] matches.
type byteSet [4]uint64

func (s *byteSet) has(c byte) bool { return s[c>>6]&(1<<(c&63)) != 0 }

func (s *byteSet) add(from, to byte) {
	for c := int(from); c <= int(to); c++ {
		s[c>>6] |= 1 << (c & 63)
	}
}

func (s *byteSet) negate() {
	for i := range s {
		s[i] = ^s[i]
	}
}

// parseSet reads a bracket expression whose opening bracket stands before i, as far as its closing one. It returns the
// offset behind that, or false when the expression is malformed.
func parseSet(pattern string, i int) (set *byteSet, next int, ok bool) {
	set = new(byteSet)
	negated := i < len(pattern) && (pattern[i] == '!' || pattern[i] == '^')
	if negated {
		i++
	}
	var before byte // the byte a range can start at; 0 when there is none
	for first := true; i < len(pattern); first = false {
		switch c := pattern[i]; {
		case c == ']' && !first:
			if negated {
				set.negate()
			}
			return set, i + 1, true
		case c == '-' && before != 0 && i+1 < len(pattern) && pattern[i+1] != ']':
			to, after, ok := setMember(pattern, i+1)
			if !ok {
				return nil, 0, false
			}
			set.add(before, to)
			before, i = 0, after
		case strings.HasPrefix(pattern[i:], "[:") && isClass(pattern[i+2:]):
			length := strings.IndexByte(pattern[i:], ']')
			if !set.addClass(pattern[i+2 : i+length-1]) {
				return nil, 0, false
			}
			before, i = 0, i+length+1
		default:
			if before, i, ok = setMember(pattern, i); !ok {
				return nil, 0, false
			}
			set.add(before, before)
		}
	}
	return nil, 0, false
}

// setMember reads one byte, which a backslash may precede.
func setMember(pattern string, i int) (c byte, next int, ok bool) {
	if pattern[i] == '\\' {
		i++
	}
	if i == len(pattern) {
		return 0, 0, false
	}
	return pattern[i], i + 1, true
}

// isClass reports whether rest, what follows "[:", ends in ":]" before any other closing bracket.
func isClass(rest string) bool {
	end := strings.IndexByte(rest, ']')
	return end > 0 && rest[end-1] == ':'
}

// addClass adds the members of a POSIX class; false when there is none of that name. As in git, classes are of ASCII,
// and a space is one of blank, tab, line feed and carriage return.
func (s *byteSet) addClass(name string) bool {
	ranges, ok := map[string]string{
		"alnum":  "09AZaz",
		"alpha":  "AZaz",
		"blank":  "  \t\t",
		"cntrl":  "\x00\x1f\x7f\x7f",
		"digit":  "09",
		"graph":  "!~",
		"lower":  "az",
		"print":  " ~",
		"punct":  "!/:@[`{~",
		"space":  "  \t\n\r\r",
		"upper":  "AZ",
		"xdigit": "09AFaf",
	}[name]
	for i := 0; i+1 < len(ranges); i += 2 {
		s.add(ranges[i], ranges[i+1])
	}
	return ok
}
