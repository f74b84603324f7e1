package main

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/goldenpath-go/goldenpath/helmfile"
	"github.com/goldenpath-go/goldenpath/helmfile/compare"
)

func (p *program) helmfileListCommand() *cobra.Command {
	f, environment := &helmfileFlags{}, ""
	cmd := command("list", "List the releases of an environment", func(ctx context.Context, _ []string) error {
		h, r, err := p.oneEnvironment(ctx, f, environment)
		if err != nil {
			return err
		}
		return p.helmfileReport(h, f, helmfileAnswer{compare.List(r)}, false)
	})
	cmd.Args = noArguments
	cmd.Long = `list prints what helmfile list prints, and why a release is off.`
	f.add(cmd)
	addEnvironment(cmd, &environment)
	return cmd
}

func (p *program) helmfileValuesCommand() *cobra.Command {
	f, values, environment := &helmfileFlags{}, &valueFlags{}, ""
	cmd := command("values RELEASE", "List the values of a release, each with what set it", func(ctx context.Context, args []string) error {
		if len(args) != 1 {
			return usageError("values takes the name of one release, or namespace/name")
		}
		h, r, err := p.oneEnvironment(ctx, f, environment)
		if err != nil {
			return err
		}
		found := compare.Named(r, args[0])
		switch len(found) {
		case 0:
			return h.missingRelease(ctx, r, args[0])
		case 1:
			return p.helmfileReport(h, f, helmfileAnswer{compare.ListValues(r, found[0], values.compareOptions())}, false)
		}
		return usageError("%d releases are called %s: name one as namespace/name, such as %s", len(found), args[0], found[0].Key())
	})
	cmd.Long = `values prints what the chart of a release receives: the defaults of a local chart, the values and what set sets. The defaults of
other charts are not known. Secrets are masked.`
	f.add(cmd)
	values.add(cmd)
	addEnvironment(cmd, &environment)
	return cmd
}

func addEnvironment(cmd *cobra.Command, environment *string) {
	cmd.Flags().StringVarP(environment, "environment", "e", "default", "of the environment `ENV`")
}

// oneEnvironment resolves the helmfile in one environment.
func (p *program) oneEnvironment(ctx context.Context, f *helmfileFlags, environment string) (*openedHelmfile, *helmfile.Resolution, error) {
	h, err := p.openHelmfile(ctx, f)
	if err != nil {
		return nil, nil, err
	}
	rs, err := h.resolve(ctx, environment)
	if err != nil {
		return nil, nil, err
	}
	if environment == "default" && !slices.Contains(h.defined, environment) {
		p.complain(fmt.Errorf("this is the environment default, which the helmfile does not define: name one of %s with -e", strings.Join(h.defined, ", ")))
	}
	return h, rs[0], nil
}

// missingRelease says that an environment has no release of a name, and which others have.
func (h *openedHelmfile) missingRelease(ctx context.Context, r *helmfile.Resolution, name string) error {
	all, err := h.withOthers(ctx, []*helmfile.Resolution{r})
	if err != nil {
		return err
	}
	var with []string
	for _, other := range all {
		if len(compare.Named(other, name)) > 0 {
			with = append(with, other.Environment)
		}
	}
	if len(with) == 0 {
		return unknownRelease(all, name)
	}
	return usageError("%s has no release %s; there is one in %s", r.Environment, name, strings.Join(with, ", "))
}
