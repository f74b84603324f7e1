package linttest

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/goldenpath-go/goldenpath/lint"
)

// want is one expected finding.
type want struct {
	file    string
	line    int
	column  int // 0: any
	rule    string
	message *regexp.Regexp
}

func (w want) String() string {
	place := w.file + ":" + strconv.Itoa(w.line)
	if w.column > 0 {
		place += ":" + strconv.Itoa(w.column)
	}
	return fmt.Sprintf("%s: %s %q", place, w.rule, w.message)
}

// matches reports whether d is what is wanted.
func (w want) matches(d *lint.Diagnostic) bool {
	return d.Rule == w.rule && d.Range.File == w.file && d.Range.Line == w.line &&
		(w.column == 0 || d.Range.Column == w.column) && w.message.MatchString(d.Message)
}

// wantComment finds the comment, and by how many lines it is moved.
var wantComment = regexp.MustCompile(`(?:^|\s)# ?want([+-]\d+)? (.*)$`)

// wantItem is rule, column and expression.
var wantItem = regexp.MustCompile("^([a-z0-9-]+)(?:@(\\d+))?:(\"(?:[^\"\\\\]|\\\\.)*\"|`[^`]*`)\\s*")

// parseWants returns what is expected of a file.
func parseWants(file, text string) ([]want, error) {
	var wants []want
	line := 0
	for content := range strings.Lines(text) {
		line++
		m := wantComment.FindStringSubmatch(strings.TrimRight(content, "\r\n"))
		if m == nil {
			continue
		}
		offset, _ := strconv.Atoi(m[1]) // digits, or nothing
		found, err := parseWantItems(m[2])
		if err != nil {
			return nil, fmt.Errorf("%s:%d: %w", file, line, err)
		}
		for _, w := range found {
			w.file, w.line = file, line+offset
			wants = append(wants, w)
		}
	}
	return wants, nil
}

func parseWantItems(text string) ([]want, error) {
	var wants []want
	for text = strings.TrimSpace(text); text != ""; {
		m := wantItem.FindStringSubmatch(text)
		if m == nil {
			return nil, fmt.Errorf("a want has the form rule:\"regexp\" or rule@column:\"regexp\", unlike %s", text)
		}
		expression, err := strconv.Unquote(m[3])
		if err != nil {
			return nil, fmt.Errorf("unquote %s: %w", m[3], err)
		}
		message, err := regexp.Compile(expression)
		if err != nil {
			return nil, err
		}
		column, _ := strconv.Atoi(m[2]) // digits, or nothing
		wants = append(wants, want{column: column, rule: m[1], message: message})
		text = text[len(m[0]):]
	}
	return wants, nil
}
