package linttest

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"testing/fstest"
	"time"

	"github.com/goldenpath-go/goldenpath/lint"
)

// now is the clock of all tests: past the dates that samples show as past, before those that they show as future.
func now() time.Time { return time.Date(2026, 7, 1, 12, 0, 0, 0, time.UTC) }

// check returns what is not as expected.
func (s *scenario) check(ctx context.Context, rules []*lint.Rule) []string {
	l, err := s.linter(rules)
	if err != nil {
		return []string{err.Error()}
	}
	fsys := s.fs()
	r, err := l.Run(ctx, fsys, s.linted)
	if err != nil {
		return []string{err.Error()}
	}
	var problems []string
	for _, e := range r.Errors {
		problems = append(problems, e.Error())
	}
	problems = append(problems, s.compare(r.Diagnostics)...)
	problems = append(problems, s.checkFixes(ctx, l, fsys, s.fixed, false)...)
	return append(problems, s.checkFixes(ctx, l, fsys, s.fixedUnsafe, true)...)
}

// linter returns the linter that the case asks for.
func (s *scenario) linter(rules []*lint.Rule) (*lint.Linter, error) {
	l := &lint.Linter{Rules: rules, Now: now}
	if err := s.surroundings(l); err != nil {
		return nil, err
	}
	if _, ok := s.files[lint.ConfigName]; ok {
		config, err := lint.LoadConfig(s.fs(), lint.ConfigName, rules, nil)
		l.Config = config
		return l, err
	}
	l.Config = &lint.Config{Rules: map[string]lint.RuleConfig{}}
	for _, r := range rules {
		l.Config.Rules[r.Name] = lint.RuleConfig{Severity: lint.Error}
	}
	return l, nil
}

func (s *scenario) fs() fstest.MapFS {
	fsys := fstest.MapFS{}
	for name, text := range s.files {
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return fsys
}

// compare matches findings with what is wanted, each with one.
func (s *scenario) compare(found []lint.Diagnostic) []string {
	var problems []string
	open := slices.Clone(s.wants)
	for i := range found {
		d := &found[i]
		if d.Range.Line <= s.skip[d.Range.File] {
			continue
		}
		at := slices.IndexFunc(open, func(w want) bool { return w.matches(d) })
		if at < 0 {
			problems = append(problems, fmt.Sprintf("unexpected: %s: %s %q", d.Range, d.Rule, d.Message))
			continue
		}
		open = slices.Delete(open, at, at+1)
	}
	for _, w := range open {
		problems = append(problems, "missing: "+w.String())
	}
	return problems
}

// checkFixes compares what files become with what they are to become.
func (s *scenario) checkFixes(ctx context.Context, l *lint.Linter, fsys fstest.MapFS, golden map[string]string, unsafe bool) []string {
	if golden == nil {
		return nil
	}
	fixed, err := l.Fix(ctx, fsys, s.linted, unsafe)
	if err != nil {
		return []string{err.Error()}
	}
	changed := fixed.Files
	var problems []string
	for _, name := range slices.Sorted(maps.Keys(changed)) {
		if _, ok := golden[name]; !ok {
			problems = append(problems, fmt.Sprintf("fixes change %s, for which there is no golden:\n%s", name, changed[name]))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(golden)) {
		got, ok := changed[name]
		if !ok {
			got = []byte(s.files[name])
		}
		if string(got) != golden[name] {
			problems = append(problems, fmt.Sprintf("%s after its fixes:\n%s\nwanted:\n%s", name, got, golden[name]))
		}
	}
	return problems
}
