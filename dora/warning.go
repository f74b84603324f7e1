package dora

import (
	"cmp"
	"slices"
)

// Warning is something to know before a number is believed: how it may have
// come about without any delivery being better or worse.
type Warning struct {
	Kind WarningKind `json:"kind"`
	// Service is whose events it is about. Empty: of several services.
	Service string `json:"service,omitempty"`
	// Count is how many there are.
	Count int `json:"count"`
	// IDs are the first ten of them: deployments, SHAs, incidents or
	// services, as the kind says.
	IDs []string `json:"ids"`
}

// WarningKind says what a warning is about, in words that can be shown.
type WarningKind string

// The kinds of warnings.
const (
	// EmptyDeployments are of a known commit and bring no change.
	EmptyDeployments WarningKind = "deployments without changes"
	// ManyRedeploys brought what was live already.
	ManyRedeploys WarningKind = "redeploys"
	// ZeroLeadTimes are changes that were deployed in the second they were
	// authored, as with lightweight tags.
	ZeroLeadTimes WarningKind = "lead times of 0"
	// NegativeLeadTimes are changes dated after their deployment.
	NegativeLeadTimes WarningKind = "changes dated after their deployment"
	// UnknownCommits are deployments of a commit that is not in the history.
	UnknownCommits WarningKind = "deployments of unknown commits"
	// ShortIncidents were resolved in under a minute.
	ShortIncidents WarningKind = "incidents resolved in under 60 seconds"
	// TwinIncidents were opened and resolved at the same times by one actor.
	TwinIncidents WarningKind = "incidents opened and resolved at the same times by one actor"
	// ManyExcused are three or more incidents that no change is said to have
	// caused, and most of those of the service.
	ManyExcused WarningKind = "incidents marked as not caused by a change"
	// FailedUnseen are deployments that failed by a revert or a hotfix alone.
	FailedUnseen WarningKind = "failed deployments without incident or rollback"
	// AttemptsJump are five or more failed attempts, and twice as many as in
	// the window before.
	AttemptsJump WarningKind = "failed attempts, at least twice those of the window before"
	// UnownedServices have no owner: nobody is told their figures.
	UnownedServices WarningKind = "services without owner"
)

// mostIDs is how many events a warning names.
const mostIDs = 10

// warner gathers the warnings of a service.
type warner struct {
	*walk
	from int // first deployment of the window
	out  []Warning
}

func (x *warner) add(kind WarningKind, ids []string) {
	if len(ids) > 0 {
		x.out = append(x.out, Warning{Kind: kind, Service: x.service.Name, Count: len(ids), IDs: ids})
	}
}

// warnings returns those of the walk's service. Most services have none, so
// that names are looked up only where the figures say that there are some.
func (w *walk) warnings(p *pool, m *ServiceMetrics) []Warning {
	from, _ := w.inWindow()
	x := &warner{walk: w, from: from}
	if p.empty > 0 {
		x.add(EmptyDeployments, x.deployments(func(c *counted) bool {
			return c.commit >= 0 && !c.baseline && c.changes.to == c.changes.from
		}))
	}
	if p.redeploys > 0 {
		x.add(ManyRedeploys, x.leftOut(Redeploy, w.calculation.from))
	}
	if p.zero > 0 {
		x.add(ZeroLeadTimes, x.zeros())
	}
	if p.negative > 0 {
		x.add(NegativeLeadTimes, x.negatives())
	}
	if m.Quality.UnknownSHA > 0 {
		x.add(UnknownCommits, x.deployments(w.unknown))
	}
	if p.failed > 0 {
		x.add(FailedUnseen, x.unseen())
	}
	if p.attempts >= 5 {
		window := w.to - w.calculation.from
		before := len(x.leftOut(FailedAttempt, w.calculation.from-window)) - p.attempts
		if p.attempts >= 2*before {
			x.add(AttemptsJump, x.leftOut(FailedAttempt, w.calculation.from))
		}
	}
	x.incidents(p)
	return cutIDs(x.out)
}

