package lint

import (
	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/source"
)

// Facts is what Catalog checks know of one entity: small, serialisable, kept when the file's tree is dropped.
type Facts struct {
	Ref       catalog.Ref  // kind and names as written, the namespace filled in
	File      string       // path within the linted file system; of an external entity only if its catalog says that it comes from there
	Range     source.Range // of metadata.name
	Document  source.Range // of the whole document
	Accepted  bool         // Backstage would ingest it
	Type      string       // spec.type; empty when there is none
	Lifecycle string       // spec.lifecycle; empty when there is none
	Tier      Tier         // the first that is stated, in the order of the configured keys
	Tiers     []Tier       // all that are stated, in the order of the configured keys
	Refs      []RefFact    // every reference that can be read, in order of the fields
	Targets   []TargetFact // of a Location
	Kept      []KeptFact   // what Catalog checks ask to have kept, sorted by pointer; nil for an external entity
	External  bool         // not among the linted files: from [Linter.Elsewhere], with no places and nothing as written
	Location  string       // of an external entity: where it comes from, if that is certainly not the linted file system; else empty
}

// RefFact is one reference from a field of an entity.
type RefFact struct {
	Field    string               // owner, system, dependsOn, …
	Relation catalog.RelationType // what the field says: ownedBy, partOf, dependsOn, …
	Pointer  string               // of the value: /spec/owner, /spec/dependsOn/0
	Range    source.Range         // of the value
	Written  string               // as in the file
	Target   catalog.Ref          // with the field's default kind and the holder's namespace filled in
}

// TargetFact is one target of a Location.
type TargetFact struct {
	Target   string       // as written
	Pointer  string       // of the value
	Range    source.Range // of the value
	Optional bool         // presence: optional
	Pattern  string       // the files it names, as a path or glob from the root of the linted file system; empty when they lie elsewhere
	Files    []string     // the files of the linted file system that Pattern names, sorted; filled in by [Linter.Run]
}

// KeptFact is a value of an entity that a Catalog check asks to have kept: see [Rule.Keep].
type KeptFact struct {
	Pointer string
	Value   any          // a plain JSON value
	Present bool         // the entity has it
	Range   source.Range // where a finding about it stands: see [EntityPass.Place]
}
