package main

import (
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/goldenpath-go/goldenpath/helmfile"
	"github.com/goldenpath-go/goldenpath/helmfile/compare"
	"github.com/goldenpath-go/goldenpath/source"
)

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

// check tells what is wrong with the command line by itself.
func (f *helmfileFlags) check() error {
	if _, err := parseSelectors(f.options.Selectors); err != nil {
		return err
	}
	for flag, words := range map[string][]string{"set": f.options.Set, "set-string": f.options.SetString} {
		for _, word := range words {
			if name, _, ok := strings.Cut(word, "="); !ok || name == "" {
				return usageError("--%s=%s is not NAME=VALUE", flag, word)
			}
		}
	}
	return nil
}

// given tells what is wrong with the command line as the helmfile takes it: files of values that there are not, keys that
// cannot be read. Such a fault has no place.
func (f *helmfileFlags) given(r *helmfile.Resolution) error {
	if len(f.options.Set)+len(f.options.SetString)+len(f.options.ValuesFiles) == 0 {
		return nil
	}
	for _, e := range r.Errors {
		if e.Pos == (source.Position{}) && (e.Class == helmfile.ClassOther || e.Class == helmfile.ClassEnvValuesMissing) {
			return usageError("%w", e.Err)
		}
	}
	for _, u := range r.Unknowns {
		for _, name := range f.options.ValuesFiles {
			if u.Pos == (source.Position{}) && strings.HasPrefix(u.Text, name+" ") {
				return usageError("--values-file: %s", u.Text)
			}
		}
	}
	return nil
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
			return helmfileError(ctx, f, at, err)
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
