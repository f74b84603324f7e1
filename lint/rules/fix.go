package rules

import (
	"bytes"
	"strings"

	"github.com/goldenpath-go/goldenpath/lint"
	"github.com/goldenpath-go/goldenpath/source"
)

// raw returns the text at r as it stands in the file, quotes and all.
func raw(t *source.Text, r source.Range) string { return string(t.Data[r.Offset:r.EndOffset]) }

// safe and unsafe return a single fix as the list that a finding takes.
func safe(message string, edits ...lint.Edit) []lint.Fix {
	return []lint.Fix{{Message: message, Safe: true, Edits: edits}}
}

func unsafe(message string, edits ...lint.Edit) []lint.Fix {
	return []lint.Fix{{Message: message, Edits: edits}}
}

// rewrite returns the edit that gives the scalar at r the value text, in the quotes that it has. It is false for block
// scalars, aliases and texts that would need other quotes.
func rewrite(t *source.Text, r source.Range, text string) (lint.Edit, bool) {
	old := raw(t, r)
	switch {
	case old == "" || strings.ContainsAny(text, "\n\t\"'\\"):
		return lint.Edit{}, false
	case old[0] == '"' || old[0] == '\'':
		return lint.Replace(r, old[:1]+text+old[:1]), true
	case strings.ContainsAny(old[:1], "|>*&!"):
		return lint.Edit{}, false
	case !plain(text):
		text = `"` + text + `"`
	}
	return lint.Replace(r, text), true
}

// plain reports whether text can stand without quotes wherever a scalar may stand. It is content to be wrong on the
// side of quotes.
func plain(text string) bool {
	if text == "" || strings.ContainsAny(text, "#{}[],&*!|>'\"%`") || strings.Contains(text, ": ") {
		return false
	}
	first, last := text[0], text[len(text)-1]
	return first > ' ' && last > ' ' && last != ':' && !strings.ContainsRune("-?:@=<~.+0123456789", rune(first))
}

// removeEntry returns the edit that takes out a member of a mapping, from its key at start to its value's end. It is
// false when anything else but a comment stands on these lines.
func removeEntry(t *source.Text, key, value source.Range) (lint.Edit, bool) {
	edit, before, ok := wholeLines(t, key, value)
	return edit, ok && before == ""
}

// removeItem returns the edit that takes the item at r out of a list of n, which it does not leave empty.
func removeItem(t *source.Text, r source.Range, n int) (lint.Edit, bool) {
	if n < 2 {
		return lint.Edit{}, false
	}
	if edit, before, ok := wholeLines(t, r, r); ok && before == "-" {
		return edit, true
	}
	return removeFlowItem(t, r)
}

// wholeLines returns the edit that takes out the lines from the start of first to the end of last, and what stands on
// them before the start. It is false when anything but a comment follows. Of a long line no more is looked at than that
// takes.
func wholeLines(t *source.Text, first, last source.Range) (edit lint.Edit, before string, ok bool) {
	start, end := first.Offset, last.EndOffset
	edit = lint.Edit{File: t.Name, Offset: t.LineStart(first.Line), EndOffset: end}
	before = leadIn(t.Data[edit.Offset:start])
	if end > start && t.Data[end-1] == '\n' { // a block scalar takes its line break with it
		return edit, before, true
	}
	edit.EndOffset = t.LineStart(last.EndLine + 1)
	after := bytes.TrimLeft(t.Data[end:edit.EndOffset], " \t\r\n")
	return edit, before, len(after) == 0 || after[0] == '#'
}

// leadIn returns what stands before something on its line: nothing, the dash of a list item, or anything else.
func leadIn(text []byte) string {
	text = bytes.TrimSpace(text)
	return string(text[:min(len(text), len("- "))])
}

// removeFlowItem takes out an item of a list like [a, b] that a comma follows or precedes.
func removeFlowItem(t *source.Text, r source.Range) (lint.Edit, bool) {
	edit := lint.Replace(r, "")
	if rest := bytes.TrimLeft(t.Data[r.EndOffset:], " "); len(rest) > 0 && rest[0] == ',' {
		edit.EndOffset = len(t.Data) - len(bytes.TrimLeft(rest[1:], " "))
		return edit, true
	}
	before := bytes.TrimRight(t.Data[:r.Offset], " ")
	if len(before) == 0 || before[len(before)-1] != ',' {
		return lint.Edit{}, false
	}
	edit.Offset = len(before) - 1
	return edit, true
}
