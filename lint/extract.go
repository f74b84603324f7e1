package lint

import (
	"unique"

	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/catalog/load"
)

// facts returns what is to be known of an entity. It refers to the file's text: what is kept is a [record] of it.
func (t tierReader) facts(file *load.File, doc *load.Document) *Facts {
	e := doc.Entity
	f := &Facts{
		Ref:       e.Ref(),
		File:      file.Text.Name,
		Range:     e.Range("/metadata/name"),
		Document:  doc.Range,
		Accepted:  doc.OK,
		Type:      specString(e.Spec, "type"),
		Lifecycle: specString(e.Spec, "lifecycle"),
		Tiers:     t.tiers(e),
	}
	if len(f.Tiers) > 0 {
		f.Tier = f.Tiers[0]
	}
	refs := doc.References
	if refs == nil {
		refs = e.References()
	}
	f.Refs = make([]RefFact, 0, len(refs))
	for i := range refs {
		if refs[i].Err == nil {
			f.Refs = append(f.Refs, refFact(e, &refs[i]))
		}
	}
	if len(doc.Targets) > 0 {
		f.Targets = make([]TargetFact, len(doc.Targets))
		for i := range doc.Targets {
			f.Targets[i] = targetFact(&doc.Targets[i])
		}
	}
	return f
}

func refFact(e *catalog.Entity, r *catalog.Reference) RefFact {
	return RefFact{
		Field:    r.Field.Name,
		Relation: r.Field.Relation,
		Pointer:  r.Pointer,
		Range:    e.Range(r.Pointer),
		Written:  r.Written,
		Target:   r.Target,
	}
}

func targetFact(t *load.Target) TargetFact {
	return TargetFact{
		Target:   t.Written,
		Pointer:  t.Pointer,
		Range:    t.Range,
		Optional: t.Presence == "optional",
		Pattern:  t.Path,
	}
}

// cloned copies s, since a part of the file's text would keep the whole of it in memory. Equal texts share one copy.
func cloned(s string) string { return unique.Make(s).Value() }
