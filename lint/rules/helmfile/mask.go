package helmfile

import (
	"bytes"
)

// mask returns a text with other bytes for the templates in it, so that what is left can be read as YAML with every value in its
// place: x for a template beside something else, blanks for lines that hold nothing but templates.
func mask(text []byte, templates []action) []byte {
	if len(templates) == 0 {
		return text
	}
	out := bytes.Clone(text)
	for _, a := range templates {
		for i := a.start; i < a.end; i++ {
			if out[i] != '\n' && out[i] != '\r' {
				out[i] = masked
			}
		}
	}
	for line := range bytes.Lines(out) {
		with := byte('x')
		if len(bytes.Trim(line, string(rune(masked))+" \t\r\n")) == 0 {
			with = ' '
		}
		for i, b := range line {
			if b == masked {
				line[i] = with
			}
		}
	}
	return out
}

// masked stands for a byte of a template while lines are looked at. No text has it.
const masked = 1

// action is a template within a text: from its braces to past them.
type action struct{ start, end int }

// actions returns the templates in a text, in order.
func actions(text []byte) []action {
	var found []action
	for at := 0; ; {
		i := bytes.Index(text[at:], []byte("{{"))
		if i < 0 {
			return found
		}
		start := at + i
		end := actionEnd(text, start+2)
		if end < 0 {
			return found
		}
		found = append(found, action{start, end})
		at = end
	}
}

// actionEnd returns where the template ends whose content starts at an offset; -1 when it has no end. Braces in the texts
// within it are no end.
func actionEnd(text []byte, at int) int {
	for i := at; i < len(text); i++ {
		switch c := text[i]; {
		case c == '}' && i+1 < len(text) && text[i+1] == '}':
			return i + 2
		case c == '`' || c == '"' && text[i-1] != '\\':
			i = textEnd(text, i)
		}
	}
	return -1
}

// textEnd returns the offset of the quote that ends the text which one at an offset begins; that offset itself if there
// is none on the line.
func textEnd(text []byte, at int) int {
	for i := at + 1; i < len(text) && text[i] != '\n'; i++ {
		switch {
		case text[i] == text[at]:
			return i
		case text[i] == '\\' && text[at] == '"':
			i++
		}
	}
	return at
}
