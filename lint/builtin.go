package lint

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"

	"github.com/goldenpath-go/goldenpath/source"
)

// The rules that the Linter itself reports.
const (
	ruleFileSize           = "file-size"
	ruleSuppressionUnknown = "suppression-unknown"
	ruleSuppressionUnused  = "suppression-unused"
	ruleSuppressionExpired = "suppression-expired"
	ruleSuppressionReason  = "suppression-reason"
	ruleBaselineStale      = "baseline-stale"
)

//go:embed builtin.md
var builtinDocs string

// BuiltinRules returns the rules that the [Linter] itself reports, since no check could: they are about files that are
// not read, and about comments that silence other rules. A Linter has them whatever its Rules; they are here for lists
// and documentation.
func BuiltinRules() []*Rule {
	levels := map[string]Levels{
		ruleFileSize:           {Recommended: Error},
		ruleSuppressionUnknown: {Recommended: Error},
		ruleSuppressionUnused:  {Recommended: Warning},
		ruleSuppressionExpired: {Recommended: Warning},
		ruleSuppressionReason:  {Recommended: Off, Strict: Warning},
		ruleBaselineStale:      {Recommended: Warning},
	}
	var rules []*Rule
	for _, doc := range strings.Split("\n"+builtinDocs, "\n# ")[1:] {
		name, _, _ := strings.Cut(doc, ":")
		rules = append(rules, &Rule{Name: name, Doc: "# " + doc, Levels: levels[name], builtin: true})
	}
	return rules
}

// withBuiltin returns rules with the built-in ones that are not among them.
func withBuiltin(rules []*Rule) []*Rule {
	all := slices.Clone(rules)
	for _, b := range BuiltinRules() {
		if !slices.ContainsFunc(rules, func(r *Rule) bool { return r.Name == b.Name }) {
			all = append(all, b)
		}
	}
	return all
}

func sizeDiagnostic(file string, size, limit int64) Diagnostic {
	start := source.Position{File: file, Line: 1, Column: 1}
	return Diagnostic{Rule: ruleFileSize, Finding: Finding{
		Range:   source.Range{Position: start, EndLine: 1, EndColumn: 1},
		Message: fmt.Sprintf("the file has %d bytes; only files of at most %d are linted", size, limit),
		Help:    "move large API definitions to files of their own and refer to them with $text",
	}}
}

// ignoreFindings returns what is to be said of an ignore. Used tells which of its names have silenced something.
func (r *run) ignoreFindings(g *ignore, used []bool) []Diagnostic {
	if g.Fault != "" {
		return []Diagnostic{g.diagnostic(ruleSuppressionUnknown, g.Range, "this ignore is not understood: "+g.Fault)}
	}
	found := r.nameFindings(g, used)
	if g.expired(r.Now) {
		found = append(found, g.diagnostic(ruleSuppressionExpired, g.Range, "this ignore ended on "+g.Until.Format("2006-01-02")))
	}
	if g.Reason == "" {
		d := g.diagnostic(ruleSuppressionReason, g.Range, "this ignore gives no reason")
		d.Help = "add -- and the reason"
		found = append(found, d)
	}
	return found
}

func (g *ignore) diagnostic(rule string, r source.Range, message string) Diagnostic {
	return Diagnostic{Rule: rule, Finding: Finding{Range: r, Message: message}}
}

// nameFindings returns what is to be said of the single names: that they name no rule or silence nothing.
func (r *run) nameFindings(g *ignore, used []bool) []Diagnostic {
	var found, unused []Diagnostic
	for i, n := range g.Names {
		s, known := r.settings.lookup(n.Name)
		switch {
		case !known:
			d := g.diagnostic(ruleSuppressionUnknown, g.nameRange(n), fmt.Sprintf("unknown rule %q", n.Name))
			if near, ok := Nearest(n.Name, r.settings.names); ok {
				d.Help = fmt.Sprintf("did you mean %s?", near)
			}
			found = append(found, d)
		case s.required:
			found = append(found, g.diagnostic(ruleSuppressionUnused, g.nameRange(n), n.Name+" is required by the configuration and cannot be ignored"))
		case !used[i] && !s.idle && !g.Dead && !g.expired(r.Now):
			unused = append(unused, g.diagnostic(ruleSuppressionUnused, g.nameRange(n), n.Name+" has nothing to ignore here"))
		}
	}
	if len(unused) == len(g.Names) && g.Removal != nil {
		for i := range unused {
			unused[i].Fixes = []Fix{{Message: "remove the comment", Safe: true, Edits: []Edit{*g.Removal}}}
		}
	}
	return append(found, unused...)
}

// nameRange returns the place of one name in a comment; in an annotation, where text may be escaped, that of all.
func (g *ignore) nameRange(n ignoredName) source.Range {
	if g.NamesAt < 0 {
		return g.Range
	}
	r := g.Range // comments are ASCII up to the end of the names
	r.Column += g.NamesAt + n.Start - r.Offset
	r.Offset = g.NamesAt + n.Start
	r.EndOffset = g.NamesAt + n.End
	r.EndColumn = r.Column + n.End - n.Start
	return r
}
