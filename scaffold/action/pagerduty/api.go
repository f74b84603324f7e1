package pagerduty

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/goldenpath-go/goldenpath/internal/pagerduty"
	"github.com/goldenpath-go/goldenpath/internal/rest"
	"github.com/goldenpath-go/goldenpath/scaffold"
)

// API is PagerDuty's REST API, version 2. Token is required.
type API struct {
	Token string       // API key that may write
	Base  string       // empty: https://api.pagerduty.com; https://api.eu.pagerduty.com in Europe
	HTTP  *http.Client // used, never changed; nil means http.DefaultClient
}

var _ Services = (*API)(nil)

// backstageVendor is PagerDuty's id of the integration with Backstage.
const backstageVendor = "PRO19CT"

func (a *API) call(ctx context.Context, r *rest.Request, out any) error {
	return pagerduty.Client{Token: a.Token, Base: a.Base, HTTP: a.HTTP}.Do(ctx, r, out)
}

type named struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	URL  string `json:"html_url"`
}

// object is what a request names.
type object map[string]any

func referenceTo(id, kind string) object { return object{"id": id, "type": kind + "_reference"} }

// Create makes a service.
func (a *API) Create(ctx context.Context, s Service) (Made, error) {
	body := object{
		"type": "service", "name": s.Name, "description": s.Description, "alert_creation": "create_alerts_and_incidents",
		"auto_pause_notifications_parameters": object{"enabled": true, "timeout": 300},
		"escalation_policy":                   referenceTo(s.EscalationPolicy, "escalation_policy"),
	}
	grouping, err := a.grouping(ctx, s.AlertGrouping)
	if err != nil {
		return Made{}, err
	}
	if grouping != nil {
		body["alert_grouping_parameters"] = grouping
	}
	var answer struct{ Service named }
	r := &rest.Request{Method: http.MethodPost, Path: []string{"services"}, Body: object{"service": body}}
	err = a.call(ctx, r, &answer)
	return Made{answer.Service.ID, answer.Service.URL}, err
}

// grouping returns how alerts are grouped; nil when they are not.
func (a *API) grouping(ctx context.Context, kind string) (object, error) {
	var config object
	switch kind {
	case "intelligent":
	case "time":
		config = object{"timeout": 0}
	case "content_based":
		config = object{"aggregate": "all", "time_window": 0, "fields": []string{"source", "summary"}}
	case "", "null":
		return nil, nil
	default:
		return nil, scaffold.Errorf(scaffold.ErrInput, "alertGrouping is %q, not intelligent, time or content_based", kind)
	}
	var answer struct{ Abilities []string }
	if err := a.call(ctx, rest.Get("abilities"), &answer); err != nil {
		return nil, err
	}
	for _, needed := range []string{"preview_intelligent_alert_grouping", "time_based_alert_grouping"} {
		if !slices.Contains(answer.Abilities, needed) {
			return nil, nil // the account has no such thing
		}
	}
	grouping := object{"type": kind}
	if config != nil {
		grouping["config"] = config
	}
	return grouping, nil
}

// Integrate makes the integration for Backstage.
func (a *API) Integrate(ctx context.Context, id string) (string, error) {
	body := object{
		"type": "generic_events_api_inbound_integration", "name": "Backstage",
		"service": referenceTo(id, "service"), "vendor": referenceTo(backstageVendor, "vendor"),
	}
	var answer struct {
		Integration struct {
			Key string `json:"integration_key"`
		}
	}
	r := &rest.Request{Method: http.MethodPost, Path: []string{"services", id, "integrations"}, Body: object{"integration": body}}
	err := a.call(ctx, r, &answer)
	return answer.Integration.Key, err
}

// Integration returns the key of the integration for Backstage.
func (a *API) Integration(ctx context.Context, id string) (string, error) {
	var answer struct {
		Service struct {
			Integrations []struct {
				Key    string `json:"integration_key"`
				Vendor *named
			}
		}
	}
	r := rest.Get("services", id)
	r.Query = url.Values{"include[]": {"integrations"}}
	if err := a.call(ctx, r, &answer); err != nil {
		return "", err
	}
	for _, i := range answer.Service.Integrations {
		if i.Vendor != nil && i.Vendor.ID == backstageVendor {
			return i.Key, nil
		}
	}
	return "", nil
}

// Find returns the service of just this name.
func (a *API) Find(ctx context.Context, name string) (Made, error) {
	const size = 100
	for offset := 0; ; offset += size {
		var answer struct {
			Services []named
			More     bool
		}
		r := rest.Get("services")
		r.Query = url.Values{"query": {name}, "limit": {strconv.Itoa(size)}, "offset": {strconv.Itoa(offset)}}
		if err := a.call(ctx, r, &answer); err != nil {
			return Made{}, err
		}
		for _, s := range answer.Services {
			if s.Name == name {
				return Made{s.ID, s.URL}, nil
			}
		}
		if !answer.More {
			return Made{}, nil
		}
	}
}

// Delete deletes a service.
func (a *API) Delete(ctx context.Context, id string) error {
	err := a.call(ctx, &rest.Request{Method: http.MethodDelete, Path: []string{"services", id}}, nil)
	var refused *rest.Error
	if errors.As(err, &refused) && refused.Status == http.StatusNotFound {
		return nil
	}
	return err
}
