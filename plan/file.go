package plan

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
	"sync"
)

// File is a Journal in a file: a receipt a line, as JSON, each on the disk before Append returns. It is locked against
// other processes while it is open, and safe for concurrent use.
type File struct {
	name string
	mu   sync.Mutex // of what follows
	run  sync.Mutex
	file *os.File
	size int64
	err  error // why nothing more can be appended
}

var (
	_ Journal = (*File)(nil)
	_ Locker  = (*File)(nil)
)

// OpenFile opens the journal called name, or creates it, readable by its owner only. A last line that was not written to
// its end, since the process died, is cut off; any other line that is no receipt is an error. Close it when done.
// The error wraps ErrLocked when another process has it open.
func OpenFile(name string) (*File, error) {
	_, statErr := os.Stat(name)
	file, err := openLocked(name)
	if err != nil {
		return nil, fmt.Errorf("open journal %s: %w", name, err)
	}
	f := &File{name: name, file: file}
	if err := f.prepare(errors.Is(statErr, os.ErrNotExist)); err != nil {
		return nil, fmt.Errorf("open journal %s: %w", name, errors.Join(err, file.Close()))
	}
	return f, nil
}

func (f *File) prepare(created bool) error {
	if created {
		if err := syncFolder(filepath.Dir(f.name)); err != nil {
			return err
		}
	}
	data, err := io.ReadAll(f.file)
	if err != nil {
		return err
	}
	if _, err := readLines(data); err != nil {
		return err
	}
	return f.mend(data)
}

// mend makes the file end in a complete line.
func (f *File) mend(data []byte) error {
	whole := bytes.LastIndexByte(data, '\n') + 1
	f.size = int64(whole)
	if whole == len(data) {
		return nil
	}
	if err := f.file.Truncate(f.size); err != nil {
		return err
	}
	if rest := data[whole:]; isReceipt(rest) { // only the line break is missing
		return f.write(append(bytes.Clone(rest), '\n'))
	}
	return f.file.Sync()
}

// readLines returns the receipts in data, and with them the last line if it is complete but for its line break.
func readLines(data []byte) ([]Receipt, error) {
	var out []Receipt
	for number := 1; len(data) > 0; number++ {
		line, rest, complete := bytes.Cut(data, []byte{'\n'})
		r, err := parseReceipt(line)
		switch {
		case err == nil:
			out = append(out, r)
		case complete:
			return out, fmt.Errorf("line %d: %w", number, err)
		}
		data = rest
	}
	return out, nil
}

func isReceipt(line []byte) bool {
	_, err := parseReceipt(line)
	return err == nil
}

// Append writes the receipt to the disk.
func (f *File) Append(_ context.Context, r Receipt) error {
	line, err := json.Marshal(r)
	if err != nil {
		return fmt.Errorf("record step %q: %w", r.Key, err)
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.err != nil {
		return f.err
	}
	if err := f.write(append(line, '\n')); err != nil {
		return fmt.Errorf("write journal %s: %w", f.name, err)
	}
	return nil
}

// write appends a line whole or not at all: after half a line nothing could be appended that is read back.
func (f *File) write(line []byte) error {
	_, err := f.file.WriteAt(line, f.size)
	if err == nil {
		err = f.file.Sync()
	}
	if err == nil {
		f.size += int64(len(line))
		return nil
	}
	if cut := f.file.Truncate(f.size); cut != nil {
		f.err = fmt.Errorf("write journal %s: it ends in half a line: %w", f.name, errors.Join(err, cut))
	}
	return err
}

// All yields the receipts that are in the file when it is called.
func (f *File) All(ctx context.Context) iter.Seq2[Receipt, error] {
	return func(yield func(Receipt, error) bool) {
		receipts, err := f.read()
		for _, r := range receipts {
			if ctx.Err() != nil {
				yield(Receipt{}, ctx.Err())
				return
			}
			if !yield(r, nil) {
				return
			}
		}
		if err != nil {
			yield(Receipt{}, fmt.Errorf("read journal %s: %w", f.name, err))
		}
	}
}

func (f *File) read() ([]Receipt, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	data := make([]byte, f.size)
	if _, err := io.ReadFull(io.NewSectionReader(f.file, 0, f.size), data); err != nil {
		return nil, err
	}
	return readLines(data)
}

// Lock keeps other runs of this process out until unlock is called; other processes are kept out while the file is open.
func (f *File) Lock(context.Context) (unlock func(), err error) {
	if !f.run.TryLock() {
		return nil, fmt.Errorf("journal %s: %w", f.name, ErrLocked)
	}
	return f.run.Unlock, nil
}

// Close closes the file and lets others open it.
func (f *File) Close() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.err = fmt.Errorf("journal %s: %w", f.name, os.ErrClosed)
	return f.file.Close()
}
