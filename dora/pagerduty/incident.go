package pagerduty

import (
	"time"

	"github.com/goldenpath-go/goldenpath/dora"
)

// incident is what is read of one of PagerDuty's.
type incident struct {
	ID            string    `json:"id"`
	URL           string    `json:"html_url"`
	Created       string    `json:"created_at"`
	Status        string    `json:"status"`
	StatusChanged string    `json:"last_status_change_at"`
	Resolved      string    `json:"resolved_at"`
	Service       reference `json:"service"`
	Urgency       string    `json:"urgency"`
	Priority      *struct {
		Summary string `json:"summary"`
		Name    string `json:"name"`
	} `json:"priority"`
	ResolveReason *struct {
		Type     string    `json:"type"`
		Incident reference `json:"incident"`
	} `json:"resolve_reason"`
}

type reference struct {
	ID      string `json:"id"`
	Type    string `json:"type"`
	Summary string `json:"summary"`
}

// created returns when it was; the zero time where that cannot be read, which
// event says.
func (i incident) created() time.Time {
	t, _ := moment(i.Created)
	return t
}

const resolved = "resolved"

// event returns the incident as its own fields tell it.
func (i incident) event(services map[string][]string) (dora.Incident, error) {
	out := dora.Incident{ID: i.ID, URL: i.URL, Services: services[i.Service.ID], Severity: i.severity()}
	var err error
	if out.Opened, err = moment(i.Created); err != nil {
		return out, err
	}
	if i.Status == resolved {
		end := i.Resolved
		if end == "" {
			end = i.StatusChanged
		}
		if out.Resolved, err = moment(end); err != nil {
			return out, err
		}
	}
	if r := i.ResolveReason; r != nil && r.Type == "merge_resolve_reason" {
		out.MergedInto = r.Incident.ID
	}
	return out, nil
}

// severity is the priority, which people set, else the urgency, which a rule
// of the service does.
func (i incident) severity() string {
	if i.Priority == nil {
		return i.Urgency
	}
	if i.Priority.Summary != "" {
		return i.Priority.Summary
	}
	return i.Priority.Name
}

// entry is a line of an incident's log.
type entry struct {
	Type    string    `json:"type"`
	Created string    `json:"created_at"`
	Agent   reference `json:"agent"`
}
