package main

import (
	"context"
	"embed"
	"fmt"
	"io/fs"
	"os"
	"slices"

	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/catalog/load"
	"github.com/goldenpath-go/goldenpath/onboarding"
	"github.com/goldenpath-go/goldenpath/onboarding/handover"
)

// newcomer is who begins at the sample's company.
const newcomer = "mary@example.com"

// samples are the sample's company, and what is added to its checkout a year later.
//
//go:embed company later
var samples embed.FS

// company is a checkout: who is in which group, what comes with that, and who owns what.
type company struct {
	*onboarding.Directory
	files fs.FS
}

// checkout reads a company from a folder, or the sample's.
func checkout(ctx context.Context, dir string) (*company, error) {
	if dir != "" {
		return read(ctx, os.DirFS(dir))
	}
	files, err := fs.Sub(samples, "company")
	if err != nil {
		return nil, err
	}
	return read(ctx, files)
}

func read(ctx context.Context, files fs.FS) (*company, error) {
	c, err := load.FS(ctx, files)
	if err != nil {
		return nil, fmt.Errorf("the catalog: %w", err)
	}
	data, err := fs.ReadFile(files, "onboarding.yaml")
	if err != nil {
		return nil, err
	}
	config, err := onboarding.ParseConfig("onboarding.yaml", data)
	if err != nil {
		return nil, err
	}
	return &company{Directory: &onboarding.Directory{Catalog: c, Config: config}, files: files}, nil
}

// grants returns what somebody should have of the providers that are in use.
func (c *company) grants(o *onboarding.Onboarder, p onboarding.Person) ([]onboarding.Grant, error) {
	wants, err := c.Wanted(p)
	return slices.DeleteFunc(onboarding.Grants(wants), func(g onboarding.Grant) bool {
		return !slices.ContainsFunc(o.Providers, func(p onboarding.Provider) bool { return p.Name() == g.Provider })
	}), err
}

func (c *company) join(ctx context.Context, o *onboarding.Onboarder, p onboarding.Person) (*onboarding.Review, error) {
	want, err := c.grants(o, p)
	if err != nil {
		return nil, err
	}
	return o.Join(ctx, p, want)
}

func (c *company) move(ctx context.Context, o *onboarding.Onboarder, p onboarding.Person, before *company) (*onboarding.Review, error) {
	want, err := c.grants(o, p)
	if err != nil {
		return nil, err
	}
	had, err := before.grants(o, p)
	if err != nil {
		return nil, err
	}
	return o.Move(ctx, p, had, want)
}

// handOver shows what somebody hands over, with the change that says who has it from then on.
func (p program) handOver(c *company, who onboarding.Person, r request) error {
	leaver, options := handover.Leaver{Ref: who.Ref, Email: who.Email}, &handover.Options{}
	if r.to != "" {
		to, err := catalog.ParseRef(r.to, catalog.Ref{Kind: catalog.Group})
		if err != nil {
			return fmt.Errorf("-to: %w", err)
		}
		options.To = to
	}
	report, err := handover.Find(c.Catalog, c.files, leaver, options)
	if err != nil {
		return err
	}
	if err := p.show(report, r.markdown); err != nil || r.markdown {
		return err
	}
	_, err = fmt.Fprintf(p.out, "%s\n", report.Diff())
	return err
}
