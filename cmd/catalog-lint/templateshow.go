package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/goldenpath-go/goldenpath/lint"
	"github.com/goldenpath-go/goldenpath/lint/rules/template"
	"github.com/goldenpath-go/goldenpath/scaffold"
)

func (p *program) templateShowCommand() *cobra.Command {
	var format string
	cmd := command("show [TEMPLATE]", "Show what a software template asks for and does", func(ctx context.Context, args []string) error {
		return p.templateShow(ctx, format, args)
	})
	cmd.Long = `show prints the parameters of TEMPLATE, a file or a folder with a ` + templateName + ` (default: here), its steps, which of their
actions run on this machine, and which expressions scaffolder 3.x or 4.x does not understand, with what both read alike.`
	addFormat(cmd, &format, []string{formatText, formatJSON})
	return cmd
}

// shownTemplate is a template as show prints it.
type shownTemplate struct {
	Template    string           `json:"template"`
	Title       string           `json:"title"`
	Type        string           `json:"type"`
	Owner       string           `json:"owner,omitempty"`
	Parameters  []shownParameter `json:"parameters"`
	Steps       []shownStep      `json:"steps"`
	Expressions []shownFinding   `json:"expressions"`
}

type shownParameter struct {
	Page     string `json:"page,omitempty"`
	Name     string `json:"name"`
	Type     string `json:"type,omitempty"`
	Required bool   `json:"required"`
	Default  string `json:"default,omitempty"` // as JSON
	Enum     string `json:"enum,omitempty"`    // as JSON
}

type shownStep struct {
	ID     string `json:"id"`
	Action string `json:"action"`
	Runs   string `json:"runs"` // here, elsewhere or unknown
	If     string `json:"if,omitempty"`
	Each   string `json:"each,omitempty"`
}

type shownFinding struct {
	File    string `json:"file"`
	Line    int    `json:"line"`
	Column  int    `json:"column"`
	Message string `json:"message"`
	Help    string `json:"help,omitempty"`
}

// templateShow is the job itself.
func (p *program) templateShow(ctx context.Context, format string, args []string) error {
	if err := oneOf("format", format, []string{formatText, formatJSON}); err != nil {
		return err
	}
	t, err := p.templateFile(format, args)
	if err != nil {
		return err
	}
	s := &shownTemplate{
		Template: t.Ref(), Title: t.Title, Type: t.Type, Owner: t.Owner, Parameters: shownParameters(t.Template), Steps: shownSteps(t.Template),
	}
	if s.Expressions, err = expressionFindings(ctx, t); err != nil {
		return err
	}
	var b bytes.Buffer
	if format == formatJSON {
		err = writeIndented(&b, s)
	} else {
		err = s.writeText(&b)
	}
	if err != nil {
		return err
	}
	return writeAll(p.stdout, b.Bytes())
}

func shownParameters(t *scaffold.Template) []shownParameter {
	out := []shownParameter{}
	for i, page := range t.Pages {
		title := page.Text("title")
		if title == "" {
			title = fmt.Sprintf("page %d", i+1)
		}
		for name, property := range page.Object("properties").All() {
			o, _ := property.(*scaffold.Object)
			out = append(out, shownParameter{
				Page: title, Name: name, Type: o.Text("type"), Required: slices.Contains(page.Texts("required"), name),
				Default: shownJSON(o.Get("default")), Enum: shownJSON(o.Get("enum")),
			})
		}
	}
	return out
}

// shownJSON returns a value as JSON; empty when there is none.
func shownJSON(v any) string {
	if v == (scaffold.Undefined{}) {
		return ""
	}
	if text, ok := v.(string); ok {
		return text
	}
	return scaffold.JSON(v, "")
}

// shownSteps returns the steps, with whether their actions run in a dry run.
func shownSteps(t *scaffold.Template) []shownStep {
	runs := map[string]string{}
	for _, a := range dryRunActions() {
		runs[a.ID] = "elsewhere"
		if a.Run != nil && !a.Effect {
			runs[a.ID] = "here"
		}
	}
	out := []shownStep{}
	for _, s := range t.Steps {
		step := shownStep{ID: s.ID, Action: s.Action, Runs: runs[s.Action], If: shownJSON(s.If), Each: shownJSON(s.Each)}
		if step.Runs == "" {
			step.Runs = "unknown"
		}
		out = append(out, step)
	}
	return out
}

// expressionFindings returns which expressions a version of the scaffolder does not understand, or not as the other does.
func expressionFindings(ctx context.Context, t *templateFile) ([]shownFinding, error) {
	names := []string{"template-dialect", "template-expression"}
	rules := slices.DeleteFunc(template.All(), func(r *lint.Rule) bool { return !slices.Contains(names, r.Name) })
	linter := lint.Linter{Rules: rules}
	result, err := linter.Run(ctx, t.source(), []string{t.base})
	if err != nil {
		return nil, err
	}
	out := []shownFinding{}
	for _, d := range result.Diagnostics {
		if slices.Contains(names, d.Rule) && d.Suppressed == nil {
			out = append(out, shownFinding{t.name, d.Range.Line, d.Range.Column, d.Message, d.Help})
		}
	}
	return out, nil
}

func (s *shownTemplate) writeText(w io.Writer) error {
	out := &texts{w: w}
	out.line("%s, a %s of %s", plainText(s.Template), plainText(orNone(s.Type)), plainText(orNone(s.Owner)))
	page := ""
	for _, x := range s.Parameters {
		if x.Page != page {
			out.heading(plainText(x.Page))
			page = x.Page
		}
		var notes []string
		if x.Required {
			notes = append(notes, "required")
		}
		if x.Enum != "" {
			notes = append(notes, "one of "+x.Enum)
		}
		if x.Default != "" {
			notes = append(notes, "default "+x.Default)
		}
		out.row(x.Name, x.Type, strings.Join(notes, ", "))
	}
	out.heading("Steps")
	for _, x := range s.Steps {
		how := map[string]string{"here": "", "elsewhere": "not in a dry run", "unknown": "not a known action"}[x.Runs]
		if x.If != "" {
			how = strings.TrimPrefix(how+", if "+x.If, ", ")
		}
		if x.Each != "" {
			how = strings.TrimPrefix(how+", for each of "+x.Each, ", ")
		}
		out.row(x.ID, x.Action, how)
	}
	out.heading("Expressions, in scaffolder 3.x and 4.x")
	if len(s.Expressions) == 0 {
		out.line("  both understand them alike")
	}
	for _, x := range s.Expressions {
		out.line("  %s:%d:%d: %s", plainText(x.File), x.Line, x.Column, plainText(x.Message))
		if x.Help != "" {
			out.line("    = help: %s", plainText(x.Help))
		}
	}
	return out.flush()
}
