package secrets

import (
	"errors"
	"fmt"
)

// Names are allowed by a list of characters, before a path or a policy is made of them: in a policy a * or a lone + cannot be
// escaped, and a client may clean a path with .. in it into another's.

const maxLabel = 63

var (
	errLabel = errors.New("lower-case letters, digits and - inside are allowed, 63 characters at most")
	errName  = errors.New("lower-case letters, digits, and - and _ inside or at the end are allowed, 63 characters at most")
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

// quoted returns a name for a message: in ASCII, and cut when it is long.
func quoted(s string) string {
	const most = 80
	if len(s) > most {
		return fmt.Sprintf("%+q… (%d bytes)", s[:most], len(s))
	}
	return fmt.Sprintf("%+q", s)
}

func isAlphanumeric(c byte) bool { return 'a' <= c && c <= 'z' || '0' <= c && c <= '9' }

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
