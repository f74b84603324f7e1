package main

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/goldenpath-go/goldenpath/lint/report"
	"github.com/goldenpath-go/goldenpath/plan"
	"github.com/goldenpath-go/goldenpath/scaffold"
	"github.com/goldenpath-go/goldenpath/scaffold/dialect"
	"github.com/goldenpath-go/goldenpath/scaffold/nunjucks"
	scaffoldupdate "github.com/goldenpath-go/goldenpath/scaffold/update"
)

// updateFlags say where a template's versions are, and with what they are rendered.
type updateFlags struct {
	templates string
	path      string
	tags      string
	values    string
	set       []string
	secrets   []string
	dialect   string

	to    string
	force bool
	undo  bool
}

// addSource adds the flags that say where the versions are.
func (f *updateFlags) addSource(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringVar(&f.templates, "templates", "", "read the template's versions from `FOLDER`: a clone of its git repository, or a folder with one for each")
	flags.StringVar(&f.path, "path", "", "take `PATH` for the template's folder in the clone")
	flags.StringVar(&f.tags, "tags", "", "take the tags of the clone that match `PATTERN` for versions; default: the commits that touch the template")
}

// addValues adds the flags that say with what the versions are rendered.
func (f *updateFlags) addValues(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringVar(&f.values, "values", "", "read parameters from `FILE`, YAML or JSON; - is standard input")
	flags.StringArrayVar(&f.set, "set", nil, "set a parameter: `NAME=VALUE`, where VALUE is YAML")
	flags.StringArrayVar(&f.secrets, "secret", nil, "give a secret the value of an environment variable: `NAME=VARIABLE`")
	flags.StringVar(&f.dialect, "dialect", nunjucks.Backstage4.String(), "understand expressions as `DIALECT`")
	complete(cmd, "dialect", dialectNames()...)
}

// updater returns what renders and compares versions.
func (p *program) updater(f *updateFlags) (*scaffoldupdate.Updater, error) {
	source, err := p.updateSource(f)
	if err != nil {
		return nil, err
	}
	u := &scaffoldupdate.Updater{Source: source, File: templateName, TaskID: "update"}
	if f.dialect == "" {
		return u, nil // nothing is rendered
	}
	d, err := templateDialect(f.dialect)
	if err != nil {
		return nil, err
	}
	u.Runner = &scaffold.Runner{Renderer: dialect.New(d, nil), Actions: dryRunActions(), Classic: d == nunjucks.Nunjucks3}
	u.Secrets, err = p.dryRunSecrets(&dryRunFlags{secrets: f.secrets})
	return u, err
}

func (p *program) updateSource(f *updateFlags) (scaffoldupdate.Source, error) {
	if f.templates == "" {
		return nil, usageError("where are the template's versions? --templates names a clone of its repository")
	}
	dir := p.absolute(f.templates)
	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		return nil, usageError("--templates %s is no folder", f.templates)
	}
	for _, name := range []string{".git", "objects"} { // a clone with a work tree, or without
		if _, err := os.Stat(filepath.Join(dir, name)); err == nil {
			return scaffoldupdate.Git{Dir: dir, Path: f.path, Tags: f.tags}, nil
		}
	}
	if f.path != "" || f.tags != "" {
		return nil, usageError("--path and --tags are for clones, and --templates %s is none", f.templates)
	}
	return scaffoldupdate.Folders{FS: os.DirFS(dir)}, nil
}

// updateValues reads the parameters that are given.
func (p *program) updateValues(ctx context.Context, f *updateFlags) (map[string]any, error) {
	given, err := p.dryRunValues(ctx, &dryRunFlags{values: f.values, set: f.set}, &templateFile{Template: &scaffold.Template{}})
	if err != nil {
		return nil, err
	}
	out := map[string]any{}
	for name, v := range given.object.All() {
		out[name] = v
	}
	return out, nil
}

// updateFolder returns the folder that a command is about.
func (p *program) updateFolder(args []string) (string, error) {
	switch len(args) {
	case 0:
		return p.dir, nil
	case 1:
		dir := p.absolute(args[0])
		if info, err := os.Stat(dir); err != nil || !info.IsDir() {
			return "", usageError("%s is no folder", args[0])
		}
		return dir, nil
	}
	return "", usageError("unexpected argument %q: there is one folder", args[1])
}

