package github_test

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

func (at *fakeRepo) serve(r *http.Request, h http.Header, p []string) any {
	q := r.URL.Query()
	switch {
	case p[0] == "commits" && len(p) == 1:
		list := at.reach(q.Get("sha"))
		if list == nil {
			return nil
		}
		slices.Reverse(list)
		return page(r, h, list, (*fakeCommit).describe)
	case p[0] == "commits":
		c := at.commits[p[1]]
		if c == nil {
			return nil
		}
		d := c.describe()
		d["files"] = page(r, h, c.files, func(v any) map[string]any { return v.(map[string]any) })
		return d
	case p[0] == "compare":
		return at.compare(r, h, p[1])
	case p[0] == "issues" && len(p) == 1:
		return at.listIssues(r, h)
	case p[0] == "issues":
		n, _ := strconv.Atoi(p[1])
		return at.issue(n).events()
	case p[0] == "actions" && p[1] == "workflows":
		return at.listRuns(r, h, p[2])
	case p[0] == "actions":
		id, _ := strconv.Atoi(p[2])
		i := slices.IndexFunc(at.runs, func(run *fakeRun) bool { return run.id == id })
		return map[string]any{"total_count": len(at.runs[i].jobs), "jobs": page(r, h, at.runs[i].jobs, func(m map[string]any) map[string]any { return m })}
	}
	return nil
}

// page returns the page that is asked for, and says whether there is another.
func page[T any](r *http.Request, h http.Header, all []T, describe func(T) map[string]any) []any {
	size, number := 30, 1
	if n, err := strconv.Atoi(r.URL.Query().Get("per_page")); err == nil {
		size = min(n, 100)
	}
	if n, err := strconv.Atoi(r.URL.Query().Get("page")); err == nil {
		number = n
	}
	from, to := min((number-1)*size, len(all)), min(number*size, len(all))
	if to < len(all) {
		u := *r.URL
		q := u.Query()
		q.Set("page", strconv.Itoa(number+1))
		u.RawQuery = q.Encode()
		h.Set("Link", "<https://"+r.Host+u.RequestURI()+`>; rel="next"`)
	}
	out := []any{}
	for _, v := range all[from:to] {
		out = append(out, describe(v))
	}
	return out
}

// reach returns what is behind a commit, oldest first.
func (at *fakeRepo) reach(heads ...string) []*fakeCommit {
	seen := map[string]*fakeCommit{}
	for len(heads) > 0 {
		sha := heads[0]
		heads = heads[1:]
		if c := at.commits[sha]; c != nil && seen[sha] == nil {
			seen[sha] = c
			heads = append(heads, c.parents...)
		}
	}
	var out []*fakeCommit
	for _, c := range seen {
		out = append(out, c)
	}
	slices.SortFunc(out, func(a, b *fakeCommit) int { return a.committed.Compare(b.committed) })
	return out
}

func (at *fakeRepo) compare(r *http.Request, h http.Header, both string) any {
	base, head, _ := strings.Cut(both, "...")
	behind := at.reach(base)
	ahead := at.reach(head)
	if len(behind) == 0 || len(ahead) == 0 || !slices.Contains(ahead, behind[0]) {
		return nil
	}
	list := slices.DeleteFunc(ahead, func(c *fakeCommit) bool { return slices.Contains(behind, c) })
	out := filled("commit-comparison", map[string]any{
		"total_commits": len(list), "ahead_by": len(list), "status": "ahead",
		"base_commit": at.commits[base].describe(), "merge_base_commit": at.commits[base].describe(),
	})
	if at.most > 0 {
		list = list[:at.most]
	}
	if !r.URL.Query().Has("page") {
		list = list[:min(len(list), 250)]
		out["commits"] = page(r, http.Header{}, list, (*fakeCommit).describe)
		return out
	}
	out["commits"] = page(r, h, list, (*fakeCommit).describe)
	return out
}

func (c *fakeCommit) describe() map[string]any {
	committer := c.author
	parents := []any{}
	for _, p := range c.parents {
		parents = append(parents, map[string]any{"sha": p, "url": "https://example.com/x"})
	}
	kind, login := "User", "ada"
	if c.bot {
		kind = "Bot"
	}
	if c.web {
		committer, login = "GitHub", "web-flow"
	}
	return filled("commit", map[string]any{
		"sha": c.sha, "parents": parents,
		"author":    filled("simple-user", map[string]any{"login": "ada", "type": kind}),
		"committer": filled("simple-user", map[string]any{"login": login}),
		"commit": map[string]any{
			"url": "https://example.com/x", "message": c.message, "comment_count": 0,
			"author":    map[string]any{"name": c.author, "email": "a@example.com", "date": c.authored},
			"committer": map[string]any{"name": committer, "email": "a@example.com", "date": c.committed},
			"tree":      map[string]any{"sha": c.sha, "url": "https://example.com/x"},
		},
	})
}

