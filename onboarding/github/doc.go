// Package github gives and takes membership of organizations and teams on GitHub, with the client go-github.
//
//	provider, err := github.New(client, []string{"acme"}, nil)
//
// # Who a person is
//
// A login cannot be made of an address: whoever has that login would be let in. A [Provider] knows the login of a person
//   - from GitHub: where single sign-on or a verified domain ties the address to an account (see [Options]), or an invitation that
//     was sent to the address shows an account;
//   - else from what it is told: the catalog's annotation github.com/user-login, or a reviewed file.
//
// Otherwise the person is invited by mail, with their teams in the invitation, and is unknown still when they have accepted: GitHub
// does not tell who accepted. Somebody then has to say. That a login was changed is noticed where the number of the account is
// known, and reported where it is not.
//
// # What is given
//
// The kind organization is a membership, its object the login of the organization, and its role member or admin. The kind team
// has objects such as acme/payments, and roles member and maintainer; owners of the organization maintain every team. The kind
// collaborator, access to single repositories without being a member, is only found and taken.
//
// An invitation lapses after seven days. It is cleared away before another is sent, and when its person leaves.
//
// # What GitHub leaves to others
//
// Memberships by way of an enterprise's team, and teams that an identity provider fills, are for a human: no call here changes
// them. Organizations of managed users cannot invite at all, which is an error of the class unsupported.
//
// The token must be an owner's, or an app's that may write members.
package github
