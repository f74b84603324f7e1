package report

import (
	"fmt"
	"strings"

	"github.com/goldenpath-go/goldenpath/dora"
)

// Note says what a metric stands for, and what helps where it is low.
type Note struct {
	Metric dora.Metric
	// Proxy is what the metric stands for, and what it does not see.
	Proxy string
	// Wins are what usually helps first.
	Wins string
}

// Notes returns the notes of the four keys, and of recovery, which stands for
// the last of them in some tables of levels.
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
		{
			dora.FailedRecovery,
			"a proxy for how long users suffer from a change that failed. It sees only failures that somebody recorded or took back.",
			"links to runbooks in alerts, and access to production that is granted beforehand",
		},
	}
}

// noted is a key with what it stands for and, where its level is below high,
// what helps first.
type noted struct {
	key
	proxy string
	wins  string // empty: nothing is needed
}

func notes(r *dora.Report) []noted {
	of := map[dora.Metric]Note{}
	for _, n := range Notes() {
		of[n.Metric] = n
	}
	var out []noted
	for _, k := range keys(r, r.Org) {
		n := noted{key: k, proxy: of[k.of].Proxy}
		if k.level == dora.Medium || k.level == dora.Low {
			n.wins = of[k.of].Wins
		}
		out = append(out, n)
	}
	return out
}

// maxNamed is how many services a warning names.
const maxNamed = 3

// warnings returns what should make a reader look twice: the report's own
// warnings by their kind, what is still open, and what there is too little of.
func warnings(r *dora.Report) []string {
	var kinds []dora.WarningKind
	total, names := map[dora.WarningKind]int{}, map[dora.WarningKind][]string{}
	for _, w := range r.Warnings {
		if total[w.Kind] == 0 {
			kinds = append(kinds, w.Kind)
		}
		total[w.Kind] += w.Count
		if w.Service != "" {
			names[w.Kind] = append(names[w.Kind], clip(w.Service, shortName))
		}
	}
	var out []string
	for _, kind := range kinds {
		text := fmt.Sprintf("%s: %d", kind, total[kind])
		if of := names[kind]; len(of) > 0 {
			text += " (" + strings.Join(of[:min(len(of), maxNamed)], ", ")
			if len(of) > maxNamed {
				text += fmt.Sprintf(" and %d more", len(of)-maxNamed)
			}
			text += ")"
		}
		out = append(out, text)
	}
	if n := r.Org.Deployments.FailedAttempts; n > 0 {
		out = append(out, fmt.Sprintf("failed attempts to deploy: %d", n))
	}
	if n := r.Org.Restore.Open; n > 0 {
		out = append(out, fmt.Sprintf("incidents still open: %d", n))
	}
	if missing := few(r.Org); missing != "" {
		out = append(out, "few data to rely on: "+missing)
	}
	return out
}
