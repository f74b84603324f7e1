package scm

import (
	"net/url"
	"slices"
	"strings"
)

// parameter is one pair of a query, decoded.
type parameter struct{ name, value string }

// parameters are what a query holds, as JavaScript's URLSearchParams reads and writes it. Unlike [url.Values], they keep
// their order, and nothing that is written badly is lost.
type parameters []parameter

func parseParameters(query string) parameters {
	var all parameters
	for pair := range strings.SplitSeq(strings.TrimPrefix(query, "?"), "&") {
		if pair == "" {
			continue
		}
		name, value, _ := strings.Cut(pair, "=")
		all = append(all, parameter{decodeParameter(name), decodeParameter(value)})
	}
	return all
}

// first returns the value of the first parameter called name; empty when there is none.
func (all parameters) first(name string) string {
	for _, p := range all {
		if p.name == name {
			return p.value
		}
	}
	return ""
}

// last returns the value of the last parameter called name; empty when there is none.
func (all parameters) last(name string) string {
	for _, p := range slices.Backward(all) {
		if p.name == name {
			return p.value
		}
	}
	return ""
}

// with returns the parameters with one alone called name, which stands where the first did, or else at the end.
func (all parameters) with(name, value string) parameters {
	var changed parameters
	found := false
	for _, p := range all {
		if p.name == name {
			if found {
				continue
			}
			found, p.value = true, value
		}
		changed = append(changed, p)
	}
	if !found {
		changed = append(changed, parameter{name, value})
	}
	return changed
}

// String returns the query with its question mark.
func (all parameters) String() string {
	pairs := make([]string, len(all))
	for i, p := range all {
		pairs[i] = encodeParameter(p.name) + "=" + encodeParameter(p.value)
	}
	return "?" + strings.Join(pairs, "&")
}

// decodeParameter leaves percent signs as they are that no two hexadecimal digits follow.
func decodeParameter(s string) string {
	s = strings.ReplaceAll(s, "+", " ")
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '%' && i+2 < len(s) {
			if c, err := url.PathUnescape(s[i : i+3]); err == nil {
				b.WriteString(c)
				i += 2
				continue
			}
		}
		b.WriteByte(s[i])
	}
	return strings.ToValidUTF8(b.String(), "\ufffd")
}

func encodeParameter(s string) string {
	return strings.NewReplacer("%2A", "*", "~", "%7E").Replace(url.QueryEscape(s))
}
