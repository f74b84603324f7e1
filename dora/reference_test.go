package dora_test

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/goldenpath-go/goldenpath/dora"
)

// events are the input of the reference, each identity once.
type events struct {
	services    []dora.Service
	groups      []dora.Group
	changes     []dora.Change
	deployments []dora.Deployment
	incidents   []dora.Incident
}

// reference computes figures as the rules are worded, with sets and without
// any thought of speed.
type reference struct {
	events
	window  dora.Window
	options dora.Options
}

// try is an attempt to deploy that ended.
type try struct {
	dora.Deployment
	at time.Time
	ok bool
}

// shipping is a deployment that counts, with all that is known of it.
type shipping struct {
	try
	known, baseline bool
	environments    []string
	commits         map[string]bool // first reached by it
	changes         map[string]int64
	failedBy        []time.Time // rollbacks, reverts, hotfixes
	incidents       []dora.Incident
}

func (s *shipping) failed() bool { return len(s.failedBy)+len(s.incidents) > 0 }

// referenceService is what the reference finds of a service.
type referenceService struct {
	name, owner                  string
	counted                      []*shipping // of all history
	redeploys, rollbacks         []time.Time // of the window
	attempts                     []time.Time // likewise
	negative, empty              int
	merges, offPath, twice, bots int
	unknown                      int
	incidents                    []dora.Incident
	standsFor                    map[string]*shipping
	since                        time.Time
	carried                      map[[3]string]*shipping
	order                        map[string][][2]string
	live                         map[string][2]string
	paths                        []string
	commits                      map[string]dora.Change
}

func (r *reference) in(t time.Time) bool { return !t.Before(r.window.From) && t.Before(r.window.To) }

func (r *reference) production(name string) bool {
	return dora.MatchEnvironment(dora.DefaultProduction(), name)
}

func (r *reference) signal(s dora.Signal) bool {
	if len(r.options.Signals) == 0 {
		return s == dora.ByIncident || s == dora.ByRollback
	}
	return slices.Contains(r.options.Signals, s)
}

// ended applies the rule of outcome and time.
func (r *reference) ended(d dora.Deployment) (try, bool) {
	if len(d.Statuses) > 0 {
		var good, bad []time.Time
		for _, s := range d.Statuses {
			if !s.At.Before(r.window.To) {
				continue
			}
			switch s.State {
			case dora.Success:
				good = append(good, s.At)
			case dora.Failure, dora.Error:
				bad = append(bad, s.At)
			}
		}
		if len(good) > 0 {
			return try{d, slices.MinFunc(good, time.Time.Compare), true}, true
		}
		if len(bad) > 0 {
			return try{d, slices.MaxFunc(bad, time.Time.Compare), false}, true
		}
		return try{}, false
	}
	at := d.Finished
	if at.IsZero() {
		at = d.Created
	}
	if !at.Before(r.window.To) {
		return try{}, false
	}
	switch d.Status {
	case dora.Success, dora.Inactive:
		return try{d, at, true}, true
	case dora.Failure, dora.Error:
		return try{d, at, false}, true
	}
	return try{}, false
}

func (r *reference) service(s dora.Service) *referenceService {
	x := &referenceService{
		name: s.Name, owner: s.Owner, since: s.Since, paths: s.Paths,
		standsFor: map[string]*shipping{}, carried: map[[3]string]*shipping{},
		order: map[string][][2]string{}, live: map[string][2]string{}, commits: map[string]dora.Change{},
	}
	for _, c := range r.changes {
		if c.Repo == s.Repo && s.Repo != "" {
			x.commits[c.SHA] = c
		}
	}
	var tries []try
	for _, d := range r.deployments {
		if d.Service != s.Name || !r.production(d.Environment) {
			continue
		}
		if t, ok := r.ended(d); ok {
			tries = append(tries, t)
		}
	}
	slices.SortFunc(tries, func(a, b try) int { return cmp.Or(a.at.Compare(b.at), strings.Compare(a.ID, b.ID)) })
	for _, t := range tries {
		r.follow(x, t)
	}
	r.blame(x)
	return x
}

func (r *reference) follow(x *referenceService, t try) {
	env := strings.ToLower(t.Environment)
	pair := [2]string{t.SHA, t.Config}
	live, running := x.live[env]
	scope := ""
	if r.options.EachEnvironment {
		scope = env
	}
	key := [3]string{scope, pair[0], pair[1]}
	nameless := pair == [2]string{}
	switch {
	case !t.ok:
		if r.in(t.at) {
			x.attempts = append(x.attempts, t.at)
		}
		return
	case t.Kind == dora.Release, nameless && t.Kind != dora.Rollback:
		r.count(x, t, env)
		return
	case running && live == pair && !nameless:
		if r.in(t.at) {
			x.redeploys = append(x.redeploys, t.at)
		}
		x.standsFor[t.ID] = x.carried[key]
		return
	}
	order := x.order[env]
	at, liveAt := slices.Index(order, pair), slices.Index(order, live)
	back := running && at >= 0 && at < liveAt
	if running && at < 0 && t.SHA != live[0] {
		_, known := x.commits[t.SHA]
		back = known && x.reach(live[0])[t.SHA]
	}
	if back || t.Kind == dora.Rollback {
		if r.in(t.at) {
			x.rollbacks = append(x.rollbacks, t.at)
		}
		r.takeBack(x, t.at, scope, order, at, liveAt, live, running)
		if nameless {
			delete(x.live, env)
			return
		}
		if at < 0 {
			x.order[env] = slices.Insert(order, max(liveAt, 0), pair)
		}
		x.live[env] = pair
		return
	}
	x.live[env] = pair
	if at < 0 {
		x.order[env] = append(order, pair)
	}
	if first := x.carried[key]; first != nil && !r.options.EachEnvironment && !slices.Contains(first.environments, env) {
		first.environments = append(first.environments, env)
		x.standsFor[t.ID] = first
		return
	}
	x.carried[key] = r.count(x, t, env)
}

