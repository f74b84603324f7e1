package yamlsrc

import (
	"strings"
	"unicode/utf8"
)

// commentLines puts a # before each line of a comment that is not empty. A line of one space stands for a # alone.
func commentLines(s string) string {
	return eachLine(s, func(line string) string {
		switch line {
		case "":
			return ""
		case " ":
			return "#"
		}
		return "#" + line
	})
}

// indentComment indents the lines of a comment that are not empty.
func indentComment(s string, indent int) string {
	if s != "" && strings.Trim(s, "\n") == "" {
		return s[1:]
	}
	if indent == 0 {
		return s
	}
	return eachLine(s, func(line string) string {
		if strings.Trim(line, " ") == "" {
			return line
		}
		return spaces(indent) + line
	})
}

// lineComment returns what to append to a text for a comment behind it.
func lineComment(text string, indent int, comment string) string {
	switch {
	case strings.HasSuffix(text, "\n"):
		return indentComment(comment, indent)
	case hasBreak(comment):
		return "\n" + indentComment(comment, indent)
	case strings.HasSuffix(text, " "):
		return comment
	}
	return " " + comment
}

// eachLine changes each line of s; lines end where they do to JavaScript.
func eachLine(s string, change func(string) string) string {
	var b strings.Builder
	for {
		i := strings.IndexAny(s, "\n\r\u2028\u2029")
		if i < 0 {
			b.WriteString(change(s))
			return b.String()
		}
		_, n := utf8.DecodeRuneInString(s[i:])
		b.WriteString(change(s[:i]))
		b.WriteString(s[i : i+n])
		s = s[i+n:]
	}
}
