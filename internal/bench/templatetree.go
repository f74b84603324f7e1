package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/goldenpath-go/goldenpath/internal/bench/skeleton"
)

// manyFiles measures fetch:template on a template of many files: read, parsed, rendered and written.
func (b *templateBench) manyFiles() (err error) {
	manifest, err := os.ReadFile(b.manifest())
	if err != nil {
		return err
	}
	from, bytes := filepath.Join(b.dir, "skeleton"), 0
	for _, f := range skeleton.Files(b.files, string(manifest)) {
		bytes += len(f.Data)
		name := filepath.Join(from, filepath.FromSlash(f.Name))
		if err := firstError(os.MkdirAll(filepath.Dir(name), 0o755), os.WriteFile(name, []byte(f.Data), 0o600)); err != nil {
			return err
		}
	}
	programs := map[string][]string{
		"Nunjucks on Node": {b.node, filepath.Join(b.modules, "tree.js")},
		"scaffold":         {b.tree},
	}
	var workers []*worker
	defer func() { err = firstError(err, stopAll(workers)) }()
	cold := map[string]time.Duration{}
	for _, name := range []string{"Nunjucks on Node", "scaffold"} {
		to := filepath.Join(b.dir, "workspaces of "+name)
		if err := os.Mkdir(to, 0o755); err != nil {
			return err
		}
		command := append(programs[name], from, b.testdata("skeleton.json"), to)
		u, err := b.cold(append(command, "once"))
		if err != nil {
			return err
		}
		cold[name] = u.elapsed
		w, err := startWorker(b.ctx, name, command...)
		if err != nil {
			return err
		}
		workers = append(workers, w)
	}
	if err := turns(workers, max(5, b.rounds/3), "tree"); err != nil {
		return err
	}
	b.printf("\n| %d files, %.1f MB | warm | of it | a process each, elapsed | of it |\n|---|---|---|---|---|\n", b.files, float64(bytes)/1e6)
	for _, w := range workers {
		b.printf("| %s | %.1f ms | %s | %.0f ms | %s |\n", w.name, millis(w.least["tree"]), share(w.least["tree"], workers[0].least["tree"]),
			millis(cold[w.name]), share(cold[w.name], cold["Nunjucks on Node"]))
	}
	return b.same("workspaces of Nunjucks on Node/workspace*", "workspaces of scaffold/workspace*/workspace")
}

// same compares what stands in the first folders of two patterns.
func (b *templateBench) same(patterns ...string) error {
	var written []string
	for _, pattern := range patterns {
		found, err := filepath.Glob(filepath.Join(b.dir, filepath.FromSlash(pattern)))
		if err != nil || len(found) == 0 {
			return firstError(err, fmt.Errorf("nothing was written to %s", pattern))
		}
		text, err := contents(found[0])
		if err != nil {
			return err
		}
		written = append(written, text)
	}
	if written[0] != written[1] {
		return fmt.Errorf("%s and %s are not the same", patterns[0], patterns[1])
	}
	b.printf("\nBoth have written the same %d files.\n", strings.Count(written[0], "\x00\n"))
	return nil
}

// contents returns the names and contents of all files below a folder as one text.
func contents(folder string) (string, error) {
	var b strings.Builder
	err := filepath.WalkDir(folder, func(name string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(name)
		b.WriteString(strings.TrimPrefix(name, folder) + "\n" + string(data) + "\x00\n")
		return err
	})
	return b.String(), err
}

// sizesOfFiles measures whether a larger file costs more for each byte.
func (b *templateBench) sizesOfFiles() error {
	manifest, err := os.ReadFile(b.manifest())
	if err != nil {
		return err
	}
	b.printf("\n| size of the file | Nunjucks on Node, ns a byte | scaffold/nunjucks, ns a byte | of it |\n|---|---|---|---|\n")
	for _, times := range []int{1, 10, 100, 900} {
		name := filepath.Join(b.dir, fmt.Sprintf("template-%d", times))
		if err := os.WriteFile(name, []byte(strings.Repeat(string(manifest), times)), 0o600); err != nil {
			return err
		}
		if err := b.oneSizeOfFile(name, times, len(manifest)*times); err != nil {
			return err
		}
	}
	return nil
}

func (b *templateBench) oneSizeOfFile(name string, times, size int) (err error) {
	var workers []*worker
	defer func() { err = firstError(err, stopAll(workers)) }()
	for _, command := range [][]string{{b.node, filepath.Join(b.modules, "file.js")}, {b.ours}} {
		w, err := startWorker(b.ctx, command[0], append(command, name, b.testdata("skeleton.json"))...)
		if err != nil {
			return err
		}
		workers = append(workers, w)
		if _, err := w.ask("parse", max(2, 1000/times)); err != nil {
			return err
		}
	}
	if err := turns(workers, max(5, b.rounds/6), "parse"); err != nil {
		return err
	}
	theirs, ours := workers[0].least["parse"], workers[1].least["parse"]
	b.printf("| %.0f kB | %.0f | %.1f | %s |\n", float64(size)/1e3, float64(theirs)/float64(size), float64(ours)/float64(size), share(ours, theirs))
	return nil
}
