package slack

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"

	api "github.com/slack-go/slack"

	"github.com/goldenpath-go/goldenpath/internal/throttle"
	"github.com/goldenpath-go/goldenpath/onboarding"
)

func fault(name string, c onboarding.Class, err error) error {
	return &onboarding.CallError{Provider: name, Class: c, Err: err}
}

// failure returns the error of a method as a *CallError.
func failure(name, method string, err error) error {
	if err == nil {
		return nil
	}
	out := &onboarding.CallError{Provider: name, Class: onboarding.ClassUnknown}
	var (
		call   *onboarding.CallError
		limit  *throttle.LimitError
		rate   *api.RateLimitedError
		status api.StatusCodeError
		inURL  *url.Error
	)
	word := said(err)
	switch {
	case errors.As(err, &call):
		return err
	case errors.As(err, &limit):
		out.Class, out.RetryIn, err = onboarding.ClassRate, limit.Wait, limit
	case errors.As(err, &rate):
		out.Class, out.RetryIn = onboarding.ClassRate, rate.RetryAfter
	case errors.As(err, &status):
		out.Class = classOfStatus(status.Code)
	case word != "":
		out.Class = classOfWord(word)
		if help := helpFor(word); help != "" {
			err = fmt.Errorf("%w: %s", err, help)
		}
	case errors.As(err, &inURL):
		out.Class, err = onboarding.ClassTransient, inURL.Err // an address of a webhook is a secret
	default:
		out.Class = onboarding.ClassOf(err)
	}
	out.Err = fmt.Errorf("%s: %w", method, err)
	return out
}

// said returns the word by which Slack refuses; empty: the error is another one.
func said(err error) string {
	var answer api.SlackErrorResponse
	if errors.As(err, &answer) {
		return answer.Err
	}
	return ""
}

func classOfStatus(status int) onboarding.Class {
	switch {
	case status == http.StatusUnauthorized, status == http.StatusForbidden:
		return onboarding.ClassAuth
	case status == http.StatusNotFound, status == http.StatusGone:
		return onboarding.ClassNotFound
	case status == http.StatusConflict:
		return onboarding.ClassConflict
	case status == http.StatusTooManyRequests:
		return onboarding.ClassRate
	case status == http.StatusNotImplemented:
		return onboarding.ClassUnsupported
	case status >= http.StatusInternalServerError:
		return onboarding.ClassTransient
	}
	return onboarding.ClassInvalid
}

func classOfWord(word string) onboarding.Class {
	switch word {
	case "not_authed", "invalid_auth", "account_inactive", "token_revoked", "token_expired", "no_permission", "missing_scope", "not_allowed_token_type",
		"permission_denied", "access_denied", "restricted_action", "org_login_required", "ekm_access_denied", "action_prohibited", "invalid_token":
		return onboarding.ClassAuth
	case "channel_not_found", "user_not_found", "users_not_found", "no_such_subteam", "subteam_not_found", "message_not_found", "no_service":
		return onboarding.ClassNotFound
	case "is_archived", "channel_is_archived", "not_in_channel", "already_disabled", "already_enabled":
		return onboarding.ClassConflict
	case "ratelimited", "rate_limited":
		return onboarding.ClassRate
	case "internal_error", "fatal_error", "service_unavailable", "request_timeout", "rollup_error", "team_added_to_org":
		return onboarding.ClassTransient
	case "paid_teams_only", "plan_upgrade_required", "feature_not_enabled", "method_deprecated", "cant_kick_from_general", "cant_kick_self",
		"method_not_supported_for_channel_type":
		return onboarding.ClassUnsupported
	}
	return onboarding.ClassInvalid
}

// helpFor returns what to do about a refusal whose word does not say it.
func helpFor(word string) string {
	switch word {
	case "channel_not_found", "no_such_subteam":
		return "it is not there, or hidden from the app"
	case "not_in_channel":
		return "the app is not in the channel: invite it, then run this again"
	case "permission_denied":
		return "only those who administer the workspace may change user groups: let everybody, or use a token of one of them"
	case "missing_scope":
		return "give the app the scopes that the package names, and install it again"
	case "paid_teams_only", "plan_upgrade_required":
		return "the workspace's plan has no such thing"
	}
	return ""
}

// unclear reports whether something that failed may have been done all the same: the answer is lost, not the request.
func unclear(err error) bool {
	var limit *throttle.LimitError
	var status api.StatusCodeError
	var inURL *url.Error
	switch {
	case err == nil, errors.As(err, &limit), neverSent(err):
		return false
	case errors.As(err, &status):
		return status.Code >= http.StatusInternalServerError
	case said(err) == "internal_error", said(err) == "fatal_error", said(err) == "request_timeout":
		return true
	}
	return errors.As(err, &inURL)
}
