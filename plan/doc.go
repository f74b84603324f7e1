// Package plan is for programs that change the world and say so first: what will be done is shown, approved, done,
// recorded, and can be taken back.
//
// A planner looks at the world and returns a [Plan], which is data to read and closures to run: a [Step] has a key,
// a summary, perhaps a diff, and the function that does it. Making a plan changes nothing. [Apply] does the steps in
// the order of their needs and writes a [Receipt] of each into a [Journal]. [Undo] reads the journal, days later and in
// another process if need be, and takes back what it says was done, newest first.
//
//	p, err := onboarder.Join(ctx, ada, grants) // reads only
//	err = p.WriteText(os.Stdout)               // + create  github/team/payments  member ada
//	err = plan.Apply(ctx, p, journal, &plan.Options{Digest: approved})
//	err = plan.Undo(ctx, journal, onboarder, nil)
//
// # Kill, resume, undo
//
// A run that ended early, by an error or because the process died, is resumed by planning again and applying the new
// plan to the same journal: steps that the journal holds as done are not done again while the run is unfinished (their
// [Step.Resume] is called instead). Steps should be idempotent: one that finds its work done succeeds. For the few that
// cannot be, a message sent or a payment made, [Step.Once] writes an intent before the call; should the process die
// between intent and receipt, nobody knows whether the call arrived, and Apply asks [Step.Observe] or stops with
// [ErrUnclear] rather than guess. [Step.Intent] holds what undoes a step that died half way; a step that makes several things
// out there has [Step.Parts], which journals each as it goes on, and takes up where an earlier attempt ended.
//
// A finished run is marked so in its journal; the next plan applied to it starts a run of its own. Undo takes back all
// runs that the journal holds.
//
// # Errors
//
// Apply and Undo return an [*Error], which lists what was done, what failed and what was not begun. Conditions to
// branch on are [ErrDigest], [ErrLocked], [ErrUnclear] and [ErrIrreversible].
//
// # Secrets
//
// A value of type [Secret] prints, logs and marshals as ***, so summaries, diffs, receipts and errors that are made
// from one do not show it. What is in a receipt is kept for long and read by many: no secret belongs there.
package plan
