package yaml12

import (
	"fmt"
	"regexp"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

const (
	lineWidth  = 80
	minContent = 20 // columns that are left to a text however deep it stands
)

var (
	// noPlain finds what a plain text may not have: an indicator at the start, a mark of a key or a comment, blanks at an end.
	noPlain = regexp.MustCompile("^[\n\t ,\\[\\]{}#&*!|>'\"%@`]|^[?-]$|^[?-][ \t]|[\n:][ \t]|[ \t]\n|[\n\t ]#|[\n\t :]$")
	// otherType finds what is read as something else than a text.
	otherType = regexp.MustCompile(`^(?:~|[Nn]ull|NULL|[Tt]rue|TRUE|[Ff]alse|FALSE|0o[0-7]+|[-+]?[0-9]+|0x[0-9a-fA-F]+` +
		`|[-+]?\.(?:inf|Inf|INF)|\.nan|\.NaN|\.NAN|[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)[eE][-+]?[0-9]+` +
		`|[-+]?(?:\.[0-9]+|[0-9]+\.[0-9]*))?$`)
	control = regexp.MustCompile("[\x00-\x08\x0b-\x1f\x7f\u0080-\u009f]")
	marker  = regexp.MustCompile(`(?m)^(?:%|---|\.\.\.)`)
)

// text returns s as a scalar.
func text(s, indent string, width int) string {
	switch {
	case control.MatchString(s):
		return quoted(s, indent, width)
	case strings.Contains(s, "\n"):
		return lines(s, indent, width)
	case noPlain.MatchString(s), otherType.MatchString(s), indent == "" && marker.MatchString(s):
		return quote(s, indent, width)
	}
	return fold(s, indent, width, false)
}

// keyText returns s as a key.
func keyText(s string) string {
	if strings.Contains(s, "\n") || control.MatchString(s) {
		return escape(s)
	}
	if noPlain.MatchString(s) || otherType.MatchString(s) || marker.MatchString(s) {
		if wantsSingle(s) {
			return "'" + s + "'"
		}
		return escape(s)
	}
	return s
}

// wantsSingle tells whether quoting s in single quotes saves escapes.
func wantsSingle(s string) bool { return strings.Contains(s, `"`) && !strings.Contains(s, "'") }

func quote(s, indent string, width int) string {
	if wantsSingle(s) {
		return fold("'"+s+"'", indent, width, false)
	}
	return quoted(s, indent, width)
}

func quoted(s, indent string, width int) string { return fold(escape(s), indent, width, true) }

// escape returns s in double quotes.
func escape(s string) string {
	short := map[rune]string{
		0: `\0`, 7: `\a`, '\b': `\b`, '\t': `\t`, '\n': `\n`, '\v': `\v`, '\f': `\f`, '\r': `\r`, 0x1b: `\e`, '"': `\"`, '\\': `\\`,
	}
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		switch e, ok := short[r]; {
		case ok:
			b.WriteString(e)
		case r < ' ':
			fmt.Fprintf(&b, `\x%02x`, r)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}

// lines returns a text of several lines as a block.
func lines(s, indent string, width int) string {
	if last := strings.LastIndexByte(s, '\n'); last < len(s)-1 && strings.Trim(s[last:], "\n\t ") == "" {
		return quoted(s, indent, width) // blanks after the last line would get lost
	}
	if indent == "" && marker.MatchString(s) {
		indent = step
	}
	body := strings.TrimRight(s, "\n\t ")
	if body == "" && strings.Trim(s, "\n") != "" {
		return quoted(s, indent, width) // nothing tells indentation from content
	}
	end := s[len(body):]
	header := ""
	if first := strings.TrimLeft(s, "\n"); strings.HasPrefix(first, " ") {
		header = "2"
		if indent == "" {
			header = "1"
		}
	}
	switch {
	case end == "" || !strings.Contains(end, "\n"):
		header += "-"
	case body == "" || end != "\n":
		header += "+"
	}
	style := "|"
	if tooLong(s, indent) {
		style, body = ">", foldBlock(body, indent)
	}
	out := style + header
	for line := range strings.SplitSeq(body+strings.TrimSuffix(end, "\n"), "\n") {
		out += "\n"
		if line != "" {
			out += indent + line
		}
	}
	return out
}

func tooLong(s, indent string) bool {
	for line := range strings.SplitSeq(s, "\n") {
		if width(line) > lineWidth-len(indent) {
			return true
		}
	}
	return false
}

// width returns the length of s as JavaScript counts it.
func width(s string) int {
	n := 0
	for _, r := range s {
		n += max(utf16.RuneLen(r), 1)
	}
	return n
}

// foldBlock returns the lines of a folded block: line breaks are doubled, except around lines that begin with a blank, and
// the lines without one are folded.
func foldBlock(s, indent string) string {
	var out []string
	before := ""
	for i, line := range strings.Split(s, "\n") {
		blank := strings.HasPrefix(line, " ") || strings.HasPrefix(line, "\t")
		if i > 0 && line != "" && before != "" && !blank && before[0] != ' ' && before[0] != '\t' {
			out = append(out, "")
		}
		if blank {
			out = append(out, line)
		} else {
			folded := fold(line, indent, len(indent), false)
			out = append(out, strings.Split(strings.ReplaceAll(folded, "\n"+indent, "\n"), "\n")...)
		}
		before = line
	}
	return strings.Join(out, "\n")
}

// fold breaks a long line at single blanks. Of text in double quotes without such a place, the break is escaped.
func fold(s, indent string, start int, escaped bool) string {
	room := max(1+minContent, 1+lineWidth-len(indent))
	if width(s) <= room {
		return s
	}
	limit := lineWidth - len(indent)
	var out strings.Builder
	if start > lineWidth-minContent {
		out.WriteString("\n" + indent)
	} else if start > 0 {
		limit = lineWidth - start
	}
	f := folder{text: s, indent: indent, room: room, limit: limit, out: &out, escaped: escaped}
	f.run()
	return out.String()
}

// folder breaks one line.
type folder struct {
	text, indent string
	room, limit  int // columns of a line; column at which this one is too long
	escaped      bool
	out          *strings.Builder
}

func (f *folder) run() {
	begin, split, splitColumn := 0, -1, 0
	for i, column := 0, 0; i < len(f.text); {
		if f.text[i] == ' ' && f.breakable(i) {
			split, splitColumn = i, column
		}
		switch {
		case column < f.limit:
		case split >= 0:
			f.out.WriteString(f.text[begin:split] + "\n" + f.indent)
			begin, f.limit, split = split+1, splitColumn+f.room, -1
		case f.escaped && i > begin+1 && i+1 < len(f.text) && f.text[i] != ' ':
			f.out.WriteString(f.text[begin:i] + "\\\n" + f.indent)
			begin, f.limit = i, column+f.room
		}
		size, columns := f.unit(i)
		i, column = i+size, column+columns
	}
	f.out.WriteString(f.text[begin:])
}

// unit returns the bytes and columns of the character or escape at i, which are not parted.
func (f *folder) unit(i int) (size, columns int) {
	if f.escaped && f.text[i] == '\\' {
		size = len(`\n`)
		if f.text[i+1] == 'x' {
			size = len(`\x00`)
		}
		return size, size
	}
	r, size := utf8.DecodeRuneInString(f.text[i:])
	return size, max(utf16.RuneLen(r), 1)
}

// breakable tells whether the blank at i stands alone between other characters.
func (f *folder) breakable(i int) bool {
	return i > 0 && i+1 < len(f.text) && !strings.ContainsRune(" \t\n", rune(f.text[i-1])) && !strings.ContainsRune(" \t\n", rune(f.text[i+1]))
}
