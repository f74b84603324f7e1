package compare

import (
	"fmt"
	"strconv"
	"strings"
)

// step is one turn of a path: a key of a map, an element of a list, or one that is told by what identifies it.
type step struct {
	key      string // of a map, or that which identifies the element
	index    int    // of a list, when identity is empty and isIndex
	isIndex  bool
	identity string // the element's value at key; "" for a key of a map
	secret   bool   // what is below is a secret, as a name beside it says
}

// element returns the turn to an element by its number.
func element(i int) step { return step{index: i, isIndex: true} }

// then returns a path with another turn, without touching what steps shares.
func then(steps []step, next step) []step { return append(steps[:len(steps):len(steps)], next) }

// pathText writes a path as people read it: env[name=LOG].value, hosts[0], labels.app\.kubernetes\.io/name.
func pathText(steps []step) string {
	var b strings.Builder
	for _, s := range steps {
		switch {
		case s.isIndex:
			fmt.Fprintf(&b, "[%d]", s.index)
		case s.identity != "":
			fmt.Fprintf(&b, "[%s=%s]", escapeKey(s.key), escapeKey(s.identity))
		default:
			if b.Len() > 0 {
				b.WriteByte('.')
			}
			b.WriteString(escapeKey(s.key))
		}
	}
	return b.String()
}

// escapeKey keeps a key from being taken for more than one turn of the path, or for none.
func escapeKey(key string) string {
	if key == "" {
		return emptyKey
	}
	if !strings.ContainsAny(key, `\.[]"=`) {
		return key
	}
	return strings.NewReplacer(`\`, `\\`, `.`, `\.`, `[`, `\[`, `]`, `\]`, `"`, `\"`, `=`, `\=`).Replace(key)
}

// emptyKey stands for a key without a character.
const emptyKey = `""`

// parsePath reads what pathText writes. A path may begin with a dot.
func parsePath(text string) ([]step, error) {
	var steps []step
	rest := strings.TrimPrefix(text, ".")
	for rest != "" {
		if inner, ok := strings.CutPrefix(rest, "["); ok {
			word, after, closed := cutAt(inner, "]")
			if !closed {
				return nil, fmt.Errorf("path %q: a bracket is not closed", text)
			}
			s, err := elementStep(word)
			if err != nil {
				return nil, fmt.Errorf("path %q: %w", text, err)
			}
			steps, rest = append(steps, s), strings.TrimPrefix(after, ".")
			continue
		}
		word, after, _ := cutAt(rest, ".[")
		if word == "" {
			return nil, fmt.Errorf("path %q: a key is empty", text)
		}
		steps, rest = append(steps, step{key: unescape(word)}), after
		if strings.HasPrefix(rest, ".") {
			if rest = rest[1:]; rest == "" {
				return nil, fmt.Errorf("path %q: a key is empty", text)
			}
		}
	}
	return steps, nil
}

func elementStep(word string) (step, error) {
	if key, identity, ok := cutAt(word, "="); ok && len(identity) > 1 {
		return step{key: unescape(key), identity: unescape(identity[1:])}, nil
	}
	n, err := strconv.Atoi(word)
	if err != nil || n < 0 {
		return step{}, fmt.Errorf("%q is neither the number of an element nor KEY=VALUE", word)
	}
	return step{index: n, isIndex: true}, nil
}

// cutAt cuts s before the first of ends that no backslash escapes; a closing bracket is dropped.
func cutAt(s, ends string) (before, after string, found bool) {
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '\\':
			i++
		case strings.IndexByte(ends, s[i]) >= 0:
			return s[:i], strings.TrimPrefix(s[i:], "]"), true
		}
	}
	return s, "", false
}

func unescape(s string) string {
	if s == emptyKey {
		return ""
	}
	if !strings.Contains(s, `\`) {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' && i+1 < len(s) {
			i++
		}
		b.WriteByte(s[i])
	}
	return b.String()
}