func (p *program) templateUpdateCommand() *cobra.Command {
	f := &updateFlags{}
	cmd := command("update [FOLDER]", "Bring what a template generated to a newer version of it", func(ctx context.Context, args []string) error {
		return p.templateUpdate(ctx, f, args)
	})
	cmd.Long = `update merges what changed in the template since FOLDER (default: here) was generated into it, as git merges branches: edits stay,
renames are followed, and where both sides changed the same lines they stand between markers. It reads from
` + scaffoldupdate.AnswersFile + ` from which version FOLDER is and with which values, and says what became of each file. What it replaces is
kept until the next update, for --undo. It exits with 1 if there are conflicts.`
	cmd.Example = `  catalog-lint template update --templates ../golden-paths --path go-service --tags 'v*'
  catalog-lint template update --templates ../golden-paths --path go-service --to v1.4.0 --set port=8080
  catalog-lint template update --undo`
	f.addSource(cmd)
	f.addValues(cmd)
	cmd.Flags().StringVar(&f.to, "to", "", "update to `VERSION`; default: the newest")
	cmd.Flags().BoolVar(&f.force, "force", false, "go on though there are changes that are not committed")
	cmd.Flags().BoolVar(&f.undo, "undo", false, "take back the last update")
	return cmd
}

// templateUpdate is the job itself.
func (p *program) templateUpdate(ctx context.Context, f *updateFlags, args []string) error {
	dir, err := p.updateFolder(args)
	if err != nil {
		return err
	}
	if f.undo {
		return p.undoUpdate(ctx, dir)
	}
	x, err := p.planUpdate(ctx, f, dir)
	if err != nil {
		return err
	}
	journal, err := updateJournal(ctx, dir)
	if err != nil {
		return err
	}
	defer func() { _ = journal.Close() }()
	if err := plan.Apply(ctx, x.Plan, journal, nil); err != nil {
		return err
	}
	return p.reportUpdate(x)
}

// planUpdate plans an update of a folder.
func (p *program) planUpdate(ctx context.Context, f *updateFlags, dir string) (*scaffoldupdate.Update, error) {
	u, err := p.updater(f)
	if err != nil {
		return nil, err
	}
	values, err := p.updateValues(ctx, f)
	if err != nil {
		return nil, err
	}
	x, err := u.Plan(ctx, dir, &scaffoldupdate.Options{To: f.to, Values: values, Force: f.force})
	return x, updateError(err)
}

// updateError says which errors are those of the command line.
func updateError(err error) error {
	var invalid *scaffold.ValidationError
	switch {
	case errors.Is(err, scaffoldupdate.ErrDirty):
		return usageError("%w; commit them, or use --force", err)
	case errors.Is(err, scaffoldupdate.ErrNoAnswers):
		return usageError("%w; catalog-lint template adopt makes it", err)
	case errors.As(err, &invalid):
		return usageError("%w; give values with --set", err)
	case errors.Is(err, scaffoldupdate.ErrVersion):
		return &exit{exitUsage, err}
	case errors.Is(err, fs.ErrExist):
		return usageError("%w; --force replaces it", err)
	}
	return err
}

// updateJournal opens the journal of a folder. That of an update which has ended is replaced, with what was kept for it.
func updateJournal(ctx context.Context, dir string) (*plan.File, error) {
	journal, err := scaffoldupdate.Journal(dir)
	if err != nil {
		return nil, err
	}
	ended := false
	for r, err := range journal.All(ctx) {
		if err != nil {
			_ = journal.Close()
			return nil, err
		}
		ended = r.State == plan.Finished
	}
	if !ended {
		return journal, nil
	}
	if err := errors.Join(journal.Close(), scaffoldupdate.Forget(dir)); err != nil {
		return nil, err
	}
	return scaffoldupdate.Journal(dir)
}

func (p *program) undoUpdate(ctx context.Context, dir string) error {
	journal, err := scaffoldupdate.Journal(dir)
	if err != nil {
		return err
	}
	receipts := 0
	for range journal.All(ctx) {
		receipts++
	}
	err = plan.Undo(ctx, journal, scaffoldupdate.Undoer(dir), nil)
	if err = errors.Join(err, journal.Close()); err != nil {
		return err
	}
	if err := scaffoldupdate.Forget(dir); err != nil {
		return err
	}
	if receipts == 0 {
		return usageError("there is no update to take back")
	}
	return nil
}

// reportUpdate says what became of the files.
func (p *program) reportUpdate(x *scaffoldupdate.Update) error {
	out := &texts{w: p.stdout}
	out.line("%s", report.ForLog(x.Plan.Title))
	for _, file := range x.Files {
		out.line("%s", report.ForLog(file.String()))
	}
	for _, name := range x.Drift {
		out.line("%s", report.ForLog(name+": version "+x.From+" does not make it any more as it did; the difference counts as an edit"))
	}
	conflicts := len(x.Conflicts())
	out.line("%s, %d with conflicts", count(len(x.Files), "file", "files"), conflicts)
	if err := out.flush(); err != nil {
		return err
	}
	if conflicts > 0 {
		return &exit{code: exitFindings}
	}
	return nil
}
