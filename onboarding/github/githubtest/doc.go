// Package githubtest has an organization of GitHub in memory, for demonstrations and tests: members and owners, teams and teams in
// teams, invitations that people accept or let lapse, outside collaborators, memberships by way of an enterprise, single sign-on.
//
// An [Org] answers as GitHub's REST API and a part of its GraphQL API do, and refuses what GitHub would refuse.
// [Description] is what GitHub publishes of the REST API, to hold requests and answers against.
package githubtest
