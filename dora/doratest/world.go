package doratest

import (
	"fmt"
	"time"

	"github.com/goldenpath-go/goldenpath/dora"
)

// World is what a service is to hold before a source is aimed at it. IDs are
// for telling events apart: a service that gives its own may give others.
type World struct {
	Services    []dora.Service
	Deployments []dora.Deployment
	Changes     []dora.Change
	Incidents   []dora.Incident
}

// Window is the window that worlds lie in.
func Window() dora.Window {
	return dora.Window{From: day(1), To: day(31)}
}

// day returns nine o'clock of a day of January 2026.
func day(n int) time.Time { return time.Date(2026, 1, n, 9, 0, 0, 0, time.UTC) }

// sha returns the name of the nth commit.
func sha(n int) string { return fmt.Sprintf("%040x", n+1) }

const repo = "acme/orders"

// services are two, of which only the first has events that are asked for.
func services() []dora.Service {
	return []dora.Service{{Name: "orders", Repo: repo}, {Name: "billing", Repo: "acme/billing"}}
}

// deployments returns a world of n deployments of orders and one of billing.
func deployments(n int) World {
	w := World{Services: services(), Changes: changes(n).Changes}
	for i := range n {
		at := day(2).Add(time.Duration(i) * time.Hour)
		w.Deployments = append(w.Deployments, dora.Deployment{
			Service: "orders", ID: fmt.Sprintf("d%d", i), Environment: "production", SHA: sha(i),
			Created: at, Finished: at.Add(time.Minute), Status: dora.Success,
		})
	}
	w.Deployments = append(w.Deployments, dora.Deployment{
		Service: "billing", ID: "b0", Environment: "production", SHA: sha(0),
		Created: day(3), Finished: day(3), Status: dora.Success,
	})
	return w
}

// changes returns a world of a line of n commits.
func changes(n int) World {
	w := World{Services: services()}
	for i := range n {
		c := dora.Change{Repo: repo, SHA: sha(i), Authored: day(1).Add(time.Duration(i) * time.Minute), Author: "Ada"}
		c.Committed = c.Authored
		if i > 0 {
			c.Parents = []string{sha(i - 1)}
		}
		w.Changes = append(w.Changes, c)
	}
	return w
}

// incidents returns a world of n incidents of orders and one of billing; the
// last of orders is still open.
func incidents(n int) World {
	w := World{Services: services()}
	for i := range n {
		at := day(2).Add(time.Duration(i) * time.Hour)
		in := dora.Incident{ID: fmt.Sprintf("i%d", i), Services: []string{"orders"}, Opened: at}
		if i < n-1 {
			in.Resolved = at.Add(20 * time.Minute)
		}
		w.Incidents = append(w.Incidents, in)
	}
	w.Incidents = append(w.Incidents, dora.Incident{
		ID: "b0", Services: []string{"billing"}, Opened: day(3), Resolved: day(4),
	})
	return w
}
