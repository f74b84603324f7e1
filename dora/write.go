package dora

import (
	"bufio"
	"io"
	"iter"
	"maps"
	"slices"
	"time"

	"github.com/goldenpath-go/goldenpath/internal/tree"
)

// WriteTo writes the history as JSON lines, such as [Read] reads: services,
// groups, commits, deployments, incidents. What was read and is not known is
// written again.
func (h *History) WriteTo(w io.Writer) (int64, error) {
	count := &counter{to: w}
	to := bufio.NewWriterSize(count, 1<<16)
	out := &lines{extras: h.extras, put: func(_ string, line []byte) bool {
		// bufio keeps the first error and gives it to Flush.
		_, _ = to.Write(append(line, '\n'))
		return true
	}}
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
	err := to.Flush()
	return count.n, err
}

// Lines yields the events of the batch by identity, each as a JSON object
// without an end of line, such as [History.ReadLine] reads. The bytes are good
// until the next one is asked for.
func (b *Batch) Lines() iter.Seq2[string, []byte] {
	return func(yield func(string, []byte) bool) {
		more := true
		out := &lines{put: func(identity string, line []byte) bool {
			more = more && yield(identity, line)
			return more
		}}
		_ = eachOf(b.Services, out.service) && eachOf(b.Groups, out.group) && eachOf(b.Changes, out.commit) &&
			eachOf(b.Deployments, out.deployment) && eachOf(b.Incidents, out.incident)
	}
}

func eachOf[T any](events []T, put func(T) bool) bool {
	for _, e := range events {
		if !put(e) {
			return false
		}
	}
	return true
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

// lines turns events into records.
type lines struct {
	extras map[string]string
	put    func(identity string, line []byte) bool
	line   []byte
}

func (l *lines) begin(kind string) { l.line = append(append(l.line[:0], `{"type":"`...), kind+`"`...) }

func (l *lines) end(kind, id string) bool {
	identity := kind + "\x00" + id
	l.line = append(l.line, l.extras[identity]...)
	l.line = append(l.line, '}')
	return l.put(identity, l.line)
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

func (l *lines) service(s Service) bool {
	l.begin("service")
	l.text("name", s.Name)
	l.text("repo", s.Repo)
	l.texts("paths", s.Paths)
	l.text("owner", s.Owner)
	l.time("since", s.Since)
	l.annotations(s.Annotations)
	return l.end("service", s.Name)
}

func (l *lines) annotations(all map[string]string) {
	if len(all) == 0 {
		return
	}
	l.name("annotations")
	for i, key := range slices.Sorted(maps.Keys(all)) {
		l.line = append(l.line, "{,"[min(i, 1)])
		l.line = append(appendText(l.line, key), ':')
		l.line = appendText(l.line, all[key])
	}
	l.line = append(l.line, '}')
}

func (l *lines) group(g Group) bool {
	l.begin("group")
	l.text("name", g.Name)
	l.text("parent", g.Parent)
	return l.end("group", g.Name)
}

func (l *lines) commit(c Change) bool {
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
	return l.end("commit", c.Repo+"\x00"+c.SHA)
}

func (l *lines) deployment(d Deployment) bool {
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
	return l.end("deployment", d.Service+"\x00"+d.ID)
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

func (l *lines) incident(i Incident) bool {
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
	return l.end("incident", i.ID)
}
