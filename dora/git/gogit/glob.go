package gogit

import (
	"path"
	"strings"
)

// matches says whether git for-each-ref would list a tag: the pattern is its
// name, or names above it, or a glob of which ** stands for any number of
// names.
func matches(pattern, tag string) bool {
	if rest, ok := strings.CutPrefix(tag, pattern); ok && (rest == "" || rest[0] == '/' || strings.HasSuffix(pattern, "/")) {
		return true
	}
	return matchNames(strings.Split(pattern, "/"), strings.Split(tag, "/"))
}

func matchNames(patterns, names []string) bool {
	for len(patterns) > 0 {
		p := patterns[0]
		patterns = patterns[1:]
		if p == "**" {
			return matchRest(patterns, names)
		}
		if len(names) == 0 {
			return false
		}
		if ok, err := path.Match(strings.ReplaceAll(p, "[!", "[^"), names[0]); !ok || err != nil {
			return false
		}
		names = names[1:]
	}
	return len(names) == 0
}

// matchRest matches what follows **: at the end it stands for at least one
// name.
func matchRest(patterns, names []string) bool {
	if len(patterns) == 0 {
		return len(names) > 0
	}
	for i := range names {
		if matchNames(patterns, names[i:]) {
			return true
		}
	}
	return false
}
