package main

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// replaceFile puts data into a file that is there as a whole or, when that fails, as it was before. It gets the mode and
// the owner of like, which may be nil.
func replaceFile(name string, data []byte, like fs.FileInfo) error {
	aside, err := os.CreateTemp(filepath.Dir(name), "."+filepath.Base(name)+".*")
	if err != nil {
		return writeError(name, err)
	}
	mode := fs.FileMode(0o644)
	if like != nil {
		mode = like.Mode()
		keepOwner(aside, like)
	}
	_, err = aside.Write(data)
	err = errors.Join(err, aside.Chmod(mode), aside.Close())
	if err == nil {
		err = os.Rename(aside.Name(), name)
	}
	if err != nil {
		_ = os.Remove(aside.Name()) // there is an error to report already
		return writeError(name, err)
	}
	return nil
}