func (x *warner) deployments(is func(*counted) bool) []string {
	var out []string
	for i := range x.counted[x.from:] {
		if c := &x.counted[x.from+i]; is(c) {
			out = append(out, x.idOf(c))
		}
	}
	return out
}

func (x *warner) leftOut(why Role, from int64) []string {
	var out []string
	for _, l := range x.left {
		if l.reason == why && l.at >= from {
			out = append(out, x.history.ids.at(x.service.rows[l.row].id))
		}
	}
	return out
}

func (x *warner) sha(commit uint32) string { return x.history.shas.at(x.repo.rows[commit].sha) }

func (x *warner) zeros() []string {
	var out []string
	for _, ch := range x.inWindowChanges(x.from) {
		if ch.seconds == 0 {
			out = append(out, x.sha(ch.commit))
		}
	}
	return out
}

func (x *warner) negatives() []string {
	var out []string
	for _, s := range x.skipped {
		if s.deployment >= x.from && s.why == NegativeAge {
			out = append(out, x.sha(s.commit))
		}
	}
	return out
}

// unseen returns the deployments that nothing but a revert or a hotfix marks.
func (x *warner) unseen() []string {
	var out []string
	for i := 0; i < len(x.marks); {
		d, seen := x.marks[i].deployment, false
		for ; i < len(x.marks) && x.marks[i].deployment == d; i++ {
			seen = seen || x.marks[i].signal == ByIncident || x.marks[i].signal == ByRollback
		}
		if !seen && d >= x.from {
			out = append(out, x.idOf(&x.counted[d]))
		}
	}
	return out
}

func (x *warner) incidents(p *pool) {
	var short, excused []string
	all := 0
	for _, no := range p.outages {
		o := &x.known[no]
		if o.end != never && o.end < x.calculation.from {
			continue
		}
		all++
		if o.end != never && o.end >= o.start && x.length(o) < 60 {
			short = append(short, x.history.incidents[o.incident].ID)
		}
		if o.excused {
			excused = append(excused, x.history.incidents[o.incident].ID)
		}
	}
	x.add(ShortIncidents, short)
	if len(excused) >= 3 && 2*len(excused) > all {
		x.add(ManyExcused, excused)
	}
}

// warnings returns those of all services.
func (c *calculation) warnings(all []*pool) []Warning {
	out := cutIDs([]Warning{{Kind: UnownedServices, IDs: unowned(all)}, {Kind: TwinIncidents, IDs: c.twins()}})
	out = slices.DeleteFunc(out, func(w Warning) bool { return w.Count == 0 })
	slices.SortFunc(all, func(a, b *pool) int { return cmp.Compare(a.service.Name, b.service.Name) })
	for _, p := range all {
		out = append(out, p.warnings...)
	}
	return out
}

// cutIDs counts the IDs of warnings and keeps the first ones.
func cutIDs(all []Warning) []Warning {
	for i := range all {
		all[i].Count = len(all[i].IDs)
		slices.Sort(all[i].IDs)
		if len(all[i].IDs) > mostIDs {
			all[i].IDs = slices.Clone(all[i].IDs[:mostIDs])
		}
	}
	return all
}

func unowned(all []*pool) []string {
	var out []string
	for _, p := range all {
		if ownerRef(p.service.Owner) == Unowned {
			out = append(out, p.service.Name)
		}
	}
	return out
}

// twins returns the incidents that have their times and their actor in common
// with another.
func (c *calculation) twins() []string {
	type twin struct {
		actor      string
		start, end int64
	}
	of := map[twin][]string{}
	for no := range c.known {
		o := &c.known[no]
		i := &c.history.incidents[o.incident]
		if i.Actor == "" || o.end == never || o.end < c.from {
			continue
		}
		key := twin{i.Actor, o.opened, o.end}
		of[key] = append(of[key], i.ID)
	}
	var out []string
	for _, ids := range of {
		if len(ids) > 1 {
			out = append(out, ids...)
		}
	}
	return out
}
