package github

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"

	"github.com/goldenpath-go/goldenpath/scaffold"
)

// opened is what undoes an issue.
type opened struct {
	repoURL
	Number int64 `json:"number"`
}

// issue is one as GitHub describes it.
type issue struct {
	Number int64
	URL    string `json:"html_url"`
}

// issues opens an issue. Nobody could tell it from another with the same title, so it is not opened again when nobody knows
// whether it was.
func issues(ctx context.Context, r *repository, c *scaffold.Call) error {
	title := c.Input.Text("title")
	c.Log.Info(fmt.Sprintf("Creating issue %q on repo %s", title, r.Name))
	was := opened{repoURL: r.repoURL}
	known, err := c.Earlier(&was)
	if err != nil {
		return err
	}
	var made issue
	if known {
		err = r.call(ctx, http.MethodGet, r.in("issues", strconv.FormatInt(was.Number, 10)), nil, &made)
	} else {
		body := fields(c.Input, []setting{
			{"title", "title", nil}, {"body", "body", nil}, {"assignees", "assignees", nil}, {"milestone", "milestone", nil}, {"labels", "labels", nil},
		})
		err = r.call(ctx, http.MethodPost, r.in("issues"), body, &made)
	}
	if err != nil {
		return fmt.Errorf("create issue %q of %s: %w", title, r, err)
	}
	if was.Number = made.Number; !known {
		if err := c.Undo(was); err != nil {
			return err
		}
	}
	c.Output("issueUrl", made.URL)
	c.Output("issueNumber", made.Number)
	c.Log.Info(fmt.Sprintf("Successfully created issue #%d: %s", made.Number, made.URL))
	return nil
}

// dryIssue says what opening an issue would give.
func dryIssue(c *scaffold.Call) {
	c.Log.Info(fmt.Sprintf("Performing dry run of creating issue %q", c.Input.Text("title")))
	if at, err := parseRepoURL(c.Input.Text("repoUrl")); err == nil { // else it does not come here
		c.Output("issueUrl", "https://github.com/"+at.Owner+"/"+at.Name+"/issues/42")
	}
	c.Output("issueNumber", 42)
	c.Log.Info("Dry run complete")
}

// closeIssue closes the issue, since GitHub's API deletes none.
func (s Services) closeIssue(ctx context.Context, data json.RawMessage) error {
	var was opened
	if err := json.Unmarshal(data, &was); err != nil {
		return fmt.Errorf("read what to undo: %w", err)
	}
	r, err := s.connect(ctx, was.repoURL, "")
	if err != nil {
		return err
	}
	body := map[string]any{"state": "closed", "state_reason": "not_planned"}
	err = r.call(ctx, http.MethodPatch, r.in("issues", strconv.FormatInt(was.Number, 10)), body, nil)
	if err != nil && !isGone(err) && status(err) != http.StatusGone {
		return fmt.Errorf("close issue %d of %s: %w", was.Number, r, err)
	}
	return nil
}
