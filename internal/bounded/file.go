// Package bounded reads files that may be anything: at most so many bytes, and never a pipe, which would wait.
package bounded

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
)

// PlaceholderSize is how much a placeholder such as $text may bring in, in bytes: API definitions are larger than catalog
// files.
const PlaceholderSize = 16 << 20

// SizeError says that a file is larger than what is read of it.
type SizeError struct{ Size, Limit int64 } // in bytes

// Error names both sizes.
func (e *SizeError) Error() string {
	return fmt.Sprintf("it has %d bytes, and at most %d are read", e.Size, e.Limit)
}

// ReadFile reads the regular file called name, of at most limit bytes; a larger one is a [*SizeError]. It looks before it
// opens: opening a pipe would wait for a writer, and a device may have no end.
func ReadFile(fsys fs.FS, name string, limit int64) ([]byte, error) {
	if !fs.ValidPath(name) {
		return nil, &fs.PathError{Op: "open", Path: name, Err: errors.New("path is not within the file system")}
	}
	info, err := fs.Stat(fsys, name)
	if err != nil {
		return nil, err
	}
	switch {
	case info.IsDir():
		return nil, &fs.PathError{Op: "read", Path: name, Err: errors.New("is a directory")}
	case !info.Mode().IsRegular():
		return nil, &fs.PathError{Op: "read", Path: name, Err: errors.New("is no regular file")}
	case info.Size() > limit:
		return nil, &SizeError{info.Size(), limit}
	}
	f, err := fsys.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data := make([]byte, 0, info.Size()+1)
	return readAtMost(f, data, limit)
}

// readAtMost reads r to its end into data, whose capacity is a guess.
func readAtMost(r io.Reader, data []byte, limit int64) ([]byte, error) {
	for {
		if len(data) == cap(data) {
			data = append(data, 0)[:len(data)]
		}
		n, err := r.Read(data[len(data):cap(data)])
		data = data[:len(data)+n]
		switch {
		case int64(len(data)) > limit:
			return nil, &SizeError{int64(len(data)), limit}
		case errors.Is(err, io.EOF):
			return data, nil
		case err != nil:
			return nil, err
		}
	}
}
