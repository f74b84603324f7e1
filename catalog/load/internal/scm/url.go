package scm

import (
	"regexp"
	"strings"

	"github.com/goldenpath-go/goldenpath/catalog"
)

// address is a URL taken apart and written again by the WHATWG URL Standard, as JavaScript's URL class does.
type address struct {
	scheme    string // in lower case
	authority string // [USER@]HOST[:PORT]
	path      string // percent-encoded, without . and .. segments; begins with a slash, unless it is opaque or empty
	opaque    bool   // the path is that of a URL such as mailto:a@b.c, which has no segments
	query     string // with its question mark
	fragment  string // with its number sign
}

// String returns the URL. Where there is no host, two slashes stand for it, unless the path is opaque.
func (u address) String() string {
	slashes := "//"
	if u.opaque {
		slashes = ""
	}
	return u.scheme + ":" + slashes + u.authority + u.path + u.query + u.fragment
}

// user returns the user's name, without the password.
func (u address) user() string {
	login, _, found := cutLast(u.authority, '@')
	if !found {
		return ""
	}
	name, _, _ := strings.Cut(login, ":")
	return name
}

// host returns the host without its port.
func (u address) host() string {
	host := u.authority[strings.LastIndexByte(u.authority, '@')+1:]
	if i := strings.LastIndexByte(host, ':'); i > strings.LastIndexByte(host, ']') {
		host = host[:i]
	}
	return host
}

// parse takes s apart. A reference that is not absolute is taken from base, which may be nil.
func parse(s string, base *address) (address, bool) {
	s = stripURL(s)
	scheme, rest, absolute := cutScheme(s)
	if absolute && base != nil && scheme == base.scheme && !strings.HasPrefix(rest, "//") {
		s, absolute = rest, false
	}
	if absolute {
		return parseAbsolute(scheme, rest)
	}
	if base == nil {
		return address{}, false
	}
	return base.resolve(s)
}

