package whatwg

import "strings"

// Valid reports whether JavaScript's URL class takes s without a base.
func Valid(s string) bool {
	s = strip(s)
	scheme, rest, ok := cutScheme(s)
	if !ok {
		return false
	}
	switch {
	case scheme == "file":
		return validFile(rest)
	case isSpecial(scheme):
		rest = strings.TrimLeft(rest, `/\`)
		return validAuthority(rest, true)
	case strings.HasPrefix(rest, "//"):
		return validAuthority(rest[2:], false)
	}
	return true // a path, of which anything goes
}

// strip removes what the parser does not look at: control characters and spaces around, tabs and line breaks anywhere.
func strip(s string) string {
	s = strings.TrimFunc(s, func(r rune) bool { return r <= ' ' })
	if !strings.ContainsAny(s, "\t\n\r") {
		return s
	}
	return strings.NewReplacer("\t", "", "\n", "", "\r", "").Replace(s)
}

// cutScheme returns the scheme in lower case, and what follows its colon.
func cutScheme(s string) (scheme, rest string, ok bool) {
	scheme, rest, ok = strings.Cut(s, ":")
	if !ok || scheme == "" || !isAlpha(scheme[0]) {
		return "", "", false
	}
	for i := range len(scheme) {
		if c := scheme[i]; !isAlpha(c) && !isDigit(c) && c != '+' && c != '-' && c != '.' {
			return "", "", false
		}
	}
	return strings.ToLower(scheme), rest, true
}

// isSpecial reports whether a host has to follow the scheme, which is why it needs no slashes to be found.
func isSpecial(scheme string) bool {
	switch scheme {
	case "http", "https", "ws", "wss", "ftp":
		return true
	}
	return false
}

// validFile judges what follows file: – a host only after two slashes, and no user or port.
func validFile(rest string) bool {
	if len(rest) < 2 || !isSlash(rest[0]) || !isSlash(rest[1]) {
		return true
	}
	host := untilAny(rest[2:], `/\?#`)
	return host == "" || isDriveLetter(host) || validHost(host, true)
}

// validAuthority judges what follows the slashes, up to where the path begins: [USER@]HOST[:PORT].
func validAuthority(rest string, special bool) bool {
	ends := "/?#"
	if special {
		ends = `/\?#`
	}
	authority := untilAny(rest, ends)
	at := strings.LastIndexByte(authority, '@')
	host, port, hasPort := cutPort(authority[at+1:])
	if host == "" {
		return !special && at < 0 && !hasPort
	}
	return validHost(host, special) && validPort(port)
}

// cutPort cuts s at the first colon that is not within brackets.
func cutPort(s string) (host, port string, found bool) {
	inside := false
	for i := range len(s) {
		switch s[i] {
		case '[':
			inside = true
		case ']':
			inside = false
		case ':':
			if !inside {
				return s[:i], s[i+1:], true
			}
		}
	}
	return s, "", false
}

func validPort(port string) bool {
	n := 0
	for i := range len(port) {
		if !isDigit(port[i]) {
			return false
		}
		if n = n*10 + int(port[i]-'0'); n > 65535 {
			return false
		}
	}
	return true
}

func untilAny(s, ends string) string {
	if i := strings.IndexAny(s, ends); i >= 0 {
		return s[:i]
	}
	return s
}

// isDriveLetter reports whether s is a drive of Windows, c: or c|, which is part of the path and no host.
func isDriveLetter(s string) bool {
	return len(s) == 2 && isAlpha(s[0]) && (s[1] == ':' || s[1] == '|')
}

func isSlash(c byte) bool { return c == '/' || c == '\\' }
func isAlpha(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }
func isDigit(c byte) bool { return '0' <= c && c <= '9' }
func isHex(c byte) bool   { return isDigit(c) || 'a' <= c|0x20 && c|0x20 <= 'f' }
