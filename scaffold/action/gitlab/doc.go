// Package gitlab has the action publish:gitlab, which makes a project on GitLab of the workspace.
//
//	action := gitlab.Services{
//		Hosts:   map[string]gitlab.Host{"gitlab.com": {Token: token}},
//		Confirm: askThePerson,
//	}.Publish()
//
// Inputs and outputs are Backstage's. It speaks GitLab's REST API, version 4, without a client library, and pushes with the git
// command, which gets the token for this one server and in no argument. Files that a .gitignore of the workspace names are left
// out.
//
// Undoing deletes the project only if it is the one that was made, nothing else was pushed to it, it has neither forks nor open
// issues or merge requests, and [Services].Confirm says yes; else the error is [ErrChanged] or [ErrUnconfirmed], and it stays.
// Where GitLab keeps deleted projects for some days, it is kept there.
//
// Tokens and the values of variables come to stand in no error, no log and nothing that undoing needs.
package gitlab
