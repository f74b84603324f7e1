package helmfile

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// setState adds k.l[1]=v,… of the command line to values, by helmfile's own rules.
func setState(values *Value, text string, asText bool) (*Value, error) {
	for assignment := range strings.SplitSeq(text, ",") {
		key, value, ok := strings.Cut(assignment, "=")
		keys := parseKey(key)
		if !ok || len(keys) == 0 {
			return values, fmt.Errorf("a value of the command line is written key=value, not %q", assignment)
		}
		steps := make([]step, 0, len(keys))
		for _, k := range keys {
			steps = append(steps, indexed(k)...)
		}
		origin := &Origin{Layer: LayerCommandLine}
		next, err := assign(values, steps, typed(value, asText, origin), origin)
		if err != nil {
			return values, fmt.Errorf("set %q: %w", assignment, err)
		}
		values = next
	}
	return values, nil
}

// parseKey divides a key at its dots; `\.` is a dot within.
func parseKey(key string) []string {
	var out []string
	var part strings.Builder
	escaped := false
	for _, c := range key {
		switch {
		case !escaped && c == '\\':
			escaped = true
			continue
		case c == '.' && !escaped:
			out = append(out, part.String())
			part.Reset()
		default:
			part.WriteRune(c)
		}
		escaped = false
	}
	if part.Len() > 0 {
		out = append(out, part.String())
	}
	return out
}

// step is one key of a map, or one index of a list.
type step struct {
	key   string
	index int // of a list; -1 for a key
}

// maxIndex bounds the lists that an index makes, as helm does.
const maxIndex = 65536

// indexed divides name[3] into a key and an index.
func indexed(key string) []step {
	if open := strings.IndexByte(key, '['); open > 0 && strings.HasSuffix(key, "]") {
		if i, err := strconv.Atoi(strings.TrimSpace(key[open+1 : len(key)-1])); err == nil && i >= 0 {
			return []step{{key[:open], -1}, {"", i}}
		}
	}
	return []step{{key, -1}}
}

// typed is what the command line, and helm's --set, make of a text: whole numbers without a leading zero, true, false
// and null have their type.
func typed(text string, asText bool, origin *Origin) *Value {
	v := &Value{kind: String, scalar: text, text: text, origin: origin}
	switch {
	case asText:
	case strings.EqualFold(text, "true"), strings.EqualFold(text, "false"):
		v.kind, v.scalar = Bool, strings.EqualFold(text, "true")
	case strings.EqualFold(text, "null"):
		v.kind, v.scalar = Null, nil
	case text == "0" || text != "" && text[0] != '0':
		if i, err := strconv.ParseInt(text, 10, 64); err == nil {
			v.kind, v.scalar = Int, int(i)
		}
	}
	return v
}

var errIndex = errors.New("the index is too large, or does not belong to a list")

// assign returns v with the value at a path replaced. Maps and lists on the way are made.
func assign(v *Value, steps []step, value *Value, origin *Origin) (*Value, error) {
	if len(steps) == 0 {
		return hide(v, value), nil
	}
	s := steps[0]
	if s.index < 0 {
		base := v
		if v.Kind() != Map {
			if v.Kind() != Null {
				base = &Value{kind: Map, origin: origin, over: v}
			} else {
				base = &Value{kind: Map, origin: origin}
			}
		}
		next, err := assign(base.Get(s.key), steps[1:], value, origin)
		if err != nil {
			return nil, err
		}
		return base.withField(s.key, next), nil
	}
	if s.index > maxIndex || v.Kind() != List && v.Kind() != Null {
		return nil, errIndex
	}
	out := &Value{kind: List, origin: origin}
	if v.Kind() == List {
		*out = *v
	}
	out.items = append([]*Value(nil), out.items...)
	for len(out.items) <= s.index {
		out.items = append(out.items, &Value{origin: origin})
	}
	next, err := assign(out.items[s.index], steps[1:], value, origin)
	out.items[s.index] = next
	return out, err
}

// setHelm adds what a release's set or setString names, by the rules of helm's --set with helmfile's escaping: the
// name is a path whose commas and braces mean nothing, the value is one text. What has no name is passed over, and what
// comes after a = in the name is of the value.
func setHelm(values *Value, name string, value *Value) (*Value, error) {
	name, value = nameEnds(name, value)
	steps, err := helmPath(name)
	if err != nil || isNameless(steps[0]) {
		return values, err
	}
	if err := passable(values, name, steps); err != nil {
		return values, err
	}
	return assign(values, steps, value, value.origin)
}

func isNameless(s step) bool { return s.index < 0 && s.key == "" }

// nameEnds divides a name at its first =, which a backslash does not stand before.
func nameEnds(name string, value *Value) (string, *Value) {
	for i := 0; i < len(name); i++ {
		switch name[i] {
		case '\\':
			i++
		case '=':
			if value.Kind() == List || value.Kind() == Unknown {
				return name[:i], value
			}
			return name[:i], textValue(name[i+1:]+"="+value.Text(), value)
		}
	}
	return name, value
}

// passable refuses a path with an empty key, and one through a value that holds nothing.
func passable(values *Value, name string, steps []step) error {
	at := values
	for i, s := range steps[1:] {
		before := steps[i]
		if at = at.Get(before.key); before.index >= 0 {
			at = nil // lists are looked at when they are written
		}
		switch {
		case isNameless(s):
			return fmt.Errorf("the key %q in %q has no value", before.key, name)
		case s.index < 0 && at != nil && at.Kind() != Map && at.Kind() != Null && at.Kind() != Unknown:
			return fmt.Errorf("%q leads through %q, which is a %s", name, before.key, at.Kind())
		}
	}
	return nil
}

// helmPath reads a.b[0].c with `\` before what is meant as it stands.
func helmPath(name string) ([]step, error) {
	var steps []step
	var part strings.Builder
	pending := true // a key is being read, though it may be empty
	flush := func() {
		if pending {
			steps = append(steps, step{part.String(), -1})
		}
		part.Reset()
		pending = false
	}
	for i := 0; i < len(name); i++ {
		switch c := name[i]; c {
		case '\\':
			if i++; i < len(name) {
				part.WriteByte(name[i])
			}
		case '.':
			flush()
			pending = true
		case '[':
			end := strings.IndexByte(name[i:], ']')
			if end < 0 {
				return nil, fmt.Errorf("the index in %q is not closed", name)
			}
			index, err := strconv.Atoi(name[i+1 : i+end])
			if err != nil || index < 0 || index > maxIndex {
				return nil, fmt.Errorf("the index in %q is no number from 0 to %d", name, maxIndex)
			}
			flush()
			steps = append(steps, step{"", index})
			i += end
		default:
			part.WriteByte(c)
			pending = true
		}
	}
	flush()
	if len(steps) > 100 {
		return nil, fmt.Errorf("the path %.40q… is nested too deeply", name)
	}
	return steps, nil
}
