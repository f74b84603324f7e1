package whatwg

import (
	"strconv"
	"strings"
)

// endsInNumber reports whether the last label of a domain, but for an empty one after a final dot, looks like a number:
// then it must be an IPv4 address.
func endsInNumber(domain string) bool {
	labels := strings.Split(domain, ".")
	if labels[len(labels)-1] == "" {
		if len(labels) == 1 {
			return false
		}
		labels = labels[:len(labels)-1]
	}
	last := labels[len(labels)-1]
	if last != "" && allDigits(last) {
		return true
	}
	_, ok := ipv4Number(last)
	return ok
}

// validIPv4 judges one to four numbers, decimal, octal (0…) or hexadecimal (0x…), of which the last fills what the
// others leave.
func validIPv4(s string) bool {
	parts := strings.Split(s, ".")
	if parts[len(parts)-1] == "" && len(parts) > 1 {
		parts = parts[:len(parts)-1]
	}
	if len(parts) > 4 {
		return false
	}
	for i, part := range parts {
		n, ok := ipv4Number(part)
		limit := uint64(256)
		if i == len(parts)-1 {
			limit = 1 << (8 * (5 - len(parts)))
		}
		if !ok || n >= limit {
			return false
		}
	}
	return true
}

// ipv4Number reads a number. One that is too large for any place stays so.
func ipv4Number(s string) (uint64, bool) {
	if s == "" {
		return 0, false
	}
	base := uint64(10)
	switch {
	case strings.HasPrefix(s, "0x"), strings.HasPrefix(s, "0X"):
		s, base = s[2:], 16
	case len(s) > 1 && s[0] == '0':
		s, base = s[1:], 8
	}
	n := uint64(0)
	for i := range len(s) {
		if !isHex(s[i]) || uint64(hexValue(s[i])) >= base {
			return 0, false
		}
		n = min(n*base+uint64(hexValue(s[i])), 1<<32)
	}
	return n, true
}

func allDigits(s string) bool {
	for i := range len(s) {
		if !isDigit(s[i]) {
			return false
		}
	}
	return true
}

// validIPv6 judges what stands between the brackets: eight groups of up to four hexadecimal digits, a :: for one run of
// zeros, the last two groups perhaps as four decimal numbers. There is no zone.
func validIPv6(s string) bool {
	head, tail, compressed := strings.Cut(s, "::")
	if !compressed {
		return countGroups(s, true) == 8
	}
	before, after := countGroups(head, false), countGroups(tail, true)
	return before >= 0 && after >= 0 && before+after <= 7
}

// countGroups returns the number of groups in s, which may be empty; a dotted address at the end, where it is allowed,
// counts as two. It returns a very small number when s is no list of groups.
func countGroups(s string, dotted bool) int {
	const bad = -100
	if s == "" {
		return 0
	}
	groups := strings.Split(s, ":")
	n := len(groups)
	if last := groups[n-1]; dotted && strings.Contains(last, ".") {
		if !isDottedQuad(last) {
			return bad
		}
		groups, n = groups[:n-1], n+1
	}
	for _, group := range groups {
		if len(group) < 1 || len(group) > 4 || !allHex(group) {
			return bad
		}
	}
	return n
}

func allHex(s string) bool {
	for i := range len(s) {
		if !isHex(s[i]) {
			return false
		}
	}
	return true
}

// isDottedQuad reports whether s is four decimal numbers below 256 without leading zeros.
func isDottedQuad(s string) bool {
	parts := strings.Split(s, ".")
	if len(parts) != 4 {
		return false
	}
	for _, part := range parts {
		if len(part) < 1 || len(part) > 3 || !allDigits(part) || len(part) > 1 && part[0] == '0' {
			return false
		}
		if n, _ := strconv.Atoi(part); n > 255 {
			return false
		}
	}
	return true
}
