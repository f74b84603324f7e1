package load

import (
	"path"
	"strings"
)

// Matches reports whether the target means the file called name, a path within the file system. A target with * or ?
// in it is a pattern as Backstage has them: * and ? match within a folder's or file's name, [abc] one of some
// characters, {a,b} either of two texts, and ** any number of folders. Names that begin with a dot are only matched if
// the pattern says the dot.
func (t Target) Matches(name string) bool {
	if !IsPattern(t.Path) {
		return t.Path != "" && path.Clean(t.Path) == name
	}
	return matchesPattern(t.Path, name)
}

// IsPattern reports whether a path is a pattern. Backstage takes it for a plain path without one of these.
func IsPattern(p string) bool { return strings.ContainsAny(p, "*?") }

func matchesPattern(pattern, name string) bool {
	names := strings.Split(name, "/")
	for _, p := range expandBraces(path.Clean(pattern)) {
		if matchSegments(strings.Split(p, "/"), names) {
			return true
		}
	}
	return false
}

// matchSegments matches folder by folder. When a segment does not match, the last ** before it takes one folder more,
// so the time is at most the product of the lengths.
func matchSegments(pattern, names []string) bool {
	p, n := 0, 0
	star, taken := -1, 0
	for n < len(names) {
		switch {
		case p < len(pattern) && pattern[p] == "**":
			star, taken = p, n
			p++
		case p < len(pattern) && matchSegment(pattern[p], names[n]):
			p++
			n++
		case star >= 0 && !strings.HasPrefix(names[taken], "."):
			taken++
			p, n = star+1, taken
		default:
			return false
		}
	}
	for p < len(pattern) && pattern[p] == "**" {
		p++
	}
	return p == len(pattern)
}

func matchSegment(pattern, name string) bool {
	if strings.HasPrefix(name, ".") && !strings.HasPrefix(pattern, ".") {
		return false
	}
	ok, err := path.Match(strings.ReplaceAll(pattern, "[!", "[^"), name)
	if err != nil {
		return pattern == name
	}
	return ok
}

// expandBraces returns the patterns that one with {a,b} stands for. One that would give very many is taken as it is.
func expandBraces(pattern string) []string {
	const most = 256
	done, open := []string{}, []string{pattern}
	for len(open) > 0 {
		if len(done)+len(open) > most {
			return []string{pattern}
		}
		p := open[0]
		open = open[1:]
		before, alternatives, after, ok := cutBraces(p)
		if !ok {
			done = append(done, p)
			continue
		}
		for _, a := range alternatives {
			open = append(open, before+a+after)
		}
	}
	return done
}

// cutBraces finds the first pair of braces with a comma between them and no braces inside.
func cutBraces(p string) (before string, alternatives []string, after string, ok bool) {
	for end := 0; end < len(p); end++ {
		if p[end] != '}' {
			continue
		}
		start := strings.LastIndexByte(p[:end], '{')
		if start >= 0 && strings.Contains(p[start:end], ",") {
			return p[:start], strings.Split(p[start+1:end], ","), p[end+1:], true
		}
	}
	return "", nil, "", false
}
