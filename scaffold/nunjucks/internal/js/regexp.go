package js

import (
	"strings"

	"github.com/goldenpath-go/goldenpath/scaffold/internal/regex"
)

// Regexp is a regular expression in one render.
type Regexp struct {
	*regex.Regexp
	lastIndex int
}

// NewRegexp returns a regular expression that has not matched yet.
func NewRegexp(re *regex.Regexp) *Regexp { return &Regexp{Regexp: re} }

// String returns the literal.
func (re *Regexp) String() string { return "/" + re.source() + "/" + re.Flags }

func (re *Regexp) source() string {
	if re.Source == "" {
		return "(?:)"
	}
	return strings.NewReplacer("\n", `\n`, "\r", `\r`, "\u2028", `\u2028`, "\u2029", `\u2029`).Replace(re.Source)
}

func text(s string) regex.Text {
	t := regex.Text{Units: Units(s)}
	if IsASCII(s) {
		t.ASCII = s
	}
	return t
}

// exec finds one match, as RegExp.prototype.exec does.
func (m *Meter) exec(re *Regexp, t regex.Text) ([]int, error) {
	from := 0
	if re.Global || re.Sticky {
		from = re.lastIndex
	}
	if from > len(t.Units) {
		re.lastIndex = 0
		return nil, nil
	}
	found, err := re.Find(t, from, re.Sticky, m.Step)
	if err != nil || !re.Global && !re.Sticky {
		return found, err
	}
	re.lastIndex = 0
	if found != nil {
		re.lastIndex = found[1]
	}
	return found, nil
}

// matches returns the matches that replacing or matching with re is about.
func (m *Meter) matches(re *Regexp, t regex.Text) ([][]int, error) {
	if re.Global {
		re.lastIndex = 0
		return re.All(t, m.Step)
	}
	found, err := m.exec(re, t)
	if found == nil || err != nil {
		return nil, err
	}
	return [][]int{found}, nil
}

// capture returns the text of capture i, or Undefined.
func capture(t regex.Text, found []int, i int) Value {
	if found[2*i] < 0 || found[2*i+1] < 0 {
		return Undefined{}
	}
	return FromUnits(t.Units[found[2*i]:found[2*i+1]])
}

// ReplaceRegexp is s.replace(re, replacement).
func (m *Meter) ReplaceRegexp(s string, re *Regexp, replacement string) (string, error) {
	t := text(s)
	all, err := m.matches(re, t)
	if err != nil || len(all) == 0 {
		return s, err
	}
	var b strings.Builder
	end := 0
	for _, found := range all {
		b.WriteString(FromUnits(t.Units[end:found[0]]))
		b.WriteString(expand(replacement, t, found, re))
		end = found[1]
		if err := m.Grow(b.Len() - len(s)); b.Len() > len(s) && err != nil {
			return "", err
		}
	}
	b.WriteString(FromUnits(t.Units[end:]))
	return Join(b.String()), nil
}

// splitRegexp is s.split(re, limit).
func (m *Meter) splitRegexp(s string, re *Regexp, limit uint32) ([]Value, error) {
	t := text(s)
	var parts []Value
	if len(t.Units) == 0 {
		found, err := re.Find(t, 0, true, m.Step)
		if found == nil && limit > 0 {
			parts = []Value{s}
		}
		return parts, err
	}
	start := 0
	for at := 0; at < len(t.Units); {
		found, err := re.Find(t, at, re.Sticky, m.Step)
		if err != nil {
			return nil, err
		}
		if found == nil && re.Sticky {
			at++
			continue
		}
		if found == nil || found[0] >= len(t.Units) {
			break
		}
		if found[1] == start || found[1] == found[0] && found[0] == start {
			at++
			continue
		}
		parts = append(parts, FromUnits(t.Units[start:found[0]]))
		for i := 1; i <= re.Groups(); i++ {
			parts = append(parts, capture(t, found, i))
		}
		if uint32(len(parts)) >= limit {
			return parts[:limit], m.Grow(16 * len(parts))
		}
		start = found[1]
		at = max(start, at)
		if found[0] == found[1] {
			at = start + 1
		}
	}
	if parts = append(parts, FromUnits(t.Units[start:])); uint32(len(parts)) > limit {
		parts = parts[:limit]
	}
	return parts, m.Grow(len(s) + 16*len(parts))
}
