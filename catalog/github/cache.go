package github

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// Cache keeps what GitHub said from one run to the next. It must not be shared between readers whose credentials see
// different repositories, and may be called by several goroutines at once. What it returns is checked: an entry that is
// lost or damaged costs a request.
type Cache interface {
	// Load returns what was stored under key last, if that is still there.
	Load(key string) ([]byte, bool)
	// Store keeps data, which must not be changed by either side afterwards, under key.
	Store(key string, data []byte) error
}

// DirCache is a [Cache] in the folder of this name, which is made when it is needed. Its files are readable by their
// owner alone. Nothing is ever removed from it: a folder that has grown too large can be deleted at any time.
type DirCache string

// Load returns the content of the key's file.
func (c DirCache) Load(key string) ([]byte, bool) {
	data, err := os.ReadFile(c.file(key))
	return data, err == nil
}

// Store writes the key's file beside its place and moves it there, so that nobody reads half of it.
func (c DirCache) Store(key string, data []byte) error {
	name := c.file(key)
	if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(name), "new-*")
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	err = errors.Join(err, f.Close())
	if err == nil {
		err = os.Rename(f.Name(), name)
	}
	if err != nil {
		err = errors.Join(err, ignoreAbsent(os.Remove(f.Name())))
	}
	return err
}

func ignoreAbsent(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

func (c DirCache) file(key string) string {
	sum := sha256.Sum256([]byte(key))
	name := hex.EncodeToString(sum[:])
	return filepath.Join(string(c), name[:2], name[2:])
}
