package github

import (
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"
)

// place is what the address of a file says: which repository, at which branch, and where in it.
type place struct{ owner, name, ref, path string }

// ways are the words between a repository and a branch in the addresses of files.
var ways = []string{"blob", "tree", "raw", "edit"}

var repositoryName = regexp.MustCompile(`^[A-Za-z0-9._-]+$`)

// readPlace reads the address of a file or pattern on the pages at web. Like Backstage it takes the branch for one
// segment.
func readPlace(web, address string) (place, error) {
	rest, ok := strings.CutPrefix(address, web)
	if !ok {
		return place{}, fmt.Errorf("%s %w", address, ErrOutside)
	}
	rest, _, _ = strings.Cut(rest, "#")
	rest, _, _ = strings.Cut(rest, "?")
	segments := strings.Split(rest, "/")
	for i, s := range segments {
		plain, err := url.PathUnescape(s)
		if err != nil || plain == ".." || plain == "." || strings.Contains(plain, "/") {
			return place{}, fmt.Errorf("%s is no address of a file", address)
		}
		segments[i] = plain
	}
	if len(segments) < 5 || !slices.Contains(ways, segments[2]) || !repositoryName.MatchString(segments[0]) ||
		!repositoryName.MatchString(segments[1]) || segments[3] == "" || segments[4] == "" {
		return place{}, fmt.Errorf("%s is no address of a file", address)
	}
	return place{segments[0], segments[1], segments[3], strings.Join(segments[4:], "/")}, nil
}
