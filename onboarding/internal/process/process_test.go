package process_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/onboarding/internal/process"
)

// TestMain is the command that the tests run, when it is told to be.
func TestMain(m *testing.M) {
	switch os.Getenv("AS") {
	case "":
		os.Exit(m.Run())
	case "echo":
		in, _ := io.ReadAll(os.Stdin)
		fmt.Printf("%q %q %d", os.Args[1:], in, len(os.Environ()))
		fmt.Fprint(os.Stderr, "said aside")
		os.Exit(7)
	case "flood":
		for {
			fmt.Println(strings.Repeat("x", 4096))
		}
	case "hang":
		time.Sleep(time.Hour)
	}
}

func as(t *testing.T, what string, args ...string) process.Command {
	t.Helper()
	self, err := os.Executable()
	require.NoError(t, err)
	return process.Command{Args: append([]string{self}, args...), Env: []string{"AS=" + what}, Input: []byte("in")}
}

func TestRun(t *testing.T) {
	t.Setenv("INHERITED", "no")
	got, err := process.Run(t.Context(), as(t, "echo", "$(id)", "a b", "; rm", "--", `"`, ""))
	require.NoError(t, err)
	assert.Equal(t, `["$(id)" "a b" "; rm" "--" "\"" ""] "in" 1`, string(got.Output))
	assert.Contains(t, string(got.Errors), "said aside")
	assert.Equal(t, 7, got.Code)
}

func TestBounds(t *testing.T) {
	t.Parallel()
	flood := as(t, "flood")
	flood.Limit = 10_000
	hang := as(t, "hang")
	hang.Timeout = 20 * time.Millisecond
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	for name, c := range map[string]struct {
		ctx     context.Context
		command process.Command
		want    error
	}{
		"says too much":  {t.Context(), flood, process.ErrOutput},
		"takes too long": {t.Context(), hang, process.ErrTimeout},
		"is not there":   {t.Context(), process.Command{Args: []string{"./there/is/no-such-command"}}, os.ErrNotExist},
		"is nothing":     {t.Context(), process.Command{}, process.ErrStart},
		"a zero byte":    {t.Context(), process.Command{Args: []string{"a", "b\x00c"}}, process.ErrStart},
		"was cancelled":  {ended, as(t, "echo"), context.Canceled},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := process.Run(c.ctx, c.command)
			require.ErrorIs(t, err, c.want)
		})
	}
}

func TestCancelled(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithTimeoutCause(t.Context(), 20*time.Millisecond, errors.New("enough"))
	defer cancel()
	_, err := process.Run(ctx, as(t, "hang"))
	require.ErrorIs(t, err, context.DeadlineExceeded)
}

func TestText(t *testing.T) {
	t.Parallel()
	assert.Equal(t, "a *** b", process.Text([]byte("a\n\x1b  hunter2\tb"), "hunter2", ""))
	long := process.Text([]byte(strings.Repeat("é", 500)))
	assert.Less(t, len(long), 320)
	assert.True(t, strings.HasSuffix(long, "é…"))
	assert.Equal(t, "a�b", process.Text([]byte("a\xffb")))
}
