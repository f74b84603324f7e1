// Package process runs commands: an argument vector, never a shell; an environment that is given and not inherited; bounded in time
// and in what they may say.
package process

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Command is what to run. The zero values of Timeout and Limit are DefaultTimeout and DefaultLimit.
type Command struct {
	Args    []string // the program and its arguments
	Env     []string // NAME=VALUE, all of it; also an empty one is not inherited
	Dir     string   // empty: the current folder
	Input   []byte
	Timeout time.Duration
	Limit   int // bytes of each of its outputs
}

// The defaults of a Command.
const (
	DefaultTimeout = time.Minute
	DefaultLimit   = 4 << 20

	// grace is for how long its children may keep the outputs open after a command has ended.
	grace = 2 * time.Second
)

// Result is what a command said, and the status that it ended with.
type Result struct {
	Output, Errors []byte
	Code           int
}

// Why there is no Result.
var (
	ErrTimeout = errors.New("it took too long, and was ended")
	ErrOutput  = errors.New("it said more than allowed")
	ErrStart   = errors.New("it cannot be run")
	ErrKilled  = errors.New("it was killed")
)

// Run runs a command to its end. Any status is a Result; that it could not be run, was ended or said too much is an error, which
// does not tell the arguments: they may hold what concerns nobody. The end of ctx is ctx's error.
func Run(ctx context.Context, c Command) (Result, error) {
	if err := ctx.Err(); err != nil {
		return Result{}, err
	}
	if len(c.Args) == 0 || c.Args[0] == "" {
		return Result{}, fmt.Errorf("%w: there is no command", ErrStart)
	}
	for _, text := range c.Args {
		if strings.ContainsRune(text, 0) {
			return Result{}, fmt.Errorf("%s: %w: an argument has a zero byte", c.name(), ErrStart)
		}
	}
	limited, cancel := context.WithTimeout(ctx, c.timeout())
	defer cancel()
	out, errs := limit{rest: c.limit(), over: cancel}, limit{rest: c.limit(), over: cancel}
	cmd := exec.CommandContext(limited, c.Args[0], c.Args[1:]...)
	cmd.Env, cmd.Dir, cmd.Stdin = append([]string{}, c.Env...), c.Dir, bytes.NewReader(c.Input)
	cmd.Stdout, cmd.Stderr, cmd.WaitDelay = &out, &errs, grace
	err := cmd.Run()
	var status *exec.ExitError
	switch {
	case ctx.Err() != nil:
		return Result{}, ctx.Err()
	case out.cut || errs.cut:
		return Result{}, fmt.Errorf("%s: %w", c.name(), ErrOutput)
	case limited.Err() != nil && err != nil:
		return Result{}, fmt.Errorf("%s: %w", c.name(), ErrTimeout)
	case cmd.ProcessState == nil:
		return Result{}, fmt.Errorf("%s: %w: %w", c.name(), ErrStart, reason(err))
	case errors.As(err, &status) && status.ExitCode() < 0:
		return Result{}, fmt.Errorf("%s: %w", c.name(), ErrKilled)
	}
	return Result{out.data.Bytes(), errs.data.Bytes(), cmd.ProcessState.ExitCode()}, nil
}

func (c Command) name() string { return filepath.Base(c.Args[0]) }

func (c Command) timeout() time.Duration {
	if c.Timeout <= 0 {
		return DefaultTimeout
	}
	return c.Timeout
}

func (c Command) limit() int {
	if c.Limit <= 0 {
		return DefaultLimit
	}
	return c.Limit
}

// reason returns why a command could not be started, without its path.
func reason(err error) error {
	for inner := errors.Unwrap(err); inner != nil; inner = errors.Unwrap(err) {
		err = inner
	}
	return err
}

// limit keeps what is written, up to so many bytes, and ends the command that writes more.
type limit struct {
	data bytes.Buffer
	rest int
	cut  bool
	over func()
}

// Write keeps p as far as there is room.
func (l *limit) Write(p []byte) (int, error) {
	n := min(len(p), l.rest)
	l.data.Write(p[:n])
	if l.rest -= n; n < len(p) {
		l.cut = true
		l.over()
	}
	return len(p), nil
}

const maxText = 300

// Text returns what a command or a service said as one line to be shown, of at most 300 bytes, in which none of the secrets stands.
func Text(said []byte, secrets ...string) string {
	text := string(said)
	for _, s := range secrets {
		if s != "" {
			text = strings.ReplaceAll(text, s, "***")
		}
	}
	text = strings.Join(strings.FieldsFunc(strings.ToValidUTF8(text, "�"), func(r rune) bool { return r != '�' && !unicode.IsPrint(r) || r == ' ' }), " ")
	if len(text) <= maxText {
		return text
	}
	cut := maxText
	for !utf8.RuneStart(text[cut]) {
		cut--
	}
	return text[:cut] + "…"
}
