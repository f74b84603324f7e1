package main

import (
	"fmt"
	"path/filepath"
	"slices"
	"time"

	"github.com/goldenpath-go/goldenpath/catalog/snapshot"
	"github.com/goldenpath-go/goldenpath/internal/bench/company"
	"github.com/goldenpath-go/goldenpath/internal/bench/monorepo"
)

const (
	restSize  = 100_000 // entities in the rest of the catalog
	smallSize = 20      // files of a repository
)

// elsewhere measures what it costs a small repository to know the rest of a large catalog.
func (b *bench) elsewhere() error {
	dir, rest := filepath.Join(b.dir, "small"), filepath.Join(b.dir, "catalog.snapshot")
	if err := monorepo.Write(dir, monorepo.Files(smallSize, 1)); err != nil {
		return err
	}
	if err := writeRest(rest); err != nil {
		return err
	}
	lint := []string{b.lint, "--root", dir, "--no-config", "--cache", "off", dir}
	b.printf("\n| %d files | CPU | elapsed |\n|---|---|---|\n", smallSize)
	for _, p := range []struct {
		name string
		args []string
	}{
		{"alone", lint},
		{fmt.Sprintf("with a snapshot of %d entities", restSize), append(slices.Clone(lint), "--catalog", rest)},
	} {
		cpu, elapsed, err := b.repeat(p.args)
		if err != nil {
			return err
		}
		b.printf("| %s | %.1f ms | %.1f ms |\n", p.name, millis(cpu), millis(elapsed))
	}
	return nil
}

// writeRest writes a snapshot of a catalog that the repository is no part of.
func writeRest(name string) error {
	s, err := snapshot.New(snapshot.Header{Created: time.Now()}, company.New(restSize).Entries())
	if err != nil {
		return err
	}
	return s.WriteFile(name)
}
