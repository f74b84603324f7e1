package backstage

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strings"

	"github.com/goldenpath-go/goldenpath/catalog"
)

// ValidationError says why Backstage would refuse an entity. Backstage stops at the first fault, so there is usually one.
type ValidationError struct {
	Faults []*Fault
}

// Error returns the faults, separated by semicolons.
func (e *ValidationError) Error() string {
	texts := make([]string, len(e.Faults))
	for i, f := range e.Faults {
		texts[i] = f.Error()
	}
	return strings.Join(texts, "; ")
}

// Unwrap returns the faults one by one, for [errors.As].
func (e *ValidationError) Unwrap() []error {
	faults := make([]error, len(e.Faults))
	for i, f := range e.Faults {
		faults[i] = f
	}
	return faults
}

// ValidateEntity has Backstage look at an entity as if it were read from location, without adding it. A fault in it is
// a [*ValidationError]; nil means that Backstage would take it, whether or not what it refers to exists.
//
// location says where relative targets lead, in the form url:https://host/path; see [catalog.LocationRef].
func (c *Client) ValidateEntity(ctx context.Context, e *catalog.Entity, location string) error {
	body := struct {
		Entity   *catalog.Entity `json:"entity"`
		Location string          `json:"location,omitempty"`
	}{e, location}
	err := c.command(ctx, ask(body, "validate-entity"))
	var answer *Error
	if errors.As(err, &answer) && answer.Status == http.StatusBadRequest {
		if faults := faultsIn(answer.Body); len(faults) > 0 {
			return &ValidationError{faults}
		}
	}
	return err
}

// faultsIn returns the faults of an answer of the form {"errors": […]}; nil when it is none.
func faultsIn(body []byte) []*Fault {
	var answer struct {
		Errors []any `json:"errors"`
	}
	if json.Unmarshal(body, &answer) != nil {
		return nil
	}
	var faults []*Fault
	for _, value := range answer.Errors {
		if f := newFault(value); f != nil {
			faults = append(faults, f)
		}
	}
	return faults
}
