package main

import (
	"context"
	"slices"

	"github.com/spf13/cobra"

	"github.com/goldenpath-go/goldenpath/helmfile"
	"github.com/goldenpath-go/goldenpath/helmfile/compare"
)

func (p *program) helmfileExplainCommand() *cobra.Command {
	f, values := &helmfileFlags{}, &valueFlags{}
	var environments []string
	var path string
	cmd := command("explain RELEASE", "Say why a release is on or off, or what set one of its values", func(ctx context.Context, args []string) error {
		if len(args) != 1 {
			return usageError("explain takes the name of one release, or namespace/name")
		}
		return p.helmfileExplain(ctx, f, values.compareOptions(), args[0], environments, path)
	})
	cmd.Long = `explain says for each environment what decided whether a release is on: its condition, what set the value that this asks for
and what that hid, installed, and the selectors given.

With --value it says what set a value: image.tag, env[name=LOG].value, ports[0], or .Values.image.tag of the state values.`
	cmd.Example = `  catalog-lint helmfile explain redis
  catalog-lint helmfile explain order-api -e production --value image.tag`
	f.add(cmd)
	values.add(cmd)
	cmd.Flags().StringArrayVarP(&environments, "environment", "e", nil, "explain it in the environment `ENV`; may be repeated (default all)")
	cmd.Flags().StringVar(&path, "value", "", "explain the value at `PATH`")
	return cmd
}

func (p *program) helmfileExplain(ctx context.Context, f *helmfileFlags, o *compare.Options, name string, environments []string, path string) error {
	selectors, err := parseSelectors(f.options.Selectors)
	if err != nil {
		return err
	}
	f.options.Selectors = nil // what they leave out is to be explained, too
	h, err := p.openHelmfile(ctx, f)
	if err != nil {
		return err
	}
	rs, err := h.resolve(ctx, environments...)
	if err != nil {
		return err
	}
	has := func(r *helmfile.Resolution) bool { return len(compare.Named(r, name)) > 0 }
	if path != "" && slices.ContainsFunc(rs, has) {
		return p.helmfileExplainValue(h, f, o, rs, name, path)
	}
	all, err := h.withOthers(ctx, rs)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(all, has) {
		return unknownRelease(all, name)
	}
	es := slices.DeleteFunc(compare.Explain(all, name, selectors), func(e compare.Explanation) bool {
		return !slices.ContainsFunc(rs, func(r *helmfile.Resolution) bool { return r.Environment == e.Environment })
	})
	return p.helmfileReport(h, f, helmfileAnswer{es}, false)
}

// withOthers returns rs and the environments that are not among them, since one may say why another lacks something. What is
// wrong with these does not count.
func (h *openedHelmfile) withOthers(ctx context.Context, rs []*helmfile.Resolution) ([]*helmfile.Resolution, error) {
	aside := *h
	others, err := aside.resolve(ctx)
	if err != nil {
		return nil, err
	}
	known := func(r *helmfile.Resolution) bool {
		return slices.ContainsFunc(rs, func(x *helmfile.Resolution) bool { return x.Environment == r.Environment })
	}
	return append(slices.Clone(rs), slices.DeleteFunc(others, known)...), nil
}

func (p *program) helmfileExplainValue(h *openedHelmfile, f *helmfileFlags, o *compare.Options, rs []*helmfile.Resolution, name, path string) error {
	var all compare.ValueExplanations
	for _, r := range rs {
		for _, x := range compare.Named(r, name) {
			e, err := compare.ExplainValue(r, x, path, o)
			if err != nil {
				return usageError("--value: %w", err)
			}
			all = append(all, *e)
		}
	}
	return p.helmfileReport(h, f, helmfileAnswer{all}, false)
}

func parseSelectors(words []string) ([]helmfile.Selector, error) {
	var out []helmfile.Selector
	for _, word := range words {
		s, err := helmfile.ParseSelector(word)
		if err != nil {
			return nil, usageError("--selector=%s: %w", word, err)
		}
		out = append(out, s)
	}
	return out, nil
}

// unknownRelease says that no environment has a release of a name. Where the helmfile has faults, these may be why.
func unknownRelease(rs []*helmfile.Resolution, name string) error {
	var names []string
	for _, r := range rs {
		for _, x := range r.Releases() {
			names = append(names, x.Name)
		}
		if err := r.Err(helmfile.StageList); err != nil && len(r.Releases()) == 0 {
			return &exit{exitBroken, err}
		}
	}
	return usageError("the helmfile has no release %s%s", name, didYouMean(name, names))
}
