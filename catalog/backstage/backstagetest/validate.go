package backstagetest

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"

	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/catalog/backstage"
)

func (s *Server) validateEntity(r *http.Request) (*answer, error) {
	var body struct {
		Entity   json.RawMessage
		Location string
	}
	if err := readBody(r, &body, "entity", "location"); err != nil {
		return nil, err
	}
	e := new(catalog.Entity)
	if err := json.Unmarshal(body.Entity, e); err != nil {
		return nil, inputError("%s", err)
	}
	at, err := catalog.ParseLocationRef(body.Location)
	switch {
	case err != nil:
		return faults(typeError("Unable to parse location ref '%s', expected '<type>:<target>', e.g. 'url:https://host/path'", body.Location)), nil
	case at.Type != "url":
		return faults(typeError("Invalid location ref %s, only 'url:<target>' is supported, e.g. url:https://host/path", body.Location)), nil
	case s.options.Validate == nil:
		return ok(nil)
	}
	if err := s.options.Validate(e, body.Location); err != nil {
		return faults(err), nil
	}
	return ok(nil)
}

func typeError(format string, args ...any) error {
	return &backstage.Fault{Name: "TypeError", Message: fmt.Sprintf(format, args...)}
}

// faults returns the answer about an entity that is not good.
func faults(err error) *answer {
	var several *backstage.ValidationError
	if !errors.As(err, &several) {
		several = &backstage.ValidationError{Faults: []*backstage.Fault{asFault(err)}}
	}
	all := make([]any, len(several.Faults))
	for i, f := range several.Faults {
		all[i] = asProblem(f).values()
	}
	return &answer{status: http.StatusBadRequest, body: map[string]any{"errors": all}}
}

func asFault(err error) *backstage.Fault {
	var f *backstage.Fault
	if errors.As(err, &f) {
		return f
	}
	return &backstage.Fault{Name: "Error", Message: err.Error()}
}

func asProblem(f *backstage.Fault) *problem {
	p := &problem{name: f.Name, message: f.Message}
	if f.Cause != nil {
		p.cause = asProblem(f.Cause)
	}
	return p
}
