package linttest

import (
	"maps"
	"strings"
)

// variants returns the case and what is derived from it.
func (s *scenario) variants() []*scenario {
	all := []*scenario{s}
	if s.crlf {
		all = append(all, s.derive("with CRLF", func(text string) (string, int) {
			return strings.ReplaceAll(text, "\n", "\r\n"), 0
		}))
	}
	if s.document {
		all = append(all, s.derive("as second document", secondDocument))
	}
	return all
}

// firstDocument is a document that rules have little to say of; what they do say is disregarded.
const firstDocument = `apiVersion: backstage.io/v1alpha1
kind: User
metadata:
  name: linttest-first-document
spec:
  memberOf: []
`

// secondDocument returns text with another document in front, and by how many lines that moved it.
func secondDocument(text string) (string, int) {
	front := firstDocument
	switch first := firstContent(text); {
	case strings.HasPrefix(first, "%"):
		front += "...\n"
	case !strings.HasPrefix(first, "---"):
		front += "---\n"
	}
	return front + text, strings.Count(front, "\n")
}

// firstContent returns the first line that is neither blank nor a comment.
func firstContent(text string) string {
	for line := range strings.Lines(text) {
		if trimmed := strings.TrimSpace(line); trimmed != "" && trimmed[0] != '#' {
			return line
		}
	}
	return ""
}

// derive returns the case with all linted files changed. Change also says by how many lines it moves a file's content.
func (s *scenario) derive(name string, change func(string) (string, int)) *scenario {
	d := *s
	d.name = name
	d.files, d.skip = maps.Clone(s.files), map[string]int{}
	d.fixed, d.fixedUnsafe = maps.Clone(s.fixed), maps.Clone(s.fixedUnsafe)
	d.wants = nil
	for _, file := range s.texts {
		d.files[file], d.skip[file] = change(s.files[file])
		for _, golden := range []map[string]string{d.fixed, d.fixedUnsafe} {
			if text, ok := golden[file]; ok {
				golden[file], _ = change(text)
			}
		}
	}
	for _, w := range s.wants {
		w.line += d.skip[w.file]
		d.wants = append(d.wants, w)
	}
	return &d
}
