package urlreader

import (
	"net/url"
	"path"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/goldenpath-go/goldenpath/scaffold"
)

// segments returns the parts of a URL's path, decoded: a slash in one of them was written %2F.
func segments(u *url.URL) ([]string, error) {
	var out []string
	for part := range strings.SplitSeq(strings.Trim(u.EscapedPath(), "/"), "/") {
		s, err := url.PathUnescape(part)
		if err != nil {
			return nil, scaffold.Errorf(scaffold.ErrInput, "%q is no part of a path", part)
		}
		out = append(out, s)
	}
	if len(out) == 1 && out[0] == "" {
		return nil, nil
	}
	for _, s := range out {
		if !isPath(s) {
			return nil, scaffold.Errorf(scaffold.ErrInput, "%q cannot stand in a path", s)
		}
	}
	return out, nil
}

// isPath reports whether s is a slash-separated path without empty parts, dots, and what some server or disk would take for
// something else.
func isPath(s string) bool {
	for part := range strings.SplitSeq(s, "/") {
		if part == "" || part == "." || part == ".." {
			return false
		}
	}
	return utf8.ValidString(s) && !strings.ContainsFunc(s, func(r rune) bool { return unicode.IsControl(r) || r == '\\' })
}

// clean returns a path without slashes around it; "." for none.
func clean(name string) (string, error) {
	name = strings.Trim(name, "/")
	if name == "" || name == "." {
		return ".", nil
	}
	if !isPath(name) {
		return "", scaffold.Errorf(scaffold.ErrInput, "%q is no path", name)
	}
	return name, nil
}

// escape returns a path as it stands in a URL: what is between slashes is escaped.
func escape(name string) string {
	parts := strings.Split(name, "/")
	for i, part := range parts {
		parts[i] = url.PathEscape(part)
	}
	return strings.Join(parts, "/")
}

// below returns the name of something in a folder, and whether it is there; "." is the folder itself.
func below(folder, name string) (string, bool) {
	if folder == "." {
		return name, true
	}
	if name == folder {
		return ".", true
	}
	return strings.CutPrefix(name, folder+"/")
}

// leads reports whether a link at name leads to something within the tree that name is in. Steps up may only stand at the beginning
// of the target: after the name of a folder, which may be a link too, they could lead anywhere.
func leads(name, target string) bool {
	folder, rest := path.Dir(name), strings.TrimSuffix(target, "/")
	for rest == ".." || strings.HasPrefix(rest, "../") {
		if folder == "." {
			return false
		}
		folder, rest = path.Dir(folder), strings.TrimPrefix(strings.TrimPrefix(rest, ".."), "/")
	}
	return target != "" && !path.IsAbs(target) && (rest == "" || rest == "." || isPath(strings.TrimPrefix(rest, "./")))
}
