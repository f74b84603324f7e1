package whatwg

import "strings"

// The characters that no host may contain; those of a domain are more.
const (
	forbiddenInHost   = "\x00\t\n\r #/:<>?@[\\]^|"
	forbiddenInDomain = forbiddenInHost + "\x01\x02\x03\x04\x05\x06\x07\x08\x0b\x0c\x0e\x0f\x10\x11\x12\x13\x14\x15" +
		"\x16\x17\x18\x19\x1a\x1b\x1c\x1d\x1e\x1f%\x7f"
)

// validHost judges a host that is not empty.
func validHost(host string, special bool) bool {
	if host[0] == '[' {
		return host[len(host)-1] == ']' && validIPv6(host[1:len(host)-1])
	}
	if !special {
		return !strings.ContainsAny(host, forbiddenInHost)
	}
	domain, ok := toASCII(percentDecode(host))
	if !ok || domain == "" || strings.ContainsAny(domain, forbiddenInDomain) {
		return false
	}
	return !endsInNumber(domain) || validIPv4(domain)
}

// percentDecode replaces %XX by the byte it stands for; what only looks like it stays.
func percentDecode(s string) string {
	if !strings.Contains(s, "%") {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '%' && i+2 < len(s) && isHex(s[i+1]) && isHex(s[i+2]) {
			b.WriteByte(hexValue(s[i+1])<<4 | hexValue(s[i+2]))
			i += 2
			continue
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

func hexValue(c byte) byte {
	if isDigit(c) {
		return c - '0'
	}
	return c | 0x20 - 'a' + 10
}
