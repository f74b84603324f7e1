package rules

import (
	"fmt"
	"strings"

	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/lint"
)

// reads is the relation of a Location to the Locations in the files that it names.
const reads catalog.RelationType = "reads"

// checkLocationLoops reports Locations that lead back to themselves through other files. One that names its own file, as
// patterns do, leads nowhere new.
func checkLocationLoops(p *lint.CatalogPass) {
	var b catalog.GraphBuilder
	for e := range p.All() {
		for _, t := range e.Targets {
			for _, file := range t.Files {
				addReading(&b, p, e, file)
			}
		}
	}
	for _, c := range b.Graph().Cycles(reads) {
		reportLoop(p, c.Shortest)
	}
}

// addReading adds that e reads the Locations of another file.
func addReading(b *catalog.GraphBuilder, p *lint.CatalogPass, e *lint.Facts, file string) {
	if file == e.File {
		return
	}
	for _, other := range p.InFile(file) {
		if other.Ref.Kind == catalog.Location && other.Ref.Compare(e.Ref) != 0 {
			b.AddReference(e.Ref, reads, other.Ref)
		}
	}
}

func reportLoop(p *lint.CatalogPass, cycle []catalog.Relation) {
	var f lint.Finding
	files := make([]string, 0, len(cycle)+1)
	for i, step := range cycle {
		from, target := targetOf(p, step)
		if target == nil {
			return
		}
		files = append(files, from.File)
		if i == 0 {
			f.Range, f.Pointer, f.Entity = target.Range, target.Pointer, from.Ref
			continue
		}
		f.Related = append(f.Related, lint.Related{Range: target.Range, Message: "and so on here"})
	}
	files = append(files, files[0])
	f.Message = fmt.Sprintf("Locations lead round in a circle: %s", strings.Join(files, " -> "))
	p.Report(f)
}

// targetOf returns by which target of which definition one Location reads another.
func targetOf(p *lint.CatalogPass, step catalog.Relation) (*lint.Facts, *lint.TargetFact) {
	for _, from := range p.Definitions(step.Source) {
		for i := range from.Targets {
			if from.External || !leadsTo(p, &from.Targets[i], from.File, step.Target) {
				continue
			}
			return from, &from.Targets[i]
		}
	}
	return nil, nil
}

func leadsTo(p *lint.CatalogPass, t *lint.TargetFact, own string, ref catalog.Ref) bool {
	for _, file := range t.Files {
		for _, other := range p.InFile(file) {
			if file != own && other.Ref.Compare(ref) == 0 {
				return true
			}
		}
	}
	return false
}
