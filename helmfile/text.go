package helmfile

import (
	"bytes"
	"os"
	"strings"

	"go.yaml.in/yaml/v3"
)

// writeYAML writes a value as helmfile does.
func writeYAML(v any) (string, error) {
	var b bytes.Buffer
	encoder := yaml.NewEncoder(&b)
	encoder.SetIndent(2)
	if err := encoder.Encode(v); err != nil {
		return "", err
	}
	return b.String(), encoder.Close()
}

// expand replaces $NAME and ${NAME} by what lookup has, as a shell does.
func expand(s string, lookup func(string) string) string { return os.Expand(s, lookup) }

// isReference reports whether a text has a reference that helmfile follows: two characters are the least there must be to it.
func isReference(text string) bool {
	_, rest, ok := strings.Cut(text, "ref+")
	for ok {
		scheme, path, has := strings.Cut(rest, "://")
		end := strings.IndexAny(path, "+\n ")
		if end < 0 {
			end = len(path)
		}
		if has && !strings.ContainsAny(scheme, "+:") && len(strings.TrimRight(path[:end], `",`)) > 1 {
			return true
		}
		_, rest, ok = strings.Cut(rest, "ref+")
	}
	return false
}

// localReference resolves a ref+ expression that needs neither a service nor a file.
func localReference(ref string, environ map[string]string) (string, bool) {
	if rest, ok := strings.CutPrefix(ref, "ref+echo://"); ok {
		return rest, !strings.ContainsAny(rest, "?#")
	}
	if rest, ok := strings.CutPrefix(ref, "ref+envsubst://"); ok {
		return expand(rest, func(name string) string { return environ[name] }), true
	}
	return "", false
}

// refScheme returns a reference without what follows its scheme, which may be private.
func refScheme(ref string) string {
	scheme, _, _ := strings.Cut(ref, "://")
	if len(scheme) > 40 {
		scheme = scheme[:40]
	}
	return scheme
}
