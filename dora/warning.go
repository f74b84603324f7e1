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
	// IDs are the first ten of them, deployments, changes and incidents by
	// time: deployments, SHAs, incidents or services, as the kind says.
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
	// SplitPullRequests are deployments that brought a part of a pull request
	// of which another one brought a part, too. Changes of a repository are of
	// one pull request where they have FirstAuthored in common.
	SplitPullRequests WarningKind = "several deployments of one pull request's commits"
	// ZeroLeadTimes are changes that were deployed in the second they were
	// authored, as with lightweight tags.
	ZeroLeadTimes WarningKind = "lead times of 0"
	// NegativeLeadTimes are changes dated after their deployment.
	NegativeLeadTimes WarningKind = "changes dated after their deployment"
	// UnknownCommits are deployments that do not say of which commit they are,
	// or of one that is not in the history: they have no changes.
	UnknownCommits WarningKind = "deployments of unknown commits"
	// ShortIncidents were resolved in under a minute.
	ShortIncidents WarningKind = "incidents resolved in under 60 seconds"
	// NegativeIncidents were resolved before they began: they have no length.
	NegativeIncidents WarningKind = "incidents resolved before they began"
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

// warner gathers the warnings of a service.
type warner struct {
	*walk
	from int // first deployment of the window
	out  []Warning
}

// tell adds a warning where there is something to tell.
func (x *warner) tell(kind WarningKind, t told) {
	if t.count > 0 {
		x.out = append(x.out, Warning{Kind: kind, Service: x.service.Name, Count: t.count, IDs: t.ids})
	}
}

// warnings returns those of the walk's service. Most services have none, so
// that events are looked at again only where the figures say that there are
// some.
func (w *walk) warnings(p *pool) []Warning {
	from, _ := w.inWindow()
	x := &warner{walk: w, from: from}
	if p.empty > 0 {
		x.tell(EmptyDeployments, x.deployments(p.empty, (*counted).empty))
	}
	if p.redeploys > 0 {
		x.tell(ManyRedeploys, x.leftOut(Redeploy, w.calculation.from))
	}
	if len(w.pulls) > 0 {
		x.tell(SplitPullRequests, x.splitPulls())
	}
	if p.zero > 0 {
		x.tell(ZeroLeadTimes, x.zeros())
	}
	if p.negative > 0 {
		x.tell(NegativeLeadTimes, x.negatives())
	}
	if p.unknown > 0 {
		x.tell(UnknownCommits, x.deployments(p.unknown, (*counted).unknown))
	}
	if p.failed > 0 {
		x.tell(FailedUnseen, x.unseen())
	}
	if p.attempts >= 5 {
		window := w.to - w.calculation.from
		before := x.leftOut(FailedAttempt, w.calculation.from-window).count - p.attempts
		if p.attempts >= 2*before {
			x.tell(AttemptsJump, x.leftOut(FailedAttempt, w.calculation.from))
		}
	}
	x.incidents(p)
	return x.out
}

// deployments returns those of the window that are so, which are some.
func (x *warner) deployments(some int, are func(*counted) bool) told {
	var t told
	for i := x.from; t.count < min(some, mostIDs); i++ {
		if c := &x.counted[i]; are(c) {
			x.deployment(&t, c.row)
		}
	}
	t.count = some
	return t
}

func (x *warner) deployment(t *told, row uint32) { t.add(&x.history.ids, x.service.rows[row].id) }

func (x *warner) change(t *told, commit uint32) { t.add(&x.history.shas, x.repo.rows[commit].sha) }

func (x *warner) incident(t *told, o *outage) { t.name(x.history.incidents[o.incident].ID) }

func (x *warner) leftOut(why Role, from int64) told {
	var t told
	for _, l := range x.left {
		if l.reason == why && l.at >= from {
			x.deployment(&t, l.row)
		}
	}
	return t
}

func (x *warner) splitPulls() told {
	var t told
	for _, s := range x.splits(x.from) {
		x.deployment(&t, x.counted[s.deployment].row)
	}
	return t
}

func (x *warner) zeros() told {
	var t told
	for _, ch := range x.inWindowChanges(x.from) {
		if ch.seconds == 0 {
			x.change(&t, ch.commit)
		}
	}
	return t
}

func (x *warner) negatives() told {
	var t told
	for _, s := range x.skipped {
		if s.deployment >= x.from && s.why == NegativeAge {
			x.change(&t, s.commit)
		}
	}
	return t
}

// unseen returns the deployments that nothing but a revert or a hotfix marks.
func (x *warner) unseen() told {
	var t told
	for i := 0; i < len(x.marks); {
		d, seen := x.marks[i].deployment, false
		for ; i < len(x.marks) && x.marks[i].deployment == d; i++ {
			seen = seen || x.marks[i].signal == ByIncident || x.marks[i].signal == ByRollback
		}
		if !seen && d >= x.from {
			x.deployment(&t, x.counted[d].row)
		}
	}
	return t
}

func (x *warner) incidents(p *pool) {
	var short, negative, excused told
	all := 0
	for _, no := range p.outages {
		o := &x.known[no]
		if o.end != never && o.end < x.calculation.from {
			continue
		}
		all++
		switch {
		case o.end == never:
		case o.end < o.start:
			x.incident(&negative, o)
		case x.length(o) < 60:
			x.incident(&short, o)
		}
		if o.excused {
			x.incident(&excused, o)
		}
	}
	x.tell(ShortIncidents, short)
	x.tell(NegativeIncidents, negative)
	if excused.count >= 3 && 2*excused.count > all {
		x.tell(ManyExcused, excused)
	}
}

// warnings returns those of all services.
func (c *calculation) warnings(all []*pool) []Warning {
	out := []Warning{}
	tell := func(kind WarningKind, names []string) {
		var t told
		slices.Sort(names)
		for _, name := range names {
			t.name(name)
		}
		if t.count > 0 {
			out = append(out, Warning{Kind: kind, Count: t.count, IDs: t.ids})
		}
	}
	tell(UnownedServices, unowned(all))
	tell(TwinIncidents, c.twins())
	slices.SortFunc(all, func(a, b *pool) int { return cmp.Compare(a.service.Name, b.service.Name) })
	for _, p := range all {
		out = append(out, p.warnings...)
	}
	return out
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
