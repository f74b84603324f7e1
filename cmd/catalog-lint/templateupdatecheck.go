package main

import (
	"context"
	"strings"

	"github.com/spf13/cobra"

	"github.com/goldenpath-go/goldenpath/lint/report"
	scaffoldupdate "github.com/goldenpath-go/goldenpath/scaffold/update"
)

// checkFlags are the flags of template check.
type checkFlags struct {
	updateFlags
	format  string
	allowed int
}

func (p *program) templateCheckCommand() *cobra.Command {
	f := &checkFlags{}
	cmd := command("check [FOLDER]", "Tell how far what a template generated is behind it", func(ctx context.Context, args []string) error {
		return p.templateCheck(ctx, f, args)
	})
	cmd.Long = `check says how many versions FOLDER (default: here) is behind the template that it was generated from; versions in which the
template is the same count as one. It renders nothing. It exits with 1 if there are more than --allow.`
	cmd.Example = `  catalog-lint template check --templates ../golden-paths --path go-service --tags 'v*' --allow 2`
	f.addSource(cmd)
	cmd.Flags().IntVar(&f.allowed, "allow", 0, "exit with 0 up to `N` versions behind")
	addFormat(cmd, &f.format, []string{formatText, formatJSON})
	return cmd
}

// checkJSON is where a folder stands, as JSON has it.
type checkJSON struct {
	State   scaffoldupdate.State `json:"state"`
	Version string               `json:"version"`
	Behind  int                  `json:"behind"`
	Newer   []string             `json:"newer"`
	Moved   bool                 `json:"moved"`
}

func (p *program) templateCheck(ctx context.Context, f *checkFlags, args []string) error {
	if err := oneOf("format", f.format, []string{formatText, formatJSON}); err != nil {
		return err
	}
	dir, err := p.updateFolder(args)
	if err != nil {
		return err
	}
	u, err := p.updater(&f.updateFlags)
	if err != nil {
		return err
	}
	s, err := u.Check(ctx, dir)
	if err != nil {
		return updateError(err)
	}
	if err := p.reportCheck(f, s); err != nil {
		return err
	}
	if s.State == scaffoldupdate.Unknown || len(s.Newer) > f.allowed {
		return &exit{code: exitFindings}
	}
	return nil
}

func (p *program) reportCheck(f *checkFlags, s *scaffoldupdate.Status) error {
	newer := []string{}
	for _, v := range s.Newer {
		newer = append(newer, v.Name)
	}
	if f.format == formatJSON {
		return writeIndented(p.stdout, checkJSON{s.State, s.Version, len(newer), newer, s.Moved})
	}
	out := &texts{w: p.stdout}
	switch s.State {
	case scaffoldupdate.Behind:
		out.line("%s is %d behind: %s", report.ForLog(s.Version), len(newer), report.ForLog(strings.Join(newer, ", ")))
	case scaffoldupdate.Unknown:
		out.line("%s is no version of the template", report.ForLog(s.Version))
	default:
		out.line("%s is up to date", report.ForLog(s.Version))
	}
	if s.Moved {
		out.line("%s is not any more what it was when this was generated", report.ForLog(s.Version))
	}
	return out.flush()
}

func (p *program) templateDiffCommand() *cobra.Command {
	f := &updateFlags{}
	cmd := command("diff [FOLDER]", "Show what an update would change", func(ctx context.Context, args []string) error {
		dir, err := p.updateFolder(args)
		if err != nil {
			return err
		}
		f.force = true // nothing is written
		x, err := p.planUpdate(ctx, f, dir)
		if err != nil {
			return err
		}
		return x.WriteDiff(p.stdout)
	})
	cmd.Long = `diff prints what template update would change in FOLDER (default: here) as a unified diff, which git apply takes. Conflicts stand
in it between markers. It changes nothing.`
	cmd.Example = `  catalog-lint template diff --templates ../golden-paths --path go-service --tags 'v*'`
	f.addSource(cmd)
	f.addValues(cmd)
	cmd.Flags().StringVar(&f.to, "to", "", "compare with `VERSION`; default: the newest")
	return cmd
}
