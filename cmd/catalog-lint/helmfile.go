package main

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/goldenpath-go/goldenpath/helmfile"
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

// openedHelmfile is a helmfile as a command reads it.
type openedHelmfile struct {
	*helmfile.State
	flags   *helmfileFlags
	defined []string // the environments that it defines; nil: nobody asked yet
	faulty  bool     // something is wrong with what was resolved
	old     bool     // such that --compatible may mend it
}

// openHelmfile reads the helmfile that the flags name.
func (p *program) openHelmfile(ctx context.Context, f *helmfileFlags) (*openedHelmfile, error) {
	if err := oneOf("format", f.format, reportFormats()); err != nil {
		return nil, err
	}
	if err := f.check(); err != nil {
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
		return nil, helmfileError(ctx, f, at, err)
	}
	return &openedHelmfile{State: s, flags: f}, nil
}

func orElse(s, other string) string {
	if s == "" {
		return other
	}
	return s
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
	h.defined = known
	if len(names) == 0 {
		names = known
	}
	var out []*helmfile.Resolution
	for _, name := range names {
		r, err := h.Resolve(ctx, name)
		if err != nil {
			return nil, err
		}
		if name != "default" && !slices.Contains(known, name) && !isDefined(r) {
			return nil, usageError("the helmfile has no environment %s%s", name, orElse(didYouMean(name, known), "; it has "+strings.Join(known, ", ")))
		}
		if err := h.flags.given(r); err != nil {
			return nil, err
		}
		h.faulty = h.faulty || slices.ContainsFunc(r.Errors, isFault)
		h.old = h.old || slices.ContainsFunc(r.Errors, func(e *helmfile.Error) bool { return e.Class == helmfile.ClassOnePart })
		out = append(out, r)
	}
	return out, nil
}

// isDefined reports whether one of the state files has the environment that they were resolved in: where templates put its
// name in, it is only known when it is asked for.
func isDefined(r *helmfile.Resolution) bool {
	return slices.ContainsFunc(r.Files, func(f *helmfile.File) bool { return f.Field("environments").Get(r.Environment) != nil })
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
