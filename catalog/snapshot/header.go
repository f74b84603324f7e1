package snapshot

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
	"time"
)

const (
	magic   = "goldenpath catalog snapshot "
	version = 1
	columns = "ref\ttype\tlifecycle\ttier\ttitle\tlocation\twritten\treferences\n"

	locationColumn = 5 // counted from 0
)

// Header is what a snapshot says of itself.
type Header struct {
	Created time.Time `json:"created,omitzero"` // to the second, in UTC; zero when it does not say
	Source  string    `json:"source,omitempty"` // where the entities come from, such as the URL of a Backstage; empty when it does not say
	// Partial says what was asked for where that was not the whole catalog, such as kind=group or kind=user; empty when it
	// was. Of all else the snapshot knows nothing.
	Partial string `json:"partial,omitempty"`
}

// Age returns how old the snapshot is at now, and false when it does not say when it was made. How old is too old is for
// the caller to decide. The age is negative when one of the clocks is wrong.
func (h Header) Age(now time.Time) (time.Duration, bool) {
	if h.Created.IsZero() {
		return 0, false
	}
	return now.Sub(h.Created), true
}

// encode returns the lines of the header, the first line of the file included.
func (h Header) encode() ([]byte, error) {
	b := append([]byte(magic), strconv.Itoa(version)+"\n"...)
	if !h.Created.IsZero() {
		created, err := h.Created.UTC().Truncate(time.Second).MarshalText()
		if err != nil {
			return nil, fmt.Errorf("time of creation: %w", err)
		}
		b = append(append(append(b, "created\t"...), created...), '\n')
	}
	for _, line := range [...]struct{ name, value string }{{"source\t", h.Source}, {"partial\t", h.Partial}} {
		if line.value != "" {
			b = append(appendEscaped(append(b, line.name...), line.value, ""), '\n')
		}
	}
	return append(b, columns...), nil
}

// decodeHeader reads the header at the start of data, whose first line ends at size, and returns where it ends, in bytes
// and lines. The last line of data must be one that is none of a header.
func decodeHeader(data []byte, size int) (h Header, end, lines int, err error) {
	for lines = 1; ; lines++ {
		n := bytes.IndexByte(data[size:], '\n') + 1
		line := string(data[size : size+n])
		size += n
		if line == columns {
			return h, size, lines + 1, nil
		}
		name, value, ok := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		if !ok || name == "ref" || name == "end" {
			return Header{}, 0, 0, &CorruptError{lines + 1, "is no line of a header"}
		}
		if err := h.set(name, value); err != nil {
			return Header{}, 0, 0, &CorruptError{lines + 1, name + ": " + err.Error()}
		}
	}
}

// decodeVersion returns the size of the first line.
func decodeVersion(data []byte) (int, error) {
	digits, ok := bytes.CutPrefix(data, []byte(magic))
	if !ok {
		if bytes.HasPrefix([]byte(magic), data) {
			return 0, ErrTruncated
		}
		return 0, ErrNotSnapshot
	}
	n := bytes.IndexByte(digits, '\n')
	if n < 0 {
		return 0, ErrTruncated
	}
	text := string(bytes.TrimSuffix(digits[:n], []byte{'\r'}))
	if text == "" || strings.Trim(text, "0123456789") != "" {
		return 0, &CorruptError{1, "has no version"}
	}
	if v, _ := strconv.Atoi(text); v != version {
		return 0, &VersionError{v}
	}
	return len(magic) + n + 1, nil
}

func (h *Header) set(name, value string) (err error) {
	switch name {
	case "created":
		h.Created, err = time.Parse(time.RFC3339, value)
		h.Created = h.Created.UTC()
	case "source":
		h.Source, err = unescape(value)
	case "partial":
		h.Partial, err = unescape(value)
	}
	return err
}
