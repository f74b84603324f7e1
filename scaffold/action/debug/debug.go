// Package debug has the actions that help to write templates: debug:log says something, debug:wait takes its time.
package debug

import (
	"context"
	_ "embed" // schemas
	"fmt"
	"strings"
	"time"

	"github.com/goldenpath-go/goldenpath/scaffold"
)

var (
	//go:embed schema/log.input.json
	logInput []byte
	//go:embed schema/wait.input.json
	waitInput []byte
)

// longest is how long debug:wait waits at most.
const longest = 10 * time.Minute

// Actions returns the actions.
func Actions() []*scaffold.Action {
	return []*scaffold.Action{
		{ID: "debug:log", Doc: "Writes a message, or what is in the workspace, to the log.", Input: logInput, DryRun: true, Run: log},
		{ID: "debug:wait", Doc: "Waits, up to ten minutes.", Input: waitInput, Run: wait},
	}
}

func log(_ context.Context, c *scaffold.Call) error {
	c.Log.Info(scaffold.JSON(c.Input, "  "))
	if message := c.Input.Text("message"); message != "" {
		c.Log.Info(message)
	}
	contents := c.Input.Text("listWorkspace") == "with-contents"
	if !contents && !c.Input.Bool("listWorkspace") && c.Input.Text("listWorkspace") == "" {
		return nil
	}
	files, err := c.Workspace.Files()
	if err != nil {
		return err
	}
	var lines []string
	for _, f := range files {
		switch {
		case f.Mode.IsDir():
		case contents:
			lines = append(lines, fmt.Sprintf(" - %s:\n\n  %s", f.Path, f.Data))
		default:
			lines = append(lines, "  - "+f.Path)
		}
	}
	c.Log.Info("Workspace:\n" + strings.Join(lines, "\n"))
	return nil
}

func wait(ctx context.Context, c *scaffold.Call) error {
	total := time.Duration(0)
	for unit, length := range map[string]time.Duration{"minutes": time.Minute, "seconds": time.Second, "milliseconds": time.Millisecond} {
		n, _ := c.Input.Get(unit).(float64)
		if n < 0 || n > float64(longest/length) {
			return scaffold.Errorf(scaffold.ErrInput, "wait %v %s: it is at most %s", n, unit, longest)
		}
		total += time.Duration(n * float64(length))
	}
	if total > longest {
		return scaffold.Errorf(scaffold.ErrInput, "wait %s: it is at most %s", total, longest)
	}
	c.Log.Info(fmt.Sprintf("Waiting for %s", total))
	timer := time.NewTimer(total)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}
