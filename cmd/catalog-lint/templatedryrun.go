package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/goldenpath-go/goldenpath/internal/bounded"
	"github.com/goldenpath-go/goldenpath/scaffold"
	"github.com/goldenpath-go/goldenpath/scaffold/action/catalog"
	"github.com/goldenpath-go/goldenpath/scaffold/action/debug"
	"github.com/goldenpath-go/goldenpath/scaffold/action/fetch"
	fsaction "github.com/goldenpath-go/goldenpath/scaffold/action/fs"
	"github.com/goldenpath-go/goldenpath/scaffold/cases"
	"github.com/goldenpath-go/goldenpath/scaffold/dialect"
	"github.com/goldenpath-go/goldenpath/scaffold/nunjucks"
	"github.com/goldenpath-go/goldenpath/source"
)

// dryRunFlags say with what a template runs.
type dryRunFlags struct {
	values     string
	set        []string
	secrets    []string
	user       string
	noDefaults bool
	unknown    bool
	output     string
	dialect    string
	format     string
}

func (p *program) templateDryRunCommand() *cobra.Command {
	f := &dryRunFlags{}
	cmd := command("dry-run [TEMPLATE]", "Run a software template without effects, and show what it does", func(ctx context.Context, args []string) error {
		return p.templateDryRun(ctx, f, args)
	})
	cmd.Long = `dry-run runs TEMPLATE, a file or a folder with a ` + templateName + ` (default: here), as a dry run of Backstage does: fetch:*, fs:* and
catalog:write work on a folder of their own, other actions are skipped and give examples of their outputs. It shows what became
of each step and what that changed; where a step fails also its input and the log. It exits with 1 if the run fails.`
	cmd.Example = `  catalog-lint template dry-run templates/go-service --set name=payments --set tier=1
  catalog-lint template dry-run template.yaml --values values.yaml --output /tmp/payments
  catalog-lint template dry-run --values values.yaml --dialect nunjucks3      as scaffolder 3.x did it`
	flags := cmd.Flags()
	flags.StringVar(&f.values, "values", "", "read the parameters from `FILE`, YAML or JSON; - is standard input")
	flags.StringArrayVar(&f.set, "set", nil, "set a parameter: `NAME=VALUE`, where VALUE is YAML unless the parameter is a string")
	flags.StringArrayVar(&f.secrets, "secret", nil, "give a secret the value of an environment variable: `NAME=VARIABLE`")
	flags.StringVar(&f.user, "user", "", "run as the user with the entity reference `REF`")
	flags.BoolVar(&f.noDefaults, "no-defaults", false, "do not fill in defaults of parameters: Backstage's form does, its API does not")
	flags.BoolVar(&f.unknown, "skip-unknown", false, "skip steps whose actions are not known, instead of failing")
	flags.StringVarP(&f.output, "output", "o", "", "write the files that the template makes into `FOLDER`, which must be empty or not there")
	flags.StringVar(&f.dialect, "dialect", nunjucks.Backstage4.String(), "understand expressions as `DIALECT`: "+strings.Join(dialectNames(), ", "))
	complete(cmd, "dialect", dialectNames()...)
	addFormat(cmd, &f.format, []string{formatText, formatJSON})
	return cmd
}

// templateDryRun is the job itself.
func (p *program) templateDryRun(ctx context.Context, f *dryRunFlags, args []string) error {
	if err := oneOf("format", f.format, []string{formatText, formatJSON}); err != nil {
		return err
	}
	d, err := templateDialect(f.dialect)
	if err != nil {
		return err
	}
	t, err := p.templateFile(f.format, args)
	if err != nil {
		return err
	}
	given, err := p.dryRunValues(ctx, f, t)
	if err != nil {
		return err
	}
	secrets, err := p.dryRunSecrets(f)
	if err != nil {
		return err
	}
	if err := p.checkOutput(f.output); err != nil {
		return err
	}
	var workspace string
	runner := scaffold.Runner{
		Renderer: dialect.New(d, nil), Actions: watched(dryRunActions(), &workspace), Classic: d == nunjucks.Nunjucks3, PassUnknown: f.unknown,
	}
	result, runErr := runner.DryRun(ctx, t.Template, scaffold.Request{
		Values: given.object, Secrets: secrets, Source: t.source(), User: scaffold.User{Ref: f.user}, TaskID: "dry-run", Defaults: !f.noDefaults,
	})
	if err := ctx.Err(); err != nil {
		return err
	}
	var invalid *scaffold.ValidationError
	if errors.As(runErr, &invalid) {
		return p.templateProblems(f.format, given.faults(t.Template, invalid))
	}
	if result == nil {
		return p.templateProblems(f.format, []problemReport{{File: t.name, Message: runErr.Error()}})
	}
	if f.output != "" && runErr == nil {
		if err := cases.WriteFiles(p.absolute(f.output), result.Files); err != nil {
			return err
		}
	}
	return p.dryRunReport(f, t, &dryRun{result, runErr, workspace})
}