func (at *fakeRepo) issue(number int) *fakeIssue {
	i := slices.IndexFunc(at.issues, func(i *fakeIssue) bool { return i.number == number })
	return at.issues[i]
}

// listIssues answers as GitHub does to what the source asks.
func (at *fakeRepo) listIssues(r *http.Request, h http.Header) any {
	q := r.URL.Query()
	since, _ := time.Parse(time.RFC3339, q.Get("since"))
	list := slices.DeleteFunc(slices.Clone(at.issues), func(i *fakeIssue) bool {
		return !slices.Contains(i.labels, q.Get("labels")) || i.updated.Before(since) || q.Get("state") != "all"
	})
	slices.SortStableFunc(list, func(a, b *fakeIssue) int { return a.updated.Compare(b.updated) })
	return page(r, h, list, (*fakeIssue).describe)
}

func (i *fakeIssue) describe() map[string]any {
	labels := []any{}
	for _, l := range i.labels {
		labels = append(labels, map[string]any{"name": l})
	}
	user := filled("simple-user", map[string]any{"login": "ada"})
	own := map[string]any{
		"number": i.number, "state": "open", "body": i.body, "labels": labels, "user": user, "created_at": i.created, "updated_at": i.updated,
	}
	if !i.closed.IsZero() {
		own["state"], own["closed_at"], own["closed_by"], own["state_reason"] = "closed", i.closed, user, orText(i.reason, "completed")
	}
	if i.pull {
		own["pull_request"] = map[string]any{"diff_url": nil, "html_url": nil, "patch_url": nil, "url": "https://example.com/x"}
	}
	return filled("issue", own)
}

func orText(s, standard string) string {
	if s == "" {
		return standard
	}
	return s
}

func (i *fakeIssue) events() []any {
	event := func(kind string, at time.Time) map[string]any {
		return map[string]any{
			"id": 1, "node_id": "x", "url": "https://example.com/x", "actor": filled("simple-user", nil), "event": kind,
			"commit_id": nil, "commit_url": nil, "created_at": at, "performed_via_github_app": nil,
		}
	}
	out := []any{event("subscribed", i.created)}
	for n, at := range i.closings {
		if n > 0 {
			out = append(out, event("reopened", at.Add(-time.Minute)))
		}
		out = append(out, event("closed", at))
	}
	return out
}

// listRuns answers a search of runs: newest first, and never more than a
// thousand.
func (at *fakeRepo) listRuns(r *http.Request, h http.Header, workflow string) any {
	q := r.URL.Query()
	from, to, before := bounds(q.Get("created"))
	var list []*fakeRun
	for _, run := range slices.Backward(at.runs) {
		in := !run.created.Before(from) && !run.created.After(to) && (!before || run.created.Before(to))
		if in && run.workflow == workflow && (q.Get("status") == "" || q.Get("status") == run.concluded) {
			list = append(list, run)
		}
	}
	total := len(list)
	return map[string]any{"total_count": total, "workflow_runs": page(r, h, list[:min(total, 1000)], (*fakeRun).describe)}
}

func bounds(created string) (from, to time.Time, before bool) {
	to = time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)
	switch {
	case strings.HasPrefix(created, ">="):
		from, _ = time.Parse(time.RFC3339, created[2:])
	case strings.HasPrefix(created, "<"):
		to, _ = time.Parse(time.RFC3339, created[1:])
		before = true
	default:
		a, b, _ := strings.Cut(created, "..")
		from, _ = time.Parse(time.RFC3339, a)
		to, _ = time.Parse(time.RFC3339, b)
	}
	return from, to, before
}

func (run *fakeRun) describe() map[string]any {
	own := map[string]any{
		"id": run.id, "head_sha": run.sha, "status": run.state, "created_at": run.created, "updated_at": run.updated,
		"run_attempt": max(run.attempt, 1), "conclusion": nil,
	}
	if run.state == "completed" {
		own["conclusion"] = run.concluded
	}
	return filled("workflow-run", own)
}
