package lint

import (
	"path"
	"strings"
)

// matchPath reports whether the slash-separated name matches pattern: path.Match within each folder, and ** for any
// number of folders. A pattern that path.Match refuses matches nothing.
func matchPath(pattern, name string) bool {
	p, n := strings.Split(pattern, "/"), strings.Split(name, "/")
	i, j := 0, 0
	star, resume := -1, 0 // the last ** and how much of n it has taken
	for j < len(n) {
		switch {
		case i < len(p) && p[i] == "**":
			star, resume = i, j
			i++
		case i < len(p) && matchSegment(p[i], n[j]):
			i, j = i+1, j+1
		case star >= 0:
			resume++
			i, j = star+1, resume
		default:
			return false
		}
	}
	for i < len(p) && p[i] == "**" {
		i++
	}
	return i == len(p)
}

func matchSegment(pattern, name string) bool {
	ok, err := path.Match(pattern, name)
	return err == nil && ok
}

func matchAny(patterns []string, name string) bool {
	for _, p := range patterns {
		if matchPath(p, name) {
			return true
		}
	}
	return false
}

// checkGlob returns what is wrong with a pattern for paths.
func checkGlob(pattern string) error {
	for segment := range strings.SplitSeq(pattern, "/") {
		if _, err := path.Match(segment, ""); err != nil {
			return err
		}
	}
	return nil
}