// dryRunActions returns the actions that run in a dry run, and by their schemas all that are known.
func dryRunActions() []*scaffold.Action {
	all := knownActions()
	for _, list := range [][]*scaffold.Action{fetch.Actions(nil), fsaction.Actions(), debug.Actions(), catalog.Actions(catalog.Services{})} {
		for _, a := range list {
			if a.Run != nil {
				all = append(all, a)
			}
		}
	}
	return all
}

// watched returns actions that note in which folder they work.
func watched(actions []*scaffold.Action, workspace *string) []*scaffold.Action {
	var out []*scaffold.Action
	for _, a := range actions {
		w := *a
		if a.Run != nil {
			w.Run = func(ctx context.Context, c *scaffold.Call) error {
				*workspace = c.Workspace.Name()
				return a.Run(ctx, c)
			}
		}
		out = append(out, &w)
	}
	return out
}

// dryRunValues are parameters from a file and from flags.
type dryRunValues struct {
	cases.Values
	object *scaffold.Object
	set    map[string]bool // by flags
}

// dryRunValues reads the parameters.
func (p *program) dryRunValues(ctx context.Context, f *dryRunFlags, t *templateFile) (*dryRunValues, error) {
	v := &dryRunValues{set: map[string]bool{}}
	if f.values != "" {
		data, err := p.readValues(ctx, f.values)
		if err != nil {
			return nil, usageError("--values %s: %w", f.values, reason(err))
		}
		if v.Values, err = cases.ParseValues(f.values, data); err != nil {
			return nil, &exit{exitUsage, err}
		}
	}
	v.object = v.Object()
	for _, word := range f.set {
		name, text, ok := strings.Cut(word, "=")
		if !ok || name == "" {
			return nil, usageError("--set %s: write NAME=VALUE", word)
		}
		value, err := flagValue(t.Template, name, text)
		if err != nil {
			return nil, usageError("--set %s: %w", word, err)
		}
		v.object.Set(name, value)
		v.set[name] = true
	}
	return v, nil
}

// readValues reads a file, or with - standard input.
func (p *program) readValues(ctx context.Context, name string) ([]byte, error) {
	if name == "-" {
		return readStdin(ctx, p.stdin, maxTemplateSize)
	}
	abs := p.absolute(name)
	return bounded.ReadFile(os.DirFS(filepath.Dir(abs)), filepath.Base(abs), maxTemplateSize)
}

// flagValue returns the value of a parameter from its text: as it is if the parameter is a string, else read as YAML.
func flagValue(t *scaffold.Template, name, text string) (any, error) {
	for _, page := range t.Pages {
		if page.Object("properties").Object(name).Text("type") == "string" {
			return text, nil
		}
	}
	one, err := cases.ParseValues("", []byte("value: "+text))
	var faults source.Errors
	if errors.As(err, &faults) {
		return nil, faults[0].Err
	}
	return one.Object().Get("value"), err
}

// faults says what is wrong with the values, where they are written; those of flags are written nowhere.
func (v *dryRunValues) faults(t *scaffold.Template, invalid *scaffold.ValidationError) []problemReport {
	found := cases.Faults(t, v.Values, invalid)
	for i, f := range invalid.Faults {
		if name, ok := append(f.Path, nil)[0].(string); ok && v.set[name] {
			found[i].Pos = source.Position{}
		}
	}
	return problemReports(found)
}

// dryRunSecrets reads the secrets from the environment.
func (p *program) dryRunSecrets(f *dryRunFlags) (map[string]string, error) {
	secrets := map[string]string{}
	for _, word := range f.secrets {
		name, variable, ok := strings.Cut(word, "=")
		value := p.getenv(variable)
		switch {
		case !ok || name == "":
			return nil, usageError("--secret: write NAME=VARIABLE")
		case value == "":
			return nil, usageError("--secret %s: the variable is empty or not set", word)
		}
		secrets[name] = value
	}
	return secrets, nil
}

// checkOutput refuses a folder with something in it.
func (p *program) checkOutput(name string) error {
	if name == "" {
		return nil
	}
	entries, err := os.ReadDir(p.absolute(name))
	switch {
	case errors.Is(err, os.ErrNotExist):
		return nil
	case err != nil:
		return usageError("--output %s: %w", name, reason(err))
	case len(entries) > 0:
		return usageError("--output %s: the folder is not empty", name)
	}
	return nil
}
