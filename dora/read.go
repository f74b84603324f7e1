package dora

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"

	"github.com/goldenpath-go/goldenpath/source"
)

const (
	// maxLine is the longest line that is read, in bytes.
	maxLine = 16 << 20
	// maxErrors is how many errors are told before reading ends.
	maxErrors = 100
)

// Read reads a history from JSON lines, one event in each: an object with the
// field type, which is service, group, commit, deployment or incident, and
// the fields of the event. Fields that are not known are kept and written
// again. The name is that of the file, for the errors, which are
// [source.Errors]; the history has the lines that were good.
func Read(name string, r io.Reader) (*History, error) {
	h := &History{}
	return h, h.Read(name, r)
}

// Read adds the events of JSON lines, as the function Read does.
func (h *History) Read(name string, r io.Reader) error {
	var errs source.Errors
	in := bufio.NewReaderSize(r, 1<<16)
	var line []byte
	fields := make([]member, 0, 32)
	for no := 1; ; no++ {
		var err error
		line, err = readLine(in, line[:0])
		if err != nil && !errors.Is(err, io.EOF) {
			return errors.Join(errs.Err(), fmt.Errorf("read %s: line %d: %w", name, no, err))
		}
		if len(bytes.TrimSpace(line)) > 0 {
			if wrong := h.readEvent(line, fields[:0]); wrong != nil {
				errs = append(errs, placeOf(name, no, line, wrong))
			}
		}
		if err != nil || len(errs) >= maxErrors {
			return errs.Err()
		}
	}
}

var errLong = fmt.Errorf("longer than %d bytes", maxLine)

func readLine(in *bufio.Reader, line []byte) ([]byte, error) {
	for {
		piece, err := in.ReadSlice('\n')
		line = append(line, piece...)
		if len(line) > maxLine {
			return nil, errLong
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			return bytes.TrimRight(line, "\r\n"), err
		}
	}
}

func placeOf(name string, no int, line []byte, err error) *source.Error {
	column := 1
	var at *recordError
	if errors.As(err, &at) {
		column += utf8.RuneCount(line[:min(at.at, len(line))])
	}
	return &source.Error{Pos: source.Position{File: name, Line: no, Column: column}, Err: err}
}

// ReadLine adds the event of one line, a JSON object, as [Read] does.
func (h *History) ReadLine(line []byte) error { return h.readEvent(line, nil) }

// readEvent reads one line.
func (h *History) readEvent(line []byte, fields []member) error {
	all, err := members(line, fields)
	if err != nil {
		return err
	}
	for _, m := range all {
		if m.name == "type" {
			return h.readType(m, all)
		}
	}
	return wrong(0, "no type: it is service, group, commit, deployment or incident")
}

func (h *History) readType(t member, all []member) error {
	f := &fields{}
	var err error
	switch name := f.text(t); name {
	case "service":
		err = h.readService(f, all)
	case "group":
		err = h.readGroup(f, all)
	case "commit":
		err = h.readCommit(f, all)
	case "deployment":
		err = h.readDeployment(f, all)
	case "incident":
		err = h.readIncident(f, all)
	default:
		f.wrong(t, "is %q: it is service, group, commit, deployment or incident", name)
	}
	if f.err != nil {
		return f.err
	}
	return err
}
