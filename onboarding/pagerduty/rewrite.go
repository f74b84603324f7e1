package pagerduty

import (
	"context"
	"errors"
	"net/http"
	"strings"

	"github.com/goldenpath-go/goldenpath/onboarding"
	"github.com/goldenpath-go/goldenpath/onboarding/internal/whole"
)

// rewrite changes something that is written as a whole. What is computed is not sent back.
func (p *Provider) rewrite(ctx context.Context, key, folder, id string, edit func(object) (bool, error), computed ...string) (bool, error) {
	if _, err := p.connect(); err != nil {
		return false, p.failure(err)
	}
	path := []string{folder, id}
	changed, err := p.writer.Change(ctx, folder+"/"+id, func(ctx context.Context) (bool, error) {
		var answer map[string]object
		if err := p.do(ctx, request{method: http.MethodGet, path: path}, &answer); err != nil {
			return false, err
		}
		whole := answer[key]
		wanted, err := edit(whole)
		if err != nil || !wanted {
			return false, err
		}
		for _, name := range computed {
			delete(whole, name)
		}
		strip(whole)
		return true, p.do(ctx, request{method: http.MethodPut, path: path, body: object{key: whole}}, nil)
	})
	return changed, p.settled(err)
}

// strip removes what PagerDuty computes or what has no value, at any depth.
func strip(v any) {
	switch v := v.(type) {
	case []any:
		for _, one := range v {
			strip(one)
		}
	case object:
		for name, member := range v {
			if member == nil || strings.HasPrefix(name, "rendered_") || name == "self" || name == "html_url" || name == "summary" || strings.HasSuffix(name, "_cal_url") {
				delete(v, name)
				continue
			}
			strip(member)
		}
	}
}

// settled returns the error of a change to a whole.
func (p *Provider) settled(err error) error {
	var call *onboarding.CallError
	switch {
	case err == nil, errors.As(err, &call):
		return err
	case errors.Is(err, whole.ErrContended):
		return p.fault(onboarding.ClassConflict, err)
	}
	return p.failure(err)
}
