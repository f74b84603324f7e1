package decode

import (
	"unicode/utf8"

	"github.com/goldenpath-go/goldenpath/internal/tree"
)

// Places returns where the bytes of content, what the scalar n holds, stand in data; at the end, where it ends. A
// scalar is not always written as it reads: lines are folded, indented and joined, quotes and escapes stand for others.
// Where text and content part for good, the rest is taken to stand where they did.
func Places(data []byte, n *tree.Node, content string) []int {
	s := scalarReader{data: data[:n.End], at: n.Start}
	switch {
	case n.Block:
		s.skipLine()
	case n.Quoted:
		s.double, s.single = data[n.Start] == '"', data[n.Start] == '\''
		s.at++
	}
	places := make([]int, 0, len(content)+1)
	for i := 0; i < len(content); {
		r, size := utf8.DecodeRuneInString(content[i:])
		length := s.find(r)
		for range size {
			places = append(places, s.at)
		}
		s.at += length
		i += size
	}
	return append(places, min(s.at, len(s.data)))
}

// scalarReader walks the text of a scalar beside its content.
type scalarReader struct {
	data           []byte
	at             int
	double, single bool // how it is quoted
}

// find moves to the text that stands for r, and returns its length; where there is none, it stays and returns 0.
func (s *scalarReader) find(r rune) int {
	for s.at < len(s.data) {
		here, size := utf8.DecodeRune(s.data[s.at:])
		switch {
		case s.double && here == '\\':
			if length := s.escape(); length > 0 {
				return length
			}
			continue
		case s.single && here == '\'' && r == '\'':
			return 2
		case here == r:
			return size
		case isBreak(here) || here == ' ' || here == '\t':
			if length, found := s.space(r); found {
				return length
			}
			continue
		}
		return 0
	}
	return 0
}

// space handles a place where text has a line break or indentation. A line break in the content is one in the text, or
// several; a space may be one that was folded from a break.
func (s *scalarReader) space(r rune) (length int, found bool) {
	end := s.at
	for end < len(s.data) && (isBreak(rune(s.data[end])) || s.data[end] == ' ' || s.data[end] == '\t') {
		if r == '\n' && s.data[end] == '\n' {
			s.at = end
			return 1, true
		}
		end++
	}
	if r == ' ' || r == '\n' {
		return end - s.at, true
	}
	s.at = end
	return 0, false
}

// escape returns the length of the escape at hand; of an escaped line break, which stands for nothing, it moves past and
// returns 0.
func (s *scalarReader) escape() int {
	if s.at+1 >= len(s.data) {
		return 1
	}
	switch s.data[s.at+1] {
	case 'x':
		return 4
	case 'u':
		return 6
	case 'U':
		return 10
	case '\n', '\r': // the line goes on
		s.at += 2
		for s.at < len(s.data) && (s.data[s.at] == ' ' || s.data[s.at] == '\t' || s.data[s.at] == '\n') {
			s.at++
		}
		return 0
	}
	return 2
}

func (s *scalarReader) skipLine() {
	for s.at < len(s.data) && s.data[s.at] != '\n' {
		s.at++
	}
}

func isBreak(r rune) bool { return r == '\n' || r == '\r' }
