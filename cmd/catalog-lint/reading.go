package main

import (
	"context"
	"fmt"
	"io/fs"
	"path"
	"strings"

	"github.com/spf13/cobra"

	"github.com/goldenpath-go/goldenpath/catalog/load"
	"github.com/goldenpath-go/goldenpath/internal/discover"
	"github.com/goldenpath-go/goldenpath/lint"
	"github.com/goldenpath-go/goldenpath/source"
)

// readFlags say how the entities in files are read.
type readFlags struct {
	config  configFlags
	baseURL string
	maxSize size
}

func (f *readFlags) add(cmd *cobra.Command) {
	f.maxSize = 1 << 20
	f.config.addFile(cmd)
	cmd.Flags().StringVar(&f.baseURL, "base-url", "", "`URL` at which the files are served, for one repository: https://github.com/acme/shop/blob/main/, or none (default from the git remote)")
	cmd.Flags().Var(&f.maxSize, "max-file-size", "refuse larger files: bytes, or with a unit as in `1MiB`")
}

// reading is what was read of a checkout.
type reading struct {
	base     string // the address at which its files are served; "" when it is not known
	fsys     fs.FS
	read     map[string]bool // the files that were read
	entities []*defined
	refused  source.Errors
}

// readPaths reads the entities at paths. What Backstage would refuse and names that are taken are left out, and said.
func (p *program) readPaths(ctx context.Context, paths []string, f *readFlags) ([]*reading, error) {
	checkouts, err := p.checkouts(paths)
	if err != nil {
		return nil, err
	}
	if len(checkouts) > 1 && f.baseURL != "" && f.baseURL != noBaseURL {
		return nil, usageError("--base-url is for one repository, and there are %d", len(checkouts))
	}
	var all []*reading
	total := 0
	for _, c := range checkouts {
		r, err := p.readCheckout(ctx, c, f)
		if err != nil {
			return nil, err
		}
		all = append(all, r)
		total += len(r.read)
	}
	if total == 0 {
		return nil, usageError("there is no catalog file in %s", strings.Join(paths, ", "))
	}
	p.settle(all)
	return all, nil
}

func (p *program) readCheckout(ctx context.Context, c *checkout, f *readFlags) (*reading, error) {
	at, err := p.locate(c.paths, c.root)
	if err != nil {
		return nil, err
	}
	config, _, err := p.configuration(ctx, at, &f.config, allRules())
	if err != nil {
		return nil, err
	}
	var apart []string
	for _, folder := range c.apart {
		apart = append(apart, at.name(folder))
	}
	find := &findFlags{baseURL: f.baseURL, allowEmpty: true}
	fsys := discover.Tracked(without(at.fsys(), apart), at.names...)
	found, err := p.find(ctx, at, fsys, find, config, nil)
	if err != nil {
		return nil, err
	}
	if len(found.Errors) > 0 {
		return nil, &exit{code: exitBroken} // it has been said why
	}
	r := &reading{base: find.base(at), fsys: fsys}
	if len(found.Files) == 0 && !c.found {
		return nil, usageError("there is no catalog file in %s", at.shown(at.names[0]))
	}
	return r, p.collect(ctx, r, found.Files, p.prefix(at), at.shown, config, f)
}

// prefix returns what tells the files of a checkout whose address is not known from those of others: where it is from the
// working directory, if it lies in that.
func (p *program) prefix(at *place) string {
	if at.root == p.dir || !within(p.dir, at.root) {
		return ""
	}
	return (&place{root: p.dir}).name(at.root) + "/"
}

// collect reads files, and those that they lead to, into r.
func (p *program) collect(ctx context.Context, r *reading, files []string, prefix string, shown func(string) string, config *lint.Config, f *readFlags) error {
	c := &collector{location: func(file string) string {
		if r.base == "" {
			return prefix + file
		}
		return "url:" + r.base + file
	}}
	linter := &lint.Linter{
		Rules: c.rules(), Config: &lint.Config{Exclude: config.Exclude, Tier: config.Tier}, NoIgnores: true,
		Load: load.Options{BaseURL: r.base}, MaxFileSize: int64(f.maxSize),
	}
	result, err := linter.Run(ctx, r.fsys, files)
	if err != nil {
		return err
	}
	c.sort()
	c.show(shown)
	r.entities, r.refused, r.read = c.entities, c.refused, make(map[string]bool, len(result.Files))
	for _, file := range result.Files {
		r.read[file] = true
	}
	for _, d := range result.Diagnostics { // of the linter itself: that a file is too large to be read
		result.Errors.Add(source.Position{File: d.Range.File}, "", d.Message+" (--max-file-size)")
	}
	if len(result.Errors) == 0 {
		return nil
	}
	for _, e := range result.Errors {
		e.Pos.File = shown(e.Pos.File)
	}
	return fmt.Errorf("%w\n%w", result.Errors, errIncomplete)
}

// settle decides which entities count where several have the same name, and says which are left out.
func (p *program) settle(all []*reading) {
	var every []*defined
	for _, r := range all {
		for _, refusal := range r.refused {
			p.complain(refusal)
		}
		every = append(every, r.entities...)
	}
	kept, taken := firsts(every)
	for _, conflict := range taken {
		p.complain(conflict)
	}
	counts := make(map[*defined]bool, len(kept))
	for _, e := range kept {
		counts[e] = true
	}
	for _, r := range all {
		r.entities = keep(r.entities, func(e *defined) bool { return counts[e] })
	}
}

func keep[T any](list []T, wanted func(T) bool) []T {
	out := list[:0]
	for _, item := range list {
		if wanted(item) {
			out = append(out, item)
		}
	}
	return out
}

// entities returns the entities of all readings.
func entities(all []*reading) []*defined {
	var out []*defined
	for _, r := range all {
		out = append(out, r.entities...)
	}
	return out
}

// replaces reports whether r has the last word on what came from file: it was read, or is not there any more.
func (r *reading) replaces(file string) bool {
	if file == "" || r.read[file] {
		return file != ""
	}
	_, err := fs.Stat(r.fsys, path.Clean(file))
	return err != nil
}
