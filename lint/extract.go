package lint

import (
	"strings"
	"unique"

	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/catalog/load"
)

// facts returns what is to be remembered of an entity. Nothing in it refers to the file's text or tree.
func (t tierReader) facts(file *load.File, doc *load.Document) *Facts {
	e := doc.Entity
	f := &Facts{
		Ref:      keepRef(e.Ref(), ""),
		File:     file.Text.Name,
		Range:    e.Range("/metadata/name"),
		Document: doc.Range,
		Accepted: doc.OK,
		Tiers:    t.tiers(e),
	}
	f.Type, f.Lifecycle = cloned(specString(e.Spec, "type")), cloned(specString(e.Spec, "lifecycle"))
	if len(f.Tiers) > 0 {
		f.Tier = f.Tiers[0]
	}
	refs := e.References()
	f.Refs = make([]RefFact, 0, len(refs))
	for _, r := range refs {
		if r.Err == nil {
			f.Refs = append(f.Refs, refFact(e, r))
		}
	}
	for _, target := range doc.Targets {
		f.Targets = append(f.Targets, TargetFact{
			Target:   cloned(target.Written),
			Pointer:  target.Pointer,
			Range:    target.Range,
			Optional: target.Presence == "optional",
			Pattern:  cloned(target.Path),
		})
	}
	return f
}

func refFact(e *catalog.Entity, r catalog.Reference) RefFact {
	written := cloned(r.Written)
	return RefFact{
		Field:    r.Field.Name,
		Relation: r.Field.Relation,
		Pointer:  r.Pointer,
		Range:    e.Range(r.Pointer),
		Written:  written,
		Target:   keepRef(r.Target, written),
	}
}

// cloned copies s, since a part of the file's text would keep the whole of it in memory. Equal texts share one copy: kinds,
// namespaces and owners are the same over and over again.
func cloned(s string) string { return unique.Make(s).Value() }

// keepRef returns r without a hold on the file's text, as far as it can as parts of text, which is kept anyway. There is
// a reference in nearly every line of a catalog.
func keepRef(r catalog.Ref, text string) catalog.Ref {
	if _, known := r.Kind.Canonical(); !known {
		r.Kind = catalog.Kind(cloned(string(r.Kind)))
	}
	if r.Namespace == catalog.DefaultNamespace {
		r.Namespace = catalog.DefaultNamespace
	} else {
		r.Namespace = cloned(r.Namespace)
	}
	if strings.HasSuffix(text, r.Name) {
		r.Name = text[len(text)-len(r.Name):]
	} else {
		r.Name = cloned(r.Name)
	}
	return r
}
