package regex

import (
	"errors"
	"regexp"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// Regexp is a compiled expression. It is safe for concurrent use.
type Regexp struct {
	Source, Flags  string
	Global, Sticky bool

	groups          int
	names           []string
	fold, multiline bool
	unicode         bool
	code            []instruction
	regs            int
	fast            *regexp.Regexp
	nullable        bool
}

// Compile compiles a JavaScript regular expression. Flags are of g, i, m, u and y, each at most once. With the flag u,
// characters are code points, \p{…} is known, and whatever is not defined is an error.
func Compile(source, flags string) (*Regexp, error) {
	re := &Regexp{Source: source, Flags: flags}
	for i := range len(flags) {
		if strings.IndexByte(flags, flags[i]) != i {
			return nil, errors.New("invalid flags")
		}
	}
	re.Global, re.Sticky = strings.Contains(flags, "g"), strings.Contains(flags, "y")
	re.fold, re.multiline = strings.Contains(flags, "i"), strings.Contains(flags, "m")
	re.unicode = strings.Contains(flags, "u")
	tree, p, err := parse(utf16.Encode([]rune(source)), re.fold, re.unicode)
	if err != nil {
		return nil, err
	}
	re.groups, re.names, re.nullable = p.groups, p.names, nullable(tree)
	if re.code, re.regs, err = compile(tree, p.groups); err != nil {
		return nil, err
	}
	if ascii(source) {
		re.fast = linear(tree, re.fold, re.multiline)
	}
	return re, nil
}

// Groups returns the number of captures.
func (re *Regexp) Groups() int { return re.groups }

// GroupName returns the name of the capture i, or "".
func (re *Regexp) GroupName(i int) string { return re.names[i] }

// Named reports whether captures have names.
func (re *Regexp) Named() bool { return strings.Join(re.names, "") != "" }

func ascii(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// Text is what is searched: a string and its UTF-16 units.
type Text struct {
	Units []uint16
	ASCII string // the same text if it has no other characters, else empty
}

// Find returns the first match at or after from, or only at it if the search is sticky: start and end of the match and of
// each capture in UTF-16 units, -1 for a capture that took no part. It returns nil if there is none. The function step
// is told of the work done, and ends the search by an error.
func (re *Regexp) Find(text Text, from int, sticky bool, step func(int) error) ([]int, error) {
	if re.fast != nil && from == 0 && !sticky && text.ASCII != "" {
		return re.fast.FindStringSubmatchIndex(text.ASCII), step(len(text.ASCII) / 16)
	}
	m := machine{
		code: re.code, input: text.Units, multiline: re.multiline, fold: re.fold, unicode: re.unicode, step: step, regs: make([]int, re.regs),
	}
	for start := from; start <= len(text.Units); start += m.width(start) {
		for i := range m.regs {
			m.regs[i] = -1
		}
		m.open = m.open[:0]
		_, ok, err := m.run(0, start)
		if err != nil {
			return nil, err
		}
		if ok {
			return m.regs[:2*(re.groups+1)], nil
		}
		if sticky {
			break
		}
	}
	return nil, step(len(text.Units) / 16)
}

// All returns every match, one after the other as a global search finds them.
func (re *Regexp) All(text Text, step func(int) error) ([][]int, error) {
	if re.fast != nil && !re.Sticky && !re.nullable && text.ASCII != "" {
		return re.fast.FindAllStringSubmatchIndex(text.ASCII, -1), step(len(text.ASCII) / 16)
	}
	var all [][]int
	for from := 0; from <= len(text.Units); {
		found, err := re.Find(text, from, re.Sticky, step)
		if found == nil || err != nil {
			return all, err
		}
		all = append(all, found)
		if from = found[1]; found[0] == found[1] {
			from += (&machine{input: text.Units, unicode: re.unicode}).width(from)
		}
	}
	return all, nil
}
