package gogit

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/go-git/go-billy/v5/osfs"
	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/cache"
	"github.com/go-git/go-git/v5/storage/filesystem"
	"github.com/go-git/go-git/v5/storage/filesystem/dotgit"
)

// storage is a clone that is open for reading.
type storage struct {
	*filesystem.Storage
	// borrowed are where objects lie that the clone has from others. Go-git
	// would find those below the clone's own folder only, and would open them
	// anew for each object.
	borrowed []*filesystem.Storage
	cut      map[plumbing.Hash]bool // commits whose parents are not there
}

func open(dir string) (*storage, error) {
	at, err := find(dir)
	if err != nil {
		return nil, err
	}
	fs := dotgit.NewRepositoryFilesystem(osfs.New(at.own), osfs.New(at.common))
	options := filesystem.Options{KeepDescriptors: true, LargeObjectThreshold: maxObject}
	objects := cache.NewObjectLRUDefault()
	s := &storage{Storage: filesystem.NewStorageWithOptions(fs, objects, options), cut: map[plumbing.Hash]bool{}}
	if err := s.supported(); err != nil {
		return nil, err
	}
	cut, err := s.Shallow()
	if err != nil {
		return nil, err
	}
	for _, sha := range cut {
		s.cut[sha] = true
	}
	places, err := alternates(filepath.Join(at.common, "objects"))
	if err != nil {
		return nil, err
	}
	for _, p := range places {
		lent := osfs.New(filepath.Dir(p))
		s.borrowed = append(s.borrowed, filesystem.NewStorageWithOptions(lent, objects, options))
	}
	return s, nil
}

func (s *storage) close() {
	for _, b := range append(slices.Clone(s.borrowed), s.Storage) {
		_ = b.Close() // nothing was written
	}
}

// supported returns an error for a repository that go-git would read wrongly.
func (s *storage) supported() error {
	c, err := s.Config()
	if err != nil {
		return err
	}
	for _, o := range c.Raw.Section("extensions").Options {
		value := strings.ToLower(o.Value)
		switch strings.ToLower(o.Key) {
		case "objectformat":
			if value != "sha1" {
				return fmt.Errorf("objects named by %s need the git command", value)
			}
		case "refstorage":
			if value != "files" {
				return fmt.Errorf("refs kept as %s need the git command", value)
			}
		}
	}
	return nil
}

// EncodedObject returns an object of the clone's own, or one that it borrows.
func (s *storage) EncodedObject(kind plumbing.ObjectType, sha plumbing.Hash) (plumbing.EncodedObject, error) {
	o, err := s.Storage.EncodedObject(kind, sha)
	for _, b := range s.borrowed {
		if !errors.Is(err, plumbing.ErrObjectNotFound) {
			break
		}
		o, err = b.EncodedObject(kind, sha)
	}
	if err == nil && o.Size() > maxObject {
		return nil, fmt.Errorf("object %s has more than %d bytes", sha, maxObject)
	}
	return o, err
}

// maxLenders bounds from how many repositories objects are borrowed.
const maxLenders = 64

// alternates returns the folders of objects that one borrows from, directly or
// through others.
func alternates(objects string) ([]string, error) {
	var out []string
	seen := map[string]bool{objects: true}
	for todo := []string{objects}; len(todo) > 0; todo = todo[1:] {
		text, err := os.ReadFile(filepath.Join(todo[0], "info", "alternates"))
		if errors.Is(err, os.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, err
		}
		for line := range strings.Lines(string(text)) {
			p := absolute(todo[0], strings.TrimRight(line, "\r\n"))
			if strings.HasPrefix(line, "#") || p == todo[0] || seen[p] {
				continue
			}
			if len(out) == maxLenders {
				return nil, fmt.Errorf("objects are borrowed from more than %d repositories", maxLenders)
			}
			seen[p] = true
			out, todo = append(out, p), append(todo, p)
		}
	}
	return out, nil
}

// absolute returns a path that is written relative to a folder, or absolute.
func absolute(dir, p string) string {
	if filepath.IsAbs(p) {
		return filepath.Clean(p)
	}
	return filepath.Join(dir, filepath.FromSlash(p))
}
