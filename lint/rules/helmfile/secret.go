package helmfile

import (
	"context"
	"math"
	"net/url"
	"strings"

	"github.com/goldenpath-go/goldenpath/internal/tree"
	"github.com/goldenpath-go/goldenpath/lint"
)

// passwordName is the name of a value that is a password, and secretName that of one that may be a secret or the name of
// one, as keys in secrets are.
var (
	passwordName = expression(`(?i)(password|passwd|passphrase)$`)
	secretName   = expression(`(?i)(api[-_]?key|(secret|private|access|encryption|signing)[-_]?key|client[-_]?secret|token|secret)$`)
)

// checkSecrets reports values in plain files that are called like a secret and look like one, private keys, and URLs with
// a password. They are not shown.
func checkSecrets(_ context.Context, h *project) {
	for _, name := range append(h.sources(), h.plainValues()...) {
		l := h.layout(name)
		if l == nil {
			continue
		}
		for _, s := range l.sorted() {
			if s.value.Kind != tree.String || !s.isSecret() || strings.Contains(l.raw(s.start, s.end), "{{") {
				continue
			}
			at := l.text.Range(s.start, s.end)
			h.say(lint.Finding{
				Range: at, Pointer: s.pointer, Secret: &at, Message: "this looks like a secret in plain text",
				Help: "replace it where it is valid, and keep it in secrets or a store: ref+vault://…",
			})
		}
	}
}

// isSecret reports whether a text is a secret by its name and by how it looks.
func (s spot) isSecret() bool {
	text := s.value.Text
	switch name := s.name(); {
	case strings.Contains(text, "://"):
		return hasPassword(text)
	case strings.Contains(text, "PRIVATE KEY-----"):
		return strings.Count(text, "\n") > 2
	case passwordName().MatchString(name):
		return looksMade(text)
	default:
		return secretName().MatchString(name) && looksRandom(text)
	}
}

// name returns what a value is called: its key; and of the value of an entry as set and env have them, the entry's name.
func (s spot) name() string {
	key := s.pointer[strings.LastIndexByte(s.pointer, '/')+1:]
	if key != "value" || s.in == nil {
		return key
	}
	if name := s.in.Get("name"); name != nil && name.Kind == tree.String {
		return name.Text
	}
	return key
}

// hasPassword reports whether a text is a URL with a password in it that looks like one.
func hasPassword(text string) bool {
	u, err := url.Parse(strings.TrimSpace(text))
	if err != nil {
		return false
	}
	password, ok := u.User.Password()
	return ok && looksMade(password)
}

// looksMade reports whether a text looks like a password: letters and digits, and nothing that stands for another text.
func looksMade(s string) bool {
	const shortest = 8
	if len(s) < shortest || isReference(s) {
		return false
	}
	letters, digits := false, false
	for _, r := range s {
		letters = letters || isLetter(r)
		digits = digits || '0' <= r && r <= '9'
	}
	return letters && digits
}

// isReference reports whether a text stands for another that is put in its place, or was encrypted.
func isReference(s string) bool {
	return strings.ContainsAny(s, " ${}<>") || strings.HasPrefix(s, "ref+") || strings.HasPrefix(s, "ENC[")
}

func isLetter(r rune) bool { return 'a' <= r|0x20 && r|0x20 <= 'z' }

// looksRandom reports whether a text looks as if nobody had made it up: letters and digits with no order in them, and not
// words such as db-password-2.
func looksRandom(s string) bool {
	const shortest, leastBits = 16, 3
	if len(s) < shortest || isReference(s) || strings.ContainsAny(s, "/:@") || isWords(s) {
		return false
	}
	counts := map[rune]int{}
	for _, r := range s {
		counts[r]++
	}
	bits := 0.0
	for _, n := range counts {
		p := float64(n) / float64(len(s))
		bits -= p * math.Log2(p)
	}
	return looksMade(s) && bits >= leastBits
}

// isWords reports whether a text is made of words and short numbers, as names are.
func isWords(s string) bool { return words().MatchString(s) }

var words = expression(`^([A-Za-z]+[0-9]{0,4}|[0-9]{1,4})([-_.]([A-Za-z]+[0-9]{0,4}|v?[0-9]{1,4}))*$`)
