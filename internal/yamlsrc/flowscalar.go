package yamlsrc

import (
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

const lineBlanks = " \t"

// plain returns the content of a scalar without quotes.
func (r *reader) plain(t token) string {
	s := r.text(t)
	if s == "" {
		return s
	}
	bad := ""
	switch s[0] {
	case '\t':
		bad = "a tab character"
	case ',':
		bad = "flow indicator character ,"
	case '%':
		bad = "directive indicator character %"
	case '|', '>':
		bad = "block scalar indicator " + s[:1]
	case '@', '`':
		bad = "reserved character " + s[:1]
	}
	if bad != "" {
		r.failAt("BAD_SCALAR_START", "Plain value cannot start with "+bad, int(t.start))
	}
	return unfold(s)
}

// singleQuoted returns the content of a scalar in single quotes.
func (r *reader) singleQuoted(t token) string {
	s := r.text(t)
	if len(s) == 1 || s[len(s)-1] != '\'' {
		r.failAt(codeMissingChar, "Missing closing 'quote", int(t.end))
	}
	if len(s) < 2 {
		return ""
	}
	s = unfold(s[1 : len(s)-1])
	if strings.IndexByte(s, '\'') >= 0 {
		s = strings.ReplaceAll(s, "''", "'")
	}
	return s
}

// unfold joins the lines of a scalar by a space, or by as many line breaks as there are empty lines between.
func unfold(s string) string {
	nl := strings.IndexByte(s, '\n')
	if nl < 0 {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	b.WriteString(strings.TrimRight(cutReturn(s[:nl]), lineBlanks))
	sep := " "
	for s = s[nl+1:]; ; s = s[nl+1:] {
		nl = strings.IndexByte(s, '\n')
		if nl < 0 {
			break
		}
		line := strings.Trim(cutReturn(s[:nl]), lineBlanks)
		switch {
		case line != "":
			b.WriteString(sep)
			b.WriteString(line)
			sep = " "
		case sep == "\n":
			b.WriteByte('\n')
		default:
			sep = "\n"
		}
	}
	b.WriteString(sep)
	b.WriteString(strings.TrimLeft(s, lineBlanks))
	return b.String()
}

// cutReturn returns the line without a carriage return at its end.
func cutReturn(line string) string { return strings.TrimSuffix(line, "\r") }

// doubleQuoted returns the content of a scalar in double quotes.
func (r *reader) doubleQuoted(t token) string {
	s := r.text(t)
	content := ""
	if len(s) > 2 {
		content = s[1 : len(s)-1]
	}
	if strings.ContainsAny(content, "\\\n") {
		d := unquoter{reader: r, src: s, at: int(t.start)}
		content = d.run()
	}
	if len(s) == 1 || s[len(s)-1] != '"' {
		r.failAt(codeMissingChar, `Missing closing "quote`, int(t.end))
	}
	return content
}

// unquoter reads escapes and folds lines of a scalar in double quotes.
type unquoter struct {
	*reader
	src  string // with its quotes
	at   int    // where src is in the file
	i    int
	out  strings.Builder
	high rune // the first half of a surrogate pair that was just read
}

func (d *unquoter) run() string {
	d.out.Grow(len(d.src))
	for d.i = 1; d.i < len(d.src)-1; d.i++ {
		c := d.src[d.i]
		if d.high != 0 && c != '\\' {
			d.flush()
		}
		switch {
		case c == '\r' && d.peek(1) == '\n':
		case c == '\n':
			d.fold()
		case c == '\\':
			d.escape()
		case c == ' ' || c == '\t':
			d.blanks()
		default:
			d.out.WriteByte(c)
		}
	}
	d.flush()
	return d.out.String()
}

// peek returns the byte n behind the current one, 0 behind the end.
func (d *unquoter) peek(n int) byte {
	if d.i+n >= len(d.src) {
		return 0
	}
	return d.src[d.i+n]
}

// fold reads line breaks and the white space between them.
func (d *unquoter) fold() {
	breaks := 0
	for c := d.peek(1); c == ' ' || c == '\t' || c == '\n' || c == '\r'; c = d.peek(1) {
		if c == '\r' && d.peek(2) != '\n' {
			break
		}
		if c == '\n' {
			breaks++
			d.out.WriteByte('\n')
		}
		d.i++
	}
	if breaks == 0 {
		d.out.WriteByte(' ')
	}
}

// blanks reads white space: at the end of a line it does not count.
func (d *unquoter) blanks() {
	start := d.i
	for c := d.peek(1); c == ' ' || c == '\t'; c = d.peek(1) {
		d.i++
	}
	if c := d.peek(1); c == '\n' || c == '\r' && d.peek(2) == '\n' {
		return
	}
	d.out.WriteString(d.src[start : d.i+1])
}

// escape reads a backslash and what it escapes.
func (d *unquoter) escape() {
	d.i++
	c := d.peek(0)
	switch {
	case c == 'x':
		d.code(2)
		return
	case c == 'u':
		d.code(4)
		return
	case c == 'U':
		d.code(8)
		return
	}
	d.flush()
	if s := escaped(c); s != "" {
		d.out.WriteString(s)
		return
	}
	switch {
	case c == '\n':
	case c == '\r' && d.peek(1) == '\n':
		d.i++
	default:
		_, n := utf8.DecodeRuneInString(d.src[d.i:])
		d.fail("BAD_DQ_ESCAPE", "Invalid escape sequence "+d.src[d.i-1:d.i+n], d.at+d.i-1, d.at+d.i)
		return
	}
	for d.peek(1) == ' ' || d.peek(1) == '\t' {
		d.i++
	}
}

// escaped returns what the character c stands for behind a backslash; empty if for nothing.
func escaped(c byte) string {
	switch c {
	case '0':
		return "\x00"
	case 'a':
		return "\a"
	case 'b':
		return "\b"
	case 'e':
		return "\x1b"
	case 'f':
		return "\f"
	case 'n':
		return "\n"
	case 'r':
		return "\r"
	case 't', '\t':
		return "\t"
	case 'v':
		return "\v"
	case 'N':
		return "\u0085"
	case '_':
		return "\u00a0"
	case 'L':
		return "\u2028"
	case 'P':
		return "\u2029"
	case ' ', '"', '/', '\\':
		return string(rune(c))
	}
	return ""
}

// code reads the number of a character, n hexadecimal digits.
func (d *unquoter) code(n int) {
	from, to := d.i+1, min(d.i+1+n, len(d.src))
	digits := d.src[from:to]
	d.i += n
	code, err := strconv.ParseUint(digits, 16, 32)
	if err != nil || len(digits) < n || digits[0] == '+' || code > utf8.MaxRune {
		d.flush()
		raw := d.src[from-2:from] + firstUnits(d.src[from:], n)
		d.fail("BAD_DQ_ESCAPE", "Invalid escape sequence "+raw, d.at+from-2, d.at+from-1)
		return
	}
	c := rune(code)
	switch {
	case d.high != 0 && utf16.IsSurrogate(c) && c >= 0xdc00:
		d.out.WriteRune(utf16.DecodeRune(d.high, c))
		d.high = 0
	case utf16.IsSurrogate(c) && c < 0xdc00:
		d.flush()
		d.high = c
	default:
		d.flush()
		d.out.WriteRune(c) // the second half of a pair alone is U+FFFD
	}
}

// flush writes the first half of a surrogate pair whose second half is missing: no string of Go's can hold it.
func (d *unquoter) flush() {
	if d.high != 0 {
		d.out.WriteRune(utf8.RuneError)
		d.high = 0
	}
}
