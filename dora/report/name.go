package report

import (
	"strings"
	"unicode"
)

// How much of a name is shown, in code points.
const (
	shortName = 34
	longName  = 80
)

// plain keeps a name from breaking a line, from steering a terminal, and from
// turning the text around it: controls and invisible marks of direction are
// shown as what cannot be shown. The joiners stay, which scripts and emoji
// need.
func plain(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\u200c' || r == '\u200d':
			return r
		case unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp):
			return unicode.ReplacementChar
		}
		return r
	}, s)
}

// clip returns a name that is safe to show and has no more than n code
// points: of a longer one the beginning and the end, which is where names
// differ.
func clip(s string, n int) string {
	runes := []rune(plain(s))
	if len(runes) <= n {
		return string(runes)
	}
	head := n * 2 / 3
	return string(runes[:head]) + "…" + string(runes[len(runes)-(n-head-1):])
}
