package rules

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/lint"
)

var refRules = []*lint.Rule{
	refusal("ref-syntax"),
	{
		Name:    "ref-exists",
		Doc:     doc("ref-exists"),
		Levels:  always(lint.Error),
		Catalog: func(p *lint.CatalogPass) { reportDangling(p, func(field string) bool { return field != "owner" }) },
	},
	{
		Name:    "ref-near-miss",
		Doc:     doc("ref-near-miss"),
		Levels:  always(lint.Warning),
		Catalog: checkNearMisses,
	},
	{
		Name:   "ref-kind",
		Doc:    doc("ref-kind"),
		Levels: always(lint.Error),
		Entity: func(p *lint.EntityPass) { reportKinds(p, func(field string) bool { return field != "owner" }) },
	},
	{
		Name:   "ref-self",
		Doc:    doc("ref-self"),
		Levels: always(lint.Error),
		Entity: checkSelfRefs,
	},
	{
		Name:   "ref-duplicate",
		Doc:    doc("ref-duplicate"),
		Levels: always(lint.Warning),
		Entity: checkDuplicateRefs,
	},
	{
		Name:   "ref-explicit",
		Doc:    doc("ref-explicit"),
		Levels: fromStrict(lint.Warning),
		Params: func() any { return &explicitParams{Form: "unambiguous"} },
		Entity: checkExplicitRefs,
	},
	{
		Name:    "ref-deprecated-target",
		Doc:     doc("ref-deprecated-target"),
		Levels:  fromStrict(lint.Warning),
		Params:  func() any { return &deprecatedParams{Lifecycles: []string{"deprecated"}} },
		Catalog: checkDeprecatedTargets,
	},
	{
		Name:    "ref-gone",
		Doc:     doc("ref-gone"),
		Levels:  fromGoldenPath(lint.Warning),
		Catalog: checkGone,
	},
}

type explicitParams struct {
	Form string `yaml:"form" enum:"unambiguous,kind,full" doc:"what must be written: what a reader would have to guess, the kind, or kind and namespace"`
}

// reportKinds reports references to kinds that make no sense in their field.
func reportKinds(p *lint.EntityPass, about func(field string) bool) {
	fields := refFields()[p.Entity.Kind]
	for i := range p.Facts.Refs {
		r := &p.Facts.Refs[i]
		if !about(r.Field) {
			continue
		}
		targets := fieldNamed(fields, r.Field).Targets
		if len(targets) == 0 || slices.Contains(targets, r.Target.Kind) || p.Full(r.Range) {
			continue
		}
		p.Report(lint.Finding{
			Pointer: r.Pointer,
			Range:   r.Range,
			Message: fmt.Sprintf("%s is to be %s, and %s is %s", r.Field, alternatives(targets), r.Target, article(r.Target.Kind)),
		})
	}
}

// refFields are the fields of each kind that hold references. The map is shared and never changed.
var refFields = sync.OnceValue(func() map[catalog.Kind][]catalog.RefField {
	fields := map[catalog.Kind][]catalog.RefField{}
	for _, k := range catalog.Kinds() {
		fields[k] = catalog.RefFields(k)
	}
	return fields
})

// fieldNamed returns that of fields with a name; the zero value when there is none.
func fieldNamed(fields []catalog.RefField, name string) *catalog.RefField {
	for i := range fields {
		if fields[i].Name == name {
			return &fields[i]
		}
	}
	return &catalog.RefField{}
}

// alternatives lists kinds: a Group or a User.
func alternatives(kinds []catalog.Kind) string {
	words := make([]string, len(kinds))
	for i, k := range kinds {
		words[i] = article(k)
	}
	if last := len(words) - 1; last > 0 {
		return strings.Join(words[:last], ", ") + " or " + words[last]
	}
	return strings.Join(words, "")
}

func checkSelfRefs(p *lint.EntityPass) {
	name, own := p.Facts.Ref.Name, p.Facts.Ref.Key()
	for i := range p.Facts.Refs {
		r := &p.Facts.Refs[i]
		if !strings.EqualFold(r.Target.Name, name) || r.Target.Key() != own || p.Full(r.Range) {
			continue
		}
		f := lint.Finding{Pointer: r.Pointer, Range: r.Range, Message: r.Field + " refers to the entity itself"}
		f.Fixes = removeRef(p, r, "remove the reference")
		p.Report(f)
	}
}

