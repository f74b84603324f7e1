package pagerduty

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"

	"github.com/goldenpath-go/goldenpath/onboarding"
)

// policies grants places among the targets of escalation policies.
type policies struct{ *Provider }

// held returns the rules of all policies that name the user.
func (s policies) held(ctx context.Context, u *user) ([]onboarding.Held, error) {
	all, err := list[object](ctx, s.Provider, "escalation_policies", url.Values{"user_ids[]": {u.ID}}, "escalation_policies")
	if err != nil {
		return nil, err
	}
	var out []onboarding.Held
	for _, policy := range all {
		for level, rule := range objects(policy, "escalation_rules") {
			at := targetOf(rule, u)
			if at < 0 {
				continue
			}
			g := onboarding.Grant{Provider: s.Name(), Kind: PolicyKind, Object: text(policy, "id") + "/" + text(rule, "id")}
			held := onboarding.Held{Grant: g, State: onboarding.Done, Detail: fmt.Sprintf("%s, level %d", text(policy, "name"), level+1)}
			if len(objects(rule, "targets")) == 1 {
				held.State, held.Detail = onboarding.Manual, onlyAt(policy, level)
			}
			out = append(out, held)
		}
	}
	return out, nil
}

// targetOf returns which target of a rule a user is; -1: none.
func targetOf(rule object, u *user) int {
	return slices.IndexFunc(objects(rule, "targets"), func(target object) bool {
		return named{ID: text(target, "id"), Type: text(target, "type")}.isUser(u.ID)
	})
}

func onlyAt(policy object, level int) string {
	return fmt.Sprintf("nobody else is called at level %d of the escalation policy %q: put somebody there first", level+1, text(policy, "name"))
}

// rule returns the rule that an object means, and its level.
func (s policies) rule(policy object, name string) (object, int, error) {
	id, wanted, _ := cut(name)
	for level, rule := range objects(policy, "escalation_rules") {
		if text(rule, "id") == wanted {
			return rule, level, nil
		}
	}
	return nil, 0, s.fault(onboarding.ClassNotFound, fmt.Errorf("the escalation policy %s has no rule %s", id, wanted))
}

func (s policies) give(ctx context.Context, u *user, g onboarding.Grant) (onboarding.Outcome, error) {
	changed, err := s.change(ctx, g, func(policy object) (bool, error) {
		rule, _, err := s.rule(policy, g.Object)
		if err != nil || targetOf(rule, u) >= 0 {
			return false, err
		}
		targets, _ := rule["targets"].([]any)
		rule["targets"] = append(targets, reference(u.ID))
		return true, nil
	})
	return onboarding.Outcome{Changed: changed}, err
}

func (s policies) take(ctx context.Context, u *user, g onboarding.Grant) (onboarding.Outcome, error) {
	changed, err := s.change(ctx, g, func(policy object) (bool, error) {
		rule, level, err := s.rule(policy, g.Object)
		if err != nil {
			return false, nil // a rule that is gone names nobody
		}
		at := targetOf(rule, u)
		targets, _ := rule["targets"].([]any)
		switch {
		case at < 0:
			return false, nil
		case len(targets) == 1:
			return false, s.fault(onboarding.ClassConflict, errors.New(onlyAt(policy, level)))
		}
		rule["targets"] = slices.Delete(targets, at, at+1)
		return true, nil
	})
	if has(err, http.StatusNotFound) {
		return onboarding.Outcome{}, nil
	}
	return onboarding.Outcome{Changed: changed}, err
}

func (s policies) change(ctx context.Context, g onboarding.Grant, edit func(policy object) (bool, error)) (bool, error) {
	id, _, _ := cut(g.Object)
	return s.rewrite(ctx, "escalation_policy", "escalation_policies", id, edit, "services")
}
