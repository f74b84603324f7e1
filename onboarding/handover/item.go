package handover

import (
	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/source"
)

// Kind says what an Item is about.
type Kind string

// The kinds, in the order of a report.
const (
	Owner      Kind = "owner"       // an entity whose owner leaves
	LastMember Kind = "last-member" // a group in which nobody else is
	GroupOwner Kind = "group-owner" // an entity that such a group owns
	CodeOwner  Kind = "code-owner"  // a line of CODEOWNERS that names nobody who stays
	Member     Kind = "member"      // an entry of a group's members, which would dangle
	Reference  Kind = "reference"   // any other reference to the leaver, which would dangle
	User       Kind = "user"        // the User entity itself
)

func kinds() []Kind {
	return []Kind{Owner, LastMember, GroupOwner, CodeOwner, Member, Reference, User}
}

// Item is one thing to hand over.
type Item struct {
	Kind Kind
	// Entity is what is owned, or has the reference. Zero: the item is a line of CODEOWNERS.
	Entity catalog.Ref
	// Group is the group that is left without members, of what it owns.
	Group catalog.Ref
	// Place is where it is written; zero where the entity was not read from a file.
	Place   source.Position
	Written string // what is written there: the reference, or the line
	// To is the new owner; zero: nobody is known, or none is needed.
	To catalog.Ref
	// New is what the change writes in the place of the owner; empty: nothing is changed.
	New string
	// Note is for people: what is to be decided, or why nothing is changed; may be empty.
	Note string

	file     string
	document int
	pointer  string
	holder   catalog.Ref // whose namespace a reference takes
	span     [2]int      // the owners of a line of CODEOWNERS
}

// Leaver is who leaves.
type Leaver struct {
	Ref    catalog.Ref   // of the User entity; required
	Email  string        // for CODEOWNERS; may be empty
	Logins []string      // for CODEOWNERS, beside that of the User's annotation github.com/user-login
	Groups []catalog.Ref // that they are in beside those that the catalog says
}

// Options say who takes over. Nil stands for the zero value.
type Options struct {
	To catalog.Ref // a Group or a User; zero: the leaver's own group
	// Each is who takes over one entity, by the Key of its Ref.
	Each map[string]catalog.Ref
	// CodeOwners are the CODEOWNERS files to look at. Nil: the one that GitHub reads, of .github/CODEOWNERS, CODEOWNERS and
	// docs/CODEOWNERS the first.
	CodeOwners []string
}
