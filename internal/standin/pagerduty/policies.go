package pagerduty

import (
	"net/http"
	"slices"
	"time"
)

func (p *policy) names(user string) bool {
	return slices.ContainsFunc(p.rules, func(r *rule) bool {
		return slices.ContainsFunc(r.targets, func(t target) bool { return t.id == user })
	})
}

func (a *Account) showPolicy(p *policy) object {
	o := reference(p.id, "escalation_policy", p.name)
	o["type"], o["name"], o["num_loops"], o["description"] = "escalation_policy", p.name, 2, "Who is called for "+p.name
	o["services"], o["teams"] = []object{}, []object{}
	rules := []object{}
	for _, r := range p.rules {
		targets := []object{}
		for _, t := range r.targets {
			one := reference(t.id, "user", a.address(t.id))
			one["type"] = t.kind
			targets = append(targets, one)
		}
		rules = append(rules, object{
			"id": r.id, "escalation_delay_in_minutes": 30, "targets": targets, "escalation_rule_assignment_strategy": r.strategy,
		})
	}
	o["escalation_rules"] = rules
	return o
}

func (a *Account) listPolicies(c *call) answer {
	out := []object{}
	for _, p := range a.policies {
		users := c.query["user_ids[]"]
		if contains(p.name, c.query.Get("query")) && (len(users) == 0 || slices.ContainsFunc(users, p.names)) {
			out = append(out, a.showPolicy(p))
		}
	}
	return page(c, "escalation_policies", out)
}

func (a *Account) getPolicy(c *call) answer {
	p := a.policy(c.PathValue("id"))
	if p == nil {
		return notFound()
	}
	return answer{http.StatusOK, object{"escalation_policy": a.showPolicy(p)}}
}

func (a *Account) putPolicy(c *call) answer {
	p, in := a.policy(c.PathValue("id")), inner(c.body, "escalation_policy")
	switch {
	case p == nil:
		return notFound()
	case text(in, "type") != "escalation_policy" || text(in, "name") == "":
		return a.harm(http.StatusBadRequest, "PUT /escalation_policies/{id}: the body has no policy with a type and a name")
	case in["services"] != nil:
		a.faults = append(a.faults, "PUT /escalation_policies/{id}: services are computed, and sent back")
	}
	var rules []*rule
	for _, one := range list(in, "escalation_rules") {
		r := &rule{id: text(one, "id"), strategy: text(one, "escalation_rule_assignment_strategy")}
		old := pick(p.rules, func(old *rule) bool { return old.id == r.id })
		if old == nil {
			a.faults = append(a.faults, "PUT /escalation_policies/{id}: a rule without the id of one that is there is added")
			r.id = a.id("PR")
		} else if r.strategy != old.strategy {
			a.faults = append(a.faults, "PUT /escalation_policies/{id}: the strategy of the rule "+r.id+" is lost")
		}
		for _, t := range list(one, "targets") {
			if a.user(text(t, "id")) == nil && a.schedule(text(t, "id")) == nil {
				return refuse(http.StatusBadRequest, "a target is not there")
			}
			r.targets = append(r.targets, target{text(t, "id"), text(t, "type")})
		}
		if len(r.targets) == 0 || len(r.targets) > 10 {
			return refuse(http.StatusBadRequest, "a rule has 1 to 10 targets")
		}
		rules = append(rules, r)
	}
	if len(rules) < len(p.rules) {
		a.faults = append(a.faults, "PUT /escalation_policies/{id}: rules are left out")
	}
	p.rules = rules
	return answer{http.StatusOK, object{"escalation_policy": a.showPolicy(p)}}
}

// listOnCalls returns who is on call, for each level of each policy, in the time asked for, or now.
func (a *Account) listOnCalls(c *call) answer {
	since, until := a.now(), a.now().Add(time.Second)
	if t, err := time.Parse(time.RFC3339, c.query.Get("since")); err == nil {
		since = t
	}
	if t, err := time.Parse(time.RFC3339, c.query.Get("until")); err == nil {
		until = t
	}
	asked := func(name, id string) bool { return len(c.query[name]) == 0 || slices.Contains(c.query[name], id) }
	out := []object{}
	for _, p := range a.policies {
		for level, r := range p.rules {
			for _, t := range r.targets {
				entry := object{"escalation_policy": reference(p.id, "escalation_policy", p.name), "escalation_level": level + 1}
				s := a.schedule(t.id)
				if s == nil {
					if asked("user_ids[]", t.id) && len(c.query["schedule_ids[]"]) == 0 {
						entry["user"] = reference(t.id, "user", a.address(t.id))
						out = append(out, entry)
					}
					continue
				}
				for _, turn := range s.turns(since, until) {
					if asked("user_ids[]", turn.user) && asked("schedule_ids[]", s.id) {
						out = append(out, object{
							"escalation_policy": entry["escalation_policy"], "escalation_level": level + 1, "schedule": reference(s.id, "schedule", s.name),
							"user": reference(turn.user, "user", a.address(turn.user)), "start": stamp(turn.start), "end": stamp(turn.end),
						})
					}
				}
			}
		}
	}
	return page(c, "oncalls", out)
}

// turns returns who is on call when, by the last layer, and by overrides before it.
func (s *schedule) turns(since, until time.Time) []override {
	if len(s.layers) == 0 {
		return nil
	}
	l := s.layers[len(s.layers)-1]
	edges := []time.Time{}
	first := l.start.Add(since.Sub(l.start).Truncate(l.turn))
	for at := first; at.Before(until.Add(l.turn)); at = at.Add(l.turn) {
		edges = append(edges, at)
	}
	for _, o := range s.overrides {
		edges = append(edges, o.start, o.end)
	}
	slices.SortFunc(edges, time.Time.Compare)
	var out []override
	for i := 0; i+1 < len(edges); i++ {
		start, end := edges[i], edges[i+1]
		if !start.Before(end) || !end.After(since) || !start.Before(until) {
			continue
		}
		who := l.users[int(start.Sub(l.start)/l.turn)%len(l.users)]
		for _, o := range s.overrides {
			if !start.Before(o.start) && start.Before(o.end) {
				who = o.user
			}
		}
		out = append(out, override{user: who, start: start, end: end})
	}
	return out
}
