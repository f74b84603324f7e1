package lint

import (
	"cmp"
	"slices"

	"github.com/goldenpath-go/goldenpath/catalog"
)

// settler decides on findings, file by file: how much each matters, and whether an ignore silences it.
type settler struct {
	*run
	out     *Result
	ignores []*configIgnore
}

// fileIgnore is an ignore of a file, the rules that it names (nil for what is none), and which of them have had something
// to ignore. They are looked up once: there may be hundreds of ignores, and of findings.
type fileIgnore struct {
	*ignore
	rules []*setting
	used  []bool
}

func (s *settler) ignoresOf(f *fileResult) []fileIgnore {
	all := make([]fileIgnore, len(f.ignores))
	for i := range f.ignores {
		g := fileIgnore{ignore: &f.ignores[i], used: make([]bool, len(f.ignores[i].Names))}
		for _, n := range g.Names {
			one, _ := s.settings.lookup(n.Name)
			g.rules = append(g.rules, one)
		}
		all[i] = g
	}
	return all
}

// configIgnore is an ignore of the configuration, and which of its rules have had something to ignore.
type configIgnore struct {
	Ignore
	used []bool
}

func newSettler(r *run) *settler {
	s := &settler{run: r, out: &Result{}}
	for _, g := range r.settings.ignores {
		s.ignores = append(s.ignores, &configIgnore{g, make([]bool, len(g.Rules))})
	}
	return s
}

// settle decides on the findings in one file.
func (s *settler) settle(f *fileResult, found []Diagnostic) {
	ignores := s.ignoresOf(f)
	for _, d := range found {
		if !s.weigh(&d, f) {
			continue
		}
		if d.Suppressed = s.suppress(f, ignores, &d); d.Suppressed != nil {
			s.out.Suppressed = append(s.out.Suppressed, d)
			continue
		}
		s.out.Diagnostics = append(s.out.Diagnostics, d)
	}
	for _, g := range ignores {
		s.say(f, s.ignoreFindings(g.ignore, g.used))
	}
}

// say adds findings about ignores, which no ignore silences.
func (s *settler) say(f *fileResult, found []Diagnostic) {
	for _, d := range found {
		if s.weigh(&d, f) {
			s.out.Diagnostics = append(s.out.Diagnostics, d)
		}
	}
}

// weigh sets the severity of d, which lies in f, and reports whether it is to be mentioned at all.
func (r *run) weigh(d *Diagnostic, f *fileResult) bool {
	if r.settings.byName[d.Rule].stopped.Load() != nil {
		return false
	}
	d.Severity = r.settings.severity(d.Rule, r.subject(d, f))
	return d.Severity > Off
}

// subject returns what d is about. F may be nil, or not know of the entity.
func (r *run) subject(d *Diagnostic, f *fileResult) subject {
	at := subject{file: d.Range.File, entity: d.Entity}
	if f != nil && r.settings.needsFacts && d.Entity.Name != "" {
		at.facts = f.factsOf(d.Entity)
	}
	return at
}

// factsOf returns what is known of an entity that f defines.
func (f *fileResult) factsOf(ref catalog.Ref) *Facts {
	key := ref.Key()
	for _, facts := range f.facts {
		if facts.Ref.Key() == key {
			return facts
		}
	}
	return nil
}

// suppress returns what silences d, nil when nothing does, and marks as used all that would.
func (s *settler) suppress(f *fileResult, ignores []fileIgnore, d *Diagnostic) *Suppressed {
	rule := s.settings.byName[d.Rule]
	if rule.required {
		return nil
	}
	var by *Suppressed
	for i := range ignores {
		g := &ignores[i]
		if !g.covers(d.Range) || g.Fault != "" || g.expired(s.Now) {
			continue
		}
		for j, one := range g.rules {
			if one != rule {
				continue
			}
			g.used[j] = true
			if by == nil {
				by = &Suppressed{By: g.By, Reason: g.Reason, Range: g.Range}
			}
		}
	}
	return cmp.Or(by, s.suppressByConfig(f, d))
}

// suppressByConfig does so for the ignores of the configuration.
func (s *settler) suppressByConfig(f *fileResult, d *Diagnostic) *Suppressed {
	var by *Suppressed
	for _, g := range s.ignores {
		i := slices.Index(g.Rules, d.Rule)
		if i < 0 || g.expired(s.Now) || !g.matches(s.subject(d, f)) {
			continue
		}
		g.used[i] = true
		if by == nil {
			by = &Suppressed{By: SuppressedConfig, Reason: g.Reason, Range: g.Range}
		}
	}
	return by
}

// settleConfig says what is to be said of the configuration's ignores. It comes last.
func (s *settler) settleConfig() {
	for _, g := range s.ignores {
		if g.Range.File != "" {
			s.say(nil, s.configFindings(g))
		}
	}
}

func (s *settler) configFindings(g *configIgnore) []Diagnostic {
	about := func(rule, message string) Diagnostic {
		return Diagnostic{Rule: rule, Finding: Finding{Range: g.Range, Message: message}}
	}
	if g.expired(s.Now) {
		return []Diagnostic{about(ruleSuppressionExpired, "this ignore ended on "+g.Until.Format("2006-01-02"))}
	}
	var found []Diagnostic
	for i, name := range g.Rules {
		if !g.used[i] && !s.settings.byName[name].idle && (s.Complete || s.meets(&g.Scope)) {
			found = append(found, about(ruleSuppressionUnused, name+" has nothing to ignore in what this entry selects"))
		}
	}
	return found
}

// meets reports whether any of the files, or their entities, is selected by scope.
func (s *settler) meets(scope *Scope) bool {
	return slices.ContainsFunc(s.files, func(f *fileResult) bool {
		if !scope.ofEntities() {
			return scope.matches(subject{file: f.name})
		}
		return slices.ContainsFunc(f.facts, func(e *Facts) bool {
			return scope.matches(subject{file: f.name, entity: e.Ref, facts: e})
		})
	})
}
