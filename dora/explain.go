package dora

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

// Metric names a figure.
type Metric string

// The metrics.
const (
	DeploymentFrequency Metric = "deployment_frequency"
	LeadTimeForChanges  Metric = "lead_time"
	ChangeFailureRate   Metric = "change_failure"
	TimeToRestore       Metric = "restore"
	FailedRecovery      Metric = "recovery"
	ReworkRate          Metric = "rework"
)

// AllMetrics returns every metric, in the order of reports.
func AllMetrics() []Metric {
	return []Metric{DeploymentFrequency, LeadTimeForChanges, ChangeFailureRate, TimeToRestore, FailedRecovery, ReworkRate}
}

// Evidence is an event behind a figure, and what it is to it.
type Evidence struct {
	Service string `json:"service"`
	Role    Role   `json:"role"`
	// Deployment, Change and Incident are the IDs of the events that it is
	// about; those that are not are empty.
	Deployment string `json:"deployment,omitempty"`
	Change     string `json:"change,omitempty"`
	Incident   string `json:"incident,omitempty"`
	// At is when it happened: of a change, when it was authored.
	At time.Time `json:"at"`
	// Seconds are what it adds to the figure: the age of a change, the length
	// of an incident or of a recovery. Unknown where it adds none.
	Seconds Figure `json:"seconds"`
	// Reason says in words why it has its role. Empty: the role says it all.
	Reason string `json:"reason,omitempty"`
}

// Explain returns the events behind a metric of a service, or of all services
// of a team, or, for "", of everything: what was counted and what was left
// out, by service and time. It is an error to ask for a name or a metric that
// the report does not have.
func (r *Report) Explain(name string, m Metric) ([]Evidence, error) {
	services, err := r.servicesOf(name)
	if err != nil {
		return nil, err
	}
	var out []Evidence
	room := &scratch{}
	for _, service := range services {
		walk := r.calculation.walk(r.Services[service].no, room)
		x := explainer{report: r, calculation: r.calculation, evidence: walk.evidence(), service: service}
		if err := x.explain(m); err != nil {
			return nil, err
		}
		slices.SortStableFunc(x.out, func(a, b Evidence) int {
			return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.Deployment, b.Deployment), cmp.Compare(a.Change, b.Change), cmp.Compare(a.Incident, b.Incident))
		})
		out = append(out, x.out...)
	}
	return out, nil
}

func (r *Report) servicesOf(name string) ([]string, error) {
	if name == "" {
		return slices.Sorted(maps.Keys(r.Services)), nil
	}
	if _, ok := r.Services[name]; ok {
		return []string{name}, nil
	}
	if t, ok := r.Teams[ownerRef(name)]; ok {
		return t.Services, nil
	}
	return nil, fmt.Errorf("%q is neither a service nor a team of the report", name)
}

// explainer turns the kept events of a service into evidence.
type explainer struct {
	*calculation
	report   *Report
	evidence *evidence
	service  string
	out      []Evidence
}

func (x *explainer) explain(m Metric) error {
	switch m {
	case DeploymentFrequency:
		x.frequency()
	case LeadTimeForChanges:
		x.leadTime()
	case ChangeFailureRate:
		x.failures()
	case TimeToRestore:
		x.restore()
	case FailedRecovery:
		x.recovery()
	case ReworkRate:
		x.rework()
	default:
		return fmt.Errorf("%q is no metric", m)
	}
	return nil
}

func (x *explainer) id(row uint32) string {
	return x.history.ids.at(x.history.services[x.evidence.service].rows[row].id)
}

func (x *explainer) add(e Evidence) {
	e.Service = x.service
	x.out = append(x.out, e)
}

func (x *explainer) deployment(role Role, row uint32, at int64, reason string) {
	x.add(Evidence{Role: role, Deployment: x.id(row), At: instant(at), Reason: reason})
}

func (x *explainer) counted() {
	splits := x.evidence.splits
	for i, c := range x.evidence.counted {
		var reasons []string
		switch {
		case c.baseline:
			reasons = append(reasons, "the first one with a known commit: its changes have no age")
		case c.unknown():
			reasons = append(reasons, "its commit is not known: it has no changes")
		}
		if len(splits) > 0 && splits[0].deployment == x.evidence.offset+i {
			reasons = append(reasons, "has a part of a pull request of which "+x.id(splits[0].row)+" has another")
			splits = splits[1:]
		}
		x.deployment(Counted, c.row, c.at, strings.Join(reasons, "; "))
	}
}

