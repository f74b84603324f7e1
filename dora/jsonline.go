package dora

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"
)

// member is a field of a record, its value as it stands in the line.
type member struct {
	name  string
	value []byte
	at    int // offset of the value in the line
}

// recordError is what is wrong with a line, and where in it.
type recordError struct {
	at  int
	err error
}

func (e *recordError) Error() string { return e.err.Error() }
func (e *recordError) Unwrap() error { return e.err }

func wrong(at int, format string, args ...any) error {
	return &recordError{at, fmt.Errorf(format, args...)}
}

// members splits an object into its fields without looking into their values,
// which is several times faster than decoding what is not needed.
func members(line []byte, out []member) ([]member, error) {
	at := space(line, 0)
	if at >= len(line) || line[at] != '{' {
		return nil, wrong(at, "not a JSON object")
	}
	at = space(line, at+1)
	if at < len(line) && line[at] == '}' {
		return out, rest(line, at+1)
	}
	for {
		m, next, err := oneMember(line, at)
		if err != nil {
			return nil, err
		}
		out = append(out, m)
		at = space(line, next)
		switch {
		case at < len(line) && line[at] == ',':
			at = space(line, at+1)
		case at < len(line) && line[at] == '}':
			return out, rest(line, at+1)
		default:
			return nil, wrong(at, "the object does not end: a comma or } is missing")
		}
	}
}

func oneMember(line []byte, at int) (member, int, error) {
	end, err := text(line, at)
	if err != nil {
		return member{}, 0, err
	}
	name, err := fieldName(line[at:end])
	if err != nil {
		return member{}, 0, wrong(at, "%w", err)
	}
	at = space(line, end)
	if at >= len(line) || line[at] != ':' {
		return member{}, 0, wrong(at, "no value for %q", name)
	}
	at = space(line, at+1)
	end, err = value(line, at)
	if err != nil {
		return member{}, 0, err
	}
	return member{name, line[at:end], at}, end, nil
}

// fieldName returns the name of a member; that of the frequent ones without
// making a text of it each time.
func fieldName(quoted []byte) (string, error) {
	for _, name := range [...]string{
		"type", "service", "id", "environment", "sha", "created_at", "finished_at", "status", "statuses", "kind", "url",
		"repo", "parents", "authored_at", "committed_at", "author", "opened_at", "started_at", "resolved_at", "services",
	} {
		if len(quoted) == len(name)+2 && string(quoted[1:len(quoted)-1]) == name {
			return name, nil
		}
	}
	return unquote(quoted)
}

func rest(line []byte, at int) error {
	if at = space(line, at); at < len(line) {
		return wrong(at, "something after the object")
	}
	return nil
}

func space(line []byte, at int) int {
	for at < len(line) && (line[at] == ' ' || line[at] == '\t' || line[at] == '\r') {
		at++
	}
	return at
}

// text returns where the string that begins at at ends.
func text(line []byte, at int) (int, error) {
	if at >= len(line) || line[at] != '"' {
		return 0, wrong(at, "a text in quotes is missing")
	}
	for i := at + 1; i < len(line); i++ {
		switch line[i] {
		case '\\':
			i++
		case '"':
			return i + 1, nil
		}
	}
	return 0, wrong(at, "the text does not end")
}

// value returns where the value that begins at at ends. What is neither text
// nor flat is left to encoding/json.
func value(line []byte, at int) (int, error) {
	if at >= len(line) {
		return 0, wrong(at, "the line ends where a value is missing")
	}
	switch line[at] {
	case '"':
		return text(line, at)
	case '{', '[':
		return nested(line, at)
	}
	end := at
	for end < len(line) && !strings.ContainsRune(",}] \t\r", rune(line[end])) {
		end++
	}
	if !json.Valid(line[at:end]) {
		return 0, wrong(at, "not a JSON value")
	}
	return end, nil
}

func nested(line []byte, at int) (int, error) {
	depth := 0
	for i := at; i < len(line); i++ {
		switch line[i] {
		case '"':
			end, err := text(line, i)
			if err != nil {
				return 0, err
			}
			i = end - 1
		case '{', '[':
			depth++
		case '}', ']':
			if depth--; depth == 0 {
				if !json.Valid(line[at : i+1]) {
					return 0, wrong(at, "not a JSON value")
				}
				return i + 1, nil
			}
		}
	}
	return 0, wrong(at, "the value does not end")
}

// unquote returns the text of a string.
func unquote(quoted []byte) (string, error) {
	inner := quoted[1 : len(quoted)-1]
	plain := bytes.IndexByte(inner, '\\') < 0 && utf8.Valid(inner)
	for _, b := range inner {
		plain = plain && b >= ' '
	}
	if plain {
		return string(inner), nil
	}
	if !utf8.Valid(inner) {
		return "", errors.New("the text is not UTF-8")
	}
	var s string
	err := json.Unmarshal(quoted, &s)
	return s, err
}

// fields reads the members of a record one by one, and keeps the first thing
// that is wrong.
type fields struct {
	err error
}

func (f *fields) wrong(m member, format string, args ...any) {
	if f.err == nil {
		f.err = wrong(m.at, "%s "+format, append([]any{m.name}, args...)...)
	}
}

func isNull(m member) bool { return string(m.value) == "null" }

func (f *fields) text(m member) string {
	if isNull(m) {
		return ""
	}
	if m.value[0] != '"' {
		f.wrong(m, "is no text")
		return ""
	}
	s, err := unquote(m.value)
	if err != nil {
		f.wrong(m, "is no text: %w", err)
	}
	return s
}

func (f *fields) time(m member) time.Time {
	s := f.text(m)
	if s == "" {
		return time.Time{}
	}
	t, err := time.Parse(time.RFC3339, s)
	if utc := t.UTC().Year(); err != nil || utc < 1 || utc > 9999 {
		f.wrong(m, "is no time such as 2026-03-02T09:00:00Z: %q", s)
	}
	return t
}

func (f *fields) flag(m member) bool {
	switch string(m.value) {
	case "true":
		return true
	case "false", "null":
		return false
	}
	f.wrong(m, "is neither true nor false")
	return false
}

func (f *fields) texts(m member) []string {
	if isNull(m) {
		return nil
	}
	var out []string
	if err := json.Unmarshal(m.value, &out); err != nil {
		f.wrong(m, "is no list of texts")
	}
	if len(out) == 0 {
		return nil
	}
	return out
}

func (f *fields) pairs(m member) map[string]string {
	var out map[string]string
	if err := json.Unmarshal(m.value, &out); err != nil {
		f.wrong(m, "is no object of texts")
	}
	if len(out) == 0 {
		return nil
	}
	return out
}

func (f *fields) statuses(m member) []StatusAt {
	if isNull(m) {
		return nil
	}
	var list []struct {
		State Status    `json:"state"`
		At    time.Time `json:"at"`
	}
	if err := json.Unmarshal(m.value, &list); err != nil {
		f.wrong(m, "is no list of {state, at}")
		return nil
	}
	out := make([]StatusAt, len(list))
	for i, s := range list {
		if utc := s.At.UTC().Year(); utc < 1 || utc > 9999 {
			f.wrong(m, "has a time that is none: %v", s.At)
		}
		out[i] = StatusAt(s)
	}
	return out
}
