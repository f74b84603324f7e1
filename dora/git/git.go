// Package git has the deployments and commits of a local clone: releases from
// its tags, or deployments from the merges to its main branch, and the commits
// behind them. It needs the git command, or a Fallback that reads without it, and
// neither a network nor a token.
//
//	clone := &git.Clone{Dir: ".", Repo: "acme/orders"}
//	history, err := dora.Collect(ctx, dora.Sources{
//		Deployments: map[string]dora.DeploymentSource{"tags": &git.Tags{Clone: clone}},
//		Changes:     clone,
//	}, scope, window, nil)
//
// Grafts, replaced objects and .mailmap are ignored, and author dates taken as
// the commits have them. A clone whose history is cut off is refused with
// [dora.ErrShallow]: its lead times would be wrong.
package git

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"

	"github.com/goldenpath-go/goldenpath/dora"
)

// Clone is a clone of a repository, or a bare one.
type Clone struct {
	// Dir is where the clone lies. Empty: the working directory.
	Dir string
	// Repo is its name as [dora.Service] has it.
	Repo string
	// Command is the git command. Empty: git.
	Command string
	// AllowShallow takes a clone whose history is cut off, for the deployments
	// it still has. Lead times of changes at the cut are wrong.
	AllowShallow bool
	// Fallback reads the clone where the git command is not installed:
	// package dora/git/gogit has one. Nil: that is an error.
	Fallback Fallback
}

// run starts git and gives its output to read.
func (c *Clone) run(ctx context.Context, in io.Reader, read func(*bufio.Reader) error, args ...string) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	cmd := c.command(ctx, args...)
	var told tail
	cmd.Stdin, cmd.Stderr = in, &told
	out, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("git %s: %w", args[0], err)
	}
	failed := read(bufio.NewReaderSize(out, 1<<16))
	if failed != nil {
		stop()
	}
	err = cmd.Wait()
	switch {
	case failed != nil:
		return failed
	case ctx.Err() != nil:
		return ctx.Err()
	case err != nil:
		return fmt.Errorf("git %s in %s: %w: %s", args[0], c.dir(), err, told.text())
	}
	return nil
}

func (c *Clone) dir() string {
	if c.Dir == "" {
		return "."
	}
	return c.Dir
}

// command returns git with nothing of the user's settings that could change
// what it prints, and no program of the repository's that it would run.
func (c *Clone) command(ctx context.Context, args ...string) *exec.Cmd {
	program := c.Command
	if program == "" {
		program = "git"
	}
	all := append([]string{
		"--no-pager", "--no-replace-objects", "-C", c.dir(),
		"-c", "core.fsmonitor=false", "-c", "core.hooksPath=" + os.DevNull,
		"-c", "log.showSignature=false", "-c", "log.mailmap=false", "-c", "core.quotePath=false",
	}, args...)
	cmd := exec.CommandContext(ctx, program, all...)
	cmd.Env = []string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + os.Getenv("HOME"), "LC_ALL=C",
		"GIT_CONFIG_NOSYSTEM=1", "GIT_TERMINAL_PROMPT=0", "GIT_OPTIONAL_LOCKS=0", "GIT_NO_LAZY_FETCH=1",
	}
	return cmd
}

// text runs git and returns what it prints, which must be short.
func (c *Clone) text(ctx context.Context, args ...string) (string, error) {
	var out string
	err := c.run(ctx, nil, func(r *bufio.Reader) error {
		data, err := io.ReadAll(io.LimitReader(r, 1<<16))
		out = strings.TrimSpace(string(data))
		return err
	}, args...)
	return out, err
}

// whole returns an error for a clone whose history is cut off.
func (c *Clone) whole(ctx context.Context) error {
	if c.AllowShallow {
		return nil
	}
	shallow, err := c.shallow(ctx)
	if err != nil {
		return err
	}
	if shallow {
		return fmt.Errorf("%s: %w: fetch the rest with git fetch --unshallow", c.dir(), dora.ErrShallow)
	}
	return nil
}

func (c *Clone) shallow(ctx context.Context) (bool, error) {
	if f := c.fallback(); f != nil {
		return f.Shallow(ctx, c.dir())
	}
	answer, err := c.text(ctx, "rev-parse", "--is-shallow-repository")
	return answer == "true", err
}

// tail keeps the end of what is written to it.
type tail struct{ kept []byte }

const tailSize = 2 << 10

func (t *tail) Write(p []byte) (int, error) {
	t.kept = append(t.kept, p...)
	if over := len(t.kept) - tailSize; over > 0 {
		t.kept = append(t.kept[:0], t.kept[over:]...)
	}
	return len(p), nil
}

func (t *tail) text() string { return string(bytes.TrimSpace(t.kept)) }

// maxField is the longest text between two separators.
const maxField = 16 << 20

// field reads up to the next NUL. It is io.EOF where nothing is left.
func field(r *bufio.Reader, buffer []byte) ([]byte, error) {
	for buffer = buffer[:0]; ; {
		piece, err := r.ReadSlice(0)
		buffer = append(buffer, piece...)
		switch {
		case err == nil:
			return buffer[:len(buffer)-1], nil
		case errors.Is(err, io.EOF) && len(buffer) > 0:
			return buffer, nil
		case !errors.Is(err, bufio.ErrBufferFull):
			return nil, err
		case len(buffer) > maxField:
			return nil, fmt.Errorf("git printed a text of more than %d bytes", maxField)
		}
	}
}
