package main

import (
	"bytes"
	"cmp"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"time"
)

// usage is what one process has cost.
type usage struct {
	cpu, elapsed time.Duration
	memory       int64 // bytes at the most; 0 where the system does not tell
	output       string
	stderr       string
}

// measure runs a program to its end. That it finds something wrong is no error here.
func (b *bench) measure(env []string, program string, args ...string) (usage, error) {
	var out, errs bytes.Buffer
	cmd := exec.CommandContext(b.ctx, program, args...)
	cmd.Env = append(os.Environ(), env...)
	cmd.Stdout, cmd.Stderr = &out, &errs
	start := time.Now()
	err := cmd.Run()
	elapsed := time.Since(start)
	if err != nil && cmd.ProcessState.ExitCode() != 1 {
		return usage{}, fmt.Errorf("%s %s: %w\n%s", program, strings.Join(args, " "), err, errs.String())
	}
	state := cmd.ProcessState
	return usage{
		cpu:     state.UserTime() + state.SystemTime(),
		elapsed: elapsed,
		memory:  maxMemory(state),
		output:  out.String(),
		stderr:  errs.String(),
	}, nil
}

// self runs this program in one of its modes, and returns the number that it prints.
func (b *bench) self(env []string, args ...string) (int64, error) {
	program, err := os.Executable()
	if err != nil {
		return 0, err
	}
	u, err := b.measure(env, program, args...)
	if err != nil {
		return 0, err
	}
	return strconv.ParseInt(strings.TrimSpace(u.output), 10, 64)
}

func median[T cmp.Ordered](values []T) T {
	slices.Sort(values)
	return values[len(values)/2]
}

func seconds(d time.Duration) string { return fmt.Sprintf("%.2f s", d.Seconds()) }

func millis(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }
