package pagerduty

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/goldenpath-go/goldenpath/onboarding"
)

// schedules grants places in rotations.
type schedules struct{ *Provider }

// cut parts an object such as SCHEDULE/LAYER.
func cut(object string) (id, part string, both bool) { return strings.Cut(object, "/") }

func (s schedules) read(ctx context.Context, id string) (object, error) {
	var answer struct{ Schedule object }
	err := s.do(ctx, request{method: http.MethodGet, path: []string{"schedules", id}}, &answer)
	return answer.Schedule, err
}

// layer is a layer of a schedule that is in force: the JSON of it.
type layer struct{ object }

func (l layer) id() string { return text(l.object, "id") }

// users returns the ids of the rotation, in its order.
func (l layer) users() []string {
	var out []string
	for _, one := range objects(l.object, "users") {
		if u, ok := one["user"].(object); ok {
			out = append(out, text(u, "id"))
		}
	}
	return out
}

// add puts a user at the end of the rotation.
func (l layer) add(id string) {
	users, _ := l.object["users"].([]any)
	l.object["users"] = append(users, object{"user": reference(id)})
}

// remove takes a user out of the rotation, wherever in it.
func (l layer) remove(id string) {
	users, _ := l.object["users"].([]any)
	l.object["users"] = slices.DeleteFunc(users, func(one any) bool {
		entry, _ := one.(object)
		who, _ := entry["user"].(object)
		return text(who, "id") == id
	})
}

// layers returns the layers of a schedule that have not ended. PagerDuty keeps the others, which nobody is called by.
func (s schedules) layers(schedule object) []layer {
	var out []layer
	for _, one := range objects(schedule, "schedule_layers") {
		end, err := time.Parse(time.RFC3339, text(one, "end"))
		if err == nil && !end.After(s.now()) {
			continue
		}
		out = append(out, layer{one})
	}
	return out
}

func (s schedules) grant(schedule object, of layer, layers int) onboarding.Grant {
	g := onboarding.Grant{Provider: s.Name(), Kind: ScheduleKind, Object: text(schedule, "id")}
	if layers > 1 {
		g.Object += "/" + of.id()
	}
	return g
}

// held looks through all schedules for those that name the user.
func (s schedules) held(ctx context.Context, u *user) ([]onboarding.Held, error) {
	all, err := list[struct {
		ID    string
		Users []named
	}](ctx, s.Provider, "schedules", nil, "schedules")
	if err != nil {
		return nil, err
	}
	var out []onboarding.Held
	for _, one := range all {
		if !slices.ContainsFunc(one.Users, func(n named) bool { return n.ID == u.ID }) {
			continue
		}
		schedule, err := s.read(ctx, one.ID)
		if err != nil {
			return nil, err
		}
		out = append(out, s.places(schedule, u)...)
	}
	return out, nil
}

// places returns the user's places in a schedule.
func (s schedules) places(schedule object, u *user) []onboarding.Held {
	var out []onboarding.Held
	layers := s.layers(schedule)
	for _, l := range layers {
		users := l.users()
		if !slices.Contains(users, u.ID) {
			continue
		}
		held := onboarding.Held{Grant: s.grant(schedule, l, len(layers)), State: onboarding.Done, Detail: text(schedule, "name")}
		if alone(users, u.ID) {
			held.State, held.Detail = onboarding.Manual, onlyIn(schedule, l)
		}
		out = append(out, held)
	}
	return out
}

// alone reports whether nobody else is in a rotation.
func alone(users []string, id string) bool {
	return !slices.ContainsFunc(users, func(other string) bool { return other != id })
}

func onlyIn(schedule object, l layer) string {
	return fmt.Sprintf("nobody else is in the layer %q of the schedule %q: put somebody there first", text(l.object, "name"), text(schedule, "name"))
}

// pick returns the layer that an object means.
func (s schedules) pick(schedule object, name string) (layer, error) {
	layers := s.layers(schedule)
	id, wanted, both := cut(name)
	ids := make([]string, len(layers))
	for i, l := range layers {
		if ids[i] = l.id(); both && len(layers) > 1 && ids[i] == wanted {
			return l, nil
		}
	}
	switch {
	case both && len(layers) > 1:
		return layer{}, s.fault(onboarding.ClassNotFound, fmt.Errorf("the schedule %s has no layer %s in force, but %s", id, wanted, strings.Join(ids, ", ")))
	case both:
		return layer{}, s.fault(onboarding.ClassInvalid, fmt.Errorf("the schedule %s has one layer: it is granted as %s", id, id))
	case len(layers) > 1:
		return layer{}, s.fault(onboarding.ClassInvalid, fmt.Errorf("the schedule %s has several layers: it is granted as %s/LAYER, of %s", id, id, strings.Join(ids, ", ")))
	case len(layers) == 0:
		return layer{}, s.fault(onboarding.ClassConflict, fmt.Errorf("the schedule %s has no layer in force", id))
	}
	return layers[0], nil
}

func (s schedules) give(ctx context.Context, u *user, g onboarding.Grant) (onboarding.Outcome, error) {
	changed, err := s.change(ctx, g, func(schedule object) (bool, error) {
		l, err := s.pick(schedule, g.Object)
		if err != nil || slices.Contains(l.users(), u.ID) {
			return false, err
		}
		l.add(u.ID)
		return true, nil
	})
	return onboarding.Outcome{Changed: changed}, err
}

func (s schedules) take(ctx context.Context, u *user, g onboarding.Grant) (onboarding.Outcome, error) {
	covered := s.Cover == ""
	note := ""
	changed, err := s.change(ctx, g, func(schedule object) (bool, error) {
		l, err := s.pick(schedule, g.Object)
		if onboarding.ClassOf(err) == onboarding.ClassNotFound {
			return false, nil
		}
		if err != nil || !slices.Contains(l.users(), u.ID) {
			return false, err
		}
		if alone(l.users(), u.ID) {
			return false, s.fault(onboarding.ClassConflict, errors.New(onlyIn(schedule, l)))
		}
		if !covered {
			if note, err = s.cover(ctx, u, text(schedule, "id")); err != nil {
				return false, err
			}
			covered = true
		}
		l.remove(u.ID)
		return true, nil
	})
	if has(err, http.StatusNotFound) {
		return onboarding.Outcome{}, nil
	}
	return onboarding.Outcome{Changed: changed, Note: note}, err
}

// change reads a schedule, has it edited, and writes it if that says so, until it stays as it should be.
func (s schedules) change(ctx context.Context, g onboarding.Grant, edit func(schedule object) (bool, error)) (bool, error) {
	id, _, _ := cut(g.Object)
	return s.rewrite(ctx, "schedule", "schedules", id, edit, "escalation_policies", "users", "final_schedule", "overrides_subschedule", "next_oncall_for_user")
}
