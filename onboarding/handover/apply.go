package handover

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"

	"github.com/goldenpath-go/goldenpath/internal/textdiff"
)

// ErrChanged says that a file is not what it was when the report was made. Nothing was written.
var ErrChanged = errors.New("the file has changed since the report was made")

// Diff returns the change as a unified diff, which git apply and patch take; nil: there is none.
func (r *Report) Diff() []byte {
	var out []byte
	for _, f := range r.Files {
		out = append(out, textdiff.Unified(f.Name, f.Before, f.After)...)
	}
	return out
}

// Apply writes the change. It looks at all files first: one that has changed, or is no regular file, is an error, and then none is
// written. Each is written aside and then renamed, so that nobody sees half of it.
func (r *Report) Apply(root *os.Root) error {
	modes := make([]fs.FileMode, len(r.Files))
	for i, f := range r.Files {
		info, err := root.Lstat(f.Name)
		if err != nil {
			return fmt.Errorf("hand over: %w", err)
		}
		if !info.Mode().IsRegular() {
			return fmt.Errorf("hand over: %s is no regular file", f.Name)
		}
		now, err := root.ReadFile(f.Name)
		if err != nil {
			return fmt.Errorf("hand over: %w", err)
		}
		if !bytes.Equal(now, f.Before) {
			return fmt.Errorf("hand over: %s: %w", f.Name, ErrChanged)
		}
		modes[i] = info.Mode().Perm()
	}
	for i, f := range r.Files {
		if err := replace(root, f, modes[i]); err != nil {
			return fmt.Errorf("hand over: write %s: %w", f.Name, err)
		}
	}
	return nil
}

// replace puts the new content in the place of a file.
func replace(root *os.Root, f File, mode fs.FileMode) error {
	aside := path.Join(path.Dir(f.Name), "."+path.Base(f.Name)+".new")
	w, err := root.OpenFile(aside, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if err != nil {
		return err
	}
	_, err = w.Write(f.After)
	err = errors.Join(err, w.Chmod(mode), w.Sync(), w.Close())
	if err == nil {
		err = root.Rename(aside, f.Name)
	}
	if err != nil {
		_ = root.Remove(aside) // there is an error to report already
	}
	return err
}
