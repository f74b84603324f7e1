// Package dora computes the four keys of software delivery: deployment
// frequency, lead time for changes, change failure rate and time to restore,
// with recovery and rework beside them, and shows of every number the events
// it was made of.
//
// A [History] has the events: services and their groups, commits,
// deployments, incidents. [Read] takes them from JSON lines, [Collect] from
// sources such as those of the packages git, github and pagerduty below this
// one. [Calculate] turns a history and a [Window] into a [Report]; it asks no
// clock and no network, so the same events give the same report, in whatever
// order they came.
//
// # What counts
//
// A deployment is a version that goes forward in a production environment.
// The version that is live once more is a redeploy, one that goes back a
// rollback; neither counts. A commit belongs to the first deployment that
// contains it, so that parallel release lines do not count it again. The
// window's end is the moment of knowledge: what happened later does not exist
// yet, and the report of a past month stays as it was.
//
// No data is neither zero nor the best class: a [Figure] that is not known
// says so, and has no level.
package dora
