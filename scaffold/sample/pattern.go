package sample

import (
	"regexp"
	"regexp/syntax"
	"strings"
)

// matching returns texts that a pattern may match, of several lengths. Patterns are JavaScript's; lookaround is left out, so
// that what comes out may not match and has to be tried.
func matching(pattern string) []string {
	pattern = regexp.MustCompile(`\\u([0-9a-fA-F]{4})`).ReplaceAllString(withoutLookaround(pattern), `\x{$1}`)
	re, err := syntax.Parse(pattern, syntax.Perl)
	if err != nil {
		return nil
	}
	var out []string
	for _, mixed := range []bool{false, true} {
		for _, repeats := range []int{0, 1, 3, 7, 15, 31} {
			w := writer{repeats: repeats, mixed: mixed}
			w.write(re)
			out = append(out, w.String())
		}
	}
	return out
}

// withoutLookaround returns a pattern without groups that look ahead or behind.
func withoutLookaround(pattern string) string {
	for {
		at := regexp.MustCompile(`\(\?<?[=!]`).FindStringIndex(pattern)
		if at == nil {
			return pattern
		}
		end := groupEnd(pattern, at[0])
		pattern = pattern[:at[0]] + "(?:)" + pattern[end:]
	}
}

// groupEnd returns where the group ends that begins at start.
func groupEnd(pattern string, start int) int {
	depth, class := 0, false
	for i := start; i < len(pattern); i++ {
		switch c := pattern[i]; {
		case c == '\\':
			i++
		case class:
			class = c != ']'
		case c == '[':
			class = true
		case c == '(':
			depth++
		case c == ')':
			if depth--; depth == 0 {
				return i + 1
			}
		}
	}
	return len(pattern)
}

// writer writes a text that an expression matches.
type writer struct {
	strings.Builder
	repeats int  // of what may be repeated, beyond what must be
	mixed   bool // characters of a class are taken in turn
}

func (w *writer) write(re *syntax.Regexp) {
	if w.Len() > maxText {
		return
	}
	switch re.Op {
	case syntax.OpLiteral:
		w.WriteString(string(re.Rune))
	case syntax.OpCharClass:
		w.WriteRune(w.member(re.Rune))
	case syntax.OpAnyChar, syntax.OpAnyCharNotNL:
		w.WriteRune(w.member([]rune{' ', '~'}))
	case syntax.OpCapture, syntax.OpConcat:
		for _, sub := range re.Sub {
			w.write(sub)
		}
	case syntax.OpAlternate:
		w.write(re.Sub[w.repeats%len(re.Sub)])
	case syntax.OpStar:
		w.repeat(re.Sub[0], 0, -1)
	case syntax.OpPlus:
		w.repeat(re.Sub[0], 1, -1)
	case syntax.OpQuest:
		w.repeat(re.Sub[0], 0, 1)
	case syntax.OpRepeat:
		w.repeat(re.Sub[0], re.Min, re.Max)
	}
}

func (w *writer) repeat(re *syntax.Regexp, least, most int) {
	n := least + w.repeats
	if most >= 0 {
		n = min(n, most)
	}
	for range n {
		w.write(re)
	}
}

// member returns a character of a class, given as ranges: a letter or a digit where there is one.
func (w *writer) member(ranges []rune) rune {
	var found []rune
	for _, wanted := range "a1A-s7S_z9Z0x!" {
		for i := 0; i+1 < len(ranges); i += 2 {
			if ranges[i] <= wanted && wanted <= ranges[i+1] {
				found = append(found, wanted)
			}
		}
	}
	switch {
	case len(found) > 0 && w.mixed:
		return found[w.Len()%len(found)]
	case len(found) > 0:
		return found[0]
	case len(ranges) > 0:
		return ranges[0]
	}
	return 'x'
}
