package lint

import (
	"reflect"
	"slices"

	"github.com/goldenpath-go/goldenpath/internal/tree"
)

// ruleSettings reads the mapping of rules to severities and parameters.
func (c *configReader) ruleSettings(d *decoder, n *tree.Node, at string) {
	for f, rule := range c.eachRule(d, n, at) {
		c.ruleSetting(d, rule, f.Value, at+"/"+tree.Escape(f.Name))
	}
}

func (c *configReader) ruleSetting(d *decoder, rule *Rule, n *tree.Node, at string) {
	before := c.config.Rules[rule.Name]
	file := ruleFile{Severity: before.Severity, Required: before.Required}
	switch n.Kind {
	case tree.String:
		d.decode(n, reflect.ValueOf(&file.Severity).Elem(), at)
		c.traceAt(d, n, "/rules/"+rule.Name+"/severity")
	case tree.Object:
		c.trace(d, n, "/rules/"+rule.Name)
		own, params := splitFields(n, ruleKeys())
		d.decode(own, reflect.ValueOf(&file).Elem(), at)
		before.Params = c.params(d, rule, before.Params, params, at)
	default:
		d.errorf(n, at, "a severity (off, info, warning, error) or a mapping is wanted here, not %s", describeNode(n))
	}
	if before.Required && (file.Severity < before.Severity || !file.Required) {
		d.errorf(n, at, "rule %s is required at level %s by a configuration that this one extends", rule.Name, before.Severity)
		file.Severity, file.Required = before.Severity, true
	}
	if file.Required && file.Severity == Unset {
		d.errorf(n, at, "a required rule needs a severity")
	}
	before.Severity, before.Required = file.Severity, file.Required
	c.config.Rules[rule.Name] = before
}

// params decodes n over the parameters that are there already.
func (c *configReader) params(d *decoder, rule *Rule, params any, n *tree.Node, at string) any {
	if rule.Params == nil {
		for _, f := range n.Fields {
			d.errorAt(f.KeyStart, at+"/"+tree.Escape(f.Name), "rule %s takes no parameter %q%s", rule.Name, f.Name, didYouMean(f.Name, ruleKeys()))
		}
		return nil
	}
	if params == nil {
		params = rule.Params()
	}
	d.decode(n, reflect.ValueOf(params).Elem(), at)
	return params
}

// overrideRules reads the mapping of rules to severities in an override.
func (c *configReader) overrideRules(d *decoder, n *tree.Node, at string) map[string]Severity {
	levels := map[string]Severity{}
	for f, rule := range c.eachRule(d, n, at) {
		at := at + "/" + tree.Escape(f.Name)
		if f.Value.Kind != tree.String {
			d.errorf(f.Value, at, "a severity (off, info, warning, error) is wanted here, not %s", describeNode(f.Value))
			continue
		}
		var level Severity
		d.decode(f.Value, reflect.ValueOf(&level).Elem(), at)
		if set := c.config.Rules[rule.Name]; set.Required && level < set.Severity {
			d.errorf(f.Value, at, "rule %s is required at level %s", rule.Name, set.Severity)
		}
		levels[rule.Name] = level
	}
	return levels
}

// eachRule yields the members of n with the rules they are about; names of no rule are errors.
func (c *configReader) eachRule(d *decoder, n *tree.Node, at string) func(func(tree.Field, *Rule) bool) {
	return func(yield func(tree.Field, *Rule) bool) {
		if n == nil || n.Kind == tree.Null {
			return
		}
		if n.Kind != tree.Object {
			d.errorf(n, at, "a mapping from rules to severities is wanted here, not %s", describeNode(n))
			return
		}
		for _, f := range n.Fields {
			name := f.Name
			if now, ok := c.alias[name]; ok {
				name = now
			}
			rule, ok := c.rules[name]
			if !ok {
				d.errorAt(f.KeyStart, at+"/"+tree.Escape(f.Name), "unknown rule %q%s", f.Name, didYouMean(f.Name, c.names))
				continue
			}
			if !yield(f, rule) {
				return
			}
		}
	}
}

// splitFields returns two objects: the members of n that are called one of names, and the others.
func splitFields(n *tree.Node, names []string) (named, others *tree.Node) {
	named, others = &tree.Node{Kind: tree.Object, Start: n.Start, End: n.End}, &tree.Node{Kind: tree.Object, Start: n.Start, End: n.End}
	for _, f := range n.Fields {
		to := others
		if slices.Contains(names, f.Name) {
			to = named
		}
		to.Fields = append(to.Fields, f)
	}
	return named, others
}
