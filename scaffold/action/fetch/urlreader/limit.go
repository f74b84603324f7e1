package urlreader

import (
	"errors"
	"fmt"
	"io"
	"time"
)

// ErrLimit means that something is larger, or takes longer, than is read.
var ErrLimit = errors.New("more than is read")

// The defaults of [Limits].
const (
	DefaultFile    = 32 << 20
	DefaultArchive = 128 << 20
	DefaultTotal   = 256 << 20
	DefaultEntries = 100_000
	DefaultDepth   = 64
	DefaultTime    = time.Minute
)

// Limits bound what is read for one URL. Of each field 0 means the default.
type Limits struct {
	File    int64         // bytes of one file
	Archive int64         // bytes of an archive, as it is sent
	Total   int64         // bytes of all files of an archive or folder, unpacked, wanted or not
	Entries int           // files, folders and links of an archive or folder, wanted or not
	Depth   int           // folders within folders
	Time    time.Duration // until all is read
}

func (l Limits) file() int64         { return or(l.File, DefaultFile) }
func (l Limits) archive() int64      { return or(l.Archive, DefaultArchive) }
func (l Limits) total() int64        { return or(l.Total, DefaultTotal) }
func (l Limits) entries() int        { return or(l.Entries, DefaultEntries) }
func (l Limits) depth() int          { return or(l.Depth, DefaultDepth) }
func (l Limits) time() time.Duration { return or(l.Time, DefaultTime) }

func or[T comparable](value, standard T) T {
	var zero T
	if value == zero {
		return standard
	}
	return value
}

func limitError(format string, args ...any) error {
	return fmt.Errorf("%w: "+format, append([]any{ErrLimit}, args...)...)
}

// capped reads from r until more than left bytes came, which is an error that says what is too large.
type capped struct {
	r    io.Reader
	left int64
	err  error
}

// capAt returns a reader of at most limit bytes.
func capAt(r io.Reader, limit int64, what string) *capped {
	return &capped{r, limit, limitError("%s has more than %d bytes", what, limit)}
}

// Read reads.
func (c *capped) Read(p []byte) (int, error) {
	if c.left < 0 {
		return 0, c.err
	}
	if int64(len(p)) > c.left+1 {
		p = p[:c.left+1]
	}
	n, err := c.r.Read(p)
	if c.left -= int64(n); c.left < 0 {
		return n, c.err
	}
	return n, err
}
