package urlreader

import (
	"archive/tar"
	"archive/zip"
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"

	"github.com/goldenpath-go/goldenpath/scaffold"
)

// archive adds what a tar, tar.gz or zip archive holds; which one it is, its first bytes say.
func (u *unpacker) archive(r io.Reader) error {
	sent := bufio.NewReader(capAt(r, u.limits.archive(), "the archive"))
	start, err := sent.Peek(4)
	switch {
	case bytes.HasPrefix(start, []byte{0x1f, 0x8b}):
		return u.gzip(sent)
	case bytes.HasPrefix(start, []byte("PK\x03\x04")), bytes.HasPrefix(start, []byte("PK\x05\x06")):
		return u.zip(sent)
	case err != nil && !errors.Is(err, io.EOF):
		return err
	}
	return u.tar(sent)
}

func (u *unpacker) gzip(r io.Reader) error {
	z, err := gzip.NewReader(r)
	if err != nil {
		return broken(err)
	}
	return u.tar(z)
}

// broken says that an archive is not well formed, unless err is about something else.
func broken(err error) error {
	for _, known := range []error{ErrLimit, scaffold.ErrNotAllowed, scaffold.ErrInput} {
		if errors.Is(err, known) {
			return err
		}
	}
	return fmt.Errorf("the archive cannot be read: %w", err)
}

// tar adds what a tar archive holds. Its stream counts whole, whatever of it is wanted: a small archive may unpack to anything.
func (u *unpacker) tar(r io.Reader) error {
	const header = 1536 // of an entry, at most, with its padding
	t := tar.NewReader(capAt(r, u.limits.total()+int64(u.limits.entries())*header, "the archive, unpacked,"))
	for {
		h, err := t.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return broken(err)
		}
		if err := u.ctx.Err(); err != nil {
			return err
		}
		mode, content, ok := entry(h, t)
		if !ok {
			continue
		}
		if err := u.add(h.Name, mode, content); err != nil {
			return broken(err)
		}
	}
}

// entry returns what a header describes. Headers about the archive, such as git's with the commit, describe nothing.
func entry(h *tar.Header, t io.Reader) (fs.FileMode, io.Reader, bool) {
	perm := fs.FileMode(h.Mode & 0o777)
	switch h.Typeflag {
	case tar.TypeXGlobalHeader:
		return 0, nil, false
	case tar.TypeReg, tar.TypeGNUSparse:
		return perm, t, true
	case tar.TypeDir:
		return perm | fs.ModeDir, nil, true
	case tar.TypeSymlink:
		return perm | fs.ModeSymlink, strings.NewReader(h.Linkname), true
	}
	return fs.ModeIrregular, nil, true
}

// zip adds what a zip archive holds. Its list of contents is at the end, so that all of it has to be there first.
func (u *unpacker) zip(r io.Reader) error {
	data, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	if most := u.limits.entries(); bytes.Count(data, []byte("PK\x01\x02")) > most { // before memory is taken for each
		return limitError("there are more than %d files and folders", most)
	}
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return broken(err)
	}
	for _, f := range z.File {
		if err := u.zipped(f); err != nil {
			return broken(err)
		}
	}
	return nil
}

func (u *unpacker) zipped(f *zip.File) error {
	if f.Flags&1 != 0 {
		return refused("%s is encrypted", f.Name)
	}
	if f.Mode().IsDir() {
		return u.add(f.Name, f.Mode(), nil)
	}
	content, err := f.Open()
	if err != nil {
		return err
	}
	defer content.Close()
	return u.add(f.Name, f.Mode(), content)
}
