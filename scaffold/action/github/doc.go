// Package github has the actions that work on GitHub: publish:github makes a repository of the workspace,
// publish:github:pull-request a pull request, and github:* do one thing each to a repository that is there.
//
//	actions := github.Actions(github.Services{
//		Clients: github.Hosts{"github.com": {Client: gh.NewClient(nil), Token: token}},
//		Confirm: askThePerson,
//	})
//
// Inputs and outputs are Backstage's. Commits are made with GitHub's API, not by git: no program and no second protocol is
// needed, binary files, modes and links included. Files that a .gitignore of the workspace names are left out, as git would.
//
// Undoing takes back what was made: a repository is deleted only if it is the one that was made, nothing else was pushed to
// it, it has neither forks nor open issues, and [Services].Confirm says yes; else the error is [ErrChanged] or
// [ErrUnconfirmed], and it stays. A pull request is closed and its branch removed, unless it was merged or others pushed. A
// workflow that was started is not stopped.
//
// Tokens and the values of secrets come to stand in no error, no log and nothing that undoing needs.
package github
