package nunjucks

import (
	"math"
	"strings"

	"github.com/goldenpath-go/goldenpath/scaffold/nunjucks/internal/js"
)

// urlize makes links of words that look like addresses.
func urlize(c *filterCall) (js.Value, error) {
	s, err := c.needText()
	if err != nil {
		return nil, err
	}
	limit, err := c.urlLimit()
	if err != nil {
		return nil, err
	}
	attribute := ""
	if c.arg(2) == true {
		attribute = ` rel="nofollow"`
	}
	var b strings.Builder
	for s != "" {
		n := strings.IndexFunc(s, js.IsSpace)
		if n < 0 {
			n = len(s)
		}
		b.WriteString(linked(s[:n], limit, attribute))
		rest := js.TrimLeft(s[n:])
		b.WriteString(s[n : len(s)-len(rest)])
		s = rest
	}
	return b.String(), c.Grow(b.Len())
}

func (c *filterCall) urlLimit() (int, error) {
	if js.IsUndefined(c.arg(1)) {
		return math.MaxInt32, nil
	}
	f, err := c.ToNumber(c.arg(1))
	if v, ok := c.arg(1).(float64); ok && v != v {
		return math.MaxInt32, err
	}
	if f != f {
		f = 0
	}
	return int(min(max(f, 0), math.MaxInt32)), err
}

// linked makes a link of a word if it is an address, without the punctuation around it.
func linked(word string, limit int, attribute string) string {
	address := withoutPunctuation(word)
	short := js.Slice(address, 0, min(limit, js.Length(address)))
	switch {
	case strings.HasPrefix(address, "http://") || strings.HasPrefix(address, "https://"):
		return `<a href="` + address + `"` + attribute + ">" + short + "</a>"
	case strings.HasPrefix(address, "www."):
		return `<a href="http://` + address + `"` + attribute + ">" + short + "</a>"
	case isEmail(address):
		return `<a href="mailto:` + address + `">` + address + "</a>"
	case hasTopDomain(address):
		return `<a href="http://` + address + `"` + attribute + ">" + short + "</a>"
	}
	return word
}

func withoutPunctuation(word string) string {
	for _, open := range []string{"(", "<", "&lt;"} {
		if rest, ok := strings.CutPrefix(word, open); ok {
			word = rest
			break
		}
	}
	for _, end := range []string{".", ",", ")", "&gt;"} {
		if rest, ok := strings.CutSuffix(word, end); ok {
			return rest
		}
	}
	return word
}

func isEmail(s string) bool {
	at := strings.LastIndexByte(s, '@')
	if at < 1 {
		return false
	}
	for i := range at {
		if c := s[i]; !isLetter(c) && (c < '0' || c > '9') && strings.IndexByte("_.!#$%&'*+-/=?^`{|}~", c) < 0 {
			return false
		}
	}
	labels := strings.Split(s[at+1:], ".")
	for _, label := range labels {
		if label == "" || strings.Trim(strings.ToLower(label), "abcdefghijklmnopqrstuvwxyz0123456789-") != "" {
			return false
		}
	}
	return len(labels) > 1
}

func hasTopDomain(s string) bool {
	for _, domain := range []string{".org", ".net", ".com"} {
		for rest := s; ; {
			_, after, ok := strings.Cut(rest, domain)
			if !ok {
				break
			}
			if after == "" || after[0] == ':' || after[0] == '/' {
				return true
			}
			rest = after
		}
	}
	return false
}
