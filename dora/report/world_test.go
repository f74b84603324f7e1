package report_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/dora"
)

// quarter is the window of the tests' reports.
func quarter() dora.Window {
	return dora.Window{From: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), To: time.Date(2026, 4, 1, 0, 0, 0, 0, time.UTC)}
}

// company builds a history event by event. Its numbers come from a fixed
// sequence, so that every run has the same.
type company struct {
	t       testing.TB
	history dora.History
	seed    uint64
	n       int
}

// draw returns the next number under n.
func (c *company) draw(n int) int {
	c.seed = c.seed*6364136223846793005 + 1442695040888963407
	return int(c.seed>>33) % n
}

// upTo returns a time under d.
func (c *company) upTo(d time.Duration) time.Duration {
	return time.Duration(c.draw(int(d/time.Second))) * time.Second
}

func (c *company) group(name, parent string) {
	require.NoError(c.t, c.history.AddGroup(dora.Group{Name: name, Parent: parent}))
}

// service adds one that is deployed every so many hours, with changes of
// about an age, of which one in so many deployments fails.
func (c *company) service(name, owner string, every, age time.Duration, oneIn int) {
	repo := "acme/" + name
	require.NoError(c.t, c.history.AddService(dora.Service{Name: name, Owner: owner, Repo: repo}))
	parent := ""
	for at := quarter().From.Add(-20 * 24 * time.Hour); at.Before(quarter().To); at = at.Add(every/2 + c.upTo(every)) {
		for range 1 + c.draw(4) {
			parent = c.commit(repo, parent, at.Add(-age/8-c.upTo(2*age)))
		}
		c.n++
		id := fmt.Sprintf("%s-%d", name, c.n)
		require.NoError(c.t, c.history.AddDeployment(dora.Deployment{
			Service: name, ID: id, Environment: "production", SHA: parent, Created: at, Finished: at.Add(4 * time.Minute), Status: dora.Success,
		}))
		if c.draw(oneIn) == 0 {
			c.incident(name, id, at.Add(10*time.Minute))
		}
	}
}

func (c *company) commit(repo, parent string, at time.Time) string {
	c.n++
	ch := dora.Change{Repo: repo, SHA: fmt.Sprintf("%040x", c.n), Authored: at, Committed: at, Author: "Ada"}
	if parent != "" {
		ch.Parents = []string{parent}
	}
	require.NoError(c.t, c.history.AddChange(ch))
	return ch.SHA
}

// incident adds one of a minute to some days, or one that is still open.
func (c *company) incident(service, deployment string, at time.Time) {
	c.n++
	i := dora.Incident{ID: fmt.Sprintf("INC-%d", c.n), Services: []string{service}, Opened: at, Deployments: []string{deployment}}
	if c.draw(12) > 0 {
		i.Resolved = at.Add(time.Duration(1+c.draw(60)) * time.Minute << c.draw(8))
	}
	require.NoError(c.t, c.history.AddIncident(i))
}

func (c *company) report(o *dora.Options) *dora.Report {
	return dora.Calculate(&c.history, quarter(), o)
}

func newCompany(t testing.TB) *company { return &company{t: t, seed: 42} }

// shop is a company of three teams and six services.
func shop(t testing.TB) *company {
	t.Helper()
	c := newCompany(t)
	c.group("commerce", "")
	c.group("checkout", "commerce")
	c.group("search", "commerce")
	c.service("orders", "checkout", 20*time.Hour, 9*time.Hour, 9)
	c.service("payments", "checkout", 60*time.Hour, 40*time.Hour, 14)
	c.service("catalogue", "search", 8*time.Hour, 3*time.Hour, 30)
	c.service("ranking", "search", 5*24*time.Hour, 6*24*time.Hour, 4)
	c.service("identity", "platform", 36*time.Hour, 20*time.Hour, 12)
	c.service("ledger", "", 21*24*time.Hour, 30*24*time.Hour, 3)
	return c
}

// hostileNames are those of things that somebody else named.
func hostileNames() []string {
	return []string{
		"one\ntwo", "a | b |", "<script>alert(1)</script>", "\x1b[31mred\x1b[0m\x07", `q"uo'te\`, "rtl\u202egnp.exe\u2066", "back`tick*star*_u_",
		"</title></svg><img src=x onerror=alert(1)>", "[link](javascript:alert(1))", "![i](https://example.com/a.png)", "{{.}} ${x} %s",
		"@everyone #12 www.example.com https://example.com", "tab\tand\rreturn", "nul\x00", "line\u2028sep\u2029end", "bad\xff\xfeutf8",
		"--><style>*{display:none}</style>", "x" + string(make([]rune, 3)) + "y", longNameOf("very-long-", 3000), "  spaces  ", "日本語", "שלום", "= # EOF",
	}
}

func longNameOf(part string, n int) string {
	out := ""
	for len(out) < n {
		out += part
	}
	return out
}

// hostile is a company in which everything has a hostile name.
func hostile(t testing.TB) *company {
	t.Helper()
	c := newCompany(t)
	for i, name := range hostileNames() {
		c.thrice(i, name)
	}
	return c
}

// thrice adds the ith service, with its team, and three deployments that each
// ended in an incident.
func (c *company) thrice(i int, name string) {
	require.NoError(c.t, c.history.AddService(dora.Service{Name: name, Owner: "group:default/" + name, Repo: "r" + name}))
	for k := range 3 {
		at := quarter().From.Add(time.Duration(i*50+k*20+1) * time.Hour)
		sha := c.commit("r"+name, "", at.Add(-time.Hour))
		id := fmt.Sprintf("%s %d", name, k)
		require.NoError(c.t, c.history.AddDeployment(dora.Deployment{
			Service: name, ID: id, Environment: "production", SHA: sha, Finished: at, Created: at, Status: dora.Success,
		}))
		require.NoError(c.t, c.history.AddIncident(dora.Incident{
			ID: "incident " + id, Services: []string{name}, Opened: at.Add(time.Hour), Deployments: []string{id}, Resolved: at.Add(2 * time.Hour),
		}))
	}
}
