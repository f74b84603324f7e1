package update

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"strings"

	"github.com/goldenpath-go/goldenpath/scaffold"
)

// KeptFolder is where what an update replaces is kept, so that it can be undone. Git ignores it. It may be deleted once an
// update will not be undone any more.
const KeptFolder = ".goldenpath/undo"

const (
	ignoreFile  = KeptFolder + "/.gitignore"
	pendingFile = KeptFolder + "/pending"
	asideFile   = KeptFolder + "/aside"
)

// store keeps contents by their digests in a folder of the tree.
type store struct{ w *scaffold.Workspace }

func (s store) name(digest string) string {
	return path.Join(KeptFolder, strings.TrimPrefix(digest, digestPrefix))
}

// keep keeps the content of a file.
func (s store) keep(f *file) error {
	if f == nil {
		return nil
	}
	name := s.name(digestOf(f.data))
	if data, err := s.w.ReadFile(name); err == nil && bytes.Equal(data, f.data) {
		return nil
	}
	return s.write(name, f.data)
}

// open makes the folder, and has git ignore it.
func (s store) open() error {
	if s.w.Exists(ignoreFile) {
		return nil
	}
	if err := s.w.MkdirAll(KeptFolder, 0o700); err != nil {
		return s.w.Wrap(err)
	}
	return s.write(ignoreFile, []byte("*\n"))
}

// write writes a file of the store to the disk.
func (s store) write(name string, data []byte) error {
	return s.flush(name, os.O_TRUNC, 0o600, data)
}

// flush returns when the data is on the disk.
func (s store) flush(name string, flag int, perm fs.FileMode, data []byte) error {
	f, err := s.w.OpenFile(name, os.O_WRONLY|os.O_CREATE|flag, perm)
	if err != nil {
		return s.w.Wrap(err)
	}
	_, err = f.Write(data)
	return errors.Join(err, f.Sync(), f.Close())
}

// load returns a file that was kept.
func (s store) load(of *state) (*file, error) {
	if of == nil {
		return nil, nil
	}
	data, err := s.w.ReadFile(s.name(of.Digest))
	if err == nil && digestOf(data) != of.Digest {
		err = fmt.Errorf("%s was changed", s.name(of.Digest))
	}
	if err != nil {
		return nil, fmt.Errorf("what was kept: %w", err)
	}
	return &file{of.Mode, data}, nil
}

// pending is a change that a run, which was perhaps interrupted, has made or was about to.
type pending struct {
	Run string `json:"run"` // from which version to which
	effect
}

// effect is what becomes of one path.
type effect struct {
	Path   string `json:"path"`
	Before *state `json:"before,omitempty"` // nil: there was nothing
	After  *state `json:"after,omitempty"`  // nil: it is gone
}

// begin writes down what is about to be done.
func (s store) begin(run string, e effect) error {
	line, err := json.Marshal(pending{run, e})
	if err != nil {
		return err
	}
	return s.flush(pendingFile, os.O_APPEND, 0o600, append(line, '\n'))
}

// pending returns what a run has begun, by path. A last line that was not written to its end counts for nothing: what it was
// about was not begun.
func (s store) pending(run string) (map[string]effect, error) {
	data, err := s.w.ReadFile(pendingFile)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	out := map[string]effect{}
	for line := range bytes.Lines(data) {
		var p pending
		if json.Unmarshal(line, &p) == nil && p.Run == run {
			out[p.Path] = p.effect
		}
	}
	return out, nil
}

// end forgets what was pending.
func (s store) end() error {
	if err := s.w.Remove(pendingFile); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}
