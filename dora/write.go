package dora

import (
	"bufio"
	"io"
	"time"

	"github.com/goldenpath-go/goldenpath/internal/tree"
)

// WriteTo writes the history as JSON lines, such as [Read] reads: services,
// groups, commits, deployments, incidents. What was read and is not known is
// written again.
func (h *History) WriteTo(w io.Writer) (int64, error) {
	out := &lines{history: h, counter: &counter{to: w}}
	out.to = bufio.NewWriterSize(out.counter, 1<<16)
	for s := range h.Services() {
		if h.services[h.serviceNo[s.Name]].declared {
			out.service(s)
		}
	}
	for g := range h.Groups() {
		out.group(g)
	}
	for c := range h.Changes() {
		out.commit(c)
	}
	for d := range h.Deployments() {
		out.deployment(d)
	}
	for i := range h.Incidents() {
		out.incident(i)
	}
	err := out.to.Flush()
	return out.counter.n, err
}

type counter struct {
	to io.Writer
	n  int64
}

func (c *counter) Write(p []byte) (int, error) {
	n, err := c.to.Write(p)
	c.n += int64(n)
	return n, err
}

// lines writes records. Errors of the writer stay in it until it is flushed.
type lines struct {
	history *History
	counter *counter
	to      *bufio.Writer
	line    []byte
}

func (l *lines) begin(kind string) { l.line = append(append(l.line[:0], `{"type":"`...), kind+`"`...) }

func (l *lines) end(kind, id string) {
	l.line = append(l.line, l.history.extras[kind+"\x00"+id]...)
	l.line = append(l.line, '}', '\n')
	// bufio keeps the first error and gives it to Flush.
	_, _ = l.to.Write(l.line)
}

func (l *lines) name(name string) {
	l.line = append(l.line, `,"`...)
	l.line = append(l.line, name...)
	l.line = append(l.line, `":`...)
}

func (l *lines) text(name, value string) {
	if value != "" {
		l.name(name)
		l.line = appendText(l.line, value)
	}
}

func (l *lines) time(name string, t time.Time) {
	if !t.IsZero() {
		l.text(name, t.UTC().Format(time.RFC3339Nano))
	}
}

func (l *lines) flag(name string, value bool) {
	if value {
		l.name(name)
		l.line = append(l.line, "true"...)
	}
}

func (l *lines) texts(name string, values []string) {
	if len(values) == 0 {
		return
	}
	l.name(name)
	for i, v := range values {
		l.line = append(l.line, "[,"[min(i, 1)])
		l.line = appendText(l.line, v)
	}
	l.line = append(l.line, ']')
}

func appendText(line []byte, s string) []byte { return append(line, tree.QuoteJSON(s)...) }

func (l *lines) service(s Service) {
	l.begin("service")
	l.text("name", s.Name)
	l.text("repo", s.Repo)
	l.texts("paths", s.Paths)
	l.text("owner", s.Owner)
	l.time("since", s.Since)
	l.end("service", s.Name)
}

func (l *lines) group(g Group) {
	l.begin("group")
	l.text("name", g.Name)
	l.text("parent", g.Parent)
	l.end("group", g.Name)
}

func (l *lines) commit(c Change) {
	l.begin("commit")
	l.text("repo", c.Repo)
	l.text("sha", c.SHA)
	l.texts("parents", c.Parents)
	l.time("authored_at", c.Authored)
	l.time("committed_at", c.Committed)
	l.time("first_authored_at", c.FirstAuthored)
	l.text("author", c.Author)
	l.texts("paths", c.Paths)
	l.flag("bot", c.Bot)
	l.text("cherry_picked_from", c.PickedFrom)
	l.text("reverts", c.Reverts)
	l.end("commit", c.Repo+"\x00"+c.SHA)
}

func (l *lines) deployment(d Deployment) {
	l.begin("deployment")
	l.text("service", d.Service)
	l.text("id", d.ID)
	l.text("environment", d.Environment)
	l.text("sha", d.SHA)
	l.text("config", d.Config)
	l.time("created_at", d.Created)
	l.time("finished_at", d.Finished)
	l.text("status", string(d.Status))
	l.statuses(d.Statuses)
	l.text("kind", string(d.Kind))
	l.flag("rework", d.Rework)
	l.text("url", d.URL)
	l.end("deployment", d.Service+"\x00"+d.ID)
}

func (l *lines) statuses(all []StatusAt) {
	if len(all) == 0 {
		return
	}
	l.name("statuses")
	for i, s := range all {
		l.line = append(l.line, "[,"[min(i, 1)])
		l.line = append(l.line, `{"state":`...)
		l.line = appendText(l.line, string(s.State))
		l.time("at", s.At)
		l.line = append(l.line, '}')
	}
	l.line = append(l.line, ']')
}

func (l *lines) incident(i Incident) {
	l.begin("incident")
	l.text("id", i.ID)
	l.texts("services", i.Services)
	l.text("environment", i.Environment)
	l.time("opened_at", i.Opened)
	l.time("started_at", i.Started)
	l.time("resolved_at", i.Resolved)
	l.texts("deployments", i.Deployments)
	l.text("sha", i.SHA)
	if i.CausedByChange != nil {
		l.name("caused_by_change")
		l.line = append(l.line, map[bool]string{true: "true", false: "false"}[*i.CausedByChange]...)
	}
	l.text("merged_into", i.MergedInto)
	l.text("severity", i.Severity)
	l.text("url", i.URL)
	l.text("actor", i.Actor)
	l.end("incident", i.ID)
}
