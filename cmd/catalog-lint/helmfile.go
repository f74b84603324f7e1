package main

import (
	"context"
	"errors"
	"io/fs"
	"maps"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/goldenpath-go/goldenpath/helmfile"
	"github.com/goldenpath-go/goldenpath/helmfile/compare"
)

const aboutHelmfile = `helmfile has what there is to know of a helmfile without helm, a chart or a cluster: how environments differ, what set a
value, why a release is off. Nothing is run, decrypted or fetched, and no variable of the process is read unless --env or
--env-from-process says so. What cannot be known is shown as unknown, with the reason.

Files are named from the top of the git work tree.`

// helmfileCommand is the parent of what there is to do with helmfiles.
func (p *program) helmfileCommand() *cobra.Command {
	cmd := command("helmfile COMMAND", "Compare and explain the environments of a helmfile, without helm", nil)
	cmd.Long = aboutHelmfile
	cmd.AddCommand(
		p.helmfileDiffCommand(), p.helmfileMatrixCommand(), p.helmfilePromoteCommand(), p.helmfileExplainCommand(),
		p.helmfileListCommand(), p.helmfileValuesCommand(), p.helmfileComponentsCommand(),
	)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if len(args) == 0 {
			return cmd.Help()
		}
		return usageError("unknown command %q%s", "helmfile "+strings.Join(args, " "), didYouMean(args[0], commandNames(cmd)))
	}
	return cmd
}

// helmfileFlags say how a helmfile is read.
type helmfileFlags struct {
	file        string
	options     helmfile.Options
	env         []string
	fromProcess bool
	format      string
}

func (f *helmfileFlags) add(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringVarP(&f.file, "file", "f", "", "read the helmfile `FILE`, or that of a folder (default the working directory)")
	flags.StringArrayVar(&f.options.Set, "set", nil, "set the state value `NAME=VALUE`, as helmfile --state-values-set; may be repeated")
	flags.StringArrayVar(&f.options.SetString, "set-string", nil, "as --set, but `NAME=VALUE` is a text; may be repeated")
	flags.StringArrayVar(&f.options.ValuesFiles, "values-file", nil, "read state values from `FILE`, relative to the helmfile; may be repeated")
	flags.StringArrayVarP(&f.options.Selectors, "selector", "l", nil, "take only releases with the labels `A=B,C!=D`; may be repeated")
	flags.StringArrayVar(&f.env, "env", nil, "let templates see the variable `NAME=VALUE`, or NAME as the process has it; may be repeated")
	flags.BoolVar(&f.fromProcess, "env-from-process", false, "let templates see every variable of the process that they mention")
	flags.BoolVar(&f.options.Compatible, "compatible", false, "read what tutorials write and today's helmfile refuses: templates and environments anywhere")
	addFormat(cmd, &f.format, reportFormats())
}

// valueFlags say what of values is compared, and what of them is shown.
type valueFlags struct {
	written bool
	secrets []string
}

func (f *valueFlags) add(cmd *cobra.Command) {
	cmd.Flags().BoolVar(&f.written, "written", false, "look at what helmfile write-values writes, not at what the chart receives")
	cmd.Flags().StringArrayVar(&f.secrets, "secret", nil, "mask the values of the key `NAME`, too; may be repeated")
}

func (f *valueFlags) compareOptions() *compare.Options {
	return &compare.Options{Written: f.written, IsSecret: func(key string) bool { return slices.Contains(f.secrets, key) }}
}

// openedHelmfile is a helmfile as a command reads it.
type openedHelmfile struct {
	*helmfile.State
	faulty bool // something is wrong with what was resolved
	old    bool // such that --compatible may mend it
}

// openHelmfile reads the helmfile that the flags name.
func (p *program) openHelmfile(ctx context.Context, f *helmfileFlags) (*openedHelmfile, error) {
	if err := oneOf("format", f.format, reportFormats()); err != nil {
		return nil, err
	}
	paths := []string{f.file}
	if f.file == "" {
		paths = nil
	}
	at, err := p.locate(paths, "")
	if err != nil {
		return nil, err
	}
	if err := p.readVariables(ctx, f, at); err != nil {
		return nil, err
	}
	s, err := helmfile.Load(at.fsys(), at.names[0], &f.options)
	if err != nil {
		return nil, helmfileError(f, err)
	}
	return &openedHelmfile{State: s}, nil
}

