package github

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	gh "github.com/google/go-github/v62/github"

	"github.com/goldenpath-go/goldenpath/dora"
)

// of returns a run for each service of the workflow.
func (l *runListing) of(ctx context.Context, run *gh.WorkflowRun) ([]dora.Deployment, error) {
	d := dora.Deployment{
		ID: strconv.FormatInt(run.GetID(), 10), Environment: or(l.source.Environment, "production"),
		SHA: run.GetHeadSHA(), Created: run.GetCreatedAt().UTC(), URL: run.GetHTMLURL(),
	}
	switch {
	case run.GetRunAttempt() > 1:
		var err error
		if d.Statuses, err = l.attempts(ctx, run); err != nil {
			return nil, err
		}
	case run.GetStatus() == "completed":
		d.Status, d.Finished = outcome(run.GetConclusion()), run.GetUpdatedAt().UTC()
	default:
		d.Status = dora.Status(run.GetStatus())
	}
	if d.Status == dora.Success || slices.ContainsFunc(d.Statuses, func(s dora.StatusAt) bool { return s.State == dora.Success }) {
		l.next.Live = l.next.Live || d.Created.Before(l.window.From)
	}
	var out []dora.Deployment
	for _, s := range l.in.services {
		d.Service = s.Name
		out = append(out, d)
	}
	return out, nil
}

// outcome returns what a conclusion means. Those that are no outcome, such as
// cancelled and skipped, stay themselves.
func outcome(conclusion string) dora.Status {
	switch conclusion {
	case "timed_out", "startup_failure":
		return dora.Failure
	}
	return dora.Status(conclusion)
}

// attempts returns how each attempt at a run ended, and when its last job did:
// the run itself only tells the last attempt, and when it was changed last.
func (l *runListing) attempts(ctx context.Context, run *gh.WorkflowRun) ([]dora.StatusAt, error) {
	of := map[int64]dora.StatusAt{}
	o := &gh.ListWorkflowJobsOptions{Filter: "all", ListOptions: gh.ListOptions{PerPage: perPage}}
	for {
		jobs, response, err := l.session.client.Actions.ListWorkflowJobs(ctx, l.in.owner, l.in.name, run.GetID(), o)
		if err != nil {
			return nil, fmt.Errorf("jobs of run %d: %w", run.GetID(), err)
		}
		for _, job := range jobs.Jobs {
			of[job.GetRunAttempt()] = worse(of[job.GetRunAttempt()], job)
		}
		if response.NextPage == 0 {
			break
		}
		o.Page = response.NextPage
	}
	last := int64(run.GetRunAttempt())
	if at, ok := of[last]; ok && run.GetStatus() == "completed" {
		of[last] = dora.StatusAt{State: outcome(run.GetConclusion()), At: at.At}
	}
	var out []dora.StatusAt
	for attempt := int64(1); attempt <= last; attempt++ {
		if at, ok := of[attempt]; ok && !at.At.IsZero() {
			out = append(out, at)
		}
	}
	return out, nil
}

// worse returns the state of an attempt with one more job: it has failed if one
// has, and ended with the last.
func worse(s dora.StatusAt, job *gh.WorkflowJob) dora.StatusAt {
	switch state := outcome(job.GetConclusion()); {
	case job.GetStatus() != "completed":
		s.State = dora.Status(job.GetStatus())
	case state == dora.Failure, s.State == "":
		s.State = state
	case s.State == dora.Success && state != "skipped" && state != "neutral", s.State == "skipped":
		s.State = state
	}
	if at := job.GetCompletedAt().UTC(); at.After(s.At) {
		s.At = at
	}
	return s
}
