package rules

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/goldenpath-go/goldenpath/lint"
)

// token is a kind of secret that can be told by its form alone. Nothing here guesses from names or from how random a
// text looks.
type token struct {
	noun   string
	prefix string
	body   func(byte) bool // of the characters after the prefix
	least  int             // how many of them there must be
	most   int             // 0: any number
}

func isAlnum(c byte) bool  { return '0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'z' }
func isUpper(c byte) bool  { return '0' <= c && c <= '9' || 'A' <= c && c <= 'Z' }
func isBase64(c byte) bool { return isAlnum(c) || c == '_' || c == '-' }

var tokens = []token{
	{"a GitHub personal access token", "ghp_", isAlnum, 36, 36},
	{"a GitHub OAuth token", "gho_", isAlnum, 36, 36},
	{"a GitHub user token", "ghu_", isAlnum, 36, 36},
	{"a GitHub server token", "ghs_", isAlnum, 36, 36},
	{"a GitHub refresh token", "ghr_", isAlnum, 36, 76},
	{"a GitHub personal access token", "github_pat_", isBase64, 82, 82},
	{"a GitLab personal access token", "glpat-", isBase64, 20, 0},
	{"a GitLab deploy token", "gldt-", isBase64, 20, 0},
	{"an AWS access key", "AKIA", isUpper, 16, 16},
	{"an AWS access key", "ASIA", isUpper, 16, 16},
	{"a Google API key", "AIza", isBase64, 35, 35},
	{"a Slack token", "xoxb-", isBase64, 40, 0},
	{"a Slack token", "xoxp-", isBase64, 40, 0},
	{"a Slack webhook", "https://hooks.slack.com/services/T", func(c byte) bool { return isAlnum(c) || c == '/' }, 40, 0},
	{"a Stripe key", "sk_live_", isAlnum, 24, 0},
	{"a Vault token", "hvs.", isBase64, 90, 0},
	{"an npm token", "npm_", isAlnum, 36, 36},
	{"a PyPI token", "pypi-AgEIcHlwaS5vcmc", isBase64, 50, 0},
	{"a SendGrid key", "SG.", func(c byte) bool { return isBase64(c) || c == '.' }, 66, 66},
}

// privateKey begins every private key in PEM form, after the name of the algorithm.
const privateKey = "PRIVATE KEY-----"

// keyEnd ends its body.
const keyEnd = "-----END "

// checkSecrets looks at the whole text, comments included. Findings do not show what they found.
func checkSecrets(p *lint.FilePass) {
	data := p.File.Text.Data
	for _, t := range tokens {
		for _, s := range t.find(data) {
			p.Report(secretFinding(p, s, t.noun))
		}
	}
	for _, s := range findPrivateKeys(data) {
		f := secretFinding(p, s, "a private key")
		whole := p.File.Text.Range(s.start, s.end+bytes.Index(data[s.end:], []byte(keyEnd)))
		f.Secret = &whole
		p.Report(f)
	}
}

func secretFinding(p *lint.FilePass, s span, noun string) lint.Finding {
	r := p.File.Text.Range(s.start, s.end)
	return lint.Finding{
		Range:   r,
		Secret:  &r,
		Message: fmt.Sprintf("this is %s: everybody who may read the repository has it", noun),
		Help:    "revoke it, and keep its successor in a secret store",
	}
}

// find returns where data has such tokens.
func (t token) find(data []byte) []span {
	var found []span
	for at := 0; ; {
		i := bytes.Index(data[at:], []byte(t.prefix))
		if i < 0 {
			return found
		}
		start := at + i
		end := start + len(t.prefix)
		for end < len(data) && t.body(data[end]) {
			end++
		}
		n := end - start - len(t.prefix)
		inWord := start > 0 && isAlnum(data[start-1])
		if !inWord && n >= t.least && (t.most == 0 || n <= t.most) && !isSample(data[start:end]) {
			found = append(found, span{start, end})
		}
		at = start + len(t.prefix)
	}
}

// isSample reports whether a token is one of those in documentation: AKIAIOSFODNN7EXAMPLE, ghp_xxxx….
func isSample(token []byte) bool {
	s := strings.ToLower(string(token))
	if strings.Contains(s, "example") || strings.Contains(s, "xxxxx") || strings.Contains(s, "00000") || strings.Contains(s, "12345") {
		return true
	}
	return strings.Count(s, s[len(s)-1:]) > len(s)/2
}

func findPrivateKeys(data []byte) []span {
	var found []span
	for at := 0; ; {
		i := bytes.Index(data[at:], []byte(privateKey))
		if i < 0 {
			return found
		}
		end := at + i + len(privateKey)
		line := bytes.LastIndexByte(data[:end], '\n') + 1
		begin := bytes.LastIndex(data[line:end], []byte("-----BEGIN "))
		if begin >= 0 && hasKeyBody(data[end:]) {
			found = append(found, span{line + begin, end})
		}
		at = end
	}
}

// hasKeyBody reports whether nothing but base64 follows up to the end of the key, and enough of it for the shortest of
// keys. In a quoted text, line breaks are escaped.
func hasKeyBody(rest []byte) bool {
	const shortest, longest = 60, 16 << 10
	end := bytes.Index(rest[:min(len(rest), longest)], []byte(keyEnd))
	if end < 0 {
		return false
	}
	body := bytes.Join(bytes.Fields(bytes.ReplaceAll(rest[:end], []byte(`\n`), nil)), nil)
	return len(body) >= shortest && bytes.IndexFunc(body, func(r rune) bool {
		return r >= 0x80 || !isAlnum(byte(r)) && r != '+' && r != '/' && r != '='
	}) < 0
}
