package template

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// locate returns where the bytes from start to end of a scalar's value stand in the scalar as it is written, in whatever
// style. White space between the two may differ, all else is found again byte by byte. False when the value is not
// written there.
func locate(written, value string, start, end int) (from, to int, ok bool) {
	first, last := inked(value, start, end)
	w := newWriting(written)
	for i := 0; i <= last; i++ {
		if isBlank(value[i]) {
			continue
		}
		at, next, ok := w.next(value[i:])
		if !ok {
			return 0, 0, false
		}
		if i <= first {
			from = at
		}
		to = next
		i += w.taken - 1
	}
	return from, to, last >= 0
}

// inked narrows a stretch of value to its first and last byte that is no white space; where there is none, to the one
// before it.
func inked(value string, start, end int) (first, last int) {
	start, end = min(max(start, 0), len(value)), min(end, len(value))
	for first = start; first < end && isBlank(value[first]); first++ {
		continue
	}
	for last = end - 1; last > first && isBlank(value[last]); last-- {
		continue
	}
	if first < end {
		return first, last
	}
	for last = start - 1; last >= 0 && isBlank(value[last]); last-- {
		continue
	}
	return last, last
}

func isBlank(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }

// writing reads a scalar as it is written, one character that is no white space at a time.
type writing struct {
	text  string
	at    int
	quote byte // ' or " if it is in quotes, else 0
	taken int  // how many bytes of the value the last character was
}

func newWriting(written string) *writing {
	w := &writing{text: written}
	switch {
	case written == "":
	case written[0] == '\'' || written[0] == '"':
		w.quote, w.at = written[0], 1
	case written[0] == '|' || written[0] == '>':
		w.at = strings.IndexByte(written, '\n') + 1
	}
	return w
}

// next finds the character that value begins with, and returns where it starts and ends.
func (w *writing) next(value string) (start, end int, ok bool) {
	for {
		for w.at < len(w.text) && isBlank(w.text[w.at]) {
			w.at++
		}
		if w.quote != '"' || !strings.HasPrefix(w.text[w.at:], `\`) {
			break
		}
		start = w.at
		means, size := escape(w.text[w.at:])
		w.at += size
		if strings.TrimSpace(means) == "" {
			continue
		}
		w.taken = len(means)
		return start, w.at, strings.HasPrefix(value, means)
	}
	if w.at >= len(w.text) || w.text[w.at] != value[0] {
		return 0, 0, false
	}
	start, w.taken = w.at, 1
	if w.at++; w.quote == '\'' && value[0] == '\'' {
		w.at++
	}
	return start, w.at, true
}

// escape returns what an escape at the start of s means, as far as it prints something, and its length.
func escape(s string) (means string, size int) {
	if len(s) < 2 {
		return "", 1
	}
	digits := map[byte]int{'x': 2, 'u': 4, 'U': 8}[s[1]]
	switch {
	case strings.IndexByte(`"\/`, s[1]) >= 0:
		return s[1:2], 2
	case digits == 0 || len(s) < 2+digits:
		return "", 2
	}
	code, err := strconv.ParseUint(s[2:2+digits], 16, 32)
	if err != nil || !utf8.ValidRune(rune(code)) {
		return "", 2
	}
	return string(rune(code)), 2 + digits
}
