package report

import "github.com/goldenpath-go/goldenpath/dora"

// Note says what a metric stands for, and what helps where it is low.
type Note struct {
	Metric dora.Metric
	// Proxy is what the metric stands for, and what it does not see.
	Proxy string
	// Wins are what usually helps first.
	Wins string
}

// Notes returns the notes of the four keys.
func Notes() []Note {
	return []Note{
		{
			dora.DeploymentFrequency,
			"a proxy for the size of batches: small ones are easier to review, to test and to take back. It does not say that what was deployed was worth it.",
			"feature flags and trunk-based development",
		},
		{
			dora.LeadTimeForChanges,
			"a proxy for how soon an idea, or a repair, can reach users once it is written. It does not see the time before the first commit, and author dates can be wrong.",
			"a limit on the size of pull requests (under 400 lines) and bots that review them first",
		},
		{
			dora.ChangeFailureRate,
			"a proxy for the quality of what reaches production. It sees only the failures that somebody recorded or took back.",
			"canary deployments with automatic rollback",
		},
		{
			dora.TimeToRestore,
			"a proxy for how long users suffer. It is as true as the times in the incident tool.",
			"links to runbooks in alerts, and access to production that is granted beforehand",
		},
	}
}

// advice returns the wins of the keys that are below high.
func advice(m *dora.Metrics) []Note {
	var out []Note
	for i, k := range keys(m) {
		if k.level == dora.Medium || k.level == dora.Low {
			out = append(out, Notes()[i])
		}
	}
	return out
}

// warning is a count of something that makes figures doubtful.
type warning struct {
	text  string
	count int
}

// warnings returns what should make a reader look twice.
func warnings(r *dora.Report) []warning {
	var all dora.Quality
	for _, s := range r.Services {
		all.UnknownSHA += s.Quality.UnknownSHA
		all.Duplicates += s.Quality.Duplicates
		all.OffPath += s.Quality.OffPath
	}
	m := r.Org
	list := []warning{
		{"deployments without changes", m.Deployments.Empty},
		{"redeploys of what was live, which are not counted", m.Deployments.Redeploys},
		{"failed attempts, which are not counted", m.Deployments.FailedAttempts},
		{"changes of age zero, such as those of lightweight tags", m.LeadTime.Zero},
		{"changes dated after their deployment, which are left out", m.LeadTime.Negative},
		{"deployments of commits that are not known", all.UnknownSHA},
		{"incidents of less than a minute", m.Restore.Under60s},
		{"incidents resolved before they began, which are left out", m.Restore.Negative},
		{"incidents still open", m.Restore.Open},
		{"services without an owner", unowned(r)},
	}
	var out []warning
	for _, w := range list {
		if w.count > 0 {
			out = append(out, w)
		}
	}
	return out
}

func unowned(r *dora.Report) int {
	if t := r.Teams[dora.Unowned]; t != nil {
		return len(t.Services)
	}
	return 0
}
