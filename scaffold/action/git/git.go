// Package git has the action publish:git, which pushes the workspace to a git remote: any that the git command reaches, a bare
// repository in a folder included.
package git

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"strings"

	"github.com/goldenpath-go/goldenpath/scaffold"
)

// Publisher runs git. The zero value uses the git command and no author but those that templates give.
type Publisher struct {
	Command string   // git by default
	Env     []string // for git: credentials and the like, NAME=value; the process's own environment is not passed on
	Name    string   // of the author where a template gives none; Scaffolder by default
	Email   string   // likewise; scaffolder@localhost by default
}

const input = `{
  "type": "object",
  "required": ["remoteUrl"],
  "additionalProperties": false,
  "properties": {
    "remoteUrl": {"type": "string", "minLength": 1, "pattern": "^[^-]"},
    "branch": {"type": "string", "pattern": "^[A-Za-z0-9_][A-Za-z0-9_./-]*$"},
    "sourcePath": {"type": "string"},
    "commitMessage": {"type": "string"},
    "gitAuthorName": {"type": "string"},
    "gitAuthorEmail": {"type": "string"}
  }
}`

const output = `{
  "type": "object",
  "properties": {
    "remoteUrl": {"type": "string"},
    "commitHash": {"type": "string"},
    "branch": {"type": "string"}
  }
}`

// Action returns the action. It pushes one commit to a branch that must not be there yet, main by default. Undo deletes the
// branch, unless something was pushed to it since.
func (p Publisher) Action() *scaffold.Action {
	return &scaffold.Action{
		ID: "publish:git", Doc: "Pushes the workspace to a new branch of a git remote.",
		Input: []byte(input), Output: []byte(output), Effect: true, Run: p.run, Undo: p.undo,
	}
}

// pushed is what undoes a push.
type pushed struct {
	Remote string `json:"remote"`
	Branch string `json:"branch"`
	Commit string `json:"commit"`
}

func (p Publisher) run(ctx context.Context, c *scaffold.Call) error {
	in := c.Input
	to := Push{
		Remote: in.Text("remoteUrl"), Branch: or(in.Text("branch"), "main"), SourcePath: in.Text("sourcePath"), All: true,
		Message: in.Text("commitMessage"), Name: in.Text("gitAuthorName"), Email: in.Text("gitAuthorEmail"),
	}
	commit, err := p.Push(ctx, c.Workspace, to, func(commit string) error {
		return c.Undo(pushed{to.Remote, to.Branch, commit})
	})
	if err != nil {
		return err
	}
	c.Output("remoteUrl", to.Remote)
	c.Output("commitHash", commit)
	c.Output("branch", to.Branch)
	return nil
}

// head returns the commit of the remote branch; empty when there is none.
func (p Publisher) head(ctx context.Context, of pushed) (string, error) {
	out, err := p.command(ctx, nil, "ls-remote", "--", of.Remote, "refs/heads/"+of.Branch)
	hash, _, _ := strings.Cut(out, "\t")
	return hash, err
}

// command runs git without any configuration of the machine, and returns what it prints.
func (p Publisher) command(ctx context.Context, env []string, args ...string) (string, error) {
	cmd := exec.CommandContext(ctx, or(p.Command, "git"), args...)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	own := []string{"GIT_CONFIG_NOSYSTEM=1", "GIT_CONFIG_GLOBAL=" + os.DevNull, "GIT_TERMINAL_PROMPT=0", "GIT_ALLOW_PROTOCOL=file:git:http:https:ssh"}
	cmd.Env = append(append(own, env...), p.Env...)
	if err := cmd.Run(); err != nil {
		return "", fmt.Errorf("git %s: %w: %s", args[0], err, strings.TrimSpace(stderr.String()))
	}
	return strings.TrimSpace(stdout.String()), nil
}

func (p Publisher) undo(ctx context.Context, data json.RawMessage) error {
	var was pushed
	if err := json.Unmarshal(data, &was); err != nil {
		return err
	}
	head, err := p.head(ctx, was)
	if err != nil || head == "" {
		return err
	}
	if head != was.Commit {
		return scaffold.Errorf(scaffold.ErrConflict, "delete branch %s of %s: something was pushed since", was.Branch, was.Remote)
	}
	dir, err := os.MkdirTemp("", "unpublish-git-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	if _, err := p.command(ctx, nil, "init", "--quiet", "--bare", dir); err != nil {
		return err
	}
	ref := "refs/heads/" + was.Branch
	_, err = p.command(ctx, nil, "--git-dir="+dir, "push", "--quiet", "--force-with-lease="+ref+":"+was.Commit, "--", was.Remote, ":"+ref)
	return err
}

func or(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}
