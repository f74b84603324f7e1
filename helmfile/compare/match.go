package compare

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/goldenpath-go/goldenpath/helmfile"
)

// named is a release with the environment it stands in.
type named struct {
	*helmfile.Release
	environment string
}

func releasesOf(r *helmfile.Resolution) []named {
	var out []named
	for _, x := range r.Releases() {
		out = append(out, named{x, r.Environment})
	}
	return out
}

// matchKeys returns what makes two releases one, the surest first. Names may differ by nothing but that of the environment.
func matchKeys() []func(named) string {
	const sep = "\x00"
	return []func(named) string{
		func(n named) string { return n.Context() + sep + n.Namespace + sep + n.Name },
		func(n named) string { return n.Namespace + sep + n.Name },
		func(n named) string { return n.Name + sep + n.Pos.String() },
		func(n named) string { return n.Name },
		func(n named) string { return n.general(n.Namespace) + sep + n.general(n.Name) },
		func(n named) string { return n.general(n.Name) },
	}
}

// general returns a text with the environment's name taken out where that is a word of its own: api-dev is the api- of dev, but
// developer is a word.
func (n named) general(text string) string {
	if n.environment == "" {
		return text
	}
	var b strings.Builder
	for {
		before, after, found := strings.Cut(text, n.environment)
		if !found {
			b.WriteString(text)
			return b.String()
		}
		b.WriteString(before)
		if endsWord(b.String()) && beginsWord(after) {
			b.WriteByte(1) // which no name has
		} else {
			b.WriteString(n.environment)
		}
		text = after
	}
}

func endsWord(before string) bool {
	r, _ := utf8.DecodeLastRuneInString(before)
	return !unicode.IsLetter(r) && !unicode.IsDigit(r)
}

func beginsWord(after string) bool {
	r, _ := utf8.DecodeRuneInString(after)
	return !unicode.IsLetter(r) && !unicode.IsDigit(r)
}

// match pairs the releases of two environments: for each of a the number of its like in b, or -1. A key pairs two releases
// when no other that is still alone has it.
func match(a, b []named) []int {
	partner := make([]int, len(a))
	for i := range partner {
		partner[i] = -1
	}
	taken := make([]bool, len(b))
	for _, key := range matchKeys() {
		inB := alone(b, key, func(j int) bool { return taken[j] })
		for k, i := range alone(a, key, func(i int) bool { return partner[i] >= 0 }) {
			if j, ok := inB[k]; ok && i >= 0 && j >= 0 {
				partner[i], taken[j] = j, true
			}
		}
	}
	return partner
}

// alone returns which release has a key, of those that are left; -1 where several have it.
func alone(list []named, key func(named) string, done func(int) bool) map[string]int {
	out := map[string]int{}
	for i, n := range list {
		if done(i) {
			continue
		}
		k := key(n)
		if _, twice := out[k]; twice {
			out[k] = -1
			continue
		}
		out[k] = i
	}
	return out
}
