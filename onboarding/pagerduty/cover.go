package pagerduty

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"time"

	"github.com/goldenpath-go/goldenpath/onboarding"
)

// cover puts who covers in the place of a user for all shifts that the user has in a schedule in the time to come.
func (s schedules) cover(ctx context.Context, u *user, id string) (note string, err error) {
	by, err := s.find(ctx, onboarding.Person{Email: s.Cover})
	if err != nil {
		return "", err
	}
	if by == nil || by.ID == u.ID {
		return "", s.fault(onboarding.ClassNotFound, fmt.Errorf("nobody else in PagerDuty has the address %q, who is to cover the shifts", s.Cover))
	}
	overrides, err := s.shifts(ctx, u, id, by)
	if err != nil || len(overrides) == 0 {
		return "", err
	}
	var answer []struct {
		Status int
		Errors []string
	}
	q := request{method: http.MethodPost, path: []string{"schedules", id, "overrides"}, body: object{"overrides": overrides}}
	if err := s.do(ctx, q, &answer); err != nil {
		return "", err
	}
	for _, one := range answer {
		if one.Status != 0 && one.Status != http.StatusCreated {
			return "", s.fault(onboarding.ClassConflict, fmt.Errorf("a shift in the schedule %s could not be given to %s: %q", id, by.ID, one.Errors))
		}
	}
	return fmt.Sprintf("%d shifts are covered by %s", len(overrides), by.Name), nil
}

// shifts returns the overrides for the shifts of a user in a schedule.
func (s schedules) shifts(ctx context.Context, u *user, id string, by *user) ([]object, error) {
	length := s.CoverFor
	if length == 0 {
		length = DefaultCoverFor
	}
	from := s.now().UTC()
	shifts, err := list[shift](ctx, s.Provider, "oncalls", url.Values{
		"user_ids[]": {u.ID}, "schedule_ids[]": {id}, "since": {from.Format(time.RFC3339)}, "until": {from.Add(length).Format(time.RFC3339)},
	}, "oncalls")
	if err != nil {
		return nil, err
	}
	var out []object
	seen := map[string]bool{} // a schedule in several policies tells each shift for each
	for _, one := range shifts {
		start, end := s.within(one, from, from.Add(length))
		if seen[start+end] || start >= end {
			continue
		}
		seen[start+end] = true
		out = append(out, object{"start": start, "end": end, "user": reference(by.ID)})
	}
	return out, nil
}

// within returns the part of a shift that lies between two times.
func (s schedules) within(one shift, from, until time.Time) (start, end string) {
	if t, err := time.Parse(time.RFC3339, one.Start); err == nil && t.After(from) {
		from = t
	}
	if t, err := time.Parse(time.RFC3339, one.End); err == nil && t.Before(until) {
		until = t
	}
	return from.UTC().Format(time.RFC3339), until.UTC().Format(time.RFC3339)
}
