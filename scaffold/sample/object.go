package sample

import (
	"slices"

	"github.com/goldenpath-go/goldenpath/scaffold"
)

// object makes an object. Which members it has can bring in more demands by dependencies, and these more members.
func (b *builder) object(at string, cs constraints) *scaffold.Object {
	met := map[string]bool{}
	names := b.names(cs)
	for more := true; more; names = b.names(cs) {
		more = false
		for _, name := range names {
			if demands := cs.dependencies(name); len(demands) > 0 && !met[name] {
				met[name], more = true, true
				cs = append(cs, b.expand(at, demands, cs)...)
			}
		}
	}
	o := &scaffold.Object{}
	for _, name := range names {
		if v := b.value(join(at, name), cs.member(name)); v != (scaffold.Undefined{}) {
			o.Set(name, v)
		}
	}
	for _, name := range b.extra(cs, o.Len()) {
		o.Set(name, b.value(join(at, name), cs.member(name)))
	}
	return o
}

func join(at, name string) string {
	if at == "" {
		return name
	}
	return at + "/" + name
}

// dependencies returns what an object must fit that has a member of that name.
func (cs constraints) dependencies(name string) constraints {
	var out constraints
	for _, c := range cs {
		switch d := c.schema.Object("dependencies").Get(name).(type) {
		case *scaffold.Object:
			out = append(out, c.under(d))
		case []any:
			out = append(out, c.under(scaffold.NewObject("required", d)))
		case string:
			out = append(out, c.under(scaffold.NewObject("required", []any{d})))
		}
	}
	return out
}

// names returns the members that the object gets, in the order of the schema.
func (b *builder) names(cs constraints) []string {
	var all, wanted, banned []string
	for _, c := range cs {
		wanted = append(wanted, c.schema.Texts("required")...)
		for name, s := range c.schema.Object("properties").All() {
			all = append(all, name)
			o, _ := s.(*scaffold.Object)
			switch {
			case s == false:
				banned = append(banned, name)
			case o.Get("required") == true: // of draft 3, which Backstage's validator knows as well
				wanted = append(wanted, name)
			}
		}
	}
	var out []string
	for _, name := range append(all, wanted...) {
		if !slices.Contains(out, name) && (slices.Contains(wanted, name) || !slices.Contains(banned, name) && b.wants(cs.member(name))) {
			out = append(out, name)
		}
	}
	return out
}

// wants tells whether a member is filled in that need not be.
func (b *builder) wants(cs constraints) bool {
	if b.fill == required || b.depth > fullDepth {
		return false
	}
	return b.fill == everything || b.hasDefault(cs, 0)
}

// hasDefault tells whether there is a default for a value or for a member of it.
func (b *builder) hasDefault(cs constraints, depth int) bool {
	if b.budget -= len(cs); b.budget < 0 || depth > fullDepth {
		return false
	}
	for _, c := range cs {
		c = c.deref()
		if _, ok := c.schema.Lookup("default"); ok {
			return true
		}
		for _, s := range c.schema.Object("properties").All() {
			if b.hasDefault(constraints{c.under(s)}, depth+1) {
				return true
			}
		}
	}
	return false
}

// extra returns names for members beyond those that the schema names, where it wants any.
func (b *builder) extra(cs constraints, have int) []string {
	want := int(cs.least("minProperties", 0))
	if rest, _ := cs.lookup("additionalProperties"); have == 0 && b.fill == everything && b.depth <= fullDepth {
		if o, _ := rest.(*scaffold.Object); o.Len() > 0 {
			want = max(want, 1)
		}
	}
	var out []string
	for n := 0; have+n < want && n < maxItems; n++ {
		out = append(out, numbered("sample", n))
	}
	return out
}
