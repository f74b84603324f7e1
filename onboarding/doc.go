// Package onboarding plans and does what has to happen in other systems when people join a company, move between its teams
// or leave: accounts and invitations, teams and groups, on-call rotations, messages.
//
// A [Provider] speaks for one system: GitHub, Google, 1Password, Slack, PagerDuty, a command of your own. An [Onboarder] asks
// each what a person has there, whoever gave it, compares that with the grants that the person should have, and makes of the
// difference a [Review]: what is there already, what will be done, what waits for a human, what a human must do. Its plan is a
// plan of package plan: to read, to approve by its digest, to apply, to resume after a crash, and to take back.
//
//	ada, err := directory.Person("ada@example.com")
//	wants, err := directory.Wanted(ada)
//	o := &onboarding.Onboarder{Providers: providers, Journal: journal}
//	review, err := o.Join(ctx, ada, onboarding.Grants(wants))   // reads only
//	err = review.WriteMarkdown(os.Stdout)
//	result, err := o.Apply(ctx, review, nil)                    // does it
//	review, err = o.Leave(ctx, ada)                             // all that ada has, in order
//	left, notes, err := o.Verify(ctx, ada)                      // what is still there
//
// A [Directory] says who people are and what they should have, by the entities of a catalog and by a reviewed file.
//
// # Who a person is
//
// People are known by the address of their work mail, and systems by names of their own: a login, an id. How a name was come by
// is kept with it: see [Identity]. An unknown one is never guessed: what needs it waits, and says for what.
//
// # Waiting
//
// An invitation is sent by us and accepted by a person, days later. A step that has asked is done, and what it asked for is
// Pending; what needs more than that is Blocked. Run the same again when something may have changed: what there is tells how
// far it has got, and only what is missing is done. What must not be done twice and cannot be looked up, a message, is kept in
// the journal.
//
// # Order
//
// Joining goes from the account to what needs it, rotations after teams, messages last. Leaving goes through the providers from
// the last to the first, in each from what is around the account to the account, messages last. It takes what the person has,
// not what was once given. Moving gives what is new before it takes what was before.
//
// # Crashes
//
// A run that died is gone on with by planning again: what it did is there. The journal has an intent before each step, so that
// plan.Undo, with the Onboarder as its plan.Undoer, takes back also what died half-way. Of a message that was being sent nobody
// knows whether it arrived: it is not sent again until [Onboarder.Settle] says so, or a [Finder] has looked.
//
// # Errors
//
// Every failed call is a [*CallError] with a [Class]. Conditions to branch on are ErrGuard, ErrChanged, plan.ErrDigest and
// plan.ErrLocked, all with nothing done, and plan.ErrUnclear and plan.ErrIrreversible.
//
// # Guards
//
// [Guards] keep a plan from doing too much: too many removals, a protected account, the last owner. They hold when a plan is made
// and again before it is applied, and then nothing is done.
package onboarding
