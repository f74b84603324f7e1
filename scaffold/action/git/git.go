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
	"path/filepath"
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
	source, err := c.Workspace.Path(or(c.Input.Text("sourcePath"), "."))
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "publish-git-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	tree, err := c.Workspace.OpenRoot(source)
	if err != nil {
		return c.Workspace.Wrap(err)
	}
	defer func() { _ = tree.Close() }()
	files := filepath.Join(dir, "tree")
	if err := os.CopyFS(files, tree.FS()); err != nil {
		return fmt.Errorf("copy workspace: %w", err)
	}
	was := pushed{Remote: c.Input.Text("remoteUrl"), Branch: or(c.Input.Text("branch"), "main")}
	g := repository{p, c, dir}
	if was.Commit, err = g.commit(ctx, files); err != nil {
		return err
	}
	if err := g.push(ctx, was); err != nil {
		return err
	}
	c.Output("remoteUrl", was.Remote)
	c.Output("commitHash", was.Commit)
	c.Output("branch", was.Branch)
	return nil
}

// repository is the one that a commit is made in.
type repository struct {
	Publisher
	call *scaffold.Call
	dir  string
}

// commit makes a commit of the files, and returns its hash. It is the same for the same files: its time is fixed.
func (g repository) commit(ctx context.Context, files string) (string, error) {
	if _, err := g.git(ctx, "init", "--quiet", "--bare", g.dir); err != nil {
		return "", err
	}
	at := []string{"--git-dir=" + g.dir, "--work-tree=" + files}
	if _, err := g.git(ctx, append(at, "add", "--all", "--force", ".")...); err != nil {
		return "", err
	}
	tree, err := g.git(ctx, append(at, "write-tree")...)
	if err != nil {
		return "", err
	}
	return g.git(ctx, append(at, "commit-tree", "-m", or(g.call.Input.Text("commitMessage"), "initial commit"), tree)...)
}

// push pushes the commit to a new branch, after keeping what undoes that. That the branch has this very commit already is a
// success.
func (g repository) push(ctx context.Context, p pushed) error {
	head, err := g.head(ctx, p)
	switch {
	case err != nil:
		return err
	case head == p.Commit:
		return nil
	case head != "":
		return scaffold.Errorf(scaffold.ErrConflict, "push to %s: branch %s is there already", p.Remote, p.Branch)
	}
	if err := g.call.Undo(p); err != nil {
		return err
	}
	ref := "refs/heads/" + p.Branch
	_, err = g.git(ctx, "--git-dir="+g.dir, "push", "--quiet", "--force-with-lease="+ref+":", "--", p.Remote, p.Commit+":"+ref)
	return err
}

// head returns the commit of the remote branch; empty when there is none.
func (p Publisher) head(ctx context.Context, of pushed) (string, error) {
	out, err := p.command(ctx, nil, "ls-remote", "--", of.Remote, "refs/heads/"+of.Branch)
	hash, _, _ := strings.Cut(out, "\t")
	return hash, err
}

// git runs git with the author of the call.
func (g repository) git(ctx context.Context, args ...string) (string, error) {
	name := or(g.call.Input.Text("gitAuthorName"), or(g.Name, "Scaffolder"))
	email := or(g.call.Input.Text("gitAuthorEmail"), or(g.Email, "scaffolder@localhost"))
	const epoch = "2000-01-01T00:00:00Z"
	return g.command(ctx, []string{
		"GIT_AUTHOR_NAME=" + name, "GIT_AUTHOR_EMAIL=" + email, "GIT_AUTHOR_DATE=" + epoch,
		"GIT_COMMITTER_NAME=" + name, "GIT_COMMITTER_EMAIL=" + email, "GIT_COMMITTER_DATE=" + epoch,
	}, args...)
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
