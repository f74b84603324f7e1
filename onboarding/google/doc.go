// Package google gives and takes membership of Google groups, by the Cloud Identity API with Google's own client.
//
//	provider, err := google.New(ctx, nil) // with Application Default Credentials
//
// People and groups are known by their addresses. The kind group has objects such as all@example.com, and the roles member,
// manager and owner. A [Provider] finds every group that a person is in directly; groups that others are in, which may hold the
// person too, it tells where [Options] ask for it. Groups that a rule fills, and locked ones, are for a human.
//
// # Set-up
//
// The API must be enabled in the project of the credentials, and whoever calls needs an administrator's role for groups: a role of
// the project is not enough. Who may not see a group is told the same as when there is none, and so are people here.
package google