// takeBack marks what a rollback took back.
func (r *reference) takeBack(x *referenceService, when time.Time, scope string, order [][2]string, at, liveAt int, live [2]string, running bool) {
	if !running || !r.signal(dora.ByRollback) {
		return
	}
	suspects := [][2]string{live}
	if at >= 0 && at < liveAt {
		suspects = order[at+1:]
	}
	for _, pair := range suspects {
		if d := x.carried[[3]string{scope, pair[0], pair[1]}]; d != nil {
			d.failedBy = append(d.failedBy, when)
			return
		}
	}
}

// reach returns the known commits that can be reached from one, itself
// included.
func (x *referenceService) reach(sha string) map[string]bool {
	out := map[string]bool{}
	var visit func(string)
	visit = func(sha string) {
		c, ok := x.commits[sha]
		if !ok || out[sha] {
			return
		}
		out[sha] = true
		for _, p := range c.Parents {
			visit(p)
		}
	}
	visit(sha)
	return out
}

// shippedBy returns the deployment whose commits have sha.
func (x *referenceService) shippedBy(sha string) *shipping {
	for _, d := range x.counted {
		if d.commits[sha] {
			return d
		}
	}
	return nil
}

func (r *reference) count(x *referenceService, t try, env string) *shipping {
	d := &shipping{try: t, environments: []string{env}, commits: map[string]bool{}, changes: map[string]int64{}}
	_, d.known = x.commits[t.SHA]
	before := x.counted
	if t.Kind == dora.Hotfix && len(before) > 0 && r.signal(dora.ByHotfix) {
		last := before[len(before)-1]
		last.failedBy = append(last.failedBy, t.at)
	}
	d.baseline = d.known && !slices.ContainsFunc(before, func(e *shipping) bool { return e.known })
	for sha := range x.reach(t.SHA) {
		if x.shippedBy(sha) == nil {
			d.commits[sha] = true
		}
	}
	x.counted = append(before, d)
	x.standsFor[t.ID] = d
	for sha := range d.commits {
		r.weigh(x, d, x.commits[sha], before)
	}
	if d.known && !d.baseline && r.in(t.at) && len(d.changes) == 0 {
		x.empty++
	}
	if !d.known && r.in(t.at) {
		x.unknown++
	}
	return d
}

func (r *reference) weigh(x *referenceService, d *shipping, c dora.Change, before []*shipping) {
	if bad := x.shippedBy(c.Reverts); c.Reverts != "" && bad != nil && bad != d && r.signal(dora.ByRevert) {
		bad.failedBy = append(bad.failedBy, d.at)
	}
	if d.baseline {
		return
	}
	start := c.Authored
	if !c.FirstAuthored.IsZero() && c.FirstAuthored.Before(start) {
		start = c.FirstAuthored
	}
	switch {
	case len(c.Parents) > 1:
		x.merges++
	case len(x.paths) > 0 && !slices.ContainsFunc(c.Paths, x.owns):
		x.offPath++
	case x.pickTwice(c, before):
		x.twice++
	case c.Bot && r.options.ExcludeBots:
		x.bots++
	case d.at.Before(start):
		if r.in(d.at) {
			x.negative++
		}
	default:
		d.changes[c.SHA] = int64(d.at.Sub(start) / time.Second)
	}
}

func (x *referenceService) owns(file string) bool {
	return slices.ContainsFunc(x.paths, func(p string) bool { return file == p || strings.HasPrefix(file, p+"/") })
}

func (x *referenceService) pickTwice(c dora.Change, before []*shipping) bool {
	if c.PickedFrom != "" && x.shippedBy(c.PickedFrom) != nil {
		return true
	}
	for _, d := range before {
		for sha := range d.commits {
			if x.commits[sha].PickedFrom == c.SHA {
				return true
			}
		}
	}
	return false
}

// blame links the incidents.
func (r *reference) blame(x *referenceService) {
	for _, i := range r.incidents {
		if !slices.Contains(i.Services, x.name) || i.MergedInto != "" || !i.Opened.Before(r.window.To) ||
			i.Environment != "" && !r.production(i.Environment) {
			continue
		}
		if !i.Resolved.Before(r.window.To) {
			i.Resolved = time.Time{}
		}
		if i.Started.IsZero() {
			i.Started = i.Opened
		}
		x.incidents = append(x.incidents, i)
		if i.CausedByChange != nil && !*i.CausedByChange || !r.signal(dora.ByIncident) {
			continue
		}
		for _, d := range r.blamed(x, i) {
			d.incidents = append(d.incidents, i)
		}
	}
}

func (r *reference) blamed(x *referenceService, i dora.Incident) []*shipping {
	var named []*shipping
	for _, id := range i.Deployments {
		if d := x.standsFor[id]; d != nil {
			named = append(named, d)
		}
	}
	if len(named) > 0 {
		return named
	}
	if d := x.shippedBy(i.SHA); i.SHA != "" && d != nil && (!d.baseline || d.SHA == i.SHA) {
		return []*shipping{d}
	}
	for _, d := range slices.Backward(x.counted) {
		if d.at.After(i.Started) {
			continue
		}
		back := r.options.Lookback
		if back == 0 {
			back = 24 * time.Hour
		}
		if back < 0 || i.Started.Sub(d.at) <= back {
			return []*shipping{d}
		}
		return nil
	}
	return nil
}
