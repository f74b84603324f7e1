package urlreader

import (
	"bytes"
	"context"
	"encoding/base64"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"os/exec"
	"slices"
	"strings"

	"github.com/goldenpath-go/goldenpath/scaffold"
)

// Git reads repositories by the git command: git+https:, git+ssh: and git+file: URLs. ref is a branch, a tag or, where the
// server allows it, a commit, the default branch without one; path is a folder or file in the repository. The remote must be one
// of the Hosts or allowed, or below one of the Folders.
//
// One commit is fetched, into an empty repository that is removed afterwards, and nothing is checked out: neither hooks nor filters
// nor submodules run. Nobody is asked for a password, and no configuration of the machine counts. A token is that of the user
// x-access-token, which GitHub, GitLab and Gitea take.
type Git struct {
	Command string   // git by default
	Env     []string // for git: credentials, HOME for ssh and the like, NAME=value; the process's own environment is not passed on
}

// checkout is a commit of a remote repository.
type checkout struct {
	reader *Reader
	remote string
	ref    string
	path   string
	token  string
}

func (r *Reader) repository(u *url.URL, scheme, token string) (source, error) {
	if r.Git == nil {
		return nil, scaffold.Errorf(scaffold.ErrInput, "git repositories are not read here")
	}
	remote := &url.URL{Scheme: scheme, Host: u.Host, User: u.User, Path: u.Path, RawPath: u.RawPath}
	if err := r.mayFetch(remote); err != nil {
		return nil, err
	}
	query := u.Query()
	c := &checkout{reader: r, remote: remote.String(), ref: or(query.Get("ref"), "HEAD"), token: token}
	if strings.HasPrefix(c.ref, "-") || strings.ContainsAny(c.ref, ":+*^~\\ ") || !isPath(c.ref) {
		return nil, scaffold.Errorf(scaffold.ErrInput, "%q is no branch, tag or commit", c.ref)
	}
	for name := range query {
		if name != "ref" && name != "path" {
			return nil, scaffold.Errorf(scaffold.ErrInput, "there is no parameter %s, only ref and path", name)
		}
	}
	var err error
	c.path, err = clean(query.Get("path"))
	return c, err
}

// mayFetch fails unless a remote may be read.
func (r *Reader) mayFetch(remote *url.URL) error {
	switch remote.Scheme {
	case "file":
		dir, name, ok := r.inFolders(remote.Path)
		if !ok || remote.Host != "" {
			return scaffold.Errorf(scaffold.ErrNotAllowed, "it is in none of the folders that may be read")
		}
		root, err := os.OpenRoot(dir)
		if err != nil {
			return missing(err)
		}
		defer root.Close()
		_, err = root.Stat(name) // fails if a link leads out
		return missing(err)
	case "https", "ssh":
		known := slices.ContainsFunc(r.Hosts, func(h Host) bool { return strings.EqualFold(h.Name, remote.Host) })
		if known || r.allowed(remote) {
			return nil
		}
		return scaffold.Errorf(scaffold.ErrNotAllowed, "%s is neither among the hosts nor allowed", remote.Host)
	}
	return scaffold.Errorf(scaffold.ErrInput, "git repositories are not read by %s:", remote.Scheme)
}

func (c *checkout) tree(ctx context.Context) (fs.FS, error) {
	u := newUnpacker(ctx, c.reader.Limits, c.path, false)
	if err := c.fetch(ctx, u.archive, "archive", "--format=tar", "FETCH_HEAD"); err != nil {
		return nil, err
	}
	return u.tree()
}

func (c *checkout) file(ctx context.Context) (data []byte, err error) {
	if c.path == "." {
		return nil, scaffold.Errorf(scaffold.ErrInput, "it is no file")
	}
	read := func(out io.Reader) (err error) {
		data, err = io.ReadAll(capAt(out, c.reader.Limits.file(), "the file"))
		return err
	}
	return data, c.fetch(ctx, read, "cat-file", "blob", "FETCH_HEAD:"+c.path)
}

// fetch fetches the commit, and hands take what git says of it.
func (c *checkout) fetch(ctx context.Context, take func(io.Reader) error, args ...string) error {
	dir, err := os.MkdirTemp("", "read-git-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	for _, step := range [][]string{
		{"init", "--quiet", "--bare", "--template=", "."},
		{"fetch", "--quiet", "--depth=1", "--no-tags", "--no-recurse-submodules", "--", c.remote, c.ref},
	} {
		if err := c.git(ctx, dir, func(io.Reader) error { return nil }, step...); err != nil {
			return err
		}
	}
	return c.git(ctx, dir, take, args...)
}

// git runs git, and hands take what it prints, as it comes.
func (c *checkout) git(ctx context.Context, dir string, take func(io.Reader) error, args ...string) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	cmd, stderr := c.command(ctx, dir, args...)
	out, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	taken := take(out)
	if taken == nil {
		_, taken = io.Copy(io.Discard, out) // the padding of an archive
	}
	if taken != nil {
		cancel() // git would wait for somebody to read the rest
	}
	if err := cmd.Wait(); err != nil && taken == nil {
		return failure(args[0], err, stderr)
	}
	return taken
}

// command returns a command of git, and where it will complain. A token is passed in the environment, where other users of the
// machine do not see it.
func (c *checkout) command(ctx context.Context, dir string, args ...string) (*exec.Cmd, *bytes.Buffer) {
	settings := []string{"core.hooksPath", os.DevNull, "http.followRedirects", "false", "gc.auto", "0", "core.attributesFile", os.DevNull}
	if c.token != "" {
		credentials := base64.StdEncoding.EncodeToString([]byte("x-access-token:" + c.token))
		settings = append(settings, "http.extraHeader", "Authorization: Basic "+credentials)
	}
	env := []string{
		"GIT_CONFIG_NOSYSTEM=1", "GIT_CONFIG_GLOBAL=" + os.DevNull, "GIT_TERMINAL_PROMPT=0", "GIT_ASKPASS=", "LC_ALL=C",
		"GIT_ALLOW_PROTOCOL=file:https:ssh", "GIT_SSH_COMMAND=ssh -o BatchMode=yes", "GIT_DIR=" + dir,
		fmt.Sprintf("GIT_CONFIG_COUNT=%d", len(settings)/2),
	}
	for i := 0; i < len(settings); i += 2 {
		env = append(env, fmt.Sprintf("GIT_CONFIG_KEY_%d=%s", i/2, settings[i]), fmt.Sprintf("GIT_CONFIG_VALUE_%d=%s", i/2, settings[i+1]))
	}
	cmd := exec.CommandContext(ctx, or(c.reader.Git.Command, "git"), args...)
	cmd.Dir, cmd.Env = dir, append(env, c.reader.Git.Env...)
	stderr := new(bytes.Buffer)
	cmd.Stderr = stderr
	return cmd, stderr
}

// failure returns git's error with what it said, and of the class that it has in a template where that says that something is
// not there.
func failure(command string, err error, stderr *bytes.Buffer) error {
	said := strings.TrimSpace(stderr.String())
	for _, words := range []string{
		"couldn't find remote ref", "does not appear to be a git repository", "not found", "not our ref", "Not a valid object name", "does not exist in",
	} {
		if strings.Contains(said, words) {
			return scaffold.Errorf(scaffold.ErrNotFound, "git %s: %w: %s", command, err, said)
		}
	}
	return fmt.Errorf("git %s: %w: %s", command, err, said)
}
