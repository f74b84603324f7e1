package update

import (
	"bytes"
	"io/fs"
)

// mode is what git keeps of a file's mode.
type mode string

const (
	plain      mode = "file"
	executable mode = "executable"
	link       mode = "link"
)

func modeOf(m fs.FileMode) mode {
	switch {
	case m&fs.ModeSymlink != 0:
		return link
	case m&0o111 != 0:
		return executable
	}
	return plain
}

// gitMode returns the mode as git writes it.
func (m mode) gitMode() string {
	switch m {
	case link:
		return "120000"
	case executable:
		return "100755"
	}
	return "100644"
}

// file is a file or link; nil where there is none. It is not changed.
type file struct {
	mode mode
	data []byte // of a link its target
}

func (f *file) equal(g *file) bool {
	if f == nil || g == nil {
		return f == g
	}
	return f.mode == g.mode && bytes.Equal(f.data, g.data)
}

func (f *file) isLink() bool { return f.mode == link }

// state is a file in a receipt: what it is, and where its content is kept.
type state struct {
	Mode   mode   `json:"mode"`
	Digest string `json:"digest"`
}

// state returns nil for a file that is not there.
func (f *file) state() *state {
	if f == nil {
		return nil
	}
	return &state{f.mode, digestOf(f.data)}
}

func (s *state) equal(t *state) bool {
	if s == nil || t == nil {
		return s == t
	}
	return *s == *t
}
