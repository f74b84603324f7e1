package pagerduty

import (
	"context"
	"net/url"
	"slices"
	"time"

	"github.com/goldenpath-go/goldenpath/dora"
)

// logged returns the incident with the times of its log, and with who opened
// and resolved it where that was one person.
func (s *session) logged(ctx context.Context, i dora.Incident) (dora.Incident, error) {
	l := list[entry]{
		path: []string{"incidents", i.ID, "log_entries"}, field: "log_entries",
		query: url.Values{"is_overview": {"false"}, "time_zone": {"UTC"}},
	}
	var all []change
	for entries, err := range l.pages(ctx, s) {
		if err != nil {
			return i, err
		}
		for _, e := range entries {
			c, ok, err := changeOf(e)
			if err != nil {
				return i, err
			}
			if ok {
				all = append(all, c)
			}
		}
	}
	return replay(i, all), nil
}

// change is one of an incident's state.
type change struct {
	at       time.Time
	resolves bool
	agent    reference
}

// changeOf returns the change that an entry of the log tells of; false for one
// that tells of none.
func changeOf(e entry) (change, bool, error) {
	switch e.Type {
	case "trigger_log_entry", "acknowledge_log_entry", "acknowledgement_log_entry", "unacknowledge_log_entry", "resolve_log_entry":
	default:
		return change{}, false, nil
	}
	at, err := moment(e.Created)
	return change{at, e.Type == "resolve_log_entry", e.Agent}, err == nil, err
}

// replay goes through the changes by time. An incident that was opened again
// after it was resolved lasted all the while.
func replay(i dora.Incident, all []change) dora.Incident {
	if len(all) == 0 {
		return i
	}
	slices.SortStableFunc(all, func(a, b change) int { return a.at.Compare(b.at) })
	first, last := all[0], all[len(all)-1]
	if !first.resolves {
		i.Opened = first.at
	}
	i.Resolved = time.Time{}
	if !last.resolves {
		return i
	}
	i.Resolved = last.at
	if first.agent.Type == "user_reference" && first.agent.ID == last.agent.ID {
		i.Actor = last.agent.ID
	}
	return i
}
