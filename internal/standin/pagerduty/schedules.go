package pagerduty

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"
)

func (l *layer) over(now time.Time) bool { return !l.end.IsZero() && !l.end.After(now) }

// showSchedule returns a schedule with all that PagerDuty computes for it.
func (a *Account) showSchedule(s *schedule, whole bool) object {
	o := reference(s.id, "schedule", s.name)
	o["type"], o["name"], o["time_zone"], o["description"] = "schedule", s.name, "UTC", "On call for "+s.name
	o["escalation_policies"], o["teams"] = []object{}, []object{}
	users := []object{}
	seen := map[string]bool{}
	layers := []object{}
	for _, l := range s.layers {
		entries := []object{}
		for _, id := range l.users {
			if !seen[id] {
				users = append(users, reference(id, "user", a.address(id)))
			}
			seen[id] = true
			entries = append(entries, object{"user": reference(id, "user", a.address(id))})
		}
		layers = append(layers, a.showLayer(l, entries))
	}
	o["users"] = users
	if whole {
		o["schedule_layers"] = layers
		o["final_schedule"] = object{"name": "Final Schedule", "rendered_coverage_percentage": 100, "rendered_schedule_entries": []object{}}
		o["overrides_subschedule"] = object{"name": "Overrides", "rendered_coverage_percentage": 0, "rendered_schedule_entries": []object{}}
	}
	return o
}

func (a *Account) showLayer(l *layer, users []object) object {
	o := object{
		"id": l.id, "name": l.name, "start": stamp(l.start), "rotation_virtual_start": stamp(l.start),
		"rotation_turn_length_seconds": int(l.turn / time.Second), "users": users, "restrictions": []object{},
		"rendered_coverage_percentage": 100, "rendered_schedule_entries": []object{},
	}
	if !l.end.IsZero() {
		o["end"] = stamp(l.end)
	}
	return o
}

func (a *Account) listSchedules(c *call) answer {
	out := []object{}
	for _, s := range a.schedules {
		if contains(s.name, c.query.Get("query")) {
			out = append(out, a.showSchedule(s, false))
		}
	}
	return page(c, "schedules", out)
}

func (a *Account) getSchedule(c *call) answer {
	s := a.schedule(c.PathValue("id"))
	if s == nil {
		return notFound()
	}
	return answer{http.StatusOK, object{"schedule": a.showSchedule(s, true)}}
}

// putSchedule writes a schedule as a whole. What would do harm is done, as PagerDuty does it, and noted.
func (a *Account) putSchedule(c *call) answer {
	s, in := a.schedule(c.PathValue("id")), inner(c.body, "schedule")
	switch {
	case s == nil:
		return notFound()
	case text(in, "type") != "schedule" || text(in, "time_zone") == "":
		return a.harm(http.StatusBadRequest, "PUT /schedules/{id}: the body has no schedule with a type and a time zone")
	}
	for _, name := range computed(in, "") {
		a.faults = append(a.faults, "PUT /schedules/{id}: "+name+" is computed, and sent back")
	}
	var layers []*layer
	for _, one := range list(in, "schedule_layers") {
		l, wrong := a.readLayer(s, one)
		if wrong != "" {
			return refuse(http.StatusBadRequest, wrong)
		}
		layers = append(layers, l)
	}
	for _, l := range s.layers {
		if !slices.ContainsFunc(layers, func(n *layer) bool { return n.id == l.id }) {
			a.faults = append(a.faults, "PUT /schedules/{id}: the layer "+l.id+" is left out")
			layers = append(layers, l)
		}
	}
	s.layers, s.name = layers, text(in, "name")
	return answer{http.StatusOK, object{"schedule": a.showSchedule(s, true)}}
}

// computed returns the members that PagerDuty computes.
func computed(o object, at string) (names []string) {
	for name, member := range o {
		if strings.HasPrefix(name, "rendered_") || at == "" && slices.Contains([]string{"final_schedule", "overrides_subschedule", "escalation_policies", "users"}, name) {
			names = append(names, at+name)
		}
		if deeper, ok := member.([]any); ok && name == "schedule_layers" {
			for _, one := range deeper {
				if l, ok := one.(object); ok {
					names = append(names, computed(l, name+"/")...)
				}
			}
		}
	}
	return names
}

func (a *Account) readLayer(s *schedule, in object) (l *layer, wrong string) {
	start, err := time.Parse(time.RFC3339, text(in, "start"))
	if err != nil {
		return nil, "a layer has no start"
	}
	l = &layer{id: text(in, "id"), name: text(in, "name"), start: start}
	l.end, _ = time.Parse(time.RFC3339, text(in, "end"))
	seconds, _ := in["rotation_turn_length_seconds"].(float64)
	l.turn = time.Duration(seconds) * time.Second
	for _, entry := range list(in, "users") {
		who := inner(entry, "user")
		if a.user(text(who, "id")) == nil || text(who, "type") != "user_reference" {
			return nil, fmt.Sprintf("User %q is no user", text(who, "id"))
		}
		l.users = append(l.users, text(who, "id"))
	}
	switch {
	case len(l.users) == 0:
		return nil, "a layer has no users"
	case l.turn <= 0 || text(in, "rotation_virtual_start") == "":
		return nil, "a layer has no rotation"
	case !slices.ContainsFunc(s.layers, func(old *layer) bool { return old.id == l.id }):
		a.faults = append(a.faults, "PUT /schedules/{id}: a layer without the id of one that is there is added")
		l.id = a.id("PL")
	}
	return l, ""
}

// createOverrides puts people in the place of others, each by itself: some may be refused.
func (a *Account) createOverrides(c *call) answer {
	s := a.schedule(c.PathValue("id"))
	wanted := list(c.body, "overrides")
	switch {
	case s == nil:
		return notFound()
	case len(wanted) == 0:
		return a.harm(http.StatusBadRequest, "POST /schedules/{id}/overrides: the body has no overrides")
	}
	out := []object{}
	for _, one := range wanted {
		start, wrongStart := time.Parse(time.RFC3339, text(one, "start"))
		end, wrongEnd := time.Parse(time.RFC3339, text(one, "end"))
		who := inner(one, "user")
		switch {
		case wrongStart != nil || wrongEnd != nil || !start.Before(end) || text(who, "type") != "user_reference":
			out = append(out, object{"status": 400, "errors": []string{"Override is invalid"}, "override": one})
		case a.user(text(who, "id")) == nil || end.Before(a.now()):
			out = append(out, object{"status": 400, "errors": []string{"Override must end after its start, and in the future, with a user"}, "override": one})
		default:
			o := override{a.id("PO"), text(who, "id"), start, end}
			s.overrides = append(s.overrides, o)
			one["id"] = o.id
			out = append(out, object{"status": 201, "override": one})
		}
	}
	return answer{http.StatusCreated, out}
}
