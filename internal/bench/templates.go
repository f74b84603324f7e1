package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
)

// templatesMode is the first argument of a run that measures how templates are rendered, beside Nunjucks on Node,
// text/template and gonja:
//
//	go run ./internal/bench templates
//	go run ./internal/bench templates -rounds 10 -files 100
//
// It needs Node and npm, and installs Nunjucks in a temporary folder. The engines run in processes of their own, which do as
// often as they are told what they are told, and take turns: each figure is the least of many short windows, those that
// nothing else ran in.
const templatesMode = "templates"

// nunjucksVersion is the last of Nunjucks 3, which Backstage's scaffolder ran until its version 4.
const nunjucksVersion = "3.2.4"

// templateBench is one run of the mode.
type templateBench struct {
	bench
	files  int
	module string // the folder of this module

	ours, tree, others, node, modules string
}

func templates(ctx context.Context, args []string, out io.Writer) (err error) {
	b := templateBench{bench: bench{ctx: ctx, out: out}}
	flags := flag.NewFlagSet("bench templates", flag.ContinueOnError)
	flags.IntVar(&b.rounds, "rounds", 60, "windows that each engine is measured in; the least is shown")
	flags.IntVar(&b.files, "files", 500, "files of the large template")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if b.rounds < 1 || b.files < 10 {
		return errors.New("rounds must be 1 or more, files 10 or more")
	}
	if b.dir, err = os.MkdirTemp("", "templates-bench"); err != nil {
		return err
	}
	defer func() { err = firstError(err, os.RemoveAll(b.dir)) }()
	if err := b.install(); err != nil {
		return err
	}
	version, err := b.output(b.node, "--version")
	if err != nil {
		return err
	}
	b.printf("%s, Node %s, Nunjucks %s, %s/%s, %d cores\n", runtime.Version(), version, nunjucksVersion, runtime.GOOS, runtime.GOARCH, runtime.NumCPU())
	for _, part := range []func() error{b.oneFile, b.coldFile, b.manyFiles, b.sizesOfFiles} {
		if err := part(); err != nil {
			return err
		}
	}
	return nil
}

// install builds the engines in Go, and has npm install Nunjucks.
func (b *templateBench) install() error {
	var err error
	if b.node, err = exec.LookPath("node"); err != nil {
		return err
	}
	if b.module, err = b.output("go", "list", "-m", "-f", "{{.Dir}}"); err != nil {
		return err
	}
	below := filepath.Join(b.module, "internal", "bench", "templates")
	b.ours, b.tree, b.others = filepath.Join(b.dir, "ours"), filepath.Join(b.dir, "tree"), filepath.Join(b.dir, "others")
	for program, folder := range map[string]string{b.ours: "ours", b.tree: "tree", b.others: "others"} {
		if _, err := b.output("go", "build", "-C", filepath.Join(below, folder), "-ldflags=-s -w", "-o", program, "."); err != nil {
			return err
		}
	}
	b.modules = filepath.Join(b.dir, "node")
	if err := os.CopyFS(b.modules, os.DirFS(filepath.Join(below, "node"))); err != nil {
		return err
	}
	_, err = b.output("npm", "install", "--no-save", "--silent", "--prefix", b.modules, "nunjucks@"+nunjucksVersion)
	return err
}

// output runs a program and returns what it prints, without space around it.
func (b *templateBench) output(program string, args ...string) (string, error) {
	cmd := exec.CommandContext(b.ctx, program, args...)
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return "", fmt.Errorf("%s %s: %w", program, strings.Join(args, " "), err)
	}
	return strings.TrimSpace(string(out)), nil
}

// testdata returns the name of a file beside this program's source.
func (b *templateBench) testdata(name string) string {
	return filepath.Join(b.module, "internal", "bench", "testdata", name)
}

// manifest returns the name of the file that is rendered.
func (b *templateBench) manifest() string {
	return filepath.Join(b.module, "scaffold", "nunjucks", "testdata", "skeleton.yaml")
}
