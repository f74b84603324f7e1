package snapshot

import (
	"bytes"
	"errors"

	"github.com/goldenpath-go/goldenpath/catalog"
)

// Verify reads the whole snapshot and reports, as a [*CorruptError], the first line that is not as [Write] would write it:
// with other columns or escapes, refs that name nothing or are not in their form, references out of order, or entities
// out of order or there twice.
//
// [Open] has found that the file is what somebody wrote. Verify is for files that somebody else may have written.
func (s *Snapshot) Verify() error {
	var c encoder
	var last []byte
	number := s.before
	for line := range lines(s.body) {
		number++
		if reason := fault(&c, line); reason != "" {
			return &CorruptError{number, reason}
		}
		key := keyBytes(line)
		switch order := bytes.Compare(last, key); {
		case order == 0:
			return &CorruptError{number, "the entity of the line before comes again"}
		case order > 0:
			return &CorruptError{number, "is not in the order of refs"}
		}
		last = key
	}
	return nil
}

// fault says what is wrong with a line.
func fault(c *encoder, line []byte) string {
	if isPlain(line) {
		return ""
	}
	e, err := decode(string(line))
	if err != nil {
		return err.Error()
	}
	again, err := c.encode(&e)
	switch {
	case errors.Is(err, catalog.ErrUnnamed):
		return errRef.Error()
	case err != nil:
		return err.Error()
	case !bytes.Equal(again, line):
		return "is not in the form that the format prescribes"
	}
	return ""
}
