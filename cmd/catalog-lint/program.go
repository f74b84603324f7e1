package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/goldenpath-go/goldenpath/lint/report"
	"github.com/goldenpath-go/goldenpath/source"
)

// The exit codes. Where several apply, it is the highest.
const (
	exitClean    = 0 // nothing at or above --fail-on
	exitFindings = 1 // there are findings
	exitUsage    = 2 // the command line or the configuration is wrong
	exitBroken   = 3 // the job could not be done: files that cannot be read, reports that cannot be written
)

// program is the command with all that it takes from the process: nothing else of it is looked at.
type program struct {
	stdin          io.Reader
	stdout, stderr io.Writer
	getenv         func(string) string
	dir            string               // the working directory, absolute
	cacheDir       string               // the user's folder for what can be had again; "" when there is none
	now            func() time.Time     // the clock
	isTerminal     func(io.Writer) bool // whether somebody is looking
	sized          func(files int)      // told how large a run is
}

func newProgram() *program {
	dir, err := os.Getwd()
	if err != nil {
		dir = "." // a folder that was deleted: the paths given may still be absolute
	}
	return &program{
		stdin: os.Stdin, stdout: os.Stdout, stderr: os.Stderr, getenv: os.Getenv,
		dir: dir, cacheDir: cacheDir(), now: time.Now, isTerminal: isTerminal, sized: tune(os.Getenv),
	}
}

func cacheDir() string {
	dir, err := os.UserCacheDir()
	if err != nil {
		return "" // nothing is kept then
	}
	return dir
}

// main runs the command until it is done or interrupted, and returns the exit code.
func (p *program) main(args []string) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	return p.run(ctx, args)
}

// run runs the command and returns the exit code.
func (p *program) run(ctx context.Context, args []string) int {
	root := p.rootCommand()
	root.SetArgs(args)
	err := root.ExecuteContext(ctx)
	if err == nil {
		return exitClean
	}
	var e *exit
	if !errors.As(err, &e) {
		e = &exit{exitUsage, err} // from cobra: what it complains of is the command line
	}
	if e.err != nil {
		p.complain(e.err)
	}
	return e.code
}

// complain prints an error, which may be many.
func (p *program) complain(err error) {
	var many interface{ Unwrap() []error }
	if errors.As(err, &many) {
		for _, one := range many.Unwrap() {
			p.complain(one)
		}
		return
	}
	var placed *source.Error
	switch {
	case !errors.As(err, &placed):
	case placed.Pos.File == "":
		err = placed.Err
	default:
		fmt.Fprintln(p.stderr, report.ForLog(err.Error())) // begins with the place, for editors
		return
	}
	fmt.Fprintln(p.stderr, "catalog-lint: "+report.ForLog(err.Error()))
}

// exit is the error of a command that ends with another code than exitClean. Without err there is nothing to be said.
type exit struct {
	code int
	err  error
}

func (e *exit) Error() string {
	if e.err == nil {
		return fmt.Sprintf("exit %d", e.code)
	}
	return e.err.Error()
}

func (e *exit) Unwrap() error { return e.err }

// usageError returns an error about the command line.
func usageError(format string, args ...any) error {
	return &exit{exitUsage, fmt.Errorf(format, args...)}
}
