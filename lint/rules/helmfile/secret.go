package helmfile

import (
	"context"
	"math"
	"strings"

	"github.com/goldenpath-go/goldenpath/internal/tree"
	"github.com/goldenpath-go/goldenpath/lint"
)

// secretName is the name of a value that nobody should read. Names of secrets, as in existingSecret, are none.
var secretName = expression(`(?i)(password|passwd|passphrase|api[-_]?key|secret[-_]?key|private[-_]?key|access[-_]?token|auth[-_]?token|client[-_]?secret)$`)

// checkSecrets reports values in plain files that are called like a secret and look like one. They are not shown.
func checkSecrets(_ context.Context, h *project) {
	for _, name := range append(h.stateFiles(), h.plainValues()...) {
		l := h.layout(name)
		if l == nil {
			continue
		}
		for _, s := range l.sorted() {
			if s.value.Kind != tree.String || !secretName().MatchString(s.pointer) || !looksRandom(s.value.Text) || strings.Contains(l.raw(s.start, s.end), "{{") {
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

// looksRandom reports whether a text looks as if nobody had made it up: letters and digits, with no order in them.
func looksRandom(s string) bool {
	if len(s) < 16 || strings.ContainsAny(s, " ${}<>/:@") || strings.HasPrefix(s, "ref+") {
		return false
	}
	counts := map[rune]int{}
	letters, digits := false, false
	for _, r := range s {
		counts[r]++
		letters = letters || 'a' <= r|0x20 && r|0x20 <= 'z'
		digits = digits || '0' <= r && r <= '9'
	}
	bits := 0.0
	for _, n := range counts {
		p := float64(n) / float64(len(s))
		bits -= p * math.Log2(p)
	}
	return letters && digits && bits >= 3
}
