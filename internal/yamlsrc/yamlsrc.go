// Package yamlsrc reads YAML as Backstage reads it: the YAML 1.2 core schema with the leniencies and limits of the
// JavaScript library that Backstage uses, every value with its place in the file.
package yamlsrc

import (
	"math"
	"unicode/utf8"

	"github.com/goldenpath-go/goldenpath/internal/tree"
	"github.com/goldenpath-go/goldenpath/source"
)

// Stream is a file read to its end.
type Stream struct {
	Text *source.Text
	Docs []*Document // in order; empty documents are there too, with a nil or Null Root
	// Abort is set when reading stops early, as Backstage's does: after an unknown alias or too many aliases nothing
	// more of the file is read. The document it occurred in is the last of Docs, with the error in its Errors.
	Abort bool
}

// Document is one YAML document.
type Document struct {
	Root       *tree.Node // nil when there is none or the document could not be read
	Start, End int        // bytes in the file: from the first to past the last character of its content or marker
	Errors     []Error    // in order of detection: the first is the one Backstage reports
	Recursive  bool       // an anchor contains itself; Root is then cut there and must not be walked further
}

// Error is a fault of syntax.
type Error struct {
	Code       string // the JavaScript library's code, such as DUPLICATE_KEY, TAB_AS_INDENT, BAD_ALIAS
	Message    string // one line, in that library's words without position
	Start, End int    // bytes in the file
}

// Parse reads data, the content of the file called name. It never fails: what is wrong stands in the documents.
func Parse(name string, data []byte) *Stream {
	s := &Stream{Text: source.NewText(name, data)}
	if len(data) > math.MaxInt32 {
		s.Docs = []*Document{{Errors: []Error{{Code: codeExhausted, Message: "The file is larger than 2 GiB", End: 1}}}}
		return s
	}
	r := newReader(s.Text, string(data))
	r.sound = utf8.Valid(data)
	r.stream()
	s.Docs = r.docs
	for i := range r.late {
		l := &r.late[i]
		d := s.Docs[l.index]
		if len(d.Errors) > 0 {
			continue
		}
		if err := r.convert(d, &l.state); err != nil {
			d.Errors = append(d.Errors, *err)
			s.Docs, s.Abort = s.Docs[:l.index+1], true
			break
		}
	}
	return s
}
