package github

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strconv"

	"github.com/goldenpath-go/goldenpath/scaffold"
)

// dispatch starts a workflow.
func dispatch(ctx context.Context, r *repository, c *scaffold.Call) error {
	workflow, ref := c.Input.Text("workflowId"), c.Input.Text("branchOrTagName")
	c.Log.Info(fmt.Sprintf("Dispatching workflow %s for repo %s on %s", workflow, c.Input.Text("repoUrl"), ref))
	body := fields(c.Input, []setting{{"inputs", "workflowInputs", nil}})
	body["ref"] = ref
	if c.Input.Bool("returnWorkflowRunDetails") {
		body["return_run_details"] = true
	}
	var run struct {
		ID   int64  `json:"workflow_run_id"`
		URL  string `json:"run_url"`
		HTML string `json:"html_url"`
	}
	if err := r.call(ctx, http.MethodPost, r.in("actions", "workflows", workflow, "dispatches"), body, &run); err != nil {
		return fmt.Errorf("dispatch workflow %s of %s: %w", workflow, r, err)
	}
	c.Log.Info(fmt.Sprintf("Workflow %s dispatched successfully", workflow))
	if run.ID != 0 {
		c.Output("workflowRunId", run.ID)
		c.Output("workflowRunUrl", run.URL)
		c.Output("workflowRunHtmlUrl", run.HTML)
	}
	return nil
}

// webhook makes a webhook. Backstage only warns when that fails, and so hides it; here it is an error.
func (s Services) webhook(ctx context.Context, r *repository, c *scaffold.Call) error {
	address := c.Input.Text("webhookUrl")
	config := map[string]any{"url": address, "content_type": textOr(c.Input, "contentType", "form"), "insecure_ssl": "0"}
	if c.Input.Bool("insecureSsl") {
		config["insecure_ssl"] = "1"
	}
	if secret := textOr(c.Input, "webhookSecret", s.WebhookSecret); secret != "" {
		config["secret"] = secret
	}
	events := c.Input.Texts("events")
	if len(events) == 0 {
		events = []string{"push"}
	}
	body := map[string]any{"name": "web", "config": config, "events": events, "active": boolOr(c.Input, "active", true)}
	if err := r.place(ctx, c, "hooks", address, body); err != nil {
		return fmt.Errorf("create webhook %s: %w", address, err)
	}
	c.Log.Info(fmt.Sprintf("Webhook '%s' created successfully", address))
	return nil
}

// autolink makes links of what begins with a prefix.
func autolink(ctx context.Context, r *repository, c *scaffold.Call) error {
	prefix := c.Input.Text("keyPrefix")
	body := map[string]any{
		"key_prefix": prefix, "url_template": c.Input.Text("urlTemplate"), "is_alphanumeric": boolOr(c.Input, "isAlphanumeric", true),
	}
	if err := r.place(ctx, c, "autolinks", prefix, body); err != nil {
		return fmt.Errorf("create autolink %s: %w", prefix, err)
	}
	c.Log.Info("Autolink reference created successfully")
	return nil
}

// pages has GitHub publish pages.
func pages(ctx context.Context, r *repository, c *scaffold.Call) error {
	if err := c.Undo(r.deletion("pages")); err != nil {
		return err
	}
	kind := textOr(c.Input, "buildType", "workflow")
	body := map[string]any{"build_type": kind, "source": map[string]any{
		"branch": textOr(c.Input, "sourceBranch", "main"), "path": textOr(c.Input, "sourcePath", "/"),
	}}
	err := r.call(ctx, http.MethodPost, r.in("pages"), body, nil)
	if err == nil {
		return nil
	}
	err = fmt.Errorf("enable pages of %s: %w", r, err)
	switch {
	case status(err) == http.StatusConflict && r.resumed:
		return nil
	case status(err) == http.StatusConflict: // enabled before
		return joinUndo(c, deletion{}, err)
	}
	return err
}

// labelled is what undoes labels: those that were not there before.
type labelled struct {
	repoURL
	Number string   `json:"number"`
	Labels []string `json:"labels"`
}

func label(ctx context.Context, r *repository, c *scaffold.Call) error {
	n, _ := c.Input.Get("number").(float64)
	record := labelled{repoURL: r.repoURL, Number: strconv.FormatFloat(n, 'f', -1, 64)}
	at := r.in("issues", record.Number, "labels")
	var before []struct{ Name string }
	if err := r.call(ctx, http.MethodGet, at, nil, &before); err != nil {
		return fmt.Errorf("read labels of %s#%s: %w", r, record.Number, err)
	}
	labels := c.Input.Texts("labels")
	if _, err := c.Earlier(&record); err != nil {
		return err
	}
	for _, name := range labels {
		if !r.resumed && !slices.ContainsFunc(before, func(b struct{ Name string }) bool { return b.Name == name }) {
			record.Labels = append(record.Labels, name)
		}
	}
	if err := c.Undo(record); err != nil {
		return err
	}
	if err := r.call(ctx, http.MethodPost, at, map[string]any{"labels": labels}, nil); err != nil {
		return fmt.Errorf("label %s#%s: %w", r, record.Number, err)
	}
	return nil
}

// unlabel removes the labels that were added.
func (s Services) unlabel(ctx context.Context, data json.RawMessage) error {
	var was labelled
	if err := json.Unmarshal(data, &was); err != nil {
		return fmt.Errorf("read what to undo: %w", err)
	}
	r, err := s.connect(ctx, was.repoURL, "")
	if err != nil {
		return err
	}
	for _, name := range was.Labels {
		if err := r.call(ctx, http.MethodDelete, r.in("issues", was.Number, "labels", name), nil, nil); err != nil && !isGone(err) {
			return fmt.Errorf("remove label %s from %s#%s: %w", name, r, was.Number, err)
		}
	}
	return nil
}