func checkDuplicateRefs(p *lint.EntityPass) {
	for refs := p.Facts.Refs; len(refs) > 0; {
		n := 1
		for n < len(refs) && refs[n].Field == refs[0].Field {
			n++
		}
		if n > 1 {
			checkDuplicates(p, refs[:n])
		}
		refs = refs[n:]
	}
}

// checkDuplicates looks at the references of one list.
func checkDuplicates(p *lint.EntityPass, refs []lint.RefFact) {
	first := make(map[string]*lint.RefFact, min(len(refs), 64))
	alike := make(map[string]*lint.RefFact, min(len(refs), 64)) // by what is written: they mean the same
	for i := range refs {
		r := &refs[i]
		before := alike[r.Written]
		if before == nil {
			key := r.Target.Key()
			before = cmp.Or(first[key], r)
			first[key], alike[r.Written] = before, before
		}
		if before == r {
			continue
		}
		if p.Full(r.Range) {
			continue
		}
		p.Report(lint.Finding{
			Pointer: r.Pointer,
			Range:   r.Range,
			Message: fmt.Sprintf("%s is in %s already", r.Target, r.Field),
			Related: []lint.Related{{Range: before.Range, Message: "first here"}},
			Fixes:   removeRef(p, r, "remove the second"),
		})
	}
}

// removeRef returns the fix that takes r out of its list; none when r is all there is.
func removeRef(p *lint.EntityPass, r *lint.RefFact, message string) []lint.Fix {
	n := 0
	for i := 0; i < len(p.Facts.Refs) && n < 2; i++ { // more than two make no difference
		if other := &p.Facts.Refs[i]; other.Field == r.Field && other.Pointer != "/spec/"+r.Field {
			n++
		}
	}
	if edit, ok := removeItem(p.File.Text, r.Range, n); ok {
		return safe(message, edit)
	}
	return nil
}

func checkExplicitRefs(p *lint.EntityPass) {
	form, fields := p.Params.(*explicitParams).Form, refFields()[p.Entity.Kind]
	for i := range p.Facts.Refs {
		r := &p.Facts.Refs[i]
		kind, namespace := stated(r.Written)
		if lacks := unstated(form, fieldNamed(fields, r.Field), p.Facts.Ref, kind, namespace); lacks != "" && !p.Full(r.Range) {
			reportExplicit(p, r, lacks)
		}
	}
}

// stated tells which parts a reference writes out.
func stated(ref string) (kind, namespace bool) {
	colon, slash := strings.IndexByte(ref, ':'), strings.IndexByte(ref, '/')
	return colon >= 0 && (slash < 0 || colon < slash), slash >= 0
}

// unstated returns which part of a reference is missing that form asks for, and what stands in for it.
func unstated(form string, f *catalog.RefField, holder catalog.Ref, kind, namespace bool) string {
	switch {
	case !kind && (form != "unambiguous" || len(f.Targets) > 1):
		return fmt.Sprintf("kind, which is taken to be %s", f.Default)
	case namespace:
		return ""
	case form == "full", form == "unambiguous" && holder.Namespace != catalog.DefaultNamespace:
		return fmt.Sprintf("namespace, which is taken to be %s", holder.Namespace)
	}
	return ""
}

func reportExplicit(p *lint.EntityPass, r *lint.RefFact, lacks string) {
	full := strings.ToLower(string(r.Target.Kind)) + ":" + r.Target.Namespace + "/" + r.Target.Name
	f := lint.Finding{
		Pointer: r.Pointer,
		Range:   r.Range,
		Message: fmt.Sprintf("reference %q does not say the %s", r.Written, lacks),
		Help:    "write " + full,
	}
	if edit, ok := rewrite(p.File.Text, r.Range, full); ok {
		f.Fixes = safe("write "+full, edit)
	}
	p.Report(f)
}
