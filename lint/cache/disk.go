package cache

import (
	"crypto/sha256"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"time"
)

// Packs are called by the beginning of their key in hexadecimal digits. While one is written it has another name.
const (
	nameBytes = 16
	suffix    = ".pack"
	temporary = ".tmp"
)

// readPack reads a pack; an empty one if there is none that can be trusted.
func readPack(file string, key [sha256.Size]byte, most int64) pack {
	info, err := os.Lstat(file) // before it is opened: a pipe would wait for a writer
	if err != nil || !trusted(info) {
		return pack{}
	}
	f, err := os.Open(file)
	if err != nil {
		return pack{}
	}
	defer f.Close() // only read
	info, err = f.Stat()
	if err != nil || !trusted(info) || info.Size() < int64(headSize) || info.Size() > most+int64(headSize) {
		return pack{}
	}
	return decodePack(io.LimitReader(f, info.Size()), info.Size(), key)
}

// trusted reports whether a file can only have been written by this user.
func trusted(info fs.FileInfo) bool {
	return info.Mode().IsRegular() && owned(info)
}

// write puts data in the place of a file, all at once. It need not survive a crash of the system: what has become of it
// then is told by the checksum.
func (d *Dir) write(file string, data []byte) (err error) {
	if err := d.makeFolder(); err != nil {
		return err
	}
	f, err := os.CreateTemp(d.Path, filepath.Base(file)+"-*"+temporary) // readable for this user alone
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err = errors.Join(err, f.Close()); err == nil {
		err = os.Rename(f.Name(), file)
	}
	if err != nil {
		_ = os.Remove(f.Name()) // else the next to evict something does
	}
	return err
}

// makeFolder makes the folder if it is not there, with a note that keeps git from taking it.
func (d *Dir) makeFolder() error {
	if _, err := os.Stat(d.Path); err == nil {
		return nil
	}
	if err := os.MkdirAll(d.Path, 0o700); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(d.Path, ".gitignore"), []byte("*\n"), 0o600)
}

// ours tells the names of packs, whole or in the making, from others that may be in the folder.
func ours() *regexp.Regexp { return regexp.MustCompile(`^[0-9a-f]{32}\.pack(-[0-9]+\.tmp)?$`) }

// evict removes packs that nobody uses, beginning with the oldest, and what was left behind in the making. What is in
// file was just written, and stays.
func (d *Dir) evict(file string, now time.Time) {
	all := d.packs()
	size := int64(0)
	for i := range all {
		size += all[i].Size()
	}
	for _, info := range all { // the oldest first
		age := now.Sub(info.ModTime())
		left := filepath.Ext(info.Name()) == temporary
		old := !now.IsZero() && (age > keptDays*24*time.Hour || left && age > time.Hour)
		if info.Name() == filepath.Base(file) || !old && (left || size <= d.maxSize()) {
			continue
		}
		if os.Remove(filepath.Join(d.Path, info.Name())) == nil {
			size -= info.Size()
		}
	}
}

// packs returns what of ours is in the folder, the oldest first.
func (d *Dir) packs() []fs.FileInfo {
	entries, err := os.ReadDir(d.Path)
	if err != nil {
		return nil
	}
	name := ours()
	var all []fs.FileInfo
	for _, e := range entries {
		if info, err := e.Info(); err == nil && info.Mode().IsRegular() && name.MatchString(e.Name()) {
			all = append(all, info)
		}
	}
	slices.SortFunc(all, func(a, b fs.FileInfo) int { return a.ModTime().Compare(b.ModTime()) })
	return all
}
