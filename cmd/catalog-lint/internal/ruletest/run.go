package ruletest

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/goldenpath-go/goldenpath/catalog/load"
	"github.com/goldenpath-go/goldenpath/lint"
	"github.com/goldenpath-go/goldenpath/source"
)

// Outcome is what came of a case.
type Outcome struct {
	Found      []lint.Diagnostic // all findings
	Unexpected []lint.Diagnostic // that are not wanted
	Missing    []Want            // that are wanted and not found
	Errors     source.Errors     // rules that could not be applied; the places are those in the file of tests

	applied []string // names of the rules that were on
}

// OK reports whether all is as wanted.
func (o *Outcome) OK() bool { return len(o.Unexpected)+len(o.Missing)+len(o.Errors) == 0 }

// Check returns what is wrong with the names of rules in the file, of which rules are all there are.
func (f *File) Check(rules []*lint.Rule) error {
	names := make([]string, len(rules))
	for i, r := range rules {
		names[i] = r.Name
	}
	var errs source.Errors
	for _, c := range f.Cases {
		check := func(at source.Position, name string) {
			if !slices.Contains(names, name) {
				errs.Add(at, "", fmt.Sprintf("unknown rule %q%s", name, didYouMean(name, names)))
			}
		}
		for _, name := range c.Rules {
			check(c.At, name)
		}
		for _, w := range c.Wants {
			if w.Rule != "" {
				check(w.At, w.Rule)
			}
		}
	}
	errs.Sort()
	return errs.Err()
}

// Run lints the documents of the case with rules, some of which are on: those that the case names, or the configuration's
// own; and those that say what Backstage would refuse, since a rule tested with such documents is not tested.
func (c *Case) Run(ctx context.Context, rules []*lint.Rule, config *lint.Config, now func() time.Time) (*Outcome, error) {
	own := c.Rules
	if own == nil {
		for _, r := range config.Own {
			own = append(own, r.Name)
		}
	}
	l := lint.Linter{Rules: rules, Config: c.config(config, rules, own), Now: now, Workers: 1}
	var files []string
	for _, name := range slices.Sorted(maps.Keys(c.files)) {
		if strings.HasSuffix(name, ".yaml") || strings.HasSuffix(name, ".yml") {
			files = append(files, name)
		}
	}
	r, err := l.Run(ctx, memory(c.files), files)
	if err != nil {
		return nil, err
	}
	o := &Outcome{Found: r.Diagnostics, Errors: r.Errors, applied: own}
	for _, e := range o.Errors {
		e.Pos = c.Place(e.Pos)
	}
	o.compare(c.Wants)
	return o, nil
}

// config returns the configuration in which only the rules called own are on.
func (c *Case) config(base *lint.Config, rules []*lint.Rule, own []string) *lint.Config {
	config := *base
	config.Overrides, config.Ignores, config.Rules = nil, nil, map[string]lint.RuleConfig{}
	if c.Catalog != "" {
		config.References = lint.References{Catalog: c.Catalog}
	}
	for _, r := range slices.Concat(rules, lint.BuiltinRules(), base.Own) {
		set := base.Rules[r.Name]
		switch {
		case slices.Contains(load.RuleNames(), r.Name):
			set.Severity = lint.Error
		case !slices.Contains(own, r.Name):
			set.Severity = lint.Off
		case set.Severity == lint.Off || set.Severity == lint.Unset && r.Levels.In(base.Preset) == lint.Off:
			set.Severity = lint.Warning
		}
		config.Rules[r.Name] = set
	}
	return &config
}

// compare matches findings with what is wanted, each with one.
func (o *Outcome) compare(wants []Want) {
	o.Missing = slices.Clone(wants)
	for _, d := range o.Found {
		i := slices.IndexFunc(o.Missing, func(w Want) bool { return w.matches(&d) })
		if i < 0 {
			o.Unexpected = append(o.Unexpected, d)
			continue
		}
		o.Missing = slices.Delete(o.Missing, i, i+1)
	}
}

func (w Want) matches(d *lint.Diagnostic) bool {
	return w.Rule == d.Rule && w.File == d.Range.File && w.Line == d.Range.Line && (w.Column == 0 || w.Column == d.Range.Column) &&
		(w.Message == nil || w.Message.MatchString(d.Message))
}

// Place returns the place in the file of tests of one in the case's documents.
func (c *Case) Place(pos source.Position) source.Position {
	f, ok := c.files[pos.File]
	if !ok {
		return pos
	}
	text := source.NewText(pos.File, []byte(f.text))
	offset, column := text.LineStart(max(pos.Line, 1)), 1
	for i := range text.Line(pos.Line) {
		if column == pos.Column {
			offset += i
			break
		}
		column++
	}
	return f.in.Position(f.places[min(offset, len(f.places)-1)])
}
