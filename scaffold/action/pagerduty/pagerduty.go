// Package pagerduty has pagerduty:service:create, which makes a service in PagerDuty with an integration for Backstage.
//
//	actions := pagerduty.Actions(&pagerduty.API{Token: token})
//
// Input and outputs are those of PagerDuty's own action for Backstage, with two differences: a description is not required, and
// what fails is an error, where that action writes it to the log and goes on. Undoing deletes the service.
package pagerduty

import (
	"context"
	_ "embed" // schemas
	"encoding/json"
	"fmt"

	"github.com/goldenpath-go/goldenpath/scaffold"
)

// Service is a service to be made.
type Service struct {
	Name, Description string
	EscalationPolicy  string // id, such as P7LLAYV
	AlertGrouping     string // intelligent, time or content_based; empty: none
}

// Made is a service that was made.
type Made struct {
	ID  string
	URL string // of its page
}

// Services makes services, and deletes them.
type Services interface {
	// Create makes a service. One of that name already there is an error that wraps scaffold.ErrConflict, and is left alone.
	Create(ctx context.Context, s Service) (Made, error)
	// Integrate makes the integration for Backstage, and returns its key.
	Integrate(ctx context.Context, id string) (key string, err error)
	// Integration returns the key of the integration for Backstage that a service has; empty when it has none.
	Integration(ctx context.Context, id string) (key string, err error)
	// Find returns the service of just this name; the zero value when there is none.
	Find(ctx context.Context, name string) (Made, error)
	// Delete deletes a service. One that is not there is no error.
	Delete(ctx context.Context, id string) error
}

var (
	//go:embed schema/service-create.input.json
	createInput []byte
	//go:embed schema/service-create.output.json
	createOutput []byte
)

// Actions returns the action. Without services it can be dry-run, not run.
func Actions(s Services) []*scaffold.Action {
	a := &scaffold.Action{
		ID: "pagerduty:service:create", Doc: "Makes a service in PagerDuty.", Input: createInput, Output: createOutput, Effect: true,
	}
	if s != nil {
		m := maker{s}
		a.Run, a.Undo = m.run, m.undo
	}
	return []*scaffold.Action{a}
}

type maker struct{ services Services }

// record is what undoes it. With a name alone, the service of that name is ours if there is one: there was none before.
// The zero value undoes nothing.
type record struct {
	Name string `json:"name,omitempty"`
	ID   string `json:"id,omitempty"`
}

func (m maker) run(ctx context.Context, c *scaffold.Call) error {
	s := Service{
		Name: c.Input.Text("name"), Description: c.Input.Text("description"),
		EscalationPolicy: c.Input.Text("escalationPolicyId"), AlertGrouping: c.Input.Text("alertGrouping"),
	}
	made, known, err := m.make(ctx, c, s)
	if err != nil {
		return err
	}
	c.Output("serviceUrl", made.URL)
	c.Output("serviceId", made.ID)
	c.Output("account", "") // one account has no name
	key := ""
	if known {
		if key, err = m.services.Integration(ctx, made.ID); err != nil {
			return fmt.Errorf("look for the integration of service %s: %w", s.Name, err)
		}
	}
	if key == "" {
		if key, err = m.services.Integrate(ctx, made.ID); err != nil {
			return fmt.Errorf("create the integration of service %s: %w", s.Name, err)
		}
	}
	c.Output("integrationKey", key)
	c.Log.Info(fmt.Sprintf("Service '%s' created successfully!", s.Name))
	return nil
}

// make makes the service, or finds the one that an earlier attempt made.
func (m maker) make(ctx context.Context, c *scaffold.Call, s Service) (made Made, known bool, err error) {
	var was record
	if known, err = c.Earlier(&was); err != nil {
		return made, known, err
	}
	if made, err = m.services.Find(ctx, s.Name); err != nil {
		return made, known, fmt.Errorf("look for service %s: %w", s.Name, err)
	}
	if made.ID != "" && (!known || was.ID != "" && was.ID != made.ID) {
		return made, known, scaffold.Errorf(scaffold.ErrConflict, "service %s exists already in PagerDuty, as %s", s.Name, made.ID)
	}
	if made.ID == "" {
		if err := c.Undo(record{Name: s.Name}); err != nil {
			return made, known, err
		}
		c.Log.Info(fmt.Sprintf("Creating service '%s'.", s.Name))
		if made, err = m.services.Create(ctx, s); err != nil {
			return made, known, fmt.Errorf("create service %s: %w", s.Name, err)
		}
	}
	return made, known, c.Undo(record{Name: s.Name, ID: made.ID})
}

func (m maker) undo(ctx context.Context, data json.RawMessage) error {
	var was record
	if err := json.Unmarshal(data, &was); err != nil {
		return fmt.Errorf("read what to undo: %w", err)
	}
	if was.ID == "" && was.Name != "" {
		made, err := m.services.Find(ctx, was.Name)
		if err != nil {
			return fmt.Errorf("look for service %s: %w", was.Name, err)
		}
		was.ID = made.ID
	}
	if was.ID == "" {
		return nil
	}
	if err := m.services.Delete(ctx, was.ID); err != nil {
		return fmt.Errorf("delete service %s: %w", was.Name, err)
	}
	return nil
}
