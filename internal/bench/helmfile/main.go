// Command helmfile measures package helmfile for docs/performance.md:
//
//	go run ./internal/bench/helmfile            # 100 and 500 releases in 4 environments
//
// Each project is written to a folder and resolved in a process of its own, whose CPU time and peak memory are those that the
// operating system counted. The shape is that of the real helmfile's figures: one state file that is a template, a values file for each
// environment and a common one, two values files a release of which one is a template, a condition and a set each.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"slices"
	"strconv"
	"time"

	"github.com/goldenpath-go/goldenpath/helmfile"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "helmfile:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string, out io.Writer) error {
	flags := flag.NewFlagSet("helmfile", flag.ContinueOnError)
	rounds := flags.Int("rounds", 7, "times that each is measured; medians are shown")
	environments := flags.Int("environments", 4, "number of environments")
	resolve := flags.String("resolve", "", "folder to resolve once, without measuring")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if *resolve != "" {
		return resolveAll(ctx, *resolve)
	}
	sizes := flags.Args()
	if len(sizes) == 0 {
		sizes = []string{"1", "100", "500"}
	}
	for _, size := range sizes {
		releases, err := strconv.Atoi(size)
		if err != nil {
			return err
		}
		if err := measure(ctx, out, releases, *environments, *rounds); err != nil {
			return err
		}
	}
	return nil
}

// resolveAll resolves every environment, with the values of every release.
func resolveAll(ctx context.Context, dir string) error {
	state, err := helmfile.Load(os.DirFS(dir), "", &helmfile.Options{Environ: map[string]string{"IMAGE_TAG": "v1"}})
	if err != nil {
		return err
	}
	all, err := state.ResolveAll(ctx)
	if err != nil {
		return err
	}
	for _, r := range all {
		if len(r.Errors) > 0 {
			return r.Errors
		}
	}
	return nil
}

// usage is what a process cost.
type usage struct {
	cpu  time.Duration
	peak int64 // bytes
}

func measure(ctx context.Context, out io.Writer, releases, environments, rounds int) error {
	dir, err := os.MkdirTemp("", "bench")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	if err := os.CopyFS(dir, project(releases, environments)); err != nil {
		return err
	}
	self, err := os.Executable()
	if err != nil {
		return err
	}
	var cpu []time.Duration
	var peak []int64
	for range rounds {
		u, err := inProcess(exec.CommandContext(ctx, self, "-resolve", dir))
		if err != nil {
			return err
		}
		cpu, peak = append(cpu, u.cpu), append(peak, u.peak)
	}
	slices.Sort(cpu)
	slices.Sort(peak)
	_, err = fmt.Fprintf(out, "%4d releases, %d environments: %v CPU (%v to %v), %d MB\n", releases, environments,
		cpu[rounds/2].Round(time.Millisecond), cpu[0].Round(time.Millisecond), cpu[rounds-1].Round(time.Millisecond), peak[rounds/2]>>20)
	return err
}

func inProcess(cmd *exec.Cmd) (usage, error) {
	cmd.Stderr = os.Stderr
	if err := cmd.Run(); err != nil {
		return usage{}, err
	}
	return usage{cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime(), peakOf(cmd.ProcessState)}, nil
}
