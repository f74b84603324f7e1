package git

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/goldenpath-go/goldenpath/scaffold"
)

// Push is one commit of a workspace that goes to a new branch of a remote. Remote and Branch are required.
type Push struct {
	Remote     string
	Branch     string
	SourcePath string // folder of the workspace that becomes the repository's root; empty: all of it
	All        bool   // files that a .gitignore of the workspace names, too
	Message    string // of the commit; initial commit by default
	Name       string // of the author; the Publisher's by default
	Email      string // likewise
}

// Push pushes the workspace as one commit, and returns its hash: the same for the same files, since its time is fixed. Announce
// is called with the hash before anything is pushed, and its error stops that; it is not called when the branch is at that commit
// already, which is a success. A branch at another commit is an error of the class [scaffold.ErrConflict].
func (p Publisher) Push(ctx context.Context, w *scaffold.Workspace, to Push, announce func(commit string) error) (string, error) {
	source, err := w.Path(or(to.SourcePath, "."))
	if err != nil {
		return "", err
	}
	dir, err := os.MkdirTemp("", "publish-git-")
	if err != nil {
		return "", err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	tree, err := w.OpenRoot(source)
	if err != nil {
		return "", w.Wrap(err)
	}
	defer func() { _ = tree.Close() }()
	files := filepath.Join(dir, "tree")
	if err := os.CopyFS(files, tree.FS()); err != nil {
		return "", fmt.Errorf("copy workspace: %w", err)
	}
	g := repository{p, to, dir}
	commit, err := g.commit(ctx, files)
	if err != nil {
		return "", err
	}
	return commit, g.push(ctx, commit, announce)
}

// repository is the one that a commit is made in.
type repository struct {
	Publisher
	to  Push
	dir string
}

// commit makes a commit of the files, and returns its hash.
func (g repository) commit(ctx context.Context, files string) (string, error) {
	if _, err := g.git(ctx, "init", "--quiet", "--bare", g.dir); err != nil {
		return "", err
	}
	at := []string{"--git-dir=" + g.dir, "--work-tree=" + files}
	add := append(at[:2:2], "add", "--all")
	if g.to.All {
		add = append(add, "--force")
	}
	if _, err := g.git(ctx, append(add, ".")...); err != nil {
		return "", err
	}
	tree, err := g.git(ctx, append(at[:2:2], "write-tree")...)
	if err != nil {
		return "", err
	}
	return g.git(ctx, append(at[:2:2], "commit-tree", "-m", or(g.to.Message, "initial commit"), tree)...)
}

// push pushes the commit to a new branch.
func (g repository) push(ctx context.Context, commit string, announce func(string) error) error {
	head, err := g.head(ctx, pushed{Remote: g.to.Remote, Branch: g.to.Branch})
	switch {
	case err != nil:
		return err
	case head == commit:
		return nil
	case head != "":
		return scaffold.Errorf(scaffold.ErrConflict, "push to %s: branch %s is there already", g.to.Remote, g.to.Branch)
	}
	if err := announce(commit); err != nil {
		return err
	}
	ref := "refs/heads/" + g.to.Branch
	_, err = g.git(ctx, "--git-dir="+g.dir, "push", "--quiet", "--force-with-lease="+ref+":", "--", g.to.Remote, commit+":"+ref)
	return err
}

// git runs git with the author of the commit.
func (g repository) git(ctx context.Context, args ...string) (string, error) {
	name, email := or(g.to.Name, or(g.Name, "Scaffolder")), or(g.to.Email, or(g.Email, "scaffolder@localhost"))
	const epoch = "2000-01-01T00:00:00Z"
	return g.command(ctx, []string{
		"GIT_AUTHOR_NAME=" + name, "GIT_AUTHOR_EMAIL=" + email, "GIT_AUTHOR_DATE=" + epoch,
		"GIT_COMMITTER_NAME=" + name, "GIT_COMMITTER_EMAIL=" + email, "GIT_COMMITTER_DATE=" + epoch,
	}, args...)
}
