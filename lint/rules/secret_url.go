package rules

import (
	"bytes"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"

	"github.com/goldenpath-go/goldenpath/lint"
)

// secretParams are the names of query parameters that carry what opens a door.
var secretParams = []string{"access_token", "api_key", "apikey", "auth_token", "client_secret", "password", "private_token", "secret", "sig", "token", "x-amz-signature"}

// checkSecretURLs looks at every URL in the text, comments included.
func checkSecretURLs(p *lint.FilePass) {
	data := p.File.Text.Data
	for at := 0; ; {
		i := bytes.Index(data[at:], []byte("://"))
		if i < 0 {
			return
		}
		s := urlAround(data, at+i)
		at += i + len("://")
		if what := secretIn(data[s.start:s.end]); what != "" {
			r := p.File.Text.Range(s.start, s.end)
			p.Report(lint.Finding{
				Range:   r,
				Secret:  &r,
				Message: fmt.Sprintf("this URL has %s in it", what),
				Help:    "revoke it, and give the address without it",
			})
		}
	}
}

// longestURL is how much of a URL is looked at, in bytes. Servers and browsers take little more.
const longestURL = 2048

// urlAround returns the URL that has its :// at offset i. In a list it ends before the next.
func urlAround(data []byte, i int) span {
	s := span{schemeStart(data, i), i}
	rest := data[i:min(len(data), i+longestURL)]
	if next := bytes.Index(rest[len("://"):], []byte("://")); next >= 0 {
		start := schemeStart(data, i+len("://")+next)
		if start > i && strings.IndexByte(",;)]}", data[start-1]) >= 0 {
			rest = data[i:start]
		}
	}
	for s.end < i+len(rest) && !endsURL(data[s.end]) {
		s.end++
	}
	return s
}

// schemeStart returns where the name of the scheme begins that ends at i.
func schemeStart(data []byte, i int) int {
	for i > 0 && isAlnum(data[i-1]) {
		i--
	}
	return i
}

func endsURL(c byte) bool {
	return c <= ' ' || c >= 0x7f || c == '"' || c == '\'' || c == '`' || c == '<' || c == '>' || c == '\\' || c == '|'
}

// secretIn returns which kind of secret a URL carries; empty when it carries none.
func secretIn(text []byte) string {
	if bytes.IndexByte(text, '@') < 0 && bytes.IndexByte(text, '?') < 0 {
		return ""
	}
	u, err := url.Parse(strings.TrimRight(string(text), ".,;)]}"))
	if err != nil {
		return ""
	}
	if password, ok := u.User.Password(); ok && isRealSecret(password) {
		return "a password"
	}
	query := u.Query()
	for _, name := range slices.Sorted(maps.Keys(query)) {
		if lower := strings.ToLower(name); slices.Contains(secretParams, lower) && isRealSecret(query.Get(name)) {
			return "parameter " + lower
		}
	}
	return ""
}

// isRealSecret reports whether a value is not one of those that stand for a secret in texts.
func isRealSecret(value string) bool {
	v := strings.ToLower(value)
	switch {
	case len(v) < 8, looksUnfilled(v), isSample([]byte(v)):
		return false
	case strings.ContainsAny(v, "${}<>[]*%"):
		return false
	}
	return !strings.Contains(v, "password") && !strings.Contains(v, "secret") && !strings.Contains(v, "token") && !strings.Contains(v, "your")
}
