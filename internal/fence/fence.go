// Package fence reads and rewrites the fenced code blocks of Markdown documents, so that what a document shows can be
// held against what there is: files, and commands with what they print.
package fence

import (
	"fmt"
	"strings"
)

// Block is one fenced code block.
type Block struct {
	Info string // what stands behind the opening fence: console, yaml, go
	File string // from a comment <!-- file: NAME --> on the line above; empty when there is none
	Text string // the lines between the fences
}

// Rewrite calls f with each block of a document, in order, and returns the document with their texts replaced by what f
// returns. It stops at the first error, which then names the line of the block.
func Rewrite(document string, f func(Block) (string, error)) (string, error) {
	var out strings.Builder
	var block *Block // the one that is open
	above, marks, line, opened := "", "", 0, 0
	for text := range strings.Lines(document) {
		line++
		switch {
		case block == nil && backticks(text) != "":
			marks, opened = backticks(text), line
			block = &Block{Info: strings.TrimSpace(text[len(marks):]), File: label(above)}
			out.WriteString(text)
		case block != nil && strings.TrimSpace(text) == marks:
			replaced, err := f(*block)
			if err != nil {
				return "", fmt.Errorf("line %d: %w", opened, err)
			}
			out.WriteString(replaced + text)
			block = nil
		case block != nil:
			block.Text += text
		default:
			out.WriteString(text)
		}
		above = text
	}
	if block != nil {
		return "", fmt.Errorf("line %d: the block has no end", opened)
	}
	return out.String(), nil
}

// backticks returns those with which a line begins, if they open a block: three, or more where three are in it.
func backticks(line string) string {
	n := len(line) - len(strings.TrimLeft(line, "`"))
	if n < 3 {
		return ""
	}
	return line[:n]
}

// label returns the name in a comment <!-- file: NAME -->.
func label(line string) string {
	name, ok := strings.CutPrefix(strings.TrimSpace(line), "<!-- file: ")
	if !ok {
		return ""
	}
	return strings.TrimSuffix(name, " -->")
}

// Run runs the commands of a console block, which are the lines that begin with "$ ", and returns the block with what
// they print below each. Whatever stands before the first command stays.
func Run(text string, run func(command string) (string, error)) (string, error) {
	var out strings.Builder
	started := false
	for line := range strings.Lines(text) {
		command, ok := strings.CutPrefix(line, "$ ")
		if !ok {
			if !started {
				out.WriteString(line)
			}
			continue
		}
		started = true
		printed, err := run(strings.TrimSpace(command))
		if err != nil {
			return "", fmt.Errorf("run %s: %w", strings.TrimSpace(command), err)
		}
		out.WriteString(line + printed)
	}
	return out.String(), nil
}
