package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/goldenpath-go/goldenpath/lint/report"
	"github.com/goldenpath-go/goldenpath/scaffold"
)

// dryRunJSON is what a dry run did, as JSON has it.
type dryRunJSON struct {
	Template string           `json:"template"`
	Dialect  string           `json:"dialect"`
	OK       bool             `json:"ok"`
	Error    string           `json:"error,omitempty"`
	Failed   string           `json:"failedStep,omitempty"`
	Steps    []dryRunStep     `json:"steps"`
	Output   *scaffold.Object `json:"output"`
	Files    []string         `json:"files"` // folders end in a slash
	Log      []dryRunLine     `json:"log"`
}

type dryRunStep struct {
	ID      string           `json:"id"`
	Action  string           `json:"action"`
	Status  scaffold.Status  `json:"status"`
	Input   json.RawMessage  `json:"input,omitempty"`
	Output  *scaffold.Object `json:"output,omitempty"`
	Changes []dryRunChange   `json:"changes,omitempty"`
}

type dryRunChange struct {
	Path string              `json:"path"`
	Kind scaffold.ChangeKind `json:"kind"`
}

type dryRunLine struct {
	Step    string          `json:"step,omitempty"`
	Status  scaffold.Status `json:"status,omitempty"`
	Message string          `json:"message"`
}

// dryRun is what a dry run did.
type dryRun struct {
	*scaffold.Result
	err       error
	workspace string // folder that it worked in, which is no more; empty when no action looked at it
}

// dryRunReport prints what a dry run did, and says with what the command ends.
func (p *program) dryRunReport(f *dryRunFlags, t *templateFile, r *dryRun) error {
	var b bytes.Buffer
	var err error
	if f.format == formatJSON {
		err = writeIndented(&b, newDryRunJSON(f, t, r.Result, r.err))
	} else {
		err = writeDryRun(&b, f, t, r.Result, r.err)
	}
	text := b.Bytes()
	if r.workspace != "" {
		text = bytes.ReplaceAll(text, []byte(r.workspace), []byte("$WORKSPACE")) // it has a name of chance
	}
	if err == nil {
		err = writeAll(p.stdout, text)
	}
	if err == nil && r.err != nil {
		return &exit{code: exitFindings}
	}
	return err
}

func newDryRunJSON(f *dryRunFlags, t *templateFile, result *scaffold.Result, runErr error) *dryRunJSON {
	out := &dryRunJSON{Template: t.Ref(), Dialect: f.dialect, OK: runErr == nil, Output: result.Output, Steps: []dryRunStep{}, Files: []string{}}
	if runErr != nil {
		out.Error = runErr.Error()
	}
	var failed *scaffold.StepError
	if errors.As(runErr, &failed) {
		out.Failed = failed.Step
	}
	for _, s := range result.Steps {
		step := dryRunStep{ID: s.ID, Action: s.Action, Status: s.Status, Output: s.Output}
		if s.Input != nil {
			step.Input = json.RawMessage(scaffold.JSON(s.Input, ""))
		}
		for _, c := range s.Changes {
			step.Changes = append(step.Changes, dryRunChange(c))
		}
		out.Steps = append(out.Steps, step)
	}
	for _, file := range result.Files {
		name := file.Path
		if file.Mode.IsDir() {
			name += "/"
		}
		out.Files = append(out.Files, name)
	}
	for _, l := range result.Log {
		out.Log = append(out.Log, dryRunLine{l.Step, l.Status, l.Message})
	}
	return out
}

// writeDryRun writes the steps with what they changed, and what came of the run.
func writeDryRun(b *bytes.Buffer, f *dryRunFlags, t *templateFile, result *scaffold.Result, runErr error) error {
	out := &texts{w: b}
	failed := false
	out.line("%s (%s)", report.ForLog(t.Ref()), f.dialect)
	for i, s := range result.Steps {
		out.line("%2d %s: %s: %s", i+1, report.ForLog(s.ID), report.ForLog(s.Action), s.Status)
		for _, c := range s.Changes {
			out.line("     %s %s", changeMark(c.Kind), report.ForLog(c.Path))
		}
		for _, note := range notes(result.Log, s.ID, failed) {
			out.line("     ! %s", report.ForLog(strings.ReplaceAll(note, "\n", " ")))
		}
		failed = failed || s.Status == scaffold.Failed
	}
	if err := out.flush(); err != nil {
		return err
	}
	switch {
	case runErr != nil:
		writeFailure(b, runErr)
	case result.Output.Len() > 0:
		fmt.Fprintf(b, "output:\n%s", indented("  ", scaffold.JSON(result.Output, "  ")))
	}
	return nil
}

func changeMark(kind scaffold.ChangeKind) string {
	switch kind {
	case scaffold.Added:
		return "+"
	case scaffold.Removed:
		return "-"
	}
	return "~"
}

// notes returns what a run says of a step besides its course: why it was skipped, unless that was for an earlier failure, and which
// texts it left as they are.
func notes(log []scaffold.LogLine, step string, failed bool) []string {
	var out []string
	for _, l := range log {
		skipped := l.Status == scaffold.Skipped && !failed
		if l.Step == step && (skipped || strings.HasPrefix(l.Message, "left as it is: ")) && !slices.Contains(out, l.Message) {
			out = append(out, l.Message)
		}
	}
	return out
}

// writeFailure writes which step failed, its input, and the log up to there.
func writeFailure(b *bytes.Buffer, err error) {
	var failed *scaffold.StepError
	if !errors.As(err, &failed) {
		fmt.Fprintf(b, "failed: %s\n", report.ForLog(err.Error()))
		return
	}
	fmt.Fprintf(b, "step %s failed: %s\n", report.ForLog(failed.Step), report.ForLog(failed.Err.Error()))
	if failed.Input != nil {
		fmt.Fprintf(b, "its input:\n%s", indented("  ", scaffold.JSON(failed.Input, "  ")))
	}
	b.WriteString("the log up to there:\n")
	for _, l := range failed.Log {
		b.WriteString(indented("  ", l.Message))
	}
}