// helmfileError says why there is no helmfile to read.
func helmfileError(f *helmfileFlags, err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return usageError("%s: there is no helmfile.yaml, helmfile.yaml.gotmpl or helmfile.d", orElse(f.file, "the working directory"))
	}
	return usageError("%w", err)
}

func orElse(s, other string) string {
	if s == "" {
		return other
	}
	return s
}

// readVariables fills in the variables that templates see.
func (p *program) readVariables(ctx context.Context, f *helmfileFlags, at *place) error {
	f.options.Environ = map[string]string{}
	if f.fromProcess {
		if err := p.readMentioned(ctx, f, at); err != nil {
			return err
		}
	}
	for _, word := range f.env {
		name, value, given := strings.Cut(word, "=")
		if name == "" {
			return usageError("--env=%s is not NAME=VALUE", word)
		}
		if !given {
			if value = p.getenv(name); value == "" {
				return usageError("--env=%s: the process has no such variable", name)
			}
		}
		f.options.Environ[name] = value
	}
	return nil
}

// readMentioned takes from the process what the templates mention. One variable may lead to templates that mention others.
func (p *program) readMentioned(ctx context.Context, f *helmfileFlags, at *place) error {
	for {
		known := len(f.options.Environ)
		s, err := helmfile.Load(at.fsys(), at.names[0], &f.options)
		if err != nil {
			return helmfileError(f, err)
		}
		all, err := s.ResolveAll(ctx)
		if err != nil {
			return err
		}
		for _, name := range mentioned(all) {
			if value := p.getenv(name); value != "" {
				f.options.Environ[name] = value
			}
		}
		if len(f.options.Environ) == known {
			return nil
		}
	}
}

func mentioned(all []*helmfile.Resolution) []string {
	names := map[string]bool{}
	for _, r := range all {
		for _, ref := range r.References {
			if ref.Kind == helmfile.RefEnv || ref.Kind == helmfile.RefRequiredEnv {
				names[ref.Path] = true
			}
		}
		for name := range r.MissingEnv {
			names[name] = true
		}
	}
	return slices.Sorted(maps.Keys(names))
}

// resolve resolves the helmfile in the environments of these names, all that it defines when there are none.
func (h *openedHelmfile) resolve(ctx context.Context, names ...string) ([]*helmfile.Resolution, error) {
	defined, err := h.Environments(ctx)
	if err != nil {
		return nil, err
	}
	var known []string
	for _, e := range defined {
		known = append(known, e.Name)
	}
	if len(names) == 0 {
		names = known
	}
	var out []*helmfile.Resolution
	for _, name := range names {
		if name != "default" && !slices.Contains(known, name) {
			return nil, usageError("the helmfile has no environment %s%s", name, orElse(didYouMean(name, known), "; it has "+strings.Join(known, ", ")))
		}
		r, err := h.Resolve(ctx, name)
		if err != nil {
			return nil, err
		}
		h.faulty = h.faulty || slices.ContainsFunc(r.Errors, isFault)
		h.old = h.old || slices.ContainsFunc(r.Errors, func(e *helmfile.Error) bool { return e.Class == helmfile.ClassOnePart })
		out = append(out, r)
	}
	return out, nil
}

// isFault tells what is wrong from what is only not known: a variable that was not given.
func isFault(e *helmfile.Error) bool { return e.Class != helmfile.ClassRequiredEnv }

// helmfileReport prints an answer, which says what is wrong with the helmfile, and ends the command accordingly.
func (p *program) helmfileReport(h *openedHelmfile, f *helmfileFlags, a answer, found bool) error {
	if err := p.writeReport(a, f.format); err != nil {
		return err
	}
	switch {
	case h.old:
		return &exit{exitBroken, errors.New("today's helmfile refuses this file; --compatible reads it as tutorials mean it")}
	case h.faulty:
		return &exit{exitBroken, errors.New("the helmfile has faults: what was found may not be all")}
	case found:
		return &exit{code: exitFindings}
	}
	return nil
}
