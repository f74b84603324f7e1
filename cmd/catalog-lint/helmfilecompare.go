package main

import (
	"context"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/goldenpath-go/goldenpath/helmfile/compare"
)

func (p *program) helmfileDiffCommand() *cobra.Command {
	f, values, exitCode := &helmfileFlags{}, &valueFlags{}, false
	cmd := command("diff ENV ENV", "Say how two environments differ: releases, versions, values", func(ctx context.Context, args []string) error {
		if len(args) != 2 {
			return usageError("diff takes two environments; see catalog-lint help helmfile diff")
		}
		h, err := p.openHelmfile(ctx, f)
		if err != nil {
			return err
		}
		rs, err := h.resolve(ctx, args...)
		if err != nil {
			return err
		}
		d := compare.Compare(rs[0], rs[1], values.compareOptions())
		return p.helmfileReport(h, f, helmfileAnswer{d}, exitCode && !d.Empty())
	})
	cmd.Long = `diff compares releases by name, and their values by path: the entries of lists by name, key or another key that identifies
them, other elements by content. Each side says what set it: the value that a template takes rather than the template.

Values whose key names a secret are masked, as are private keys and passwords in URLs. A ? marks what cannot be told.`
	cmd.Example = `  catalog-lint helmfile diff staging production
  catalog-lint helmfile diff -f deploy --env IMAGE_TAG=v1.4.0 --format markdown staging production >> "$GITHUB_STEP_SUMMARY"`
	f.add(cmd)
	values.add(cmd)
	cmd.Flags().BoolVar(&exitCode, "exit-code", false, "exit with 1 when they differ")
	return cmd
}

func (p *program) helmfileMatrixCommand() *cobra.Command {
	f, values, withValues, exitCode := &helmfileFlags{}, &valueFlags{}, false, false
	cmd := command("matrix [ENV...]", "Show all releases in all environments", func(ctx context.Context, args []string) error {
		h, err := p.openHelmfile(ctx, f)
		if err != nil {
			return err
		}
		rs, err := h.resolve(ctx, args...)
		if err != nil {
			return err
		}
		o := values.compareOptions()
		o.NoValues = !withValues
		m := compare.NewMatrix(rs, o)
		return p.helmfileReport(h, f, helmfileAnswer{m}, exitCode && !m.Same())
	})
	cmd.Long = `matrix shows for every release and environment, of which all are taken if none are named, whether it is on, off or cannot be
told (?), with its version. A - stands for no such release.`
	cmd.Example = `  catalog-lint helmfile matrix
  catalog-lint helmfile matrix --values staging production`
	f.add(cmd)
	values.add(cmd)
	cmd.Flags().BoolVar(&withValues, "values", false, "show the values that differ")
	cmd.Flags().BoolVar(&exitCode, "exit-code", false, "exit with 1 when a release differs")
	return cmd
}

func (p *program) helmfilePromoteCommand() *cobra.Command {
	f, values, exitCode := &helmfileFlags{}, &valueFlags{}, false
	var images []string
	cmd := command("promote FROM TO", "Say what would change in TO if it took FROM's versions and image tags", func(ctx context.Context, args []string) error {
		if len(args) != 2 {
			return usageError("promote takes two environments; see catalog-lint help helmfile promote")
		}
		h, err := p.openHelmfile(ctx, f)
		if err != nil {
			return err
		}
		rs, err := h.resolve(ctx, args...)
		if err != nil {
			return err
		}
		o := values.compareOptions()
		o.IsImage = func(keys []string) bool { return slices.Contains(images, strings.Join(keys, ".")) }
		m := compare.Promote(rs[0], rs[1], o)
		return p.helmfileReport(h, f, helmfileAnswer{m}, exitCode && len(m.Moves) > 0)
	})
	cmd.Long = `promote changes no file. It says which versions of charts and tags of images TO would take from FROM and where they are set,
what TO pins back, what cannot be told because it is unknown or not pinned, and how much would still differ.`
	cmd.Example = `  catalog-lint helmfile promote staging production
  catalog-lint helmfile promote --image worker.release staging production`
	f.add(cmd)
	values.add(cmd)
	cmd.Flags().StringArrayVar(&images, "image", nil, "take the value at `PATH`, such as worker.release, for an image's tag, too; may be repeated")
	cmd.Flags().BoolVar(&exitCode, "exit-code", false, "exit with 1 when something would change")
	return cmd
}

// helmfileAnswer is a report of package compare as an answer.
type helmfileAnswer struct {
	report interface {
		WriteText(w io.Writer) error
		WriteMarkdown(w io.Writer) error
		WriteJSON(w io.Writer) error
	}
}

func (a helmfileAnswer) writeText(w io.Writer) error     { return a.report.WriteText(w) }
func (a helmfileAnswer) writeMarkdown(w io.Writer) error { return a.report.WriteMarkdown(w) }
func (a helmfileAnswer) writeJSON(w io.Writer) error     { return a.report.WriteJSON(w) }
