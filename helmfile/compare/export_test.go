package compare

// Turns returns the keys (string) and numbers (int) of a path without identities, for tests that apply changes.
func Turns(path string) ([]any, error) {
	steps, err := parsePath(path)
	if err != nil {
		return nil, err
	}
	var out []any
	for _, s := range steps {
		if s.isIndex {
			out = append(out, s.index)
			continue
		}
		out = append(out, s.key)
	}
	return out, nil
}

// PathAgain reads a path and writes it.
func PathAgain(path string) (string, error) {
	steps, err := parsePath(path)
	return pathText(steps), err
}

// IsSecretKey reports whether a key is masked.
func IsSecretKey(key string) bool { return masking{}.key(key) }
