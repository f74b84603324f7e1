package main

import (
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/goldenpath-go/goldenpath/lint"
	"github.com/goldenpath-go/goldenpath/source"
)

// configFlags say where the configuration comes from, and what it is not to say.
type configFlags struct {
	file     string
	noConfig bool
	rules    ruleFlags
}

// configuration returns the configuration of a run with the flags applied, and the file it comes from, if any.
func (p *program) configuration(at *place, f *configFlags, all []*lint.Rule) (c *lint.Config, file string, err error) {
	switch {
	case f.file != "" && f.noConfig:
		return nil, "", usageError("--config and --no-config exclude each other")
	case f.file != "":
		file = p.absolute(f.file)
	case !f.noConfig:
		file = at.findConfig()
	}
	c = &lint.Config{}
	if file != "" {
		if c, err = at.loadConfig(file, all); err != nil {
			return nil, "", &exit{exitUsage, err}
		}
	}
	return c, file, f.rules.apply(c, all)
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
func (a *place) loadConfig(file string, all []*lint.Rule) (*lint.Config, error) {
	top := a.root
	if !within(top, file) {
		top = filepath.VolumeName(file) + string(filepath.Separator)
	}
	name := (&place{root: top}).name(file)
	c, err := lint.LoadConfig(os.DirFS(top), name, all)
	if err != nil {
		a.relabel(err, top)
		return nil, err
	}
	if top == a.root {
		rebase(c, path.Dir(name))
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
		e.Pos.File = a.shown(a.name(filepath.Join(top, filepath.FromSlash(e.Pos.File))))
	}
}

// rebase turns the globs of c, which are relative to the folder of its file, into globs relative to the root.
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
}
