package secrets

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"sync"
)

// TrailFile is a Trail in a file: an entry a line, as JSON, each on the disk before Record returns. Lines are only ever added.
// Several processes may have one open, on a disk of their own machine.
type TrailFile struct {
	mu   sync.Mutex
	file *os.File
}

var _ Trail = (*TrailFile)(nil)

// OpenTrail opens the trail called name, or creates it, readable by its owner only. Close it when done.
func OpenTrail(name string) (*TrailFile, error) {
	file, err := os.OpenFile(name, os.O_RDWR|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return nil, err
	}
	t := &TrailFile{file: file}
	if err := t.endLine(); err != nil {
		return nil, errors.Join(fmt.Errorf("read the trail %s: %w", name, err), file.Close())
	}
	return t, nil
}

// endLine ends a last line that a process which died has not written to its end. It is not cut off: it is evidence.
func (t *TrailFile) endLine() error {
	info, err := t.file.Stat()
	if err != nil || info.Size() == 0 {
		return err
	}
	last := make([]byte, 1)
	if _, err := t.file.ReadAt(last, info.Size()-1); err != nil || last[0] == '\n' {
		return err
	}
	_, err = t.file.Write([]byte("\n"))
	return err
}

// Record writes the entry to the disk.
func (t *TrailFile) Record(_ context.Context, e TrailEntry) error {
	line, err := json.Marshal(e)
	if err != nil {
		return err
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if _, err := t.file.Write(append(line, '\n')); err != nil {
		return err
	}
	return t.file.Sync()
}

// Close closes the file.
func (t *TrailFile) Close() error { return t.file.Close() }

// maxTrailLine is longer than any line that is written here.
const maxTrailLine = 1 << 20

// ReadTrail yields the entries of a trail, oldest first. A line that is no entry, such as one that a process which died has not
// written to its end, is an error in its place, and the next line follows; an error of the reader ends it.
func ReadTrail(r io.Reader) iter.Seq2[TrailEntry, error] {
	return func(yield func(TrailEntry, error) bool) {
		lines := bufio.NewScanner(r)
		lines.Buffer(nil, maxTrailLine)
		for number := 1; lines.Scan(); number++ {
			var e TrailEntry
			err := json.Unmarshal(lines.Bytes(), &e)
			if len(bytes.TrimSpace(lines.Bytes())) == 0 {
				continue
			}
			if err != nil || e.What == "" || e.Phase == "" {
				e, err = TrailEntry{}, fmt.Errorf("line %d of the trail is no entry", number)
			}
			if !yield(e, err) {
				return
			}
		}
		if err := lines.Err(); err != nil {
			yield(TrailEntry{}, fmt.Errorf("read the trail: %w", err))
		}
	}
}
