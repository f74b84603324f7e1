// Package update brings what a software template generated to a newer version of the template, without losing what was edited
// since.
//
// Beside what it generates, a run leaves an answers file ([AnswersFile]): which template, in which version, with which values.
// [Generated] makes it. Days or years later an [Updater] renders that version once more, and the newer one with the same values,
// and merges what lies between them into the tree: line by line, with exactly the result of git merge-file; files that were
// renamed on either side are followed.
//
//	u := &update.Updater{Runner: runner, Source: update.Git{Dir: "templates", Path: "go-service", Tags: "v*"}}
//	x, err := u.Plan(ctx, ".", nil)            // reads only
//	err = x.WriteDiff(os.Stdout)               // what would change
//	err = x.Plan.WriteText(os.Stdout)          // the same, as steps
//	err = plan.Apply(ctx, x.Plan, journal, nil)
//	for _, f := range x.Conflicts() { … }      // what a person must decide
//	err = plan.Undo(ctx, journal, update.Undoer("."), nil)
//
// [Updater.Check] tells how many versions a tree is behind, for CI; [Updater.Adopt] finds the answers for a tree that has none.
//
// # What becomes of a file
//
// There are three of each: as it was generated (base), as it is here, as the template makes it now. What only the template has
// changed is taken, what only was edited here stays, what both have changed is merged, and [File] says which. A [Conflict] is
// for a person: lines that both have changed stand between markers in the file; where there can be none, ours stays and the
// template's file is put beside it. What was deleted here stays deleted; what the template deletes is deleted if nobody has
// edited it. Of modes, the permission to run a file counts; folders without files do not.
//
// # Nothing is lost
//
// A tree in git with changes that are not committed is refused, unless [Options] say Force. What is replaced or removed is kept
// in [KeptFolder] first, and the new content takes its place in one step; a file that has changed between plan and apply is
// left alone. An interrupted update is planned and applied again; plan.Undo with [Undoer] restores everything, unless it was
// edited since.
//
// # A command
//
// A command that updates needs a runner with the actions by which the template makes files (package fetch and its like), an Updater
// as above, and a plan.File as the journal. It exits with 1 when x.Conflicts() is not empty; a check does when the State is not
// UpToDate, or when more than so many versions are in Newer.
package update
