package catalog

import (
	"encoding/base64"
	"strings"
)

func isWord(s string) bool { return !strings.ContainsFunc(s, isJavaScriptSpace) }

// slugParts returns the number of parts between slashes; 0 when one of them is empty or has spaces in it.
func slugParts(s string) int {
	parts := 0
	for part := range strings.SplitSeq(s, "/") {
		if part == "" || !isWord(part) {
			return 0
		}
		parts++
	}
	return parts
}

func isLocation(s string) bool {
	_, err := ParseLocationRef(s)
	return err == nil
}

func isTechDocs(s string) bool {
	ref, err := ParseLocationRef(s)
	return err == nil && (ref.Type == "dir" || ref.Type == "url" && IsURL(ref.Target))
}

func isFullRef(s string) bool {
	_, err := ParseRef(s, Ref{})
	return err == nil
}

func isARN(s string) bool { return strings.HasPrefix(s, "arn:") && strings.Count(s, ":") >= 5 }

func isBase64(s string) bool {
	s = strings.Join(strings.Fields(s), "")
	_, err := base64.RawStdEncoding.DecodeString(strings.TrimRight(s, "="))
	return err == nil
}

func isUUID(s string) bool {
	if len(s) != 36 {
		return false
	}
	for i := range len(s) {
		dash := i == 8 || i == 13 || i == 18 || i == 23
		if dash != (s[i] == '-') || !dash && !isHex(s[i]) {
			return false
		}
	}
	return true
}

func isHex(c byte) bool { return isDigit(c) || 'a' <= c|0x20 && c|0x20 <= 'f' }

// isDuration reports whether s is an ISO 8601 duration: P, then numbers with units in their order, those of time after
// a T.
func isDuration(s string) bool {
	rest, found := strings.CutPrefix(s, "P")
	if !found || rest == "" {
		return false
	}
	date, time, timed := strings.Cut(rest, "T")
	return hasUnits(date, "YMWD") && hasUnits(time, "HMS") && timed == (time != "")
}

// hasUnits reports whether s is a sequence of numbers, each with a unit that comes after the one before it.
func hasUnits(s, units string) bool {
	for s != "" {
		rest := strings.TrimLeft(s, "0123456789.,")
		if rest == "" || len(rest) == len(s) {
			return false
		}
		i := strings.IndexByte(units, rest[0])
		if i < 0 {
			return false
		}
		s, units = rest[1:], units[i+1:]
	}
	return true
}

// isSelector reports whether s is a Kubernetes label selector: requirements with commas between them, each one of
// KEY, !KEY, KEY=VALUE, KEY==VALUE, KEY!=VALUE, KEY in (VALUE,…) and KEY notin (VALUE,…).
func isSelector(s string) bool {
	for s = strings.TrimSpace(s); ; {
		end := requirementEnd(s)
		if !isRequirement(strings.TrimSpace(s[:end])) {
			return false
		}
		if end == len(s) {
			return true
		}
		s = s[end+1:]
	}
}

// requirementEnd returns where the first comma outside of parentheses is, or the length of s.
func requirementEnd(s string) int {
	depth := 0
	for i := range len(s) {
		switch s[i] {
		case '(':
			depth++
		case ')':
			depth--
		case ',':
			if depth == 0 {
				return i
			}
		}
	}
	return len(s)
}

func isRequirement(s string) bool {
	if key, found := strings.CutPrefix(s, "!"); found {
		return IsLabelKey(strings.TrimSpace(key))
	}
	if key, value, found := strings.Cut(s, "="); found {
		key = strings.TrimSuffix(key, "!")
		value = strings.TrimPrefix(value, "=")
		return IsLabelKey(strings.TrimSpace(key)) && IsLabelValue(strings.TrimSpace(value))
	}
	set, found := strings.CutSuffix(s, ")")
	if !found {
		return IsLabelKey(s)
	}
	head, list, _ := strings.Cut(set, "(")
	words := strings.Fields(head)
	if len(words) != 2 || !IsLabelKey(words[0]) || words[1] != "in" && words[1] != "notin" {
		return false
	}
	for value := range strings.SplitSeq(list, ",") {
		if !IsLabelValue(strings.TrimSpace(value)) {
			return false
		}
	}
	return true
}
