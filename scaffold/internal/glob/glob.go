// Package glob matches paths with the patterns that the scaffolder's actions take: *, ?, [...], ** and {a,b}, names that
// begin with a dot included. A pattern that names a folder covers all that is in it.
package glob

import (
	"path"
	"strings"
)

// maxAlternatives bounds what braces expand to.
const maxAlternatives = 1000

// Set is a list of patterns, of which those with a leading ! take away what those before them gave.
type Set struct{ patterns []pattern }

type pattern struct {
	segments []string
	not      bool
}

// New returns the set of some patterns. Malformed ones match nothing.
func New(patterns ...string) *Set {
	s := &Set{}
	for _, p := range patterns {
		text, not := strings.CutPrefix(p, "!")
		for _, alternative := range expand(text) {
			segments := strings.Split(path.Clean(alternative), "/")
			s.patterns = append(s.patterns, pattern{segments, not})
		}
	}
	return s
}

// Match tells whether the set has a path: slash-separated, relative, without a final slash.
func (s *Set) Match(name string) bool {
	segments := strings.Split(name, "/")
	matched := false
	for _, p := range s.patterns {
		if matched == p.not && p.covers(segments) {
			matched = !p.not
		}
	}
	return matched
}

// covers tells whether the pattern matches the path or a folder it is in.
func (p pattern) covers(name []string) bool {
	// reached[i]: the first i segments of the pattern match what was read of the name
	reached := make([]bool, len(p.segments)+1)
	reached[0] = true
	skipStars(p.segments, reached)
	for _, segment := range name {
		next := make([]bool, len(reached))
		for i, want := range p.segments {
			switch {
			case !reached[i]:
			case want == "**":
				next[i] = true
			case want == ".":
				next[i+1] = next[i+1] || reached[i]
			default:
				ok, err := path.Match(want, segment)
				next[i+1] = next[i+1] || ok && err == nil
			}
		}
		reached = next
		skipStars(p.segments, reached)
		if reached[len(p.segments)] {
			return true
		}
	}
	return false
}

// skipStars lets ** match nothing.
func skipStars(segments []string, reached []bool) {
	for i, segment := range segments {
		if reached[i] && segment == "**" {
			reached[i+1] = true
		}
	}
}

// expand returns the alternatives that braces in p stand for.
func expand(p string) []string {
	out := []string{""}
	for p != "" {
		open := strings.IndexByte(p, '{')
		closing := matching(p, open)
		if open < 0 || closing < 0 {
			return appendAll(out, []string{p})
		}
		var choices []string
		for _, choice := range splitTop(p[open+1 : closing]) {
			choices = append(choices, expand(choice)...)
		}
		if len(choices) == 1 && !strings.Contains(p[open:closing], ",") {
			choices[0] = "{" + choices[0] + "}"
		}
		out = appendAll(appendAll(out, []string{p[:open]}), choices)
		p = p[closing+1:]
	}
	return out
}

func appendAll(heads, tails []string) []string {
	var out []string
	for _, head := range heads {
		for _, tail := range tails {
			if len(out) < maxAlternatives {
				out = append(out, head+tail)
			}
		}
	}
	return out
}

// matching returns where the brace that opens at open is closed, or -1.
func matching(p string, open int) int {
	depth := 0
	for i := max(open, 0); i < len(p); i++ {
		switch p[i] {
		case '{':
			depth++
		case '}':
			if depth--; depth == 0 {
				return i
			}
		}
	}
	return -1
}

// splitTop splits at the commas that are in no braces.
func splitTop(s string) []string {
	var out []string
	depth, start := 0, 0
	for i := range len(s) {
		switch s[i] {
		case '{':
			depth++
		case '}':
			depth--
		case ',':
			if depth == 0 {
				out = append(out, s[start:i])
				start = i + 1
			}
		}
	}
	return append(out, s[start:])
}
