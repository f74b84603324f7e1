package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// warmUp is how often each engine renders before it is measured, so that Node has compiled what it runs often.
const warmUp = 2000

// subject is a program that is measured.
type subject struct {
	name    string
	command []string
}

// engines returns the commands that render the file of 2 KB, to which the engine's own words are put behind.
func (b *templateBench) engines() []subject {
	values := b.testdata("skeleton.json")
	return []subject{
		{"Nunjucks on Node", []string{b.node, filepath.Join(b.modules, "file.js"), b.manifest(), values}},
		{"scaffold/nunjucks", []string{b.ours, b.manifest(), values}},
		{"text/template", []string{b.others, "text", b.testdata("skeleton.tmpl"), values}},
		{"gonja", []string{b.others, "gonja", b.testdata("skeleton.gonja"), values}},
	}
}

// oneFile measures a file of 2 KB in processes that run for long.
func (b *templateBench) oneFile() (err error) {
	var workers []*worker
	for _, e := range b.engines() {
		w, err := startWorker(b.ctx, e.name, e.command...)
		if err != nil {
			return err
		}
		workers = append(workers, w)
	}
	defer func() { err = firstError(err, stopAll(workers)) }()
	first := make([]time.Duration, len(workers))
	for i, w := range workers {
		if first[i], err = w.ask("parse", 1); err != nil {
			return err
		}
		for _, what := range []string{"parse", "render"} {
			if _, err := w.ask(what, warmUp); err != nil {
				return err
			}
		}
	}
	if err := firstError(turns(workers, b.rounds, "parse"), turns(workers, b.rounds, "render")); err != nil {
		return err
	}
	b.printf("\n| one file, warm | parse and render | of it | render | of it | first time in a process |\n|---|---|---|---|---|---|\n")
	for i, w := range workers {
		b.printf("| %s | %s | %s | %s | %s | %.2f ms |\n", w.name,
			micros(w.least["parse"]), share(w.least["parse"], workers[0].least["parse"]),
			micros(w.least["render"]), share(w.least["render"], workers[0].least["render"]), millis(first[i]))
	}
	return nil
}

func micros(d time.Duration) string {
	return fmt.Sprintf("%.1f µs", float64(d)/float64(time.Microsecond))
}

// share says what part of another d is.
func share(d, of time.Duration) string {
	if d > of {
		return fmt.Sprintf("%.1f times", float64(d)/float64(of))
	}
	return fmt.Sprintf("1/%.1f", float64(of)/float64(d))
}

// coldFile measures processes that render the file once, and compares what they print.
func (b *templateBench) coldFile() error {
	want, err := os.ReadFile(strings.TrimSuffix(b.manifest(), ".yaml") + ".golden")
	if err != nil {
		return err
	}
	if err := b.buildEmpty(); err != nil {
		return err
	}
	empty := filepath.Join(b.dir, "empty.js")
	if err := os.WriteFile(empty, nil, 0o600); err != nil {
		return err
	}
	nothing := map[string]usage{}
	for _, p := range []subject{{"Node", []string{b.node, empty}}, {"Go", []string{b.empty}}} {
		if nothing[p.name], err = b.cold(p.command); err != nil {
			return err
		}
	}
	b.printf("\n| one file, a process each | CPU | of it | elapsed | of it | CPU beyond nothing | lines that differ |\n|---|---|---|---|---|---|---|\n")
	var node usage
	for i, e := range b.engines() {
		u, err := b.cold(append(e.command, "once"))
		if err != nil {
			return err
		}
		idle := nothing["Go"]
		if i == 0 {
			node, idle = u, nothing["Node"]
		}
		b.coldRow(e.name, u, node, fmt.Sprintf("%.1f ms | %d", millis(u.cpu-idle.cpu), differing(string(want), u.output)))
	}
	for _, name := range []string{"Node", "Go"} {
		b.coldRow(name+" with nothing to do", nothing[name], node, " | ")
	}
	return nil
}

func (b *templateBench) coldRow(name string, u, node usage, rest string) {
	b.printf("| %s | %.2f ms | %s | %.2f ms | %s | %s |\n", name, millis(u.cpu), share(u.cpu, node.cpu), millis(u.elapsed), share(u.elapsed, node.elapsed), rest)
}

// coldWindow is for how long a command is measured at least: those that take a millisecond are run often.
const coldWindow = 2 * time.Second

// cold measures a command in processes of its own: the least of its rounds.
func (b *templateBench) cold(command []string) (least usage, err error) {
	start := time.Now()
	for i := 0; i < max(5, b.rounds/3) || b.rounds > 1 && time.Since(start) < coldWindow; i++ {
		u, err := b.measure(nil, command[0], command[1:]...)
		if err != nil {
			return usage{}, err
		}
		if i == 0 {
			least = u
		}
		least.cpu, least.elapsed = min(least.cpu, u.cpu), min(least.elapsed, u.elapsed)
	}
	return least, nil
}

// differing returns how many lines of a text do not stand in the same place of another.
func differing(want, got string) int {
	a, b := strings.Split(strings.TrimRight(want, "\n"), "\n"), strings.Split(strings.TrimRight(got, "\n"), "\n")
	n := max(len(a), len(b)) - min(len(a), len(b))
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			n++
		}
	}
	return n
}
