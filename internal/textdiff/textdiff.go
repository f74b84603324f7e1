// Package textdiff writes the difference between two texts as a unified diff, which git apply and patch take.
package textdiff

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
)

// context is how many lines are shown before and after a change.
const context = 3

// Unified returns the unified diff that makes after of before, a file called name, in the form of git; nil when they are
// equal. Texts are compared line by line; all of it takes time in proportion to their length, but for a logarithm.
func Unified(name string, before, after []byte) []byte {
	if bytes.Equal(before, after) {
		return nil
	}
	a, b := lines(before), lines(after)
	var out bytes.Buffer
	fmt.Fprintf(&out, "--- %s\n+++ %s\n", header("a/"+name), header("b/"+name))
	for _, h := range hunks(changes(a, b), len(a)) {
		h.write(&out, a, b)
	}
	return out.Bytes()
}

// header returns a name as git writes it: quoted if need be, and with a tab where it would not be seen to end.
func header(name string) string {
	if strings.ContainsFunc(name, func(r rune) bool { return r < ' ' || r == '"' || r == '\\' || r == 0x7f }) {
		return strconv.Quote(name)
	}
	if strings.Contains(name, " ") {
		return name + "\t"
	}
	return name
}

// lines splits a text into lines with their ends.
func lines(text []byte) []string {
	all := strings.SplitAfter(string(text), "\n")
	if all[len(all)-1] == "" {
		all = all[:len(all)-1]
	}
	return all
}

// change replaces lines of one text by lines of the other; the ends are exclusive.
type change struct{ a, aEnd, b, bEnd int }

// hunk is changes that lie near one another.
type hunk struct {
	a, aEnd int // lines of the first text, with those around the changes
	changes []change
}

// hunks puts changes together whose surroundings touch.
func hunks(all []change, length int) []hunk {
	var out []hunk
	for _, c := range all {
		from, to := max(0, c.a-context), min(length, c.aEnd+context)
		if n := len(out); n > 0 && from <= out[n-1].aEnd {
			out[n-1].aEnd = to
			out[n-1].changes = append(out[n-1].changes, c)
			continue
		}
		out = append(out, hunk{a: from, aEnd: to, changes: []change{c}})
	}
	return out
}

func (h *hunk) write(out *bytes.Buffer, a, b []string) {
	first, last := h.changes[0], h.changes[len(h.changes)-1]
	from, to := first.b-(first.a-h.a), last.bEnd+(h.aEnd-last.aEnd)
	fmt.Fprintf(out, "@@ -%s +%s @@\n", stretch(h.a, h.aEnd), stretch(from, to))
	at := h.a
	for _, c := range h.changes {
		writeLines(out, ' ', a[at:c.a])
		writeLines(out, '-', a[c.a:c.aEnd])
		writeLines(out, '+', b[c.b:c.bEnd])
		at = c.aEnd
	}
	writeLines(out, ' ', a[at:h.aEnd])
}

// stretch returns the lines from start to end, which is exclusive, as their first and their number.
func stretch(start, end int) string {
	switch end - start {
	case 0:
		return fmt.Sprintf("%d,0", start) // after that line
	case 1:
		return strconv.Itoa(start + 1)
	}
	return fmt.Sprintf("%d,%d", start+1, end-start)
}

func writeLines(out *bytes.Buffer, mark byte, lines []string) {
	for _, line := range lines {
		out.WriteByte(mark)
		out.WriteString(line)
		if !strings.HasSuffix(line, "\n") {
			out.WriteString("\n\\ No newline at end of file\n")
		}
	}
}
