package secrets

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Names are allowed by a list of characters, before a path or a policy is made of them: in a policy a * or a lone + cannot be
// escaped, and a client may clean a path with .. in it into another's.

const maxLabel = 63

var (
	errLabel   = errors.New("lower-case letters, digits and - inside are allowed, 63 characters at most")
	errAccount = errors.New("letters, digits and _, and - and dots inside or at the end are allowed, 63 characters at most, no digit first")
	errName    = errors.New("lower-case letters, digits, and - and _ inside or at the end are allowed, 63 characters at most")
)

// checkLabel checks the name of a service, an environment, a namespace or a service account: a label of DNS (RFC 1123).
func checkLabel(s string) error {
	if s == "" || len(s) > maxLabel || !isAlphanumeric(s[0]) || !isAlphanumeric(s[len(s)-1]) || !consistsOf(s, "-") {
		return fmt.Errorf("%s is no name: %w", quoted(s), errLabel)
	}
	return nil
}

// checkName checks the name of a secret.
func checkName(s string) error {
	if s == "" || len(s) > maxLabel || !isAlphanumeric(s[0]) || !consistsOf(s, "-_") {
		return fmt.Errorf("%s is no name of a secret: %w", quoted(s), errName)
	}
	return nil
}

// checkAccount checks the name of an account of a database. The server's plugins put it into statements as it stands, so that a
// quote in it would end what it stands in.
func checkAccount(s string) error {
	for i := range len(s) {
		if c := s[i]; !isWord(c) && (i == 0 || !contains("-.", c)) {
			return fmt.Errorf("%s is no name of an account: %w", quoted(s), errAccount)
		}
	}
	if s == "" || len(s) > maxLabel || '0' <= s[0] && s[0] <= '9' {
		return fmt.Errorf("%s is no name of an account: %w", quoted(s), errAccount)
	}
	return nil
}

// checkEngine checks the path of an engine, which is none of the server's own.
func checkEngine(path string) error {
	parts := strings.Split(path, "/")
	if slices.Contains([]string{"sys", "auth", "identity", "cubbyhole"}, parts[0]) {
		return fmt.Errorf("the mount %s belongs to the server", quoted(path))
	}
	for _, part := range parts {
		if err := checkFixed(part); err != nil {
			return err
		}
	}
	return nil
}

// quoted returns a name for a message: in ASCII, and cut when it is long.
func quoted(s string) string {
	const most = 80
	if len(s) > most {
		return fmt.Sprintf("%+q… (%d bytes)", s[:most], len(s))
	}
	return fmt.Sprintf("%+q", s)
}

func isAlphanumeric(c byte) bool { return 'a' <= c && c <= 'z' || '0' <= c && c <= '9' }

// isWord reports whether c is a letter, a digit or _.
func isWord(c byte) bool { return isAlphanumeric(c) || 'A' <= c && c <= 'Z' || c == '_' }

// consistsOf reports whether s has only lower-case letters, digits and the characters of others.
func consistsOf(s, others string) bool {
	for i := range len(s) {
		if !isAlphanumeric(s[i]) && !contains(others, s[i]) {
			return false
		}
	}
	return true
}

func contains(s string, c byte) bool {
	for i := range len(s) {
		if s[i] == c {
			return true
		}
	}
	return false
}
