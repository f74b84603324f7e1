package main

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/goldenpath-go/goldenpath/lint"
	"github.com/goldenpath-go/goldenpath/source"
)

// configFlags say where the configuration comes from, and what it is not to say.
type configFlags struct {
	file     string
	noConfig bool
	profile  string
	rules    ruleFlags

	trace func(pointer string, at source.Position) // told where values come from; may be nil
}

// configuration returns the configuration of a run with the flags applied, and the file it comes from, if any.
func (p *program) configuration(ctx context.Context, at *place, f *configFlags, all []*lint.Rule) (c *lint.Config, file string, err error) {
	switch {
	case f.file != "" && f.noConfig:
		return nil, "", usageError("--config and --no-config exclude each other")
	case f.file != "":
		file = p.absolute(f.file)
	case !f.noConfig:
		file = at.findConfig()
	}
	if file == "" && f.profile != "" {
		return nil, "", usageError("--profile=%s: there is no configuration, which could have it", f.profile)
	}
	c = &lint.Config{}
	if file != "" {
		fetch := func(url, sum string) ([]byte, error) { return p.fetchConfig(ctx, url, sum) }
		o := &lint.ConfigOptions{Profile: f.profile, Fetch: fetch, Trace: f.trace}
		if c, err = at.loadConfig(file, all, o); err != nil {
			return nil, "", &exit{exitUsage, err}
		}
	}
	return c, file, f.rules.apply(c, slices.Concat(all, c.Own), f.trace)
}

// findConfig returns the nearest configuration from what was asked for upwards to the root; "" when there is none.
func (a *place) findConfig() string {
	for dir := a.common; within(a.root, dir); dir = filepath.Dir(dir) {
		file := filepath.Join(dir, lint.ConfigName)
		if _, err := os.Lstat(file); !errors.Is(err, fs.ErrNotExist) {
			return file
		}
		if dir == filepath.Dir(dir) {
			break
		}
	}
	return ""
}

// loadConfig reads a configuration, which may lie outside of the root: a company's may be shared.
func (a *place) loadConfig(file string, all []*lint.Rule, o *lint.ConfigOptions) (*lint.Config, error) {
	top := a.root
	if !within(top, file) {
		top = filepath.VolumeName(file) + string(filepath.Separator)
	}
	name := (&place{root: top}).name(file)
	if trace := o.Trace; trace != nil {
		o.Trace = func(pointer string, at source.Position) {
			at.File = a.relabelled(at.File, top)
			trace(pointer, at)
		}
	}
	o.Compile = compileCustom(func(file string) string { return a.relabelled(file, top) })
	c, err := lint.LoadConfig(os.DirFS(top), name, all, o)
	if err != nil {
		a.relabel(err, top)
		return nil, err
	}
	if top == a.root {
		rebase(c, path.Dir(name))
		return c, nil
	}
	for i := range c.Ignores {
		c.Ignores[i].Range = source.Range{} // not a file that is linted here: others have to see that it is needed
	}
	return c, nil
}

// relabel makes the places in err, whose files are named from top, what people see.
func (a *place) relabel(err error, top string) {
	var many source.Errors
	if !errors.As(err, &many) {
		return
	}
	for _, e := range many {
		e.Pos.File = a.relabelled(e.Pos.File, top)
	}
}

// relabelled returns the name of a configuration, a path from top or a URL, as people see it.
func (a *place) relabelled(name, top string) string {
	if isURL(name) {
		return name
	}
	return a.shown(a.name(filepath.Join(top, filepath.FromSlash(name))))
}

// rebase turns the globs and paths of c, which are relative to the folder of its file, into those relative to the root.
func rebase(c *lint.Config, folder string) {
	if folder == "." {
		return
	}
	literal := strings.NewReplacer(`\`, `\\`, "*", `\*`, "?", `\?`, "[", `\[`).Replace(folder)
	below := func(globs []string) []string {
		var out []string
		for _, g := range globs {
			out = append(out, path.Join(literal, g))
		}
		return out
	}
	c.Include, c.Exclude = below(c.Include), below(c.Exclude)
	for i := range c.Overrides {
		c.Overrides[i].Paths = below(c.Overrides[i].Paths)
	}
	for i := range c.Ignores {
		c.Ignores[i].Paths = below(c.Ignores[i].Paths)
	}
	if c.Baseline != "" {
		c.Baseline = path.Join(folder, c.Baseline)
	}
}
