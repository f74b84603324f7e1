package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"io/fs"
	"path"
	"time"
)

// readStdin reads standard input to its end, which may not come: then ctx ends the waiting.
func readStdin(ctx context.Context, stdin io.Reader, limit int64) ([]byte, error) {
	type result struct {
		data []byte
		err  error
	}
	done := make(chan result, 1)
	go func() {
		data, err := io.ReadAll(io.LimitReader(stdin, limit+1))
		done <- result{data, err}
	}()
	select {
	case <-ctx.Done():
		return nil, ctx.Err()
	case r := <-done:
		if int64(len(r.data)) > limit {
			return nil, fmt.Errorf("it has more than %d bytes (--max-file-size)", limit)
		}
		return r.data, r.err
	}
}

// stdinFS is the files on disk with standard input in the place of one of them.
type stdinFS struct {
	diskFS
	name string
	data []byte
}

// Open opens a file; standard input may be opened any number of times.
func (s *stdinFS) Open(name string) (fs.File, error) {
	if name != s.name {
		return s.diskFS.Open(name)
	}
	return &stdinFile{bytes.NewReader(s.data), s.info()}, nil
}

// ReadFile returns a file's content.
func (s *stdinFS) ReadFile(name string) ([]byte, error) {
	if name != s.name {
		return s.diskFS.ReadFile(name)
	}
	return bytes.Clone(s.data), nil
}

// Stat describes a file.
func (s *stdinFS) Stat(name string) (fs.FileInfo, error) {
	if name != s.name {
		return s.diskFS.Stat(name)
	}
	return s.info(), nil
}

// Lstat describes a file.
func (s *stdinFS) Lstat(name string) (fs.FileInfo, error) {
	if name != s.name {
		return s.diskFS.Lstat(name)
	}
	return s.info(), nil
}

func (s *stdinFS) info() stdinInfo { return stdinInfo{path.Base(s.name), int64(len(s.data))} }

type stdinFile struct {
	*bytes.Reader
	info stdinInfo
}

func (f *stdinFile) Stat() (fs.FileInfo, error) { return f.info, nil }
func (f *stdinFile) Close() error               { return nil }

// stdinInfo describes standard input as a regular file.
type stdinInfo struct {
	name string
	size int64
}

func (i stdinInfo) Name() string     { return i.name }
func (i stdinInfo) Size() int64      { return i.size }
func (stdinInfo) Mode() fs.FileMode  { return 0o444 }
func (stdinInfo) ModTime() time.Time { return time.Time{} }
func (stdinInfo) IsDir() bool        { return false }
func (stdinInfo) Sys() any           { return nil }
