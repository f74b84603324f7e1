package rules

import (
	"strings"
	"sync"

	"github.com/goldenpath-go/goldenpath/catalog"
)

// wellKnown returns the annotations that plugins read, by key. The map is shared and never changed.
var wellKnown = sync.OnceValue(func() map[string]*catalog.Annotation {
	known := map[string]*catalog.Annotation{}
	for _, a := range catalog.WellKnownAnnotations() {
		known[a.Key] = &a
	}
	return known
})

// keysLike returns the keys of well-known annotations that have their domain or their name in common with key.
func keysLike(key string) []string {
	domain, name, _ := strings.Cut(key, "/")
	var keys []string
	for known := range wellKnown() {
		if d, n, _ := strings.Cut(known, "/"); d == domain || n == name {
			keys = append(keys, known)
		}
	}
	return keys
}

// looksUnfilled reports whether a value is one that samples and templates leave for people to fill in: xxxx, PXXXXXX,
// changeme, <team>, your-org/your-repo.
func looksUnfilled(value string) bool {
	v := strings.ToLower(strings.TrimSpace(value))
	switch v {
	case "changeme", "change-me", "change_me", "replaceme", "replace-me", "replace_me", "fillme", "fill-me", "fixme", "todo", "tbd",
		"placeholder", "example", "dummy", "foo", "bar", "foobar":
		return true
	}
	if strings.Contains(v, "xxxx") || strings.HasPrefix(v, "your-") || strings.HasPrefix(v, "your_") || strings.Contains(v, "/your-") {
		return true
	}
	return isBracketed(v)
}

// isBracketed reports whether v is a word or two in angle or square brackets, alone or as a part of a path.
func isBracketed(v string) bool {
	for part := range strings.SplitSeq(v, "/") {
		angle := strings.HasPrefix(part, "<") && strings.HasSuffix(part, ">")
		if angle && len(part) > 2 {
			return true
		}
	}
	return strings.HasPrefix(v, "[") && strings.HasSuffix(v, "]") && len(v) > 2
}
