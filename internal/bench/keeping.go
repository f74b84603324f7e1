package main

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// settling is for how long files must have been as they are before catalog-lint trusts their times.
const settling = 2500 * time.Millisecond

// keeping measures what keeping results costs and what it saves, on one core, and notes a row for it.
func (b *bench) keeping(dir string, size int, parse time.Duration) error {
	cache := filepath.Join(b.dir, "cache")
	lint := func(before func() error) (time.Duration, error) {
		var costs []time.Duration
		for range b.rounds {
			if err := before(); err != nil {
				return 0, err
			}
			u, err := b.measure([]string{"GOGC=", "GOMEMLIMIT=", "GOMAXPROCS=1"}, b.lint, lintArguments(dir, cache)...)
			if err != nil {
				return 0, err
			}
			costs = append(costs, u.cpu)
		}
		return median(costs), nil
	}
	first, err := lint(func() error { return os.RemoveAll(cache) })
	if err != nil {
		return err
	}
	touched, err := lint(func() error { return touch(dir) })
	if err != nil {
		return err
	}
	time.Sleep(settling)
	if _, err := lint(func() error { return nil }); err != nil { // to note the files' present times
		return err
	}
	again, err := lint(func() error { return nil })
	if err != nil {
		return err
	}
	ratio := func(d time.Duration) float64 { return float64(d) / float64(parse) }
	b.kept = append(b.kept, fmt.Sprintf("| %d | %s | %.2f | %s | %.2f | %s | %.2f |",
		size, seconds(first), ratio(first), seconds(touched), ratio(touched), seconds(again), ratio(again)))
	return os.RemoveAll(cache)
}

// touch makes all files look as if they had just been written.
func touch(dir string) error {
	now := time.Now()
	return filepath.WalkDir(dir, func(name string, _ fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		return os.Chtimes(name, now, now)
	})
}

func (b *bench) printKept() {
	b.printf("\n| files | first lint with --cache | ratio | all files new, content as before | ratio | nothing changed | ratio |\n")
	b.printf("|---|---|---|---|---|---|---|\n")
	for _, row := range b.kept {
		b.printf("%s\n", row)
	}
}
