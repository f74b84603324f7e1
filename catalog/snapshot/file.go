package snapshot

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// ReadFile opens the snapshot in the file called name. It fails as [Open] does, with the name before it.
func ReadFile(name string) (*Snapshot, error) {
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, fmt.Errorf("read catalog snapshot: %w", err)
	}
	s, err := Open(data)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return s, nil
}

// WriteFile writes the snapshot to the file called name, which then holds either all of it or what it held before: it is
// written beside it, made to last, and put in its place. A file that is there keeps its permissions; a new one has
// those of [os.Create] with the default umask. What is at name must be a file, or a symbolic link, which is replaced.
func (s *Snapshot) WriteFile(name string) error {
	if err := s.replace(name); err != nil {
		return fmt.Errorf("write catalog snapshot %s: %w", name, err)
	}
	return nil
}

func (s *Snapshot) replace(name string) (err error) {
	mode, err := permissions(name)
	if err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(name), "."+filepath.Base(name)+".*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = os.Remove(f.Name()) // the first error says more
		}
	}()
	if err := errors.Join(s.fill(f, mode), f.Close()); err != nil {
		return err
	}
	if err := os.Rename(f.Name(), name); err != nil {
		return err
	}
	syncFolder(filepath.Dir(name))
	return nil
}

// syncFolder makes a change of names in a folder last, where the system and the folder's permissions let it.
func syncFolder(name string) {
	f, err := os.Open(name)
	if err != nil {
		return
	}
	_ = f.Sync()
	_ = f.Close()
}

func permissions(name string) (fs.FileMode, error) {
	info, err := os.Stat(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return 0o644, nil
	case err != nil:
		return 0, err
	case !info.Mode().IsRegular():
		return 0, errors.New("is there and no file")
	}
	return info.Mode().Perm(), nil
}

func (s *Snapshot) fill(f *os.File, mode fs.FileMode) error {
	if _, err := s.WriteTo(f); err != nil {
		return err
	}
	if err := f.Chmod(mode); err != nil {
		return err
	}
	return f.Sync()
}
