package github

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"github.com/goldenpath-go/goldenpath/scaffold"
)

// settle is how long GitHub may take to know of a branch that was just made.
const settle = 600 * time.Millisecond

// protect protects a branch as the input says. Plans without protected branches are no error.
func (r *repository) protect(ctx context.Context, c *scaffold.Call, branch string, admins bool) error {
	err := r.setProtection(ctx, c.Input, branch, admins)
	if said(err, "Branch not found") {
		if err := pause(ctx, settle); err != nil {
			return err
		}
		err = r.setProtection(ctx, c.Input, branch, admins)
	}
	if said(err, "Upgrade to GitHub Pro or make this repository public") {
		c.Log.Warn("Branch protection was not enabled as it requires GitHub Pro for private repositories")
		return nil
	}
	return err
}

func (r *repository) setProtection(ctx context.Context, in *scaffold.Object, branch string, admins bool) error {
	reviews := fields(in, []setting{
		{"required_approving_review_count", "requiredApprovingReviewCount", nil},
		{"require_code_owner_reviews", "requireCodeOwnerReviews", false},
		{"bypass_pull_request_allowances", "bypassPullRequestAllowances", nil},
		{"dismiss_stale_reviews", "dismissStaleReviews", false},
		{"require_last_push_approval", "requireLastPushApproval", false},
	})
	body := fields(in, []setting{
		{"required_conversation_resolution", "requiredConversationResolution", false},
		{"required_linear_history", "requiredLinearHistory", false},
		{"block_creations", "blockCreations", false},
	})
	checks := in.Texts("requiredStatusCheckContexts")
	if checks == nil {
		checks = []string{}
	}
	body["required_status_checks"] = map[string]any{"strict": boolOr(in, "requireBranchesToBeUpToDate", true), "contexts": checks}
	body["restrictions"], body["enforce_admins"], body["required_pull_request_reviews"] = nil, admins, reviews
	if restrictions := in.Object("restrictions"); restrictions != nil {
		body["restrictions"] = restrictions
	}
	path := r.in("branches", branch, "protection")
	if err := r.call(ctx, http.MethodPut, path, body, nil); err != nil {
		return fmt.Errorf("protect branch %s: %w", branch, err)
	}
	if !in.Bool("requiredCommitSigning") {
		return nil
	}
	if err := r.call(ctx, http.MethodPost, append(path, "required_signatures"), nil, nil); err != nil {
		return fmt.Errorf("require signed commits on %s: %w", branch, err)
	}
	return nil
}

func pause(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

// protection protects a branch. One that is protected already is protected otherwise, and stays so when that is undone.
func protection(ctx context.Context, r *repository, c *scaffold.Call) error {
	branch := c.Input.Text("branch")
	if branch == "" {
		var about described
		if err := r.call(ctx, http.MethodGet, r.in(), nil, &about); err != nil {
			return fmt.Errorf("look up the default branch: %w", err)
		}
		branch = about.DefaultBranch
	}
	if err := r.undoIfNew(ctx, c, "branches", branch, "protection"); err != nil {
		return err
	}
	return r.protect(ctx, c, branch, boolOr(c.Input, "enforceAdmins", true))
}
