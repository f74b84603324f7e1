package update

import (
	"cmp"
	"context"
	"errors"
	"io/fs"
	"strings"
)

// ErrVersion says that a Source does not have a version.
var ErrVersion = errors.New("unknown version of the template")

// Source has the versions of a template.
type Source interface {
	// Versions returns the versions, oldest first.
	Versions(ctx context.Context) ([]Version, error)
	// Open returns the template's folder in the version of that name, which need not be among Versions. An error wraps
	// ErrVersion if there is none.
	Open(ctx context.Context, name string) (fs.FS, error)
}

// Version is a state of a template.
type Version struct {
	Name   string // a tag or a commit, or the name of a folder
	Digest string // of the template's folder: two versions with one digest are the same
}

// compareNames orders names of versions: numbers in them by their value, and v2-rc.1 before v2.
func compareNames(a, b string) int {
	for a != "" && b != "" {
		x, restA := token(a)
		y, restB := token(b)
		if c := compareTokens(x, y); c != 0 {
			return c
		}
		a, b = restA, restB
	}
	return afterwards(a) - afterwards(b)
}

// afterwards says where a name stands that goes on, where another ended: before it if it goes on with a hyphen.
func afterwards(rest string) int {
	switch {
	case rest == "":
		return 0
	case rest[0] == '-':
		return -1
	}
	return 1
}

// token cuts off what stands together: digits, or one byte of anything else.
func token(s string) (first, rest string) {
	n := 0
	for n < len(s) && '0' <= s[n] && s[n] <= '9' {
		n++
	}
	n = max(n, 1)
	return s[:n], s[n:]
}

func compareTokens(a, b string) int {
	x, y := strings.TrimLeft(a, "0"), strings.TrimLeft(b, "0")
	if digit(a) && digit(b) {
		return cmp.Or(cmp.Compare(len(x), len(y)), strings.Compare(x, y))
	}
	if c := boolean(b == "-") - boolean(a == "-"); c != 0 {
		return c
	}
	return strings.Compare(a, b)
}

func digit(s string) bool { return '0' <= s[0] && s[0] <= '9' }

func boolean(b bool) int {
	if b {
		return 1
	}
	return 0
}
