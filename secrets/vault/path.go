package vault

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/goldenpath-go/goldenpath/secrets"
)

// checkPath refuses what the client library, a proxy or the server would read as another path: the library cleans paths,
// so that a/../b would be b.
func checkPath(what, path string) error {
	if !utf8.ValidString(path) || strings.ContainsFunc(path, func(r rune) bool { return !unicode.IsPrint(r) }) {
		return fmt.Errorf("%w: %s %q has a character that is not printable", secrets.ErrInvalid, what, path)
	}
	for segment := range strings.SplitSeq(path, "/") {
		switch segment {
		case "":
			return fmt.Errorf("%w: %s %q is empty, or has a slash at an end or after another", secrets.ErrInvalid, what, path)
		case ".", "..":
			return fmt.Errorf("%w: %s %q has a part %s", secrets.ErrInvalid, what, path, segment)
		}
	}
	return nil
}

// checkName is checkPath for what the server would put into lower case.
func checkName(what, name string) error {
	if strings.ToLower(name) != name {
		return fmt.Errorf("%w: %s %q is not in lower case", secrets.ErrInvalid, what, name)
	}
	return checkPath(what, name)
}

// checkRole is checkName for one that is a single segment of a path.
func checkRole(mount, name string) error {
	if err := checkPath("mount", mount); err != nil {
		return err
	}
	if strings.Contains(name, "/") {
		return fmt.Errorf("%w: role %q has a slash", secrets.ErrInvalid, name)
	}
	return checkName("role", name)
}

// dataPath returns the path of a secret's part, which is one of those that an engine of version 2 has: data, metadata,
// delete, undelete, destroy. In one of version 1 there is only the secret itself.
func dataPath(at secrets.Location, part string) (string, error) {
	if err := checkPath("secret", at.Path); err != nil {
		return "", err
	}
	return folderPath(at, part)
}

// folderPath is dataPath also for the top folder.
func folderPath(at secrets.Location, part string) (string, error) {
	if err := checkMount(at.Mount); err != nil {
		return "", err
	}
	parts := []string{at.Mount}
	switch at.KV {
	case 1:
	case 2:
		parts = append(parts, part)
	default:
		return "", fmt.Errorf("%w: %q has no version 1 or 2 of the engine kv, but %d", secrets.ErrInvalid, at.Mount, at.KV)
	}
	if at.Path == "" {
		return strings.Join(parts, "/"), nil
	}
	if err := checkPath("folder", at.Path); err != nil {
		return "", err
	}
	return strings.Join(append(parts, at.Path), "/"), nil
}

// checkMount refuses also what is never an engine of type kv, since a secret there would be a setting of the server.
func checkMount(mount string) error {
	first, _, _ := strings.Cut(mount, "/")
	switch strings.ToLower(first) {
	case "sys", "auth", "identity", "cubbyhole":
		return fmt.Errorf("%w: mount %q belongs to the server", secrets.ErrInvalid, mount)
	}
	return checkPath("mount", mount)
}

// versioned refuses an engine of version 1.
func versioned(at secrets.Location, what string) error {
	if at.KV == 1 {
		return fmt.Errorf("%w: %s of %s/%s: an engine kv of version 1 has none", secrets.ErrInvalid, what, at.Mount, at.Path)
	}
	return nil
}
