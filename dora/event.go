package dora

import "time"

// Service is a thing that is deployed and whose figures are asked for: a
// Component of the catalog, a line of a file of events.
type Service struct {
	// Name identifies the service among all; deployments and incidents name
	// it. Never empty.
	Name string
	// Repo names the repository with its commits, in the words of the source
	// of changes ("acme/orders"). Empty: no lead times.
	Repo string
	// Paths are the folders of Repo that are this service's, from the
	// repository's root ("services/orders"), for a monorepo. A path matches
	// whole names: "a" is not the parent of "ab/x". Empty: all of Repo.
	Paths []string
	// Owner is a Backstage reference to the owner: "x", "group:x" and
	// "group:default/x" are the same in any letter case. Empty: unowned.
	Owner string
	// Since is the first moment the service existed. It shortens the days by
	// which the service's own frequency is divided. Zero: always there.
	Since time.Time
	// Annotations are what sources find the service by, as the catalog has
	// them: pagerduty.com/service-id and the like.
	Annotations map[string]string
}

// Group is an owner of services and its place among the others.
type Group struct {
	// Name is a reference to the group, in the forms of Service.Owner.
	Name string
	// Parent is a reference to the group above; its figures hold those of
	// this one. Empty: none. Groups that are their own ancestors end there.
	Parent string
}

// Change is a commit: the unit of work whose way to production is timed.
type Change struct {
	// Repo and SHA identify the change.
	Repo, SHA string
	// Parents are the SHAs of the parents. Two or more make it a merge,
	// which is no change by itself.
	Parents []string
	// Authored and Committed are the dates in the commit.
	Authored, Committed time.Time
	// FirstAuthored is the date of the earliest commit of the pull request
	// that was squashed into this change. Zero: not squashed, or not known.
	FirstAuthored time.Time
	// Author is the author's name, for the reports alone.
	Author string
	// Paths are the files it touches, asked for only where a service has
	// paths.
	Paths []string
	// Bot says that no human wrote it.
	Bot bool
	// PickedFrom is the SHA that this change was cherry-picked from.
	PickedFrom string
	// Reverts is the SHA that this change takes back.
	Reverts string
}

// Deployment is one attempt to bring a version of a service into an
// environment.
type Deployment struct {
	// Service and ID identify the deployment.
	Service, ID string
	// Environment is where to, in the source's spelling; letter case does
	// not matter.
	Environment string
	// SHA is the commit that was deployed. Empty: not known; such a
	// deployment counts and has no changes.
	SHA string
	// Config is a digest of what was deployed beside the commit. Another
	// config with the same commit is another deployment.
	Config string
	// Created and Finished bound the attempt. Finished is zero while it
	// runs, or where the source does not tell.
	Created, Finished time.Time
	// Status is the outcome where there is no history of states.
	Status Status
	// Statuses are all states it went through, in any order. The first
	// success is what counts, whatever followed it.
	Statuses []StatusAt
	// Kind is what the deployment is declared to be.
	Kind Kind
	// Rework says that it repairs what an earlier one broke.
	Rework bool
	// URL is where a human can look at it. Optional.
	URL string
}

// StatusAt is a state of a deployment and the moment it was reached.
type StatusAt struct {
	State Status
	At    time.Time
}

// Status is the state of a deployment, in GitHub's words. Words that are not
// among the constants count as not finished.
type Status string

// The states that decide something.
const (
	Success  Status = "success"
	Failure  Status = "failure"
	Error    Status = "error"
	Inactive Status = "inactive" // was a success, and replaced since
)

// Kind is what a deployment is declared to be.
type Kind string

// The kinds of deployments; the zero value declares nothing.
const (
	Rollback Kind = "rollback" // goes back to an earlier version
	Hotfix   Kind = "hotfix"   // repairs what the one before broke
	Release  Kind = "release"  // a tag or release: lines run in parallel
)

// Incident is a time in which services did not do what they should.
type Incident struct {
	// ID identifies the incident.
	ID string
	// Services are the names of those that suffered.
	Services []string
	// Environment is where. Empty: production.
	Environment string
	// Opened is when it was noticed, Started when it began (zero: when
	// opened), Resolved when it ended (zero: it has not).
	Opened, Started, Resolved time.Time
	// Deployments are the IDs of the deployments that it blames.
	Deployments []string
	// SHA is the commit that it blames.
	SHA string
	// CausedByChange is false where a human said that no change caused it.
	// Nil: nobody said.
	CausedByChange *bool
	// MergedInto is the ID of the incident that this one was a double of;
	// such an incident is ignored.
	MergedInto string
	// Severity and URL are for the reports alone.
	Severity, URL string
	// Actor is who opened and resolved it, where that was one and the same.
	Actor string
}
