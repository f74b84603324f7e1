package scm

import (
	"strings"

	"github.com/goldenpath-go/goldenpath/catalog"
)

// address is an http or https URL, or one of another scheme that has a host and a path, taken apart and written again
// by the WHATWG URL Standard, as JavaScript's URL class does.
type address struct {
	scheme    string // in lower case
	authority string // [USER@]HOST[:PORT]
	path      string // begins with a slash; percent-encoded, without . and .. segments
	query     string // with its question mark; empty when there is nothing after it
	fragment  string // with its number sign; empty when there is nothing after it
}

func (u address) String() string {
	return u.scheme + "://" + u.authority + u.path + u.query + u.fragment
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
	if !isWebScheme(scheme) && !strings.HasPrefix(rest, "//") {
		return address{}, false
	}
	if !catalog.IsURL(scheme + ":" + rest) {
		return address{}, false
	}
	rest, ends := strings.TrimPrefix(rest, "//"), "/?#"
	if isWebScheme(scheme) {
		rest, ends = strings.TrimLeft(rest, `/\`), `/\?#`
	}
	end := strings.IndexAny(rest, ends)
	if end < 0 {
		end = len(rest)
	}
	u := address{scheme: scheme, authority: normalAuthority(scheme, rest[:end])}
	u.setPathQueryFragment(nil, rest[end:])
	return u, true
}

// resolve returns what the relative reference s means at u.
func (u address) resolve(s string) (address, bool) {
	u.fragment = ""
	switch {
	case s == "":
		return u, true
	case s[0] == '#':
		u.fragment = encodeQuery(s)
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
	segments := strings.Split(u.path, "/")
	u.setPathQueryFragment(segments[1:len(segments)-1], s)
	return u, true
}

// setPathQueryFragment sets all that follows the authority from s, its path beginning below the given segments.
func (u *address) setPathQueryFragment(below []string, s string) {
	u.query, u.fragment = "", ""
	if i := strings.IndexByte(s, '#'); i >= 0 {
		s, u.fragment = s[:i], encodeQuery(s[i:])
	}
	if i := strings.IndexByte(s, '?'); i >= 0 {
		s, u.query = s[:i], encodeQuery(s[i:])
	}
	u.path = normalPath(below, s)
	u.query, u.fragment = nothingAfter(u.query), nothingAfter(u.fragment)
}

// nothingAfter returns s, or nothing if s is only its first character.
func nothingAfter(s string) string {
	if len(s) < 2 {
		return ""
	}
	return s
}

// normalPath adds the path s, which may be relative, to the given segments.
func normalPath(below []string, s string) string {
	segments := append([]string(nil), below...)
	parts := strings.Split(strings.TrimPrefix(strings.ReplaceAll(s, `\`, "/"), "/"), "/")
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

func encodeQuery(s string) string { return s[:1] + encode(s[1:], " \"#<>'") }

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

func normalAuthority(scheme, s string) string {
	at := strings.LastIndexByte(s, '@')
	host := strings.ToLower(s[at+1:])
	if port := map[string]string{"http": ":80", "https": ":443"}[scheme]; port != "" {
		host = strings.TrimSuffix(host, port)
	}
	return s[:at+1] + strings.TrimSuffix(host, ":")
}

// stripURL removes what is not looked at: control characters and spaces around, tabs and line breaks anywhere.
func stripURL(s string) string {
	s = strings.TrimFunc(s, func(r rune) bool { return r <= ' ' })
	if !strings.ContainsAny(s, "\t\n\r") {
		return s
	}
	return strings.NewReplacer("\t", "", "\n", "", "\r", "").Replace(s)
}

// cutScheme returns the scheme in lower case and what follows its colon.
func cutScheme(s string) (scheme, rest string, ok bool) {
	scheme, rest, ok = strings.Cut(s, ":")
	scheme = strings.ToLower(scheme)
	if !ok || scheme == "" || scheme[0] < 'a' || strings.Trim(scheme, "abcdefghijklmnopqrstuvwxyz0123456789+-.") != "" {
		return "", "", false
	}
	return scheme, rest, true
}

// isWebScheme reports whether a host follows the scheme even without slashes.
func isWebScheme(scheme string) bool { return scheme == "http" || scheme == "https" }

func isSlash(c byte) bool { return c == '/' || c == '\\' }
