package helmfile

import (
	"fmt"
	"strings"

	"github.com/goldenpath-go/goldenpath/source"
)

// Truth is an answer to a yes-or-no question that may not be known.
type Truth uint8

// The answers. Maybe is the zero value: nothing is known.
const (
	Maybe Truth = iota
	No
	Yes
)

// String returns maybe, no or yes.
func (t Truth) String() string { return [...]string{"maybe", "no", "yes"}[t] }

func truthOf(b bool) Truth {
	if b {
		return Yes
	}
	return No
}

// Condition is how a release's `condition` was judged.
type Condition struct {
	Text  string          // as it stands after templates; empty: the release has none, and is on
	Pos   source.Position // of the condition
	Path  []string        // the keys below `.Values` that it asks for; nil for a literal
	Value *Value          // what is at the path; nil when nothing is, or for a literal
	Truth Truth
	Why   string // in words, with the place that decided
}

// judge evaluates a condition. Its error is what helmfile fails the whole file with.
func judge(field *Value, text string, values *Value, unknown *Reason) (Condition, *Error) {
	c := Condition{Text: text, Pos: field.pos()}
	switch {
	case unknown != nil:
		c.Why = unknown.Text
		return c, nil
	case text == "":
		c.Truth, c.Why = Yes, "it has no condition"
		return c, nil
	case strings.EqualFold(text, "true"), strings.EqualFold(text, "false"):
		c.Truth = truthOf(strings.EqualFold(text, "true"))
		c.Why = "its condition is the word " + strings.ToLower(text)
		return c, nil
	}
	c.Path = strings.Split(text, ".")
	last := len(c.Path) - 1
	if c.Path[last] != "enabled" {
		e := fault(c.Pos, ClassConditionForm, fmt.Errorf("condition value %q must be in the form 'foo.enabled'", text))
		e.Hint = "call the last key enabled, or use installedTemplate"
		return c, e
	}
	at := values
	for i, key := range c.Path[:last] {
		next := at.Get(key)
		name := "." + strings.Join(c.Path[:i+1], ".")
		switch {
		case next == nil && at.Reason() != nil:
			c.Why = fmt.Sprintf("%s may be set where it cannot be seen: %s", name, at.Reason().Text)
			return c, nil
		case next == nil:
			e := fault(c.Pos, ClassConditionMissing, fmt.Errorf("environment values field '%s' not found", name))
			e.Hint = "set " + strings.Join(c.Path, ".") + " in every environment, or among the top-level values"
			return c, e
		case next.kind == Unknown:
			c.Why = name + " is not known: " + next.reason.Text
			return c, nil
		case next.kind != Map:
			return c, fault(c.Pos, ClassConditionNotMap, fmt.Errorf("environment values field '%s' is not a map: %s at %s", name, next.kind, next.pos()))
		}
		at = next
	}
	c.Value = at.Get("enabled")
	c.enabled(at)
	return c, nil
}

// enabled judges what the path leads to.
func (c *Condition) enabled(parent *Value) {
	switch v := c.Value; {
	case v == nil && parent.Reason() != nil:
		c.Why = fmt.Sprintf("%s may be set where it cannot be seen: %s", c.Text, parent.Reason().Text)
	case v == nil:
		c.Truth, c.Why = No, fmt.Sprintf("the map at %s has no key enabled", parent.pos())
	case v.kind == Unknown:
		c.Why = c.Text + " is not known: " + v.reason.Text
	case v.kind != Bool:
		c.Truth, c.Why = No, fmt.Sprintf("%s is the %s %q at %s, which is not the boolean true", c.Text, v.kind, v.Text(), v.pos())
	default:
		c.Truth = truthOf(v.scalar == true)
		c.Why = fmt.Sprintf("%s is %v at %s", c.Text, v.scalar, v.pos())
	}
}
