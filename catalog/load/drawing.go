package load

import (
	"bytes"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/goldenpath-go/goldenpath/internal/yamlsrc"
	"github.com/goldenpath-go/goldenpath/source"
)

// syntaxWords returns what Backstage's YAML library says of a fault: a message, and a drawing of its line with carets
// below. Columns and widths count UTF-16 code units. However long the line, little of it is looked at but to count.
func syntaxWords(text *source.Text, e yamlsrc.Error) string {
	at, end := text.Position(e.Start), text.Position(e.End)
	column := unitsBefore(text, e.Start)
	message := "YAMLParseError: " + e.Message + " at line " + strconv.Itoa(at.Line) + ", column " + strconv.Itoa(column+1)
	line, caret := cutLine(text, e.Start, column)
	if at.Line > 1 && strings.Trim(line[:byteIndex(line, caret)], " ") == "" {
		line = lineBefore(text, at.Line) + line
	}
	if strings.Trim(line, " ") == "" {
		return message
	}
	width := 1
	if end.Line == at.Line && e.End > e.Start {
		width = max(1, min(lengthUTF16(text.Data[e.Start:], e.End-e.Start), widest-caret))
	}
	return message + ":\n\n" + line + "\n" + strings.Repeat(" ", caret) + strings.Repeat("^", width) + "\n"
}

// widest is how much of a line is drawn, in UTF-16 code units.
const widest = 80

// cutLine returns the line of the fault at offset, cut to its surroundings, and the column of the fault in it.
func cutLine(text *source.Text, offset, column int) (line string, caret int) {
	start := text.LineStart(text.Position(offset).Line)
	before := lastUnits(text.Data[start:offset])
	after, _, _ := bytes.Cut(text.Data[offset:min(len(text.Data), offset+8*widest)], []byte{'\n'})
	units := append(before, utf16.Encode([]rune(strings.TrimRight(string(after), "\r")))...)
	caret = len(before)
	left := column - caret // units of the line that are not looked at
	length := left + len(units)
	if column >= 60 && length > widest {
		from := min(column-39, length-79)
		units = append([]uint16{'…'}, units[from-left:]...)
		caret = column - from + 1
	}
	if len(units) > widest {
		units = append(units[:widest-1:widest-1], '…')
	}
	return string(utf16.Decode(units)), caret
}

// lastUnits returns the last UTF-16 code units of a text, at least as many as a drawing can need; all if it is short.
func lastUnits(data []byte) []uint16 {
	const enough = 2 * widest
	if from := len(data) - enough*utf8.UTFMax; from > 0 {
		for from < len(data) && !utf8.RuneStart(data[from]) {
			from++
		}
		data = data[from:]
	}
	return utf16.Encode([]rune(string(data)))
}

// lineBefore returns the line before the given one with its line break, cut to size.
func lineBefore(text *source.Text, number int) string {
	data := text.Data[text.LineStart(number-1):text.LineStart(number)]
	units := utf16.Encode([]rune(string(data[:min(len(data), 8*widest)])))
	if len(units) <= widest {
		return string(data)
	}
	return string(utf16.Decode(units[:widest-1])) + "…\n"
}

// unitsBefore returns how many UTF-16 code units stand before offset in its line.
func unitsBefore(text *source.Text, offset int) int {
	start := text.LineStart(text.Position(offset).Line)
	return lengthUTF16(text.Data[start:], offset-start)
}

// lengthUTF16 returns how many UTF-16 code units the first size bytes of data are. Part of a character counts as one.
func lengthUTF16(data []byte, size int) int {
	n := 0
	for i := 0; i < min(size, len(data)); {
		r, width := utf8.DecodeRune(data[i:])
		i += width
		if n++; r > 0xFFFF && i <= size {
			n++
		}
	}
	return n
}

// byteIndex returns the index of the byte at which the given number of UTF-16 code units have passed.
func byteIndex(s string, units int) int {
	for i, r := range s {
		if units <= 0 {
			return i
		}
		units -= max(1, utf16.RuneLen(r))
	}
	return len(s)
}
