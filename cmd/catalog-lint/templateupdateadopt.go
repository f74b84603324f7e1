package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/goldenpath-go/goldenpath/lint/report"
	"github.com/goldenpath-go/goldenpath/plan"
	scaffoldupdate "github.com/goldenpath-go/goldenpath/scaffold/update"
)

// adoptFlags are the flags of template adopt.
type adoptFlags struct {
	updateFlags
	versions []string
	url      string
	plan     bool
}

func (p *program) templateAdoptCommand() *cobra.Command {
	f := &adoptFlags{}
	cmd := command("adopt [FOLDER]", "Find out from which version of a template something was generated", func(ctx context.Context, args []string) error {
		return p.templateAdopt(ctx, f, args)
	})
	cmd.Long = `adopt renders every version of the template and takes the one that is nearest to FOLDER (default: here) for the version that it was
generated from. Values are those given, else what catalog-info.yaml says, else defaults. It prints how near each file is, and
writes ` + scaffoldupdate.AnswersFile + `, which the other commands read.`
	cmd.Example = `  catalog-lint template adopt --templates ../golden-paths --path go-service --tags 'v*' --set port=8080
  catalog-lint template adopt --templates ../golden-paths --path go-service --version v1.2.0 --plan`
	f.addSource(cmd)
	f.addValues(cmd)
	cmd.Flags().StringArrayVar(&f.versions, "version", nil, "try `VERSION` only; may be given several times")
	cmd.Flags().StringVar(&f.url, "url", "", "note `URL` as the place of the template")
	cmd.Flags().BoolVar(&f.plan, "plan", false, "print only, and write nothing")
	cmd.Flags().BoolVar(&f.force, "force", false, "replace answers that are there")
	return cmd
}

func (p *program) templateAdopt(ctx context.Context, f *adoptFlags, args []string) error {
	dir, err := p.updateFolder(args)
	if err != nil {
		return err
	}
	u, err := p.updater(&f.updateFlags)
	if err != nil {
		return err
	}
	values, err := p.updateValues(ctx, &f.updateFlags)
	if err != nil {
		return err
	}
	x, err := u.Adopt(ctx, dir, &scaffoldupdate.AdoptOptions{
		Candidates: []map[string]any{values}, Versions: f.versions, URL: f.url, Path: f.path, Force: f.force,
	})
	if err != nil {
		return updateError(err)
	}
	if !f.plan {
		if err := plan.Apply(ctx, x.Plan, &plan.Memory{}, nil); err != nil {
			return err
		}
		if err := scaffoldupdate.Forget(dir); err != nil {
			return err
		}
	}
	return p.reportAdoption(x)
}

func (p *program) reportAdoption(x *scaffoldupdate.Adoption) error {
	out := &texts{w: p.stdout}
	out.line("%s", report.ForLog(fmt.Sprintf("%s %s, %.0f %% as it was generated", x.Answers.Template.Ref, x.Answers.Template.Version, 100*x.Nearness)))
	for _, file := range x.Files {
		out.line("%3d %%  %s", file.Likeness, report.ForLog(file.Path))
	}
	for _, err := range x.Failed {
		out.line("%s", report.ForLog("left out: "+err.Error()))
	}
	return out.flush()
}
