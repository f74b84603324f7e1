// Package onepassword is the provider of 1Password: people and groups, by the command op, since its SDK and its service accounts
// cannot create or suspend people. Whoever is signed in must be one of the Provision Managers.
//
//	p := &onepassword.Provider{Runner: &onepassword.Op{Env: []string{"HOME=" + home, "OP_SESSION_acme=" + session}}}
//
// # Accounts
//
// An account takes two people and three steps: it is provisioned, which sends a mail; its owner accepts; and somebody confirms. An
// account that was accepted is confirmed by the next plan that wants it. Groups wait until then.
//
// Leaving suspends an account, which ends its sessions, and joining again reactivates it. Deleting takes the private vault with it,
// and is done only if [Provider.Delete] says so.
//
// # Safety
//
// Commands are argument vectors, never lines of a shell, and of what people wrote only the name and the address of a new account
// get into one; all else is named by the ids that op itself tells. What op says is never taken for what has happened: the state
// is read again after each change, past op's cache. Its words only help to tell what kind of fault there is.
//
// Do not use it beside a SCIM bridge: there the identity provider gives and takes accounts.
//
// The syntax is that of op 2, by its reference as of 2026-11-23.
package onepassword
