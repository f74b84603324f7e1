package lint

import (
	"fmt"

	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/catalog/load"
	"github.com/goldenpath-go/goldenpath/source"
)

// FilePass is what a File check sees. It must not be kept when the check is over.
type FilePass struct {
	Rule   *Rule // the one that is checked
	File   *load.File
	Params any // the rule's own, decoded: what Rule.Params returns

	report func(Finding)
	result *fileResult
}

// Full reports whether there are so many findings of the rule in the file already that a further one is only counted,
// and counts one at that place if so. A check that may find thousands asks before it makes a finding of each; not of
// those with a Secret.
func (p *FilePass) Full(at source.Range) bool { return p.result.full(p.Rule, at) }

// Report reports f. A finding without a range is about the file as a whole.
func (p *FilePass) Report(f Finding) {
	if f.Range.File == "" {
		f.Range = source.Range{Position: source.Position{File: p.File.Text.Name, Line: 1, Column: 1}, EndLine: 1, EndColumn: 1}
	}
	p.report(f)
}

// EntityPass is what an Entity check sees. It must not be kept when the check is over.
type EntityPass struct {
	Rule      *Rule // the one that is checked
	File      *load.File
	Document  *load.Document
	Entity    *catalog.Entity // never nil
	Facts     *Facts          // what is known of the entity: its tier, its references with their places; never nil
	TierOrder []string        // the configuration's, most critical first; nil when it gives none
	BaseURL   string          // address of the linted file system, as in [load.Options]; empty when it is not known
	Params    any             // the rule's own, decoded: what Rule.Params returns

	// Annotations are the forms of annotations that the configuration knows, by key.
	Annotations map[string]*AnnotationForm

	report  func(Finding)
	exists  func(path string) bool
	reads   *reader
	tiers   tierReader
	result  *fileResult
	setting *setting
	values  map[string]any
	shared  map[any]any
}

// Share returns what first makes of the entity when it is called with this key for the first time: what several rules
// need and is dear to make. The key is of a type that the caller does not export; what is made must not depend on the
// rule.
func (p *EntityPass) Share(key any, first func() any) any {
	made, ok := p.shared[key]
	if ok {
		return made
	}
	if p.shared == nil {
		p.shared = map[any]any{}
	}
	made = first()
	p.shared[key] = made
	return made
}

// Full reports whether there are so many findings of the rule in the file already that a further one is only counted,
// and counts one at that place if so: see [FilePass.Full].
func (p *EntityPass) Full(at source.Range) bool { return p.result.full(p.Rule, at) }

// Report reports f, adding the entity and, if f has none, the range of the value at f.Pointer.
func (p *EntityPass) Report(f Finding) {
	f.Entity = p.Facts.Ref
	if f.Range.File == "" {
		f.Range = p.Value(f.Pointer)
	}
	p.report(f)
}

// Reportf reports a finding at the value at pointer.
func (p *EntityPass) Reportf(pointer, format string, args ...any) {
	if at := p.Value(pointer); !p.Full(at) {
		p.Report(Finding{Range: at, Pointer: pointer, Message: fmt.Sprintf(format, args...)})
	}
}

// Value returns the range of the value at pointer (RFC 6901), or of its nearest ancestor that exists.
func (p *EntityPass) Value(pointer string) source.Range {
	return p.Entity.Range(pointer)
}

// Key returns the range of the key at pointer; of the value for a list item or the root. It is the place for findings
// about something missing: the key of the mapping that lacks it.
func (p *EntityPass) Key(pointer string) source.Range {
	return p.Entity.KeyRange(pointer)
}

// TierRefused reports whether a value stands where a label or annotation may state the entity's tier that Backstage
// refuses, such as a number without quotes. Then what is meant is known, and what is wrong with it is said elsewhere.
func (p *EntityPass) TierRefused() bool { return p.tiers.refused(p.Document) }

// FileExists reports whether the linted file system has a file or folder at path, which is taken from its root; paths
// that leave it do not exist.
func (p *EntityPass) FileExists(path string) bool { return p.exists(path) }

// CatalogPass is what a Catalog check sees. It must not be kept when the check is over.
type CatalogPass struct {
	*View
	Rule   *Rule // the one that is checked
	Params any   // the rule's own, decoded: what Rule.Params returns

	report  func(Finding)
	result  *fileResult
	setting *setting
	stopped func() bool
}

// Full reports whether there are so many findings of the rule in at's file already that a further one is only counted,
// and counts one at that place if so: see [FilePass.Full].
func (p *CatalogPass) Full(at source.Range) bool { return p.result.full(p.Rule, at) }

// Report reports f. Its range must lie in the file of an entity of the View; f.Entity is the caller's to set.
func (p *CatalogPass) Report(f Finding) { p.report(f) }

// ReportAt reports a finding at reference r of entity e.
func (p *CatalogPass) ReportAt(e *Facts, r *RefFact, format string, args ...any) {
	if !p.Full(r.Range) {
		p.report(Finding{Range: r.Range, Pointer: r.Pointer, Entity: e.Ref, Message: fmt.Sprintf(format, args...)})
	}
}
