package catalog

import (
	"errors"
	"fmt"
	"strings"
	"unicode"
)

// LocationRef says where something is to be read from, as annotations such as [AnnotationManagedByLocation] hold it.
type LocationRef struct {
	Type   string // url or file; others where modules define them
	Target string // URL or path
}

// Why a text is no location reference.
var (
	ErrLocationForm   = errors.New("is not of the form TYPE:TARGET, such as url:https://host/path")
	ErrLocationURL    = errors.New("is a bare URL; write url: before it")
	ErrLocationScript = errors.New("has a javascript: URL as its target")
)

// LocationRefError says that a text is no location reference. Err is [ErrLocationForm], [ErrLocationURL] or
// [ErrLocationScript].
type LocationRefError struct {
	Written string
	Err     error
}

// Error quotes the text and says what is wrong with it.
func (e *LocationRefError) Error() string {
	return fmt.Sprintf("location reference %q %v", e.Written, e.Err)
}

// Unwrap returns Err.
func (e *LocationRefError) Unwrap() error { return e.Err }

// ParseLocationRef reads a text of the form TYPE:TARGET, split at the first colon, both parts trimmed. The types http
// and https are refused, since they mean a URL without its type, and so are javascript: targets. A failure is a
// [*LocationRefError].
func ParseLocationRef(s string) (LocationRef, error) {
	before, after, _ := strings.Cut(s, ":")
	ref := LocationRef{Type: trim(before), Target: trim(after)}
	switch {
	case ref.Type == "" || ref.Target == "":
		return LocationRef{}, &LocationRefError{s, ErrLocationForm}
	case ref.Type == "http" || ref.Type == "https":
		return LocationRef{}, &LocationRefError{s, ErrLocationURL}
	case isScript(ref.Target):
		return LocationRef{}, &LocationRefError{s, ErrLocationScript}
	}
	return ref, nil
}

// String returns TYPE:TARGET.
func (r LocationRef) String() string { return r.Type + ":" + r.Target }

// isScript reports whether a browser would take target for a javascript: URL: control characters and spaces before it,
// tabs and line breaks within it do not keep one from running.
func isScript(target string) bool {
	rest := strings.TrimLeftFunc(target, func(r rune) bool { return r <= ' ' })
	const scheme = "javascript:"
	for i := range len(scheme) {
		rest = strings.TrimLeft(rest, "\r\n\t")
		if rest == "" || !strings.EqualFold(rest[:1], scheme[i:i+1]) {
			return false
		}
		rest = rest[1:]
	}
	return true
}

// trim is JavaScript's trim.
func trim(s string) string { return strings.TrimFunc(s, isJavaScriptSpace) }

func isJavaScriptSpace(r rune) bool {
	switch r {
	case '\t', '\n', '\v', '\f', '\r', '\ufeff', '\u2028', '\u2029':
		return true
	}
	return unicode.Is(unicode.Zs, r)
}
