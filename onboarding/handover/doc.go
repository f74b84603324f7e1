// Package handover tells what somebody who leaves hands over: what they own in the catalog, the groups that are left without members,
// the lines of CODEOWNERS that name nobody else; and proposes the change.
//
//	r, err := handover.Find(c, fsys, handover.Leaver{Ref: ada, Email: "ada@example.com", Logins: []string{"ada-l"}}, &handover.Options{To: team})
//	err = r.WriteMarkdown(os.Stdout) // for the pull request
//	os.Stdout.Write(r.Diff())        // what git apply takes
//	err = r.Apply(root)              // or written at once
//
// The catalog must have been read from the same file system by package catalog/load: its entities then know their places.
//
// # What is proposed
//
// A new owner is the one that [Options] name; else the group of the leaver's that has other members, if there is just one. Of what an
// orphaned group owns it is the group above it.
//
// A change puts the new owner in the place of the old, and leaves all other bytes as they are: comments, quotes, line ends, the order
// of keys. A file of which anything else would mean something else afterwards, because an alias repeats the owner elsewhere, is
// not changed there, and the item says so.
//
// Members and the User itself are told and not changed: when an account goes is not known here.
package handover
