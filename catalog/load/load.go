package load

import (
	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/source"
)

// Stage is how far Backstage's ingestion takes a document.
type Stage string

// The stages, in their order. A document that is refused bears the stage that refused it.
const (
	StageYAML        Stage = "yaml"        // text that is no YAML
	StageRoot        Stage = "root"        // root is no mapping
	StageSkipped     Stage = "skipped"     // an empty document: passed over without a word
	StageEnvelope    Stage = "envelope"    // apiVersion, kind or metadata.name missing or of a wrong type
	StagePreprocess  Stage = "preprocess"  // placeholders
	StagePolicy      Stage = "policy"      // names, labels, annotations, tags, links, foreign root fields
	StageValidate    Stage = "validate"    // the kind's schema
	StageLocation    Stage = "location"    // targets of a Location
	StagePostprocess Stage = "postprocess" // references and relations
	StageDone        Stage = "done"        // accepted
)

// Options steer the reading. The zero value reads a checkout whose address is unknown.
type Options struct {
	// BaseURL is the address at which the root of the file system is served, such as
	// https://github.com/acme/shop/blob/main/. Relative targets resolve against it, and placeholders may not leave its
	// repository. Empty: targets stay as written, and of placeholder targets only files of repositories at GitHub,
	// GitLab and Bitbucket are taken as foreign, since a file system from there has an address.
	BaseURL string
	// ReadFile returns a file of the repository for placeholders ($text: ./api.yaml), by its path from the root of the
	// file system. Nil: such content is taken to exist and to be a text ($text) or an object ($json, $yaml).
	ReadFile func(path string) ([]byte, error)
	// OpenAPI says that the module for $openapi and $asyncapi is installed. False: they are left alone, as in a
	// Backstage without it.
	OpenAPI bool
	// LocationType is the type of the location that the files are read from: url, or file where Backstage reads them
	// from its own disk. Locations in them may only be of this type or of type url. Empty means url.
	LocationType string
	// Kinds are kinds that the Backstage at hand knows beside its own. The schema of a kind that is Backstage's own is
	// checked after Backstage's.
	Kinds []*CustomKind
	// NoRelations says that nobody will look at Document.Relations, which are then left out.
	NoRelations bool
}

// File is a catalog file that was read to its end.
type File struct {
	Text      *source.Text
	Documents []*Document
}

// Document is one YAML document and what Backstage would make of it.
type Document struct {
	Index        int                 // in its file, from 0
	Range        source.Range        // from its first to its last character
	Entity       *catalog.Entity     // nil when the document is not readable as one; there even when it is refused later
	Ref          string              // kind:namespace/name as Backstage reports it; empty when it never got that far
	OK           bool                // Backstage would ingest it (or, at StageSkipped, pass over it)
	Stage        Stage               // the last stage reached
	Problems     []Problem           // why not: the first is Backstage's own; the rest are further faults, 200 at most, and 1,000 in a file
	References   []catalog.Reference // what Entity returns for References; nil where that is not known without asking it
	Relations    []catalog.Relation  // sorted, without duplicates; empty unless OK
	Targets      []Target            // of a Location: what it makes Backstage read next
	Placeholders []Placeholder
}

// Problem is one reason to refuse a document.
type Problem struct {
	Rule      string       // name of the lint rule that reports it, such as schema-kind
	Stage     Stage        // the stage that finds it
	Pointer   string       // JSON pointer of the value at fault, or of the object that lacks something
	Range     source.Range // of the value or key at fault
	Message   string       // plain words: what is wrong
	Help      string       // plain words: what to do; may be empty
	Backstage string       // Backstage's own words; empty for faults that Backstage never comes to report
}

// Error returns the message, so that a *Problem can stand in a [source.Error].
func (p *Problem) Error() string { return p.Message }

// Target is a file or pattern that a Location names.
type Target struct {
	Type     string       // url or file
	Target   string       // as resolved against the Location's own address
	Presence string       // required or optional
	Path     string       // the file or pattern within the file system, where it is one; see [Target.Matches]
	Written  string       // as written
	Pointer  string       // of the value
	Range    source.Range // of the value
}

// Placeholder is an object such as {$text: ./api.yaml} that Backstage replaces by a file's content.
type Placeholder struct {
	Key     string // $text, $json, $yaml, $openapi, $asyncapi
	Value   any    // as written; a plain JSON value
	URL     string // where it is read from; empty when it was refused
	Path    string // the file within the repository, where it is one
	Pointer string
	Range   source.Range
}
