package update

// Outcome is what an update makes of a file.
type Outcome string

// The outcomes. Files that stay as they are, since the template has not changed them, have none.
const (
	Created Outcome = "created" // new in the template
	Updated Outcome = "updated" // as the template has it now: it had not been edited here
	Merged  Outcome = "merged"  // edited here and in the template
	Moved   Outcome = "moved"   // renamed in the template, and nothing else
	Deleted Outcome = "deleted" // gone from the template, and not edited here
	Kept    Outcome = "kept"    // as it is here, though the template has changed it
)

// Conflict says why a person must decide.
type Conflict string

// The conflicts.
const (
	ContentConflict Conflict = "content"  // both sides changed the same lines: they stand between markers
	AddedConflict   Conflict = "added"    // the template's new file was here already, with other content: both between markers
	BinaryConflict  Conflict = "binary"   // both sides changed what is no text: ours is kept, theirs is beside it
	TypeConflict    Conflict = "type"     // a link and a file, or two links: ours is kept, theirs is beside it
	DeletedConflict Conflict = "deleted"  // gone from the template, edited here: kept
	RenamedConflict Conflict = "renamed"  // renamed here and in the template: the name here is kept
	PlaceConflict   Conflict = "in place" // something that is no file, or stands behind a link, is in the file's place
	TakenConflict   Conflict = "new name" // renamed in the template to a name that is taken here: the old name is kept
)

// File says what an update makes of a file, and what is left to do.
type File struct {
	Path     string // where it is after the update
	From     string // where it was here before, if it moves; else empty
	Outcome  Outcome
	Conflict Conflict // empty: there is none
	Lines    []int    // of markers, from 1, where a conflict begins
	Beside   string   // where the template's version was put, if not into the file itself
	Note     string   // what else is worth knowing; may be empty
}