func (x *explainer) left(roles ...Role) {
	for _, l := range x.evidence.left {
		if l.at < x.from || !slices.Contains(roles, l.reason) {
			continue
		}
		reason := ""
		if first := int(l.of) - x.evidence.offset; l.of >= 0 && first >= 0 {
			reason = "stands for " + x.id(x.evidence.counted[first].row)
		}
		x.deployment(l.reason, l.row, l.at, reason)
	}
}

func (x *explainer) frequency() {
	x.counted()
	x.left(Redeploy, WentBack, Region, FailedAttempt)
}

func (x *explainer) leadTime() {
	for _, c := range x.evidence.counted {
		for _, ch := range x.evidence.changes[c.changes.from:c.changes.to] {
			x.change(Shipped, ch.commit, c.row, known(float64(ch.seconds)))
		}
	}
	for _, s := range x.evidence.skipped {
		x.change(s.why, s.commit, x.evidence.counted[s.deployment-x.evidence.offset].row, Figure{})
	}
}

func (x *explainer) change(role Role, commit, row uint32, seconds Figure) {
	h := x.history
	r := &x.evidence.repo.rows[commit]
	x.add(Evidence{Role: role, Change: h.shas.at(r.sha), Deployment: x.id(row), At: instant(r.start()), Seconds: seconds})
}

// failures tells every deployment, and of each that failed by what.
func (x *explainer) failures() {
	failed := failedSet(x.evidence)
	for i, c := range x.evidence.counted {
		if !failed[i] {
			x.deployment(Counted, c.row, c.at, "")
		}
	}
	for _, m := range x.evidence.marks {
		c := x.evidence.counted[m.deployment-x.evidence.offset]
		e := Evidence{Role: Failed, Deployment: x.id(c.row), At: instant(c.at), Reason: x.because(m)}
		if m.incident >= 0 {
			e.Incident = x.history.incidents[m.incident].ID
		}
		x.add(e)
	}
	if x.options.CountFailedAttempts {
		x.left(FailedAttempt)
	}
}

func (x *explainer) because(m mark) string {
	h := x.history
	switch m.signal {
	case ByIncident:
		return fmt.Sprintf("incident %s %s", h.incidents[m.incident].ID, m.link)
	case ByRollback:
		return fmt.Sprintf("taken back by %s at %s", x.id(uint32(m.row)), stamp(m.at))
	case ByRevert:
		return fmt.Sprintf("%s reverts a commit of it, deployed by %s at %s", h.shas.at(x.evidence.repo.rows[m.commit].sha), x.id(uint32(m.row)), stamp(m.at))
	}
	return fmt.Sprintf("followed by the hotfix %s at %s", x.id(uint32(m.row)), stamp(m.at))
}

func stamp(at int64) string { return instant(at).Format(time.RFC3339) }

func (x *explainer) restore() {
	for _, o := range x.evidence.outages {
		i := &x.history.incidents[o.incident]
		e := Evidence{Incident: i.ID, At: instant(o.start)}
		switch {
		case o.end == never:
			e.Role = StillOpen
		case o.end < x.from:
			continue
		case o.end < o.start:
			e.Role = NegativeLength
		default:
			e.Role, e.Seconds = Restored, known(float64((o.end-o.start)/1e6))
		}
		if i.CausedByChange != nil && !*i.CausedByChange {
			e.Reason = string(Excused)
		}
		x.add(e)
	}
}

func (x *explainer) recovery() {
	marks := x.evidence.marks
	for i := 0; i < len(marks); {
		start := i
		for i < len(marks) && marks[i].deployment == marks[start].deployment {
			i++
		}
		c := x.evidence.counted[marks[start].deployment-x.evidence.offset]
		e := Evidence{Role: StillOpen, Deployment: x.id(c.row), At: instant(c.at), Reason: x.because(marks[start])}
		if end, over := recovered(marks[start:i]); over {
			e.Role = Restored
			if end >= c.at {
				e.Seconds = known(float64((end - c.at) / 1e6))
			}
		}
		x.add(e)
	}
}

func (x *explainer) rework() {
	for _, c := range x.evidence.counted {
		switch {
		case c.kind == hotfix:
			x.deployment(Reworked, c.row, c.at, "is a hotfix")
		case c.rework:
			x.deployment(Reworked, c.row, c.at, "is marked as rework")
		default:
			x.deployment(Counted, c.row, c.at, "")
		}
	}
	x.left(WentBack)
}
