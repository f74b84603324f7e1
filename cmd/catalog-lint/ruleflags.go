package main

import (
	"path"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/goldenpath-go/goldenpath/lint"
	"github.com/goldenpath-go/goldenpath/lint/rules"
	"github.com/goldenpath-go/goldenpath/lint/rules/helmfile"
	"github.com/goldenpath-go/goldenpath/lint/rules/template"
	"github.com/goldenpath-go/goldenpath/source"
)

// allRules returns the rules that the command has, the linter's own included, sorted by name.
func allRules() []*lint.Rule {
	all := slices.Concat(rules.All(), template.All(), helmfile.All(), lint.BuiltinRules())
	slices.SortFunc(all, func(a, b *lint.Rule) int { return strings.Compare(a.Name, b.Name) })
	return all
}

// ruleFlags are the flags that say which rules report, and how much that matters.
type ruleFlags struct {
	preset                string
	enable, disable, only []string
	severity              []string // RULE=LEVEL
	failOn                string
}

// The words of --fail-on that are no severities.
const failNever = "never"

func failWords() []string { return []string{"error", "warning", "info", failNever} }

func (f *ruleFlags) add(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringVar(&f.preset, "preset", "", "severities: `NAME` is one of "+strings.Join(lint.Presets(), ", "))
	flags.StringSliceVar(&f.enable, "enable", nil, "turn on `RULES`: names, or groups such as tier-*")
	flags.StringSliceVar(&f.disable, "disable", nil, "turn off `RULES`")
	flags.StringSliceVar(&f.only, "only", nil, "turn off all but `RULES`")
	flags.StringSliceVar(&f.severity, "severity", nil, "give a rule another severity: `RULE=LEVEL`")
	flags.StringVar(&f.failOn, "fail-on", "", "exit with 1 from this `LEVEL` on: "+strings.Join(failWords(), ", ")+" (default error)")
	complete(cmd, "preset", lint.Presets()...)
	complete(cmd, "fail-on", failWords()...)
	for _, name := range []string{"enable", "disable", "only"} {
		complete(cmd, name, ruleNames(allRules())...)
	}
}

// apply changes c to what the flags say: --only first, then the others from the general to the particular. Trace, which
// may be nil, is told what comes from which flag, as [lint.ConfigOptions] has it.
func (f *ruleFlags) apply(c *lint.Config, all []*lint.Rule, trace func(pointer string, at source.Position)) error {
	if trace == nil {
		trace = func(string, source.Position) {}
	}
	if f.preset != "" {
		if err := oneOf("preset", f.preset, lint.Presets()); err != nil {
			return err
		}
		c.Preset = f.preset
		trace("/preset", source.Position{File: "--preset"})
	}
	if err := f.applyFailOn(c); err != nil {
		return err
	}
	if f.failOn != "" {
		trace("/fail-on", source.Position{File: "--fail-on"})
	}
	s := &ruleSetter{config: c, all: all, trace: trace}
	if err := s.only(f.only); err != nil {
		return err
	}
	if err := s.each("enable", f.enable, s.enable); err != nil {
		return err
	}
	off := func(r *lint.Rule) error { return s.lower(r, lint.Off) }
	if err := s.each("disable", f.disable, off); err != nil {
		return err
	}
	return s.severities(f.severity)
}

func (f *ruleFlags) applyFailOn(c *lint.Config) error {
	switch {
	case f.failOn == "":
		return nil
	case f.failOn == failNever:
		c.FailOn = lint.Off
		return nil
	}
	if err := oneOf("fail-on", f.failOn, failWords()); err != nil {
		return err
	}
	var err error
	c.FailOn, err = lint.ParseSeverity(f.failOn)
	return err
}

// ruleSetter changes the severities in a configuration.
type ruleSetter struct {
	config *lint.Config
	all    []*lint.Rule
	trace  func(pointer string, at source.Position) // nil: nobody wants to know
	flag   string                                   // that is applied
}

// each calls f for the rules that words name.
func (s *ruleSetter) each(flag string, words []string, f func(*lint.Rule) error) error {
	s.flag = flag
	for _, word := range words {
		found, err := s.find(flag, word)
		if err != nil {
			return err
		}
		for _, r := range found {
			if err := f(r); err != nil {
				return err
			}
		}
	}
	return nil
}

// find returns the rules that word names: a name, an earlier name, or a pattern such as tier-*.
func (s *ruleSetter) find(flag, word string) ([]*lint.Rule, error) {
	var found []*lint.Rule
	for _, r := range s.all {
		ok, err := path.Match(word, r.Name)
		if err != nil {
			return nil, usageError("--%s=%s: %w", flag, word, err)
		}
		if ok || slices.Contains(r.Aliases, word) {
			found = append(found, r)
		}
	}
	if len(found) == 0 {
		return nil, usageError("--%s: unknown rule %q%s", flag, word, didYouMean(word, ruleNames(s.all)))
	}
	return found, nil
}

// only turns off all rules but those that words name, and turns on those.
func (s *ruleSetter) only(words []string) error {
	if len(words) == 0 {
		return nil
	}
	kept := map[*lint.Rule]bool{}
	err := s.each("only", words, func(r *lint.Rule) error {
		kept[r] = true
		return s.enable(r)
	})
	for _, r := range s.all {
		if !kept[r] {
			s.set(r, lint.Off)
		}
	}
	return err
}

// enable turns a rule on with the severity it has in the strictest preset.
func (s *ruleSetter) enable(r *lint.Rule) error {
	if s.level(r) != lint.Off {
		return nil
	}
	level := r.Levels.In(lint.Strict)
	if level == lint.Off {
		level = lint.Warning
	}
	s.set(r, level)
	return nil
}

// lower gives a rule another severity, unless the configuration forbids to weaken it.
func (s *ruleSetter) lower(r *lint.Rule, level lint.Severity) error {
	if s.config.Rules[r.Name].Required && level < s.level(r) {
		return usageError("rule %s is required by the configuration and cannot be made %s", r.Name, level)
	}
	s.set(r, level)
	return nil
}

// severities applies RULE=LEVEL.
func (s *ruleSetter) severities(settings []string) error {
	for _, setting := range settings {
		word, level, ok := strings.Cut(setting, "=")
		if !ok {
			return usageError("--severity=%s has not the form RULE=LEVEL", setting)
		}
		severity, err := lint.ParseSeverity(level)
		if err != nil {
			return usageError("--severity=%s: %w", setting, err)
		}
		err = s.each("severity", []string{word}, func(r *lint.Rule) error { return s.lower(r, severity) })
		if err != nil {
			return err
		}
	}
	return nil
}

// level returns the severity that a rule has so far.
func (s *ruleSetter) level(r *lint.Rule) lint.Severity {
	if level := s.config.Rules[r.Name].Severity; level != lint.Unset {
		return level
	}
	return r.Levels.In(s.config.Preset)
}

// set gives a rule a severity everywhere.
func (s *ruleSetter) set(r *lint.Rule, level lint.Severity) {
	if s.config.Rules == nil {
		s.config.Rules = map[string]lint.RuleConfig{}
	}
	c := s.config.Rules[r.Name]
	c.Severity = level
	s.config.Rules[r.Name] = c
	if s.trace != nil {
		s.trace("/rules/"+r.Name+"/severity", source.Position{File: "--" + s.flag})
	}
	for _, o := range s.config.Overrides {
		delete(o.Rules, r.Name)
	}
}

func ruleNames(all []*lint.Rule) []string {
	names := make([]string, len(all))
	for i, r := range all {
		names[i] = r.Name
	}
	return names
}
