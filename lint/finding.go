package lint

import (
	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/source"
)

// Finding is what a check reports; the rule's name and severity are added by the Linter.
type Finding struct {
	Range   source.Range  // the offending value or key; never a whole document where something smaller can be named
	Message string        // one sentence without a full stop, lower case
	Help    string        // what to do, one suggestion at most; may be empty
	Related []Related     // second places: first defined here
	Fixes   []Fix         // alternatives, best first
	Entity  catalog.Ref   // set by the EntityPass; zero for findings about a file
	Pointer string        // JSON pointer of the value in its document; may be empty
	Secret  *source.Range // text that nobody may repeat: struck from every message about the file, hidden in reports; nil: none
}

// Related is a second place that explains a finding.
type Related struct {
	Range   source.Range
	Message string
}

// Fix is a change of text that mends a finding.
type Fix struct {
	Message string // what it does: "replace by group:default/platform"
	Safe    bool   // applied by --fix alone; an unsafe one may change what is meant
	// Reshapes says that the fix divides documents or moves values between them, so that they are not to be compared with
	// what they were. It is applied by itself.
	Reshapes bool
	Edits    []Edit // without overlap, in one file
}

// Edit replaces the bytes from Offset up to EndOffset of a file by New.
type Edit struct {
	File              string
	Offset, EndOffset int
	New               string
}

// Replace returns the edit that puts text in the place of r.
func Replace(r source.Range, text string) Edit {
	return Edit{File: r.File, Offset: r.Offset, EndOffset: r.EndOffset, New: text}
}

// Diagnostic is a finding as it is reported.
type Diagnostic struct {
	Rule       string // name of the rule
	Severity   Severity
	Suppressed *Suppressed // why it is not reported after all; nil when it is
	Finding

	more int // it stands for so many findings that are not listed; 0: for itself
}

// Fix returns the fix to apply: the best of those that are safe, or with unsafe set the best of all. False when there is
// none.
func (d *Diagnostic) Fix(unsafe bool) (Fix, bool) {
	for _, f := range d.Fixes {
		if f.Safe || unsafe {
			return f, true
		}
	}
	return Fix{}, false
}

// Suppressed says why a diagnostic is not reported.
type Suppressed struct {
	By     string       // one of the ways below, or an [Accepter]'s own
	Reason string       // as given; may be empty
	Range  source.Range // of the comment, the annotation, or the entry in a file; zero when it is in none
}

// The ways of suppressing a diagnostic.
const (
	SuppressedInline     = "comment"
	SuppressedAnnotation = "annotation"
	SuppressedConfig     = "configuration" // Config.Ignores
	SuppressedBaseline   = "baseline"      // it was there when the baseline was written
	SuppressedRevision   = "revision"      // an earlier revision has it, too
)
