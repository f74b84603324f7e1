package dora

import "strings"

// DefaultProduction returns the patterns of environments that count where
// nothing else is said.
func DefaultProduction() []string {
	return []string{"production", "prod", "live", "production-*", "prod-*", "production/*", "prod/*"}
}

// MatchEnvironment reports whether name matches one of the patterns, without
// letter case; * stands for any text, also none.
func MatchEnvironment(patterns []string, name string) bool {
	name = strings.ToLower(name)
	for _, p := range patterns {
		if matchStars(strings.ToLower(p), name) {
			return true
		}
	}
	return false
}

// matchStars compares piece by piece; only the last piece must lie at the
// end, so the first place of each other one is as good as any.
func matchStars(pattern, name string) bool {
	pieces := strings.Split(pattern, "*")
	rest, ok := strings.CutPrefix(name, pieces[0])
	if len(pieces) == 1 {
		return ok && rest == ""
	}
	if !ok {
		return false
	}
	last := pieces[len(pieces)-1]
	for _, piece := range pieces[1 : len(pieces)-1] {
		_, after, found := strings.Cut(rest, piece)
		if !found {
			return false
		}
		rest = after
	}
	return strings.HasSuffix(rest, last)
}
