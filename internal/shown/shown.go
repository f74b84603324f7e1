// Package shown writes texts that come from elsewhere, names, notes, errors, so that they are shown and do nothing: in a terminal,
// and in Markdown.
package shown

import (
	"strconv"
	"strings"
	"unicode"
)

// Line returns s in one line, with what a terminal would obey or hide as escapes of Go. A tab stays.
func Line(s string) string {
	var b strings.Builder
	for _, r := range s {
		if r == '\t' || unicode.IsPrint(r) {
			b.WriteRune(r)
			continue
		}
		quoted := strconv.QuoteRune(r)
		b.WriteString(quoted[1 : len(quoted)-1])
	}
	return b.String()
}

// Markdown returns s as text of Markdown that has no markup, mentions nobody and links to nothing.
func Markdown(s string) string {
	var b strings.Builder
	for _, r := range Line(s) {
		if strings.ContainsRune("\\`*_{}[]()<>#+-!|~@&", r) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// Code returns s as code within a line of Markdown, whatever backquotes it has.
func Code(s string) string {
	s = Line(s)
	ticks := strings.Repeat("`", longestRun(s)+1)
	if strings.Contains(s, "`") {
		s = " " + s + " "
	}
	return ticks + s + ticks
}

// Fence returns what a block of code has above and below that holds text: backquotes that no line of it can end.
func Fence(text string) string { return strings.Repeat("`", max(3, longestRun(text)+1)) }

func longestRun(s string) int {
	longest, run := 0, 0
	for _, r := range s {
		run++
		if r != '`' {
			run = 0
		}
		longest = max(longest, run)
	}
	return longest
}
