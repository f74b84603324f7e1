package cel

import (
	"slices"

	"github.com/goldenpath-go/goldenpath/lint"
	"github.com/goldenpath-go/goldenpath/source"
)

// The limits that hold without [Options]. A step is about what one operation on small values takes: some tens of
// nanoseconds.
const (
	DefaultCostLimit  = 200_000
	DefaultTotalLimit = 50_000_000
)

// Options limit what rules may cost. Nil, like the zero value, means the defaults.
type Options struct {
	CostLimit  uint64 // steps for one entity; 0 means DefaultCostLimit
	TotalLimit uint64 // steps for all entities together, of a rule that asks about the catalog; 0 means DefaultTotalLimit

	Show func(file string) string // how the names of configurations are shown in errors about their expressions; nil: as they are
}

// shown returns a place in a configuration as it is shown.
func (o *Options) shown(at source.Position) string {
	if o.Show != nil {
		at.File = o.Show(at.File)
	}
	return at.String()
}

// Rules returns the rules that custom describe, in their order. Its error is a [source.Errors] of all that is wrong in
// any of them, placed in the configuration they come from.
func Rules(custom []lint.CustomRule, o *Options) ([]*lint.Rule, error) {
	if len(custom) == 0 {
		return nil, nil
	}
	c, err := newCompiler(o)
	if err != nil {
		return nil, err
	}
	rules := make([]*lint.Rule, len(custom))
	for i := range custom {
		rules[i] = c.rule(&custom[i])
	}
	if len(c.errs) > 0 {
		c.errs.Sort()
		return nil, c.errs
	}
	return rules, nil
}

// rule compiles one rule. What is wrong is added to the compiler's errors.
func (c *compiler) rule(custom *lint.CustomRule) *lint.Rule {
	r := &rule{CustomRule: custom, limits: c.limits}
	c.name = custom.Name
	scope := c.env
	if custom.Each.Text != "" {
		r.each, scope = c.each(custom.Each)
	}
	r.when = c.condition("when", custom.When, scope)
	r.check = c.condition("check", custom.Check, scope)
	r.message = c.template("message", custom.Message, scope)
	r.help = c.template("help", custom.Help, scope)
	r.at = c.place(custom.At, scope)
	level := custom.Severity
	if level == lint.Unset {
		level = lint.Warning
	}
	out := &lint.Rule{
		Name: custom.Name, Doc: r.doc(), Levels: lint.Levels{Recommended: level, GoldenPath: level, Strict: level},
	}
	if r.asksCatalog() {
		out.Catalog, out.Keep = r.checkCatalog, r.kept()
		return out
	}
	out.Kinds, out.Entity = custom.Kinds, r.checkEntity
	return out
}

// programs returns all expressions of the rule.
func (r *rule) programs() []*program {
	all := []*program{r.each, r.when, r.check}
	all = append(all, r.message.programs()...)
	all = append(all, r.help.programs()...)
	return slices.DeleteFunc(all, func(p *program) bool { return p == nil })
}

// asksCatalog reports whether the rule is about more than the entity itself.
func (r *rule) asksCatalog() bool {
	return slices.ContainsFunc(r.programs(), func(p *program) bool { return p.reads.catalog })
}

// kept returns what a Catalog check reads of the entities that it is about, and of others.
func (r *rule) kept() []lint.Keep {
	var own, others []string
	for _, p := range r.programs() {
		others = append(others, p.reads.others...)
		for _, path := range p.reads.own {
			if pointer := path.pointer(); path.documented() || pointer != pointerName { // its place is a fact
				own = append(own, pointer)
			}
		}
	}
	var keep []lint.Keep
	if own = sortedPointers(append(own, r.at)); len(own) > 0 {
		keep = append(keep, lint.Keep{Kinds: r.Kinds, Pointers: own})
	}
	if others = sortedPointers(others); len(others) > 0 {
		keep = append(keep, lint.Keep{Pointers: others})
	}
	return keep
}

// sortedPointers returns pointers in order, each once. Empty ones lead nowhere.
func sortedPointers(pointers []string) []string {
	slices.Sort(pointers)
	return slices.DeleteFunc(slices.Compact(pointers), func(p string) bool { return p == "" })
}

// fault adds an error about the byte at offset of an expression.
func (c *compiler) fault(e lint.Expression, offset int, message string) {
	c.errs = append(c.errs, &source.Error{Pos: e.Position(offset), Err: &Error{Rule: c.name, Message: message}})
}
