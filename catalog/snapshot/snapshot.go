package snapshot

import (
	"bytes"
	"errors"
	"io"
	"iter"
	"strings"

	"github.com/goldenpath-go/goldenpath/catalog"
)

// Snapshot is a catalog as it was. It never changes, so any number of goroutines may use it at once. The zero value has
// no entities and cannot be written.
//
// What its methods make of a line that is malformed, which no writer here makes, is what can be read of it; see
// [Snapshot.Verify].
type Snapshot struct {
	data   []byte // all of it
	body   []byte // the lines of entities
	header Header
	before int // lines before the body
	count  int
}

// Header returns what the snapshot says of itself.
func (s *Snapshot) Header() Header { return s.header }

// Len returns the number of entities.
func (s *Snapshot) Len() int { return s.count }

var errZero = errors.New("catalog snapshot was made by neither New nor Open")

// WriteTo writes the snapshot to w as it is kept in a file.
func (s *Snapshot) WriteTo(w io.Writer) (int64, error) {
	if s.data == nil {
		return 0, errZero
	}
	n, err := w.Write(s.data)
	return int64(n), err
}

// Contains reports whether the snapshot has the entity that ref names.
func (s *Snapshot) Contains(ref catalog.Ref) bool {
	_, ok := s.find(ref)
	return ok
}

// Lookup returns the entity that ref names, if the snapshot has it.
func (s *Snapshot) Lookup(ref catalog.Ref) (Entry, bool) {
	line, ok := s.find(ref)
	if !ok {
		return Entry{}, false
	}
	return read(line), true
}

// Location returns where the entity that ref names was read from: [Entry.Location], at half the cost of reading all of an
// entity that refers to many. Empty when that is unknown, or the snapshot does not have the entity.
func (s *Snapshot) Location(ref catalog.Ref) string {
	line, ok := s.find(ref)
	if !ok {
		return ""
	}
	for range locationColumn {
		_, line, _ = bytes.Cut(line, []byte{'\t'})
	}
	column, _, _ := bytes.Cut(line, []byte{'\t'})
	location, _ := unescape(string(column)) // what can be read of it
	return location
}

// All yields the entities in the order of their refs.
func (s *Snapshot) All() iter.Seq[Entry] {
	return func(yield func(Entry) bool) {
		for line := range lines(s.body) {
			if !yield(read(line)) {
				return
			}
		}
	}
}

// Kind yields the entities of kind k, whose case does not matter, in the order of their refs.
func (s *Snapshot) Kind(k catalog.Kind) iter.Seq[Entry] {
	some := catalog.Ref{Kind: k, Namespace: "n", Name: "n"}
	prefix := strings.TrimSuffix(some.Key(), "n/n")
	return func(yield func(Entry) bool) {
		for line := range s.from(prefix) {
			if !yield(read(line)) {
				return
			}
		}
	}
}

// Names yields the names, in lower case, of the entities of a kind and namespace, in their order. It is cheaper than
// [Snapshot.Kind]: nothing but the names is read.
func (s *Snapshot) Names(k catalog.Kind, namespace string) iter.Seq[string] {
	some := catalog.Ref{Kind: k, Namespace: namespace, Name: "n"}
	prefix := strings.TrimSuffix(some.Key(), "n")
	return func(yield func(string) bool) {
		for line := range s.from(prefix) {
			if !yield(string(keyBytes(line))[len(prefix):]) {
				return
			}
		}
	}
}

// find returns the line of the entity that ref names.
func (s *Snapshot) find(ref catalog.Ref) ([]byte, bool) {
	key := []byte(ref.Key())
	line := firstLine(s.body[s.seek(key):])
	return line, len(line) > 0 && bytes.Equal(keyBytes(line), key)
}

// from yields the lines whose keys begin with prefix.
func (s *Snapshot) from(prefix string) iter.Seq[[]byte] {
	return func(yield func([]byte) bool) {
		p := []byte(prefix)
		for line := range lines(s.body[s.seek(p):]) {
			if !bytes.HasPrefix(keyBytes(line), p) || !yield(line) {
				return
			}
		}
	}
}

// seek returns where in the body the first line begins whose key is not less than key.
func (s *Snapshot) seek(key []byte) int {
	low, high := 0, len(s.body)
	for low < high {
		start := s.lineBetween(low, high)
		line := firstLine(s.body[start:])
		if bytes.Compare(keyBytes(line), key) < 0 {
			low = start + len(line) + 1
		} else {
			high = start
		}
	}
	return low
}

// lineBetween returns where a line about halfway between two others begins; the first itself when there is none. It looks
// onwards before it looks back, since that is the faster of the two.
func (s *Snapshot) lineBetween(low, high int) int {
	middle := int(uint(low+high) >> 1)
	if next := middle + 1 + bytes.IndexByte(s.body[middle:high], '\n'); next < high {
		return next
	}
	return low + 1 + bytes.LastIndexByte(s.body[low:middle], '\n')
}

// lines yields the lines of body, whose last byte is a line feed, without theirs.
func lines(body []byte) iter.Seq[[]byte] {
	return func(yield func([]byte) bool) {
		for len(body) > 0 {
			line := firstLine(body)
			if !yield(line) {
				return
			}
			body = body[len(line)+1:]
		}
	}
}

func firstLine(body []byte) []byte {
	line, _, _ := bytes.Cut(body, []byte{'\n'})
	return line
}

// keyBytes returns the key of the entity whose line it is, in the line itself if nothing there is escaped.
func keyBytes(line []byte) []byte {
	column, _, _ := bytes.Cut(line, []byte{'\t'})
	if bytes.IndexByte(column, '\\') < 0 {
		return column
	}
	return []byte(keyOfLine(string(column)))
}

// read returns what can be read of a line.
func read(line []byte) Entry {
	e, _ := decode(string(line))
	return e
}
