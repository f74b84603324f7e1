package lint

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"

	"github.com/goldenpath-go/goldenpath/source"
)

// setting is a rule with what the configuration makes of it.
type setting struct {
	*Rule
	level    Severity
	required bool
	params   any
	idle     bool // off everywhere: need not run

	stopped atomic.Pointer[source.Error] // why it is not applied any more; nil: it is
}

// settings is a configuration applied to a list of rules: what a run needs to know of both.
type settings struct {
	rules     []*setting // in the order of the names
	byName    map[string]*setting
	names     []string // sorted
	aliases   map[string]string
	overrides []Override // with canonical rule names
	ignores   []Ignore   // likewise

	needsFacts bool // to know which entities overrides and ignores select
}

// resolve applies c to rules. It fails when c names what does not exist.
func resolve(c *Config, rules []*Rule) (*settings, error) {
	if c == nil {
		c = &Config{}
	}
	s := &settings{byName: map[string]*setting{}, aliases: aliases(rules)}
	for _, r := range rules {
		one := &setting{Rule: r, level: r.Levels.In(c.Preset)}
		s.rules = append(s.rules, one)
		s.byName[r.Name] = one
	}
	slices.SortFunc(s.rules, func(a, b *setting) int { return strings.Compare(a.Name, b.Name) })
	s.names = sortedKeys(s.byName)
	errs := []error{checkPreset(c.Preset)}
	for _, r := range c.Custom {
		if _, ok := s.byName[r.Name]; !ok {
			errs = append(errs, fmt.Errorf("custom rule %s is in the configuration, but nothing has made a rule of it: see ConfigOptions.Compile", r.Name))
		}
	}
	for _, name := range sortedKeys(c.Rules) {
		errs = append(errs, s.configure(name, c.Rules[name]))
	}
	for _, o := range c.Overrides {
		errs = append(errs, s.override(o))
	}
	for _, g := range c.Ignores {
		errs = append(errs, s.ignore(g))
	}
	for _, one := range s.rules {
		one.finish(s.overrides)
	}
	return s, errors.Join(errs...)
}

func checkPreset(name string) error {
	if name == "" || slices.Contains(Presets(), name) {
		return nil
	}
	return fmt.Errorf("unknown preset %q%s", name, didYouMean(name, Presets()))
}

func (s *settings) configure(name string, c RuleConfig) error {
	one, ok := s.lookup(name)
	if !ok {
		return s.unknown(name)
	}
	one.level, one.required, one.params = or(c.Severity, one.level), c.Required, c.Params
	return nil
}

func (s *settings) override(o Override) error {
	rules := make(map[string]Severity, len(o.Rules))
	for _, name := range sortedKeys(o.Rules) {
		one, ok := s.lookup(name)
		if !ok {
			return s.unknown(name)
		}
		rules[one.Name] = o.Rules[name]
	}
	o.Rules = rules
	s.needsFacts = s.needsFacts || o.needsFacts()
	s.overrides = append(s.overrides, o)
	return nil
}

func (s *settings) ignore(g Ignore) error {
	rules := make([]string, 0, len(g.Rules))
	for _, name := range g.Rules {
		one, ok := s.lookup(name)
		if !ok {
			return s.unknown(name)
		}
		rules = append(rules, one.Name)
	}
	g.Rules = rules
	s.needsFacts = s.needsFacts || g.needsFacts()
	s.ignores = append(s.ignores, g)
	return nil
}

// finish fills in what follows from everything else.
func (one *setting) finish(overrides []Override) {
	if one.params == nil && one.Params != nil {
		one.params = one.Params()
	}
	one.idle = one.level == Off
	for _, o := range overrides {
		if o.Rules[one.Name] > Off {
			one.idle = false
		}
	}
}

func (s *settings) lookup(name string) (*setting, bool) {
	if real, ok := s.aliases[name]; ok {
		name = real
	}
	one, ok := s.byName[name]
	return one, ok
}

func (s *settings) unknown(name string) error {
	return fmt.Errorf("unknown rule %q%s", name, didYouMean(name, s.names))
}

// severity returns how much a finding of the rule matters at this place.
func (s *settings) severity(rule string, at subject) Severity {
	one := s.byName[rule]
	if one.required {
		return one.level
	}
	level := one.level
	for i := range s.overrides {
		if o := &s.overrides[i]; o.Rules[rule] != Unset && o.matches(at) {
			level = o.Rules[rule]
		}
	}
	return level
}

// aliases maps the earlier names of rules to their present ones.
func aliases(rules []*Rule) map[string]string {
	m := map[string]string{}
	for _, r := range rules {
		for _, a := range r.Aliases {
			m[a] = r.Name
		}
	}
	return m
}
