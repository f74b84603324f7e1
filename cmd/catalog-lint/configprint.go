package main

import (
	"cmp"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/goldenpath-go/goldenpath/lint"
)

// configPrinter prints what is in force as a configuration, and where it comes from.
type configPrinter struct {
	*lint.Config
	file    string            // the configuration's; "" when there is none
	origins map[string]string // by JSON pointer of a value
	out     strings.Builder
}

func (c *configPrinter) print(profile string) []byte {
	if c.file != "" {
		fmt.Fprintf(&c.out, "# from %s", c.file)
		if profile != "" {
			fmt.Fprintf(&c.out, ", profile %s", profile)
		}
		c.out.WriteString("\n")
	}
	c.out.WriteString("version: 1\n")
	c.line("extends", "[preset:"+c.preset()+"]", "/preset")
	failOn := failNever
	if c.Threshold() != lint.Off {
		failOn = c.Threshold().String()
	}
	c.line("fail-on", failOn, "/fail-on")
	c.list("include", c.Include)
	c.list("exclude", c.Exclude)
	if c.Baseline != "" {
		c.line("baseline", flow(c.Baseline), "/baseline")
	}
	tier := c.Tier
	if tier.Keys == nil {
		tier.Keys = lint.DefaultTierKeys()
	}
	c.mapping("references", c.References)
	c.mapping("tier", tier)
	c.rules()
	c.overrides()
	c.ignores()
	c.custom()
	return []byte(c.out.String())
}

func (c *configPrinter) preset() string { return cmp.Or(c.Preset, lint.Recommended) }

// line prints a key with its value, and where the values at pointers come from.
func (c *configPrinter) line(key, value string, pointers ...string) {
	fmt.Fprintf(&c.out, "%s: %s%s\n", key, value, c.from("default", pointers...))
}

// from returns a comment with where the values at pointers come from: the place, if it is one and the same, else that of
// each that was set.
func (c *configPrinter) from(otherwise string, pointers ...string) string {
	var places, each []string
	for _, p := range pointers {
		at, ok := c.origins[p]
		if !ok {
			at = otherwise
		}
		places = append(places, at)
		if at != "" {
			each = append(each, p[strings.LastIndexByte(p, '/')+1:]+" "+at)
		}
	}
	if places = slices.Compact(places); len(places) == 1 && places[0] != "" {
		return "  # " + places[0]
	}
	return "  # " + strings.Join(each, ", ")
}

func (c *configPrinter) list(key string, values []string) {
	if len(values) > 0 {
		c.line(key, flow(values), "/"+key)
	}
}

// mapping prints a struct, unless it is empty.
func (c *configPrinter) mapping(key string, value any) {
	names := memberNames(reflect.ValueOf(value))
	if len(names) == 0 {
		return
	}
	var pointers []string
	for _, name := range names {
		pointers = append(pointers, "/"+key+"/"+name)
	}
	c.line(key, flow(value), pointers...)
}

func (c *configPrinter) rules() {
	c.out.WriteString("rules:\n")
	for _, r := range slices.Concat(allRules(), c.Own) {
		c.rule(r)
	}
}

func (c *configPrinter) rule(r *lint.Rule) {
	set := c.Rules[r.Name]
	level := cmp.Or(set.Severity, r.Levels.In(c.Preset))
	params := set.Params
	if params == nil && r.Params != nil {
		params = r.Params()
	}
	names, members := []string{"severity"}, []string{"severity: " + level.String()}
	if set.Required {
		names, members = append(names, "required"), append(members, "required: true")
	}
	value := level.String()
	members = append(members, fields(reflect.ValueOf(params))...)
	if len(members) > 1 {
		value = "{" + strings.Join(members, ", ") + "}"
	}
	var pointers []string
	for _, name := range append(names, memberNames(reflect.ValueOf(params))...) {
		pointer := "/rules/" + r.Name + "/" + name
		if _, set := c.origins[pointer]; set || name == "severity" {
			pointers = append(pointers, pointer)
		}
	}
	fmt.Fprintf(&c.out, "  %s: %s%s\n", r.Name, value, c.from("preset "+c.preset(), pointers...))
}

func (c *configPrinter) overrides() {
	if len(c.Overrides) > 0 {
		c.out.WriteString("overrides:\n")
	}
	for i, o := range c.Overrides {
		members := append(scopeMembers(o.Scope), "rules: "+flow(o.Rules))
		fmt.Fprintf(&c.out, "  - {%s}%s\n", strings.Join(members, ", "), c.from("default", fmt.Sprintf("/overrides/%d", i)))
	}
}

func (c *configPrinter) ignores() {
	if len(c.Ignores) > 0 {
		c.out.WriteString("ignores:\n")
	}
	for i, g := range c.Ignores {
		members := append([]string{"rules: " + flow(g.Rules)}, scopeMembers(g.Scope)...)
		members = append(members, "reason: "+flow(g.Reason))
		if !g.Until.IsZero() {
			members = append(members, "until: "+flow(g.Until.Format(time.DateOnly)))
		}
		fmt.Fprintf(&c.out, "  - {%s}%s\n", strings.Join(members, ", "), c.from("default", fmt.Sprintf("/ignores/%d", i)))
	}
}

// custom prints the rules of one's own. What schemas the configuration has is only mentioned: they stand in files.
func (c *configPrinter) custom() {
	if len(c.Custom) > 0 {
		c.out.WriteString("custom:\n")
	}
	for i := range c.Custom {
		r := &c.Custom[i]
		members := []string{"name: " + flow(r.Name)}
		if len(r.Kinds) > 0 {
			members = append(members, "kinds: "+flow(r.Kinds))
		}
		for _, m := range []struct{ name, text string }{
			{"each", r.Each.Text}, {"when", r.When.Text}, {"check", r.Check.Text}, {"message", r.Message.Text}, {"help", r.Help.Text},
			{"url", r.URL}, {"at", r.At.Text},
		} {
			if m.text != "" {
				members = append(members, m.name+": "+flow(m.text))
			}
		}
		fmt.Fprintf(&c.out, "  - {%s}%s\n", strings.Join(members, ", "), c.from("default", "/custom/"+r.Name))
	}
	if kinds, annotations := len(c.Schemas.Kinds), len(c.Schemas.Annotations); kinds+annotations > 0 {
		fmt.Fprintf(&c.out, "# schemas: %s, %s%s\n", count(kinds, "kind", "kinds"), count(annotations, "annotation", "annotations"), c.from("default", "/schemas"))
	}
}

// scopeMembers returns the members of a scope that select anything.
func scopeMembers(s lint.Scope) []string {
	var members []string
	for _, m := range []struct {
		name   string
		values []string
	}{{"paths", s.Paths}, {"entities", s.Entities}, {"kinds", s.Kinds}, {"tiers", s.Tiers}, {"owners", s.Owners}} {
		if len(m.values) > 0 {
			members = append(members, m.name+": "+flow(m.values))
		}
	}
	return members
}
