package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"time"

	"github.com/goldenpath-go/goldenpath/internal/bench/monorepo"
)

// bench is one run of the command.
type bench struct {
	ctx    context.Context
	out    io.Writer
	sizes  []int
	rounds int
	limit  float64

	dir         string   // of everything it makes
	lint, empty string   // the programs
	kept        []string // rows of the table on kept results
}

func (b *bench) run() (err error) {
	if b.dir, err = os.MkdirTemp("", "catalog-lint-bench"); err != nil {
		return err
	}
	defer func() { err = firstError(err, os.RemoveAll(b.dir)) }()
	if err := b.build(); err != nil {
		return err
	}
	b.printf("%s, %s/%s, %d cores\n", runtime.Version(), runtime.GOOS, runtime.GOARCH, runtime.NumCPU())
	if err := b.throughput(); err != nil {
		return err
	}
	if err := b.coldStart(); err != nil {
		return err
	}
	if err := b.elsewhere(); err != nil {
		return err
	}
	return b.initialisation()
}

func firstError(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

func (b *bench) printf(format string, args ...any) { fmt.Fprintf(b.out, format, args...) }

// build makes the programs that are measured.
func (b *bench) build() error {
	b.lint = filepath.Join(b.dir, "catalog-lint")
	if err := b.goBuild(b.lint, "github.com/goldenpath-go/goldenpath/cmd/catalog-lint"); err != nil {
		return err
	}
	return b.buildEmpty()
}

// buildEmpty makes the program that does nothing.
func (b *bench) buildEmpty() error {
	source := filepath.Join(b.dir, "empty.go")
	if err := os.WriteFile(source, []byte("package main\n\nfunc main() {}\n"), 0o644); err != nil {
		return err
	}
	b.empty = filepath.Join(b.dir, "empty")
	return b.goBuild(b.empty, source)
}

func (b *bench) goBuild(program, what string) error {
	cmd := exec.CommandContext(b.ctx, "go", "build", "-ldflags=-s -w", "-o", program, what)
	cmd.Stderr = os.Stderr
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("build %s: %w", what, err)
	}
	return nil
}

// throughput compares linting with parsing, for each size.
func (b *bench) throughput() error {
	b.printf("\n| files | MB | lint, one core | bare parse | ratio | lint, all cores | ratio | elapsed | memory |\n")
	b.printf("|---|---|---|---|---|---|---|---|---|\n")
	slow := false
	for _, size := range b.sizes {
		ratio, err := b.oneSize(size)
		if err != nil {
			return err
		}
		slow = slow || b.limit > 0 && ratio > b.limit
	}
	b.printKept()
	if slow {
		return errSlow
	}
	return nil
}

// oneSize prints the row of one size, and returns the ratio on one core.
func (b *bench) oneSize(size int) (float64, error) {
	dir := filepath.Join(b.dir, strconv.Itoa(size))
	bytes, err := b.self(nil, makeMode, dir, strconv.Itoa(size))
	if err != nil {
		return 0, err
	}
	defer os.RemoveAll(dir) // run removes it as well: only to keep the disk small

	one, err := b.compare(dir, 1)
	if err != nil {
		return 0, err
	}
	all, err := b.compare(dir, runtime.NumCPU())
	if err != nil {
		return 0, err
	}
	b.printf("| %d | %.1f | %s | %s | %.2f | %s | %.2f | %s | %.0f MiB |\n", size, float64(bytes)/1e6,
		seconds(one.lint), seconds(one.parse), one.ratio, seconds(all.lint), all.ratio, seconds(all.elapsed), float64(all.memory)/(1<<20))
	return one.ratio, b.keeping(dir, size, one.parse)
}

// makeFiles is the process that makes the files of one size: it writes them and prints how many bytes they have.
func makeFiles(out io.Writer, dir, size string) error {
	count, err := strconv.Atoi(size)
	if err != nil {
		return err
	}
	files, bytes := monorepo.Files(count, 1), 0
	for _, f := range files {
		bytes += len(f.Data)
	}
	if err := monorepo.Write(dir, files); err != nil {
		return err
	}
	_, err = fmt.Fprintln(out, bytes)
	return err
}

// comparison is what the rounds of one size and number of cores have given: medians.
type comparison struct {
	lint, parse, elapsed time.Duration
	ratio                float64 // the median of the rounds' ratios
	memory               int64   // bytes at the most
}

// lintArguments are those of a lint of everything in dir, with results kept in cache.
func lintArguments(dir, cache string) []string {
	return []string{"--root", dir, "--no-config", "--quiet", "--fail-on", "error", "--cache", cache, dir}
}

func (b *bench) compare(dir string, cores int) (comparison, error) {
	var lints, parses, elapsed []time.Duration
	var ratios []float64
	var c comparison
	env := []string{"GOGC=", "GOMEMLIMIT=", fmt.Sprintf("GOMAXPROCS=%d", cores)}
	for range b.rounds {
		parse, err := b.self(env, parseMode, dir)
		if err != nil {
			return c, err
		}
		lint, err := b.measure(env, b.lint, lintArguments(dir, "off")...)
		if err != nil {
			return c, err
		}
		lints, parses, elapsed = append(lints, lint.cpu), append(parses, time.Duration(parse)), append(elapsed, lint.elapsed)
		ratios = append(ratios, float64(lint.cpu)/float64(parse))
		c.memory = max(c.memory, lint.memory)
	}
	c.lint, c.parse, c.elapsed, c.ratio = median(lints), median(parses), median(elapsed), median(ratios)
	return c, nil
}

// coldStart compares a run on one small file with a program that does nothing.
func (b *bench) coldStart() error {
	dir := filepath.Join(b.dir, "one")
	if err := monorepo.Write(dir, monorepo.Files(10, 1)); err != nil {
		return err
	}
	b.printf("\n| program | CPU | elapsed |\n|---|---|---|\n")
	for _, p := range []struct {
		name string
		args []string
	}{
		{"empty Go program", []string{b.empty}},
		{"catalog-lint version", []string{b.lint, "version"}},
		{"catalog-lint on one file", []string{b.lint, "--root", dir, "--no-config", filepath.Join(dir, "catalog-info.yaml")}},
	} {
		cpu, elapsed, err := b.repeat(p.args)
		if err != nil {
			return err
		}
		b.printf("| %s | %.1f ms | %.1f ms |\n", p.name, millis(cpu), millis(elapsed))
	}
	return nil
}

func (b *bench) repeat(args []string) (cpu, elapsed time.Duration, err error) {
	var cpus, clocks []time.Duration
	for range 5 * b.rounds {
		u, err := b.measure(nil, args[0], args[1:]...)
		if err != nil {
			return 0, 0, err
		}
		cpus, clocks = append(cpus, u.cpu), append(clocks, u.elapsed)
	}
	return median(cpus), median(clocks), nil
}
