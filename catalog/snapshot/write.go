package snapshot

import (
	"bufio"
	"bytes"
	"fmt"
	"hash/crc32"
	"io"
	"iter"
	"slices"
	"strings"

	"github.com/goldenpath-go/goldenpath/catalog"
)

// Write writes a snapshot of the entries, which may come in any order; it holds their lines in memory until all have
// come. An entry that comes twice is written once. It fails with a [*DuplicateError] when two that differ have the same
// ref, with [catalog.ErrUnnamed] when a ref lacks a kind or name, with [ErrTooLong], and as w does.
func Write(w io.Writer, h Header, entries iter.Seq[Entry]) error {
	lines, err := sortedLines(entries)
	if err != nil {
		return err
	}
	head, err := h.encode()
	if err != nil {
		return err
	}
	out := &summer{w: bufio.NewWriterSize(w, 1<<16)}
	out.bytes(head)
	for _, line := range lines {
		out.string(line)
		out.string("\n")
	}
	out.string(fmt.Sprintf("%s%d\tcrc32c\t", end, len(lines)))
	out.string(fmt.Sprintf("%08x\n", out.sum))
	return out.w.Flush()
}

// sortedLines returns the lines of the entries in order, each once.
func sortedLines(entries iter.Seq[Entry]) ([]string, error) {
	var lines []string
	var c encoder
	for e := range entries {
		line, err := c.encode(&e)
		if err != nil {
			return nil, entryError(e.Ref, err)
		}
		lines = append(lines, string(line))
	}
	sortLines(lines)
	lines = slices.Compact(lines)
	for i := 1; i < len(lines); i++ {
		if keyOfLine(lines[i-1]) == keyOfLine(lines[i]) {
			return nil, duplicate(lines[i-1], lines[i])
		}
	}
	return lines, nil
}

// sortLines sorts lines by their keys. Where no key has an escape they sort as texts, which is faster: after a key comes
// a tab, and no other byte of a line is less.
func sortLines(lines []string) {
	if slices.ContainsFunc(lines, func(line string) bool { return strings.Contains(keyColumn(line), `\`) }) {
		slices.SortFunc(lines, compareLines)
		return
	}
	slices.Sort(lines)
}

// compareLines orders lines by their keys, and those of the same key somehow.
func compareLines(a, b string) int {
	if c := strings.Compare(keyOfLine(a), keyOfLine(b)); c != 0 {
		return c
	}
	return strings.Compare(a, b)
}

// keyOfLine returns the key of the entity whose line it is. One that is malformed has some key.
func keyOfLine(line string) string {
	key, _ := unescape(keyColumn(line))
	return key
}

func keyColumn(line string) string {
	column, _, _ := strings.Cut(line, "\t")
	return column
}

func duplicate(a, b string) *DuplicateError {
	first, _ := decode(a) // made by encode
	second, _ := decode(b)
	return &DuplicateError{first, second}
}

// summer writes and sums up what it writes. Errors are kept by w.
type summer struct {
	w   *bufio.Writer
	sum uint32
	buf []byte
}

func (s *summer) bytes(b []byte) {
	s.sum = crc32.Update(s.sum, castagnoli(), b)
	_, _ = s.w.Write(b)
}

func (s *summer) string(text string) {
	s.buf = append(s.buf[:0], text...)
	s.bytes(s.buf)
}

// castagnoli returns the table of CRC-32C, which the standard library makes once.
func castagnoli() *crc32.Table { return crc32.MakeTable(crc32.Castagnoli) }

// New returns a snapshot of the entries, which may come in any order. It fails as [Write] does.
func New(h Header, entries iter.Seq[Entry]) (*Snapshot, error) {
	var b bytes.Buffer
	if err := Write(&b, h, entries); err != nil {
		return nil, err
	}
	return Open(b.Bytes())
}

// FromCatalog returns a snapshot of the entities that are in c now. It fails as [Write] does. Nil options are the zero
// value.
func FromCatalog(h Header, c *catalog.Catalog, o *Options) (*Snapshot, error) {
	return New(h, func(yield func(Entry) bool) {
		for e := range c.All() {
			if !yield(NewEntry(e, o)) {
				return
			}
		}
	})
}

// FromEntities returns a snapshot of entities as a service yields them. The first error that comes instead of one is
// returned, since a snapshot that lacks entities would say that they do not exist; else it fails as [Write] does. Nil
// options are the zero value.
func FromEntities(h Header, entities iter.Seq2[*catalog.Entity, error], o *Options) (*Snapshot, error) {
	var failed error
	s, err := New(h, func(yield func(Entry) bool) {
		for e, err := range entities {
			if err != nil {
				failed = err
				return
			}
			if !yield(NewEntry(e, o)) {
				return
			}
		}
	})
	if failed != nil {
		return nil, failed
	}
	return s, err
}
