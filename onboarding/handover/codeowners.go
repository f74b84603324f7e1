package handover

import (
	"bytes"
	"strings"

	"github.com/goldenpath-go/goldenpath/source"
)

// CodeOwners is a CODEOWNERS file as GitHub reads it.
type CodeOwners struct {
	Text   *source.Text
	Rules  []CodeRule
	Faults source.Errors // lines that GitHub passes over
}

// CodeRule is a line: of the files that match the pattern these are the owners; none: nobody is.
type CodeRule struct {
	Pattern string // as it is written
	Owners  []CodeOwnerName
	Range   source.Range // of the line, without comment and surrounding space
}

// CodeOwnerName is an owner: @login, @org/team or the address of a mail.
type CodeOwnerName struct {
	Name  string
	Range source.Range
}

// ParseCodeOwners reads a CODEOWNERS file called name. Lines end at a line feed, a carriage return before it belongs to the end. A
// comment begins with # at the start of a line or of an owner; a backslash takes a space into the pattern. GitHub passes over lines
// with an owner that is none, and with patterns that it does not know, those with ! or [ at their start.
func ParseCodeOwners(name string, data []byte) *CodeOwners {
	c := &CodeOwners{Text: source.NewText(name, data)}
	offset := 0
	if bytes.HasPrefix(data, []byte("\ufeff")) {
		offset = len("\ufeff")
	}
	for line := range bytes.SplitSeq(data[offset:], []byte("\n")) {
		c.line(line, offset)
		offset += len(line) + 1
	}
	return c
}

// line reads the line that begins at a byte of the file.
func (c *CodeOwners) line(line []byte, offset int) {
	words := words(line)
	if len(words) == 0 {
		return
	}
	first, last := words[0], words[len(words)-1]
	rule := CodeRule{Pattern: string(line[first[0]:first[1]]), Range: c.Text.Range(offset+first[0], offset+last[1])}
	if strings.ContainsAny(rule.Pattern[:1], "![") {
		c.Faults.Add(rule.Range.Position, "", "GitHub knows no patterns that begin with "+rule.Pattern[:1])
		return
	}
	for _, w := range words[1:] {
		owner := CodeOwnerName{Name: string(line[w[0]:w[1]]), Range: c.Text.Range(offset+w[0], offset+w[1])}
		if !isCodeOwner(owner.Name) {
			c.Faults.Add(owner.Range.Position, "", "an owner is @login, @org/team or the address of a mail")
			return
		}
		rule.Owners = append(rule.Owners, owner)
	}
	c.Rules = append(c.Rules, rule)
}

// words returns where the pattern and the owners of a line begin and end, up to a comment.
func words(line []byte) (out [][2]int) {
	for i := 0; i < len(line); {
		if isSpace(line[i]) {
			i++
			continue
		}
		if line[i] == '#' {
			break
		}
		start := i
		for i < len(line) && !isSpace(line[i]) {
			if line[i] == '\\' && len(out) == 0 && i+1 < len(line) {
				i++
			}
			i++
		}
		out = append(out, [2]int{start, i})
	}
	return out
}

func isSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\r' || c == '\v' || c == '\f' }

// isCodeOwner reports whether a word can be an owner.
func isCodeOwner(word string) bool {
	name, at := strings.CutPrefix(word, "@")
	if !at {
		local, domain, ok := strings.Cut(word, "@")
		return ok && local != "" && strings.Contains(strings.Trim(domain, "."), ".") && !strings.Contains(domain, "@")
	}
	org, team, nested := strings.Cut(name, "/")
	return isHandle(org) && (!nested || isHandle(team))
}

func isHandle(s string) bool {
	for _, c := range []byte(s) {
		if c != '-' && c != '_' && c != '.' && (c < '0' || c > '9') && (c < 'A' || c > 'Z') && (c < 'a' || c > 'z') {
			return false
		}
	}
	return s != ""
}
