package rules

import (
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/lint"
)

// references yields the references of all linted entities with their holders.
func references(v *lint.View) func(func(*lint.Facts, *lint.RefFact) bool) {
	return func(yield func(*lint.Facts, *lint.RefFact) bool) {
		for e := range v.All() {
			for i := range e.Refs {
				if !yield(e, &e.Refs[i]) {
					return
				}
			}
		}
	}
}

// reportDangling reports references to entities that are known not to exist.
func reportDangling(p *lint.CatalogPass, about func(field string) bool) {
	renamed := sync.OnceValue(func() map[string]catalog.Ref { return renames(p) })
	for e, r := range p.Dangling() {
		if !about(r.Field) || p.Full(r.Range) {
			continue
		}
		f := lint.Finding{
			Range:   r.Range,
			Pointer: r.Pointer,
			Entity:  e.Ref,
			Message: fmt.Sprintf("%s %s does not exist", r.Field, r.Target),
		}
		if !suggest(p, &f, r) {
			suggestNewName(&f, r, renamed())
		}
		p.Report(f)
	}
}

// suggest adds to f the only entity that r was probably meant to name.
func suggest(p *lint.CatalogPass, f *lint.Finding, r *lint.RefFact) bool {
	near, ok := p.Similar(r.Target)
	if !ok || counted(r.Target.Name, near.Name) {
		return false
	}
	f.Help = fmt.Sprintf("did you mean %s?", near)
	if edit, ok := rename(r, near.Name); ok {
		f.Fixes = unsafe("replace by "+near.String(), edit)
	}
	return true
}

// rename returns the edit that gives the target of r another name, leaving kind, namespace and quotes as they are. It
// is false when the reference is not written as it is meant: with escapes, or as an alias.
func rename(r *lint.RefFact, name string) (lint.Edit, bool) {
	end := r.Range.EndOffset
	switch length := end - r.Range.Offset; {
	case !strings.HasSuffix(r.Written, r.Target.Name):
		return lint.Edit{}, false
	case length == len(r.Written)+2:
		end-- // the closing quote
	case length != len(r.Written):
		return lint.Edit{}, false
	}
	return lint.Edit{File: r.Range.File, Offset: end - len(r.Target.Name), EndOffset: end, New: name}, true
}

// counted reports whether two names differ only in a short part, such as that of team-a and team-b: more often one of
// a series than a slip.
func counted(a, b string) bool {
	isBreak := func(r rune) bool { return strings.ContainsRune("-_.", r) }
	as, bs := strings.FieldsFunc(a, isBreak), strings.FieldsFunc(b, isBreak)
	if len(as) != len(bs) {
		return false
	}
	for i := range as {
		if as[i] != bs[i] && (len(as[i]) > 2 || len(bs[i]) > 2) {
			return false
		}
	}
	return true
}

func checkNearMisses(p *lint.CatalogPass) {
	for e, r := range p.Unresolved() {
		f := lint.Finding{Range: r.Range, Pointer: r.Pointer, Entity: e.Ref}
		if !suggest(p, &f, r) || p.Exists(r.Target) != lint.Unknown {
			continue
		}
		f.Message = fmt.Sprintf("%s %s is not known here, and one letter away from an entity that is", r.Field, r.Target)
		p.Report(f)
	}
}

type deprecatedParams struct {
	Lifecycles []string `yaml:"lifecycles" doc:"lifecycles of what should not be used any more"`
}

func checkDeprecatedTargets(p *lint.CatalogPass) {
	old := p.Params.(*deprecatedParams).Lifecycles
	for e, r := range references(p.View) {
		if !slices.Contains([]string{"dependsOn", "consumesApis", "subcomponentOf"}, r.Field) || slices.Contains(old, e.Lifecycle) {
			continue
		}
		if target := p.Get(r.Target); target != nil && slices.Contains(old, target.Lifecycle) {
			f := lint.Finding{
				Range:   r.Range,
				Pointer: r.Pointer,
				Entity:  e.Ref,
				Message: fmt.Sprintf("%s is %s, and the %s that uses it is not", r.Target, target.Lifecycle, strings.ToLower(string(e.Ref.Kind))),
			}
			if !target.External {
				f.Related = []lint.Related{{Range: target.Range, Message: "defined here"}}
			}
			p.Report(f)
		}
	}
}
