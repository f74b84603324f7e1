package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"time"
)

// worker is a process that does what it is asked to by lines, and tells how long that took.
type worker struct {
	name  string
	cmd   *exec.Cmd
	asks  io.WriteCloser
	tells *bufio.Scanner
	least map[string]time.Duration // by what was asked for, once
}

func startWorker(ctx context.Context, name string, command ...string) (*worker, error) {
	w := &worker{name: name, cmd: exec.CommandContext(ctx, command[0], command[1:]...), least: map[string]time.Duration{}}
	w.cmd.Stderr = os.Stderr
	var err error
	if w.asks, err = w.cmd.StdinPipe(); err != nil {
		return nil, err
	}
	tells, err := w.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	w.tells = bufio.NewScanner(tells)
	return w, w.cmd.Start()
}

// ask has something done so many times, and returns what once took.
func (w *worker) ask(what string, times int) (time.Duration, error) {
	if _, err := fmt.Fprintln(w.asks, what, times); err != nil {
		return 0, fmt.Errorf("%s: %w", w.name, err)
	}
	if !w.tells.Scan() {
		return 0, fmt.Errorf("%s ended: %w", w.name, firstError(w.tells.Err(), io.ErrUnexpectedEOF))
	}
	ns, err := strconv.ParseInt(strings.TrimSpace(w.tells.Text()), 10, 64)
	once := time.Duration(ns / int64(times))
	if least, ok := w.least[what]; !ok || once < least {
		w.least[what] = once
	}
	return once, err
}

func (w *worker) stop() error {
	if err := w.asks.Close(); err != nil {
		return err
	}
	return w.cmd.Wait()
}

// window is about how long a worker is asked to do something before it is another's turn.
const window = 5 * time.Millisecond

// turns asks the workers in turn, each for about a window, and at least once.
func turns(workers []*worker, rounds int, what string) error {
	for range rounds {
		for _, w := range workers {
			if _, err := w.ask(what, w.fitting(what)); err != nil {
				return err
			}
		}
	}
	return nil
}

// fitting returns how often something can be done in a window.
func (w *worker) fitting(what string) int {
	once, known := w.least[what]
	if !known {
		return 1
	}
	return max(1, int(window/max(1, once)))
}

func stopAll(workers []*worker) error {
	var errs []error
	for _, w := range workers {
		errs = append(errs, w.stop())
	}
	return firstError(errs...)
}
