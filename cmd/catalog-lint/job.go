package main

import (
	"context"
	"io/fs"
	"slices"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"github.com/goldenpath-go/goldenpath/catalog/load"
	"github.com/goldenpath-go/goldenpath/internal/discover"
	"github.com/goldenpath-go/goldenpath/lint"
	"github.com/goldenpath-go/goldenpath/lint/cache"
)

// jobFlags say what is linted, and by which rules.
type jobFlags struct {
	config      configFlags
	find        findFlags
	known       knownFlags
	noIgnores   bool
	maxFileSize size
	quiet       bool
	verbose     bool
	jobs        int
	cache       cacheFlag
}

func (f *jobFlags) add(cmd *cobra.Command) {
	f.maxFileSize = 1 << 20
	f.config.add(cmd)
	f.find.add(cmd)
	f.known.add(cmd)
	f.cache.add(cmd)
	flags := cmd.Flags()
	flags.BoolVar(&f.noIgnores, "no-inline-ignores", false, "let comments and annotations silence nothing")
	flags.Var(&f.maxFileSize, "max-file-size", "report larger files instead of reading them: bytes, or with a unit as in `1MiB`")
	flags.BoolVar(&f.verbose, "verbose", false, "say on standard error what is done")
	flags.IntVar(&f.jobs, "jobs", 0, "read `N` files at once; 0: as many as there are processors")
}

// job is a run that is ready to start.
type job struct {
	at         *place
	disk       diskFS // what is there
	fsys       fs.FS  // what git would take from it
	config     *lint.Config
	configFile string                 // "" when there is none
	also       func(name string) bool // which files are roots of tools whose files are linted as well
	found      *discover.Result
	linter     *lint.Linter
	cache      *cache.Dir // nil: there is none
	log        log
	start      time.Time
	stop       func() // ends the progress
}

// prepare finds what is to be linted, and how. What it returns must be stopped.
func (p *program) prepare(ctx context.Context, f *jobFlags, args []string) (*job, error) {
	if f.jobs < 0 {
		return nil, usageError("--jobs is not negative")
	}
	at, disk, err := p.files(ctx, args, &f.find, int64(f.maxFileSize))
	if err != nil {
		return nil, err
	}
	all := allRules()
	config, configFile, err := p.configuration(ctx, at, &f.config, all)
	if err != nil {
		return nil, err
	}
	j := &job{at: at, disk: disk, config: config, configFile: configFile, log: p.newLog(f.verbose), start: p.now()}
	j.log.printf("root: %s", at.root)
	j.log.printf("configuration: %s", orNone(configFile))
	watched, stop := p.progress(disk, f.quiet)
	j.fsys, j.stop = discover.Tracked(watched, at.names...), sync.OnceFunc(stop)
	if j.also, err = roots(config, all); err != nil {
		j.stop()
		return nil, err
	}
	if j.found, err = p.find(ctx, at, j.fsys, &f.find, config, j.also); err != nil {
		j.stop()
		return nil, err
	}
	j.log.printf("found: %d files in %s", len(j.found.Files), p.since(j.start))
	rest, err := p.known(ctx, &f.known, config, configFile, f.find.base(at), j.log)
	if err != nil {
		j.stop()
		return nil, err
	}
	p.sized(len(j.found.Files))
	j.linter = &lint.Linter{
		Rules: all, Config: config, Load: load.Options{BaseURL: f.find.base(at)}, MaxFileSize: int64(f.maxFileSize),
		NoIgnores: f.noIgnores, Now: p.now, Workers: f.jobs, Complete: slices.Contains(at.names, "."),
		Elsewhere: rest,
	}
	if j.cache = p.cache(&f.cache, j); j.cache != nil {
		j.linter.Cache = j.cache
	}
	j.log.printf("base URL: %s", orNone(j.linter.Load.BaseURL))
	return j, nil
}

// roots returns what tells the files of other tools that rules look at.
func roots(config *lint.Config, all []*lint.Rule) (func(name string) bool, error) {
	tools, err := (&lint.Linter{Rules: all, Config: config}).Tools()
	return func(name string) bool {
		return slices.ContainsFunc(tools, func(t *lint.Tool) bool { return t.Matches(name) })
	}, err
}

// stdin reports whether j is about standard input.
func (j *job) stdin() bool {
	_, ok := j.disk.(*stdinFS)
	return ok
}

// ruleSetter returns what changes the severities of the job's rules, an organisation's own included.
func (j *job) ruleSetter() *ruleSetter {
	return &ruleSetter{config: j.config, all: slices.Concat(j.linter.Rules, j.config.Own)}
}

// run lints.
func (j *job) run(ctx context.Context) (*lint.Result, error) {
	defer j.stop()
	defer j.logCache()
	return j.linter.Run(ctx, j.fsys, j.found.Files)
}
