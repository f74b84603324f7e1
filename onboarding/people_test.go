package onboarding_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/catalog/load"
)

const organization = `apiVersion: backstage.io/v1alpha1
kind: Group
metadata:
  name: engineering
  annotations:
    github.com/team-slug: acme/all-engineers
    goldenpath/google-group: all@acme.example
    goldenpath/slack-channel: C001, C002
    goldenpath/pagerduty-schedule: PROOT
spec: {type: department, children: [payments]}
---
apiVersion: backstage.io/v1alpha1
kind: Group
metadata:
  name: payments
  annotations:
    github.com/team-slug: acme/payments
    goldenpath/pagerduty-team: PTEAM1
    goldenpath/onepassword-group: Payments
spec: {type: team, children: [], members: [grace]}
---
apiVersion: backstage.io/v1alpha1
kind: Group
metadata:
  name: payments-on-call
  annotations:
    goldenpath/pagerduty-schedule: PSCHED
    goldenpath/slack-user-group: S001
spec: {type: on-call, parent: payments, children: []}
---
apiVersion: backstage.io/v1alpha1
kind: User
metadata:
  name: ada
  annotations:
    github.com/user-login: countess
    goldenpath/pagerduty-user: PADA
spec:
  profile: {displayName: Ada Lovelace, email: ada@example.com}
  memberOf: [payments-on-call]
---
apiVersion: backstage.io/v1alpha1
kind: User
metadata: {name: grace}
spec:
  profile: {email: Grace@example.com}
  memberOf: []
---
apiVersion: backstage.io/v1alpha1
kind: User
metadata: {name: bare}
spec: {memberOf: [payments, gone]}
`

// people is the catalog of a small organization.
func people(t testing.TB) *catalog.Catalog {
	t.Helper()
	var c catalog.Catalog
	for _, d := range load.Parse(t.Context(), "org.yaml", []byte(organization), nil).Documents {
		require.True(t, d.OK, "%v", d.Problems)
		require.NoError(t, c.Add(d.Entity))
	}
	return &c
}