func parseAbsolute(scheme, rest string) (address, bool) {
	if !catalog.IsURL(scheme + ":" + rest) {
		return address{}, false
	}
	u := address{scheme: scheme}
	host := ""
	switch {
	case scheme == "file":
		host, rest = cutFileHost(rest)
	case u.special():
		host, rest = cutHost(strings.TrimLeft(rest, `/\`), `/\?#`)
	case strings.HasPrefix(rest, "//"):
		host, rest = cutHost(rest[2:], "/?#")
	case !strings.HasPrefix(rest, "/"):
		u.opaque = true
	}
	u.authority = u.normalAuthority(host)
	u.setPathQueryFragment(nil, rest)
	return u, true
}

// cutHost cuts s where the host ends.
func cutHost(s, ends string) (host, rest string) {
	if i := strings.IndexAny(s, ends); i >= 0 {
		return s[:i], s[i:]
	}
	return s, ""
}

// cutFileHost cuts the host off what follows file:. A drive of Windows is none, and belongs to the path.
func cutFileHost(s string) (host, rest string) {
	if len(s) < 2 || !isSlash(s[0]) || !isSlash(s[1]) {
		return "", s
	}
	if host, rest = cutHost(s[2:], `/\?#`); strings.ContainsAny(host, ":|") {
		return "", s[1:]
	}
	return host, rest
}

// resolve returns what the relative reference s means at u.
func (u address) resolve(s string) (address, bool) {
	u.fragment = ""
	switch {
	case s == "":
		return u, true
	case s[0] == '#':
		u.fragment = encodeFragment(s)
		return u, true
	case s[0] == '?':
		u.setPathQueryFragment(nil, u.path+s)
		return u, true
	case len(s) > 1 && isSlash(s[0]) && isSlash(s[1]):
		return parseAbsolute(u.scheme, s)
	case isSlash(s[0]):
		u.setPathQueryFragment(nil, s)
		return u, true
	}
	segments := strings.Split(strings.TrimPrefix(u.path, "/"), "/")
	u.setPathQueryFragment(segments[:len(segments)-1], s)
	return u, true
}

// setPathQueryFragment sets all that follows the authority from s, its path beginning below the given segments.
func (u *address) setPathQueryFragment(below []string, s string) {
	u.query, u.fragment = "", ""
	if i := strings.IndexByte(s, '#'); i >= 0 {
		s, u.fragment = s[:i], encodeFragment(s[i:])
	}
	if i := strings.IndexByte(s, '?'); i >= 0 {
		s, u.query = s[:i], "?"+encode(s[i+1:], u.inQuery())
	}
	switch {
	case u.opaque:
		u.path = encode(s, "")
	case u.special():
		u.path = normalPath(below, slashes(s))
	case s != "" || len(below) > 0:
		u.path = normalPath(below, s)
	}
}

func encodeFragment(s string) string { return s[:1] + encode(s[1:], " \"<>`") }

// inQuery returns the characters that are percent-encoded in the query.
func (u *address) inQuery() string {
	if u.special() {
		return " \"#<>'"
	}
	return " \"#<>"
}

// normalPath adds the path s, which may be relative, to the given segments.
func normalPath(below []string, s string) string {
	segments := append([]string(nil), below...)
	parts := strings.Split(strings.TrimPrefix(s, "/"), "/")
	for i, part := range parts {
		dots := strings.ReplaceAll(strings.ToLower(part), "%2e", ".")
		last := i == len(parts)-1
		switch {
		case dots == ".." && len(segments) > 0:
			segments = segments[:len(segments)-1]
			fallthrough
		case dots == ".", dots == "..":
			if last {
				segments = append(segments, "")
			}
		default:
			segments = append(segments, encode(part, " \"#<>?`{}"))
		}
	}
	return "/" + strings.Join(segments, "/")
}

// slashes writes backslashes as slashes, which they are taken for where the scheme is special.
func slashes(s string) string { return strings.ReplaceAll(s, `\`, "/") }

// encode percent-encodes the given characters, control characters, and all beyond ASCII.
func encode(s, reserved string) string {
	var b strings.Builder
	for i := range len(s) {
		c := s[i]
		if c < ' ' || c > '~' || strings.IndexByte(reserved, c) >= 0 {
			b.WriteByte('%')
			b.WriteByte("0123456789ABCDEF"[c>>4])
			b.WriteByte("0123456789ABCDEF"[c&15])
			continue
		}
		b.WriteByte(c)
	}
	return b.String()
}

func (u address) normalAuthority(s string) string {
	if !u.special() {
		return s
	}
	login, host, found := cutLast(s, '@')
	if found {
		login += "@"
	}
	host = strings.ToLower(host)
	if port := defaultPort(u.scheme); port != "" {
		host = strings.TrimSuffix(host, port)
	}
	return login + strings.TrimSuffix(host, ":")
}

// cutLast cuts s at the last sep; without one, all is after it.
func cutLast(s string, sep byte) (before, after string, found bool) {
	i := strings.LastIndexByte(s, sep)
	if i < 0 {
		return "", s, false
	}
	return s[:i], s[i+1:], true
}

// stripURL removes what is not looked at: control characters and spaces around, tabs and line breaks anywhere.
func stripURL(s string) string {
	s = strings.TrimFunc(s, func(r rune) bool { return r <= ' ' })
	return lineless.Replace(s)
}

// lineless removes tabs and line breaks, which are not looked at anywhere.
var lineless = strings.NewReplacer("\t", "", "\n", "", "\r", "")

var schemeName = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9+.-]*$`)

// cutScheme returns the scheme in lower case and what follows its colon.
func cutScheme(s string) (scheme, rest string, ok bool) {
	scheme, rest, ok = strings.Cut(s, ":")
	if !ok || !schemeName.MatchString(scheme) {
		return "", "", false
	}
	return strings.ToLower(scheme), rest, true
}

// special reports whether backslashes are taken for slashes, as they are after the schemes that the Standard knows.
func (u address) special() bool { return u.scheme == "file" || defaultPort(u.scheme) != "" }

// defaultPort returns the port of a scheme that a host follows even without slashes, with its colon; empty for others.
func defaultPort(scheme string) string {
	switch scheme {
	case "http", "ws":
		return ":80"
	case "https", "wss":
		return ":443"
	case "ftp":
		return ":21"
	}
	return ""
}

func isSlash(c byte) bool { return c == '/' || c == '\\' }
