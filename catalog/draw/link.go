package draw

import (
	"fmt"
	"net/url"
	"strings"
)

// safeURL returns u in a form that needs no quoting, or "" if it is no URL, might run code, or cannot be brought into
// such a form.
func safeURL(u string) string {
	parsed, err := url.Parse(strings.TrimSpace(u))
	if err != nil || parsed.Opaque != "" {
		return ""
	}
	switch parsed.Scheme { // in lower case
	case "", "http", "https":
	default:
		return ""
	}
	var b strings.Builder
	for _, c := range []byte(parsed.String()) {
		if c <= ' ' || c >= 0x7f || strings.IndexByte("\"'<>\\`;", c) >= 0 {
			fmt.Fprintf(&b, "%%%02X", c)
			continue
		}
		b.WriteByte(c)
	}
	if _, err := url.Parse(b.String()); err != nil { // a host takes no escapes but of letters outside ASCII
		return ""
	}
	return b.String()
}
