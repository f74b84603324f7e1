package sample

import (
	"slices"
	"strconv"
	"strings"

	"github.com/goldenpath-go/goldenpath/scaffold"
)

// branch is a place in a schema where one of several alternatives holds.
type branch struct {
	at           string
	alternatives []constraints
	labels       []string
}

// The bounds of one value's demands: of schemas that contain themselves.
const (
	maxBranches = 50  // alternatives within alternatives
	maxOpened   = 200 // schemas that need no choice
)

// expand returns all that is demanded of a value: references are followed, allOf is opened, of oneOf, anyOf and if one
// alternative is chosen, that goes with what is demanded besides.
func (b *builder) expand(at string, cs, besides constraints) constraints {
	out, branches := flatten(at, cs)
	for n := 0; n < len(branches) && n < maxBranches; n++ {
		more, nested := flatten(at, b.decide(branches[n], append(slices.Clip(besides), out...)))
		out, branches = append(out, more...), append(branches, nested...)
	}
	b.budget -= len(out)
	return out
}

// flatten opens what needs no choice, and returns where one is needed.
func flatten(at string, cs constraints) (out constraints, branches []branch) {
	queue := append(constraints{}, cs...)
	for n := 0; n < len(queue) && n < maxOpened; n++ {
		c := queue[n].deref()
		if c.schema == nil {
			continue
		}
		out = append(out, c)
		queue = append(queue, c.list("allOf")...)
		for _, keyword := range []string{"oneOf", "anyOf"} {
			if alternatives := c.list(keyword); len(alternatives) > 0 {
				branches = append(branches, alternativesOf(at, alternatives))
			}
		}
		if condition := c.schema.Object("if"); condition != nil {
			branches = append(branches, c.conditional(at, condition))
		}
	}
	return out, branches
}

func alternativesOf(at string, alternatives []constraint) branch {
	br := branch{at: at + "?"}
	for i, a := range alternatives {
		br.alternatives = append(br.alternatives, constraints{a})
		br.labels = append(br.labels, label(at, a.deref().schema, i))
	}
	return br
}

// conditional returns both sides of an if. That it does not hold is brought about by the first property it speaks of.
func (c constraint) conditional(at string, condition *scaffold.Object) branch {
	text := label(at, condition, 0)
	br := branch{at: at + "?if", labels: []string{text, "not " + text}}
	br.alternatives = []constraints{
		{c.under(condition), c.under(c.schema.Get("then"))}, {c.under(c.schema.Get("else"))},
	}
	for name, s := range condition.Object("properties").All() {
		otherwise := scaffold.NewObject(
			"properties", scaffold.NewObject(name, scaffold.NewObject("not", s)), "required", []any{name},
		)
		br.alternatives[1] = append(br.alternatives[1], c.under(otherwise))
		break
	}
	return br
}

// label returns how an alternative is told from the others: by the values it wants, its title, or its number.
func label(at string, schema *scaffold.Object, i int) string {
	prefix := ""
	if at != "" {
		prefix = at + "/"
	}
	var parts []string
	for name, s := range schema.Object("properties").All() {
		o, _ := s.(*scaffold.Object)
		if values, ok := (constraints{{nil, o}}).allowed(); ok {
			parts = append(parts, prefix+name+"="+labels(values))
		}
	}
	values, fixed := constraints{{nil, schema}}.allowed()
	switch {
	case len(parts) > 0:
		return strings.Join(parts, " ")
	case fixed:
		return labels(values)
	case schema.Text("title") != "":
		return schema.Text("title")
	}
	return strconv.Itoa(i + 1)
}

func labels(values []any) string {
	out := make([]string, len(values))
	for i, v := range values {
		out[i] = labelOf(v)
	}
	return strings.Join(out, "|")
}

// labelOf returns how a value is called in the name of a set.
func labelOf(v any) string {
	if s, ok := v.(string); ok {
		return s
	}
	return scaffold.JSON(v, "")
}

// decide chooses an alternative among those that go with the other demands. What the defaults say is preferred.
func (b *builder) decide(br branch, others constraints) constraints {
	var possible branch
	preferred := -1
	for i, a := range br.alternatives {
		if !compatible(others, a) {
			continue
		}
		possible.alternatives, possible.labels = append(possible.alternatives, a), append(possible.labels, br.labels[i])
		if preferred < 0 && b.fill != required && suggested(others, a) {
			preferred = len(possible.labels) - 1
		}
	}
	if len(possible.labels) == 0 {
		possible, preferred = br, 0
	}
	return possible.alternatives[b.choices.choose(br.at, possible.labels, max(preferred, 0))]
}

// compatible tells whether the values that two demands allow for a member, or for the whole, have one in common.
func compatible(others, a constraints) bool {
	for name, s := range demanded(a) {
		if !overlap(others.member(name), s) {
			return false
		}
	}
	return overlap(others, a)
}

func overlap(a, b constraints) bool {
	values, restricted := a.allowed()
	if !restricted {
		values, restricted = b.allowed()
	}
	return !restricted || slices.ContainsFunc(values, func(v any) bool { return a.fit(v) && b.fit(v) })
}

// suggested tells whether the defaults of members lead to an alternative.
func suggested(others, a constraints) bool {
	found := false
	for name, s := range demanded(a) {
		def, ok := others.member(name).lookup("default")
		if !ok {
			continue
		}
		if !s.fit(def) {
			return false
		}
		found = true
	}
	return found
}

// demanded returns what an alternative demands of the members that it names.
func demanded(a constraints) map[string]constraints {
	out := map[string]constraints{}
	for _, c := range a {
		c = c.deref()
		for name, s := range c.schema.Object("properties").All() {
			out[name] = append(out[name], c.under(s))
		}
	}
	return out
}
