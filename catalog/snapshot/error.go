package snapshot

import (
	"errors"
	"fmt"

	"github.com/goldenpath-go/goldenpath/catalog"
)

// What can be wrong with the bytes of a snapshot.
var (
	ErrNotSnapshot = errors.New("not a catalog snapshot: its first line is another")
	ErrTruncated   = errors.New("catalog snapshot is cut short: its last line is missing; fetch or write it again")
	ErrCorrupt     = errors.New("catalog snapshot is corrupt")
)

// ErrTooLong means that an entity makes more than [MaxLine] bytes.
var ErrTooLong = fmt.Errorf("entity makes a line of more than %d bytes", MaxLine)

// CorruptError says what is wrong with a snapshot that is [ErrCorrupt].
type CorruptError struct {
	Line   int // from 1; 0 when no line can be told
	Reason string
}

// Error says what is wrong and, where known, in which line.
func (e *CorruptError) Error() string {
	if e.Line == 0 {
		return ErrCorrupt.Error() + ": " + e.Reason
	}
	return fmt.Sprintf("%v: line %d: %s", ErrCorrupt, e.Line, e.Reason)
}

// Unwrap returns [ErrCorrupt].
func (e *CorruptError) Unwrap() error { return ErrCorrupt }

// VersionError says that a snapshot is of a version that this package does not read.
type VersionError struct {
	Version int // the largest int when it is no less
}

// Error names both versions and says what to do.
func (e *VersionError) Error() string {
	return fmt.Sprintf("catalog snapshot is of version %d, and this program reads version %d: "+
		"update the program, or write the snapshot with the program that is to read it", e.Version, version)
}

// DuplicateError says that two different entities have the same ref.
type DuplicateError struct {
	First, Second Entry
}

// Error names the ref and says where both are, as far as that is known.
func (e *DuplicateError) Error() string {
	text := e.First.Ref.String() + " comes twice"
	if e.First.Location == "" && e.Second.Location == "" {
		return text
	}
	return fmt.Sprintf("%s: %s and %s", text, place(e.First), place(e.Second))
}

func place(e Entry) string {
	if e.Location == "" {
		return "an unknown place"
	}
	return e.Location
}

// entryError names the entry that cannot be written.
func entryError(ref catalog.Ref, err error) error { return fmt.Errorf("%s: %w", ref, err) }
