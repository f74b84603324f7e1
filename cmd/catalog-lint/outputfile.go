package main

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// writeReport writes a report to a file, whose folders are made where they are missing. A file is replaced as a whole or,
// when that fails, left as it was; links are followed, and what is no file, such as a pipe or a device, is written to.
// With add, the report goes to the end of what the file holds.
func writeReport(name string, data []byte, add bool) error {
	info, err := os.Stat(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			return writeError(name, err)
		}
	case err == nil && (add || !info.Mode().IsRegular() || isDescriptor(name)):
		return appendFile(name, data)
	case err == nil:
		if target, err := filepath.EvalSymlinks(name); err == nil {
			return replaceFile(target, data, info)
		}
	}
	return replaceFile(name, data, nil)
}

// isDescriptor reports whether name stands for a file that is open already, which replacing would not reach.
func isDescriptor(name string) bool {
	return strings.HasPrefix(name, "/dev/") || strings.HasPrefix(name, "/proc/")
}

// appendFile writes to what is there already.
func appendFile(name string, data []byte) error {
	file, err := os.OpenFile(name, os.O_WRONLY|os.O_APPEND, 0)
	if err != nil {
		return writeError(name, err)
	}
	_, err = file.Write(data)
	if err := errors.Join(err, file.Close()); err != nil {
		return writeError(name, err)
	}
	return nil
}

// sameFile reports whether two absolute paths name one file, which need not be there yet.
func sameFile(a, b string) bool {
	if a == b {
		return true
	}
	one, err := os.Stat(a)
	other, err2 := os.Stat(b)
	return err == nil && err2 == nil && os.SameFile(one, other)
}
