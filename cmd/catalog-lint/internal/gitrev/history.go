package gitrev

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os/exec"
	"slices"
	"strings"
)

// UnknownError says that a revision is not there, and why that may be. It is an [ErrRevision].
type UnknownError struct {
	Revision string
	Near     string // what was probably meant: the branch of that name on the remote; may be empty
	Shallow  bool   // the clone has only a part of the history
}

// Error says what to do, too.
func (e *UnknownError) Error() string {
	text := fmt.Sprintf("there is no revision %q", e.Revision)
	switch {
	case e.Near != "":
		return text + "; did you mean " + e.Near + "?"
	case e.Shallow:
		return text + " in " + shallowHelp
	}
	return text + "; if it is on a remote, fetch it with git fetch"
}

// Is makes the error an ErrRevision.
func (e *UnknownError) Is(target error) bool { return target == ErrRevision }

// UnrelatedError says that a revision and HEAD have no common ancestor that is there. It is an [ErrRevision].
type UnrelatedError struct {
	Revision string
	Shallow  bool // the clone has only a part of the history
}

// Error says what to do, too.
func (e *UnrelatedError) Error() string {
	text := fmt.Sprintf("HEAD and %s have no common ancestor", e.Revision)
	if e.Shallow {
		return text + " in " + shallowHelp
	}
	return text
}

// Is makes the error an ErrRevision.
func (e *UnrelatedError) Is(target error) bool { return target == ErrRevision }

const shallowHelp = "this shallow clone; fetch the rest with git fetch --unshallow (fetch-depth: 0 of actions/checkout, GIT_DEPTH: 0 in GitLab)"

// Commit returns the full name of the commit that rev means in the repository whose work tree dir lies in: a branch, a
// tag, HEAD~3. It fails with [ErrNoGit], [*UnknownError], and with what git says.
func Commit(ctx context.Context, dir, rev string) (string, error) {
	if rev == "" || strings.HasPrefix(rev, "-") || strings.ContainsAny(rev, "\n\x00") {
		return "", fmt.Errorf("%w %q", ErrRevision, rev)
	}
	id, err := output(ctx, dir, "rev-parse", "--verify", "--quiet", rev+"^{commit}")
	if silent(err) {
		return "", &UnknownError{Revision: rev, Near: remoteBranch(ctx, dir, rev), Shallow: shallow(ctx, dir)}
	}
	return strings.TrimSpace(id), err
}

// MergeBase returns the full name of the best common ancestor of HEAD and rev. It fails as [Commit] does, and with
// [*UnrelatedError].
func MergeBase(ctx context.Context, dir, rev string) (string, error) {
	commit, err := Commit(ctx, dir, rev)
	if err != nil {
		return "", err
	}
	id, err := output(ctx, dir, "merge-base", "HEAD", commit)
	if silent(err) {
		return "", &UnrelatedError{Revision: rev, Shallow: shallow(ctx, dir)}
	}
	return strings.TrimSpace(id), err
}

// Upstream returns the revision that work in a repository is based on: the upstream of the branch that is checked out,
// else the default branch of the remote called origin, else the branch main or master; empty when there is none.
func Upstream(ctx context.Context, dir string) (string, error) {
	if _, err := output(ctx, dir, "rev-parse", "--git-dir"); err != nil {
		return "", err
	}
	for _, rev := range []string{"@{upstream}", "origin/HEAD", "origin/main", "origin/master", "main", "master"} {
		name, err := output(ctx, dir, "rev-parse", "--verify", "--quiet", "--abbrev-ref", rev)
		var failed *exec.ExitError
		switch {
		case err == nil && strings.TrimSpace(name) != "":
			return strings.TrimSpace(name), nil
		case err != nil && !errors.As(err, &failed):
			return "", err
		}
	}
	return "", nil
}

// Changed returns the files below dir that differ from a commit, sorted and from dir: changed, added and removed,
// committed or not, and those that git does not know yet, unless it is to ignore them.
func Changed(ctx context.Context, dir, commit string) ([]string, error) {
	differ, err := output(ctx, dir, "diff", "--name-only", "-z", "--no-renames", "--relative", commit, "--")
	if err != nil {
		return nil, err
	}
	others, err := output(ctx, dir, "ls-files", "-z", "--others", "--exclude-standard")
	if err != nil {
		return nil, err
	}
	all := append(listed(differ), listed(others)...)
	slices.Sort(all)
	return slices.Compact(all), nil
}

// Renamed returns the files below dir that had another name in a commit, as far as git can tell, with that name; both
// from dir. Of what is not committed, that counts which git knows of.
func Renamed(ctx context.Context, dir, commit string) (map[string]string, error) {
	out, err := output(ctx, dir, "diff", "--name-status", "-z", "--find-renames", "--diff-filter=R", "--relative", commit, "--")
	if err != nil {
		return nil, err
	}
	was := map[string]string{}
	for fields := listed(out); len(fields) >= 3; fields = fields[3:] {
		was[fields[2]] = fields[1] // after a letter and a likeness
	}
	return was, nil
}

// OpenFolder returns the folder dir, which lies in a work tree, as it is in a commit. Where it is not there, it is empty.
func OpenFolder(ctx context.Context, dir, commit string) (*Tree, error) {
	prefix, err := output(ctx, dir, "rev-parse", "--show-prefix")
	if err != nil {
		return nil, err
	}
	folder := strings.TrimSuffix(strings.TrimSuffix(prefix, "\n"), "/")
	id, err := output(ctx, dir, "rev-parse", "--verify", "--quiet", commit+":"+folder)
	if silent(err) {
		return &Tree{files: map[string]*file{}, folders: map[string][]fs.DirEntry{".": nil}, blobs: &blobs{}}, nil
	}
	if err != nil {
		return nil, err
	}
	return Open(ctx, dir, strings.TrimSpace(id))
}

// silent reports whether git has failed without saying why: what was asked for is not there.
func silent(err error) bool {
	var failed *exec.ExitError
	return errors.As(err, &failed) && len(failed.Stderr) == 0
}

// shallow reports whether the clone has only a part of the history, as far as git can tell.
func shallow(ctx context.Context, dir string) bool {
	out, err := output(ctx, dir, "rev-parse", "--is-shallow-repository")
	return err == nil && strings.TrimSpace(out) == "true"
}

// remoteBranch returns the name of the branch called name on the remote called origin; "" when there is none.
func remoteBranch(ctx context.Context, dir, name string) string {
	if _, err := output(ctx, dir, "rev-parse", "--verify", "--quiet", "refs/remotes/origin/"+name); err != nil {
		return ""
	}
	return "origin/" + name
}

// listed splits what git prints with -z.
func listed(out string) []string {
	out = strings.TrimSuffix(out, "\x00")
	if out == "" {
		return nil
	}
	return strings.Split(out, "\x00")
}
