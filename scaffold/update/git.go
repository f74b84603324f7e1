package update

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os/exec"
	"slices"
	"strings"

	"github.com/goldenpath-go/goldenpath/internal/gitcmd"
)

// Git is a Source in a clone of a git repository, read by the git command: its tags, or the commits that touch the template. A
// version is what git archive makes of it, which is what Backstage reads from the hosts of repositories, too.
type Git struct {
	Dir  string // of the clone, with or without a work tree
	Path string // the template's folder in it; empty: the root
	Tags string // versions are the tags that this pattern matches, v* or the like, ordered by name; empty: commits
	Rev  string // commits up to this one; HEAD by default
}

var _ Source = Git{}

// Versions returns the tags or commits that have the template. Commits are named in full.
func (g Git) Versions(ctx context.Context) ([]Version, error) {
	names, err := g.names(ctx)
	if err != nil || len(names) == 0 {
		return nil, err
	}
	digests, err := g.digests(ctx, names)
	if err != nil {
		return nil, err
	}
	var out []Version
	for i, name := range names {
		if digests[i] != "" {
			out = append(out, Version{name, digests[i]})
		}
	}
	return out, nil
}

func (g Git) names(ctx context.Context) ([]string, error) {
	if g.Tags != "" {
		names, err := g.lines(ctx, nil, "tag", "--list", "--", g.Tags)
		slices.SortFunc(names, compareNames)
		return names, err
	}
	rev := g.Rev
	if rev == "" {
		rev = "HEAD"
	}
	if strings.HasPrefix(rev, "-") {
		return nil, fmt.Errorf("%w: %q", ErrVersion, rev)
	}
	args := []string{"log", "--reverse", "--first-parent", "--format=%H", rev, "--"}
	if g.Path != "" {
		args = append(args, ":(top,literal)"+g.Path)
	}
	return g.lines(ctx, nil, args...)
}

// digests returns the ids of the template's folder in each version; "" where it is not.
func (g Git) digests(ctx context.Context, names []string) ([]string, error) {
	var asked strings.Builder
	for _, name := range names {
		asked.WriteString(g.folder(name) + "\n")
	}
	answers, err := g.lines(ctx, []byte(asked.String()), "cat-file", "--batch-check=%(objecttype) %(objectname)")
	if err != nil {
		return nil, err
	}
	if len(answers) != len(names) {
		return nil, fmt.Errorf("git cat-file: %d answers to %d questions", len(answers), len(names))
	}
	for i, answer := range answers {
		answers[i], _ = strings.CutPrefix(answer, "tree ")
		if answers[i] == answer {
			answers[i] = ""
		}
	}
	return answers, nil
}

// folder names the template's folder in a version, as git does.
func (g Git) folder(name string) string {
	if g.Path == "" {
		return name + "^{tree}"
	}
	return name + ":" + g.Path
}

// Open returns the template's folder in a version: any name that git knows of a commit.
func (g Git) Open(ctx context.Context, name string) (fs.FS, error) {
	if name == "" || strings.ContainsAny(name, "\n\x00") {
		return nil, fmt.Errorf("%w: %q", ErrVersion, name)
	}
	ids, err := g.digests(ctx, []string{name})
	if err != nil {
		return nil, err
	}
	if ids[0] == "" {
		return nil, fmt.Errorf("%w: %q", ErrVersion, name)
	}
	data, err := g.run(ctx, nil, "-c", "core.autocrlf=false", "-c", "core.eol=lf", "archive", "--format=zip", ids[0])
	if err != nil {
		return nil, err
	}
	files, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, fmt.Errorf("git archive: %w", err)
	}
	return archive{files}, nil
}

func (g Git) lines(ctx context.Context, stdin []byte, args ...string) ([]string, error) {
	out, err := g.run(ctx, stdin, args...)
	return strings.FieldsFunc(string(out), func(r rune) bool { return r == '\n' }), err
}

func (g Git) run(ctx context.Context, stdin []byte, args ...string) ([]byte, error) {
	return runGit(ctx, g.Dir, stdin, args...)
}

// runGit returns what git prints in a folder.
func runGit(ctx context.Context, dir string, stdin []byte, args ...string) ([]byte, error) {
	cmd := gitcmd.Command(ctx, dir, args...)
	cmd.Stdin = bytes.NewReader(stdin)
	out, err := cmd.Output()
	var failed *exec.ExitError
	if errors.As(err, &failed) {
		return nil, fmt.Errorf("git in %s: %w: %s", dir, err, bytes.TrimSpace(failed.Stderr))
	}
	return out, err
}

// archive is a zip file whose links can be read.
type archive struct{ *zip.Reader }

var _ fs.ReadLinkFS = archive{}

// ReadLink returns the target of a link.
func (a archive) ReadLink(name string) (string, error) {
	info, err := a.Lstat(name)
	if err != nil {
		return "", err
	}
	if info.Mode()&fs.ModeSymlink == 0 {
		return "", &fs.PathError{Op: "readlink", Path: name, Err: fs.ErrInvalid}
	}
	target, err := fs.ReadFile(a.Reader, name)
	return string(target), err
}

// Lstat describes a file or link.
func (a archive) Lstat(name string) (fs.FileInfo, error) { return fs.Stat(a.Reader, name) }
