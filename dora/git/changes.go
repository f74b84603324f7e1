package git

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"strconv"
	"strings"
	"time"

	"github.com/goldenpath-go/goldenpath/dora"
	"github.com/goldenpath-go/goldenpath/dora/internal/message"
)

// pageSize is how many commits are yielded at once.
const pageSize = 2000

var _ dora.ChangeSource = (*Clone)(nil)

// errStop ends reading when nobody wants more.
var errStop = errors.New("stopped")

// Changes yields the commits behind the heads with one git log for all of
// them.
func (c *Clone) Changes(ctx context.Context, q dora.ChangeQuery) iter.Seq2[dora.Page[dora.Change], error] {
	return func(yield func(dora.Page[dora.Change], error) bool) {
		if q.Repo != c.Repo {
			return
		}
		if err := c.changes(ctx, q, yield); err != nil && !errors.Is(err, errStop) {
			yield(dora.Page[dora.Change]{}, err)
		}
	}
}

func (c *Clone) changes(ctx context.Context, q dora.ChangeQuery, yield func(dora.Page[dora.Change], error) bool) error {
	if err := c.whole(ctx); err != nil {
		return err
	}
	to := pager{yield: yield}
	if f := c.fallback(); f != nil {
		for change, err := range f.Commits(ctx, c.dir(), q) {
			if err == nil {
				change.Repo = c.Repo
				err = to.add(change)
			}
			if err != nil {
				return err
			}
		}
		return to.flush()
	}
	heads, err := c.present(ctx, q.Heads)
	if err != nil || len(heads) == 0 {
		return err
	}
	have, err := c.present(ctx, q.Have)
	if err != nil {
		return err
	}
	// -m is left out on purpose: a merge is no change, so that its paths are
	// of no use.
	args := []string{"log", "--stdin", "-z", "--no-renames", "--no-color", "--format=" + commitFormat}
	if q.Paths {
		args = append(args, "--name-only")
	}
	return c.run(ctx, revisions(heads, have), func(r *bufio.Reader) error {
		reader := commitReader{in: r, repo: c.Repo, paths: q.Paths}
		return reader.all(&to)
	}, args...)
}

// pager yields commits in pages.
type pager struct {
	page  dora.Page[dora.Change]
	yield func(dora.Page[dora.Change], error) bool
}

func (p *pager) add(c dora.Change) error {
	p.page.Items = append(p.page.Items, c)
	if len(p.page.Items) < pageSize {
		return nil
	}
	return p.flush()
}

func (p *pager) flush() error {
	if len(p.page.Items) == 0 {
		return nil
	}
	page := p.page
	p.page = dora.Page[dora.Change]{}
	if !p.yield(page, nil) {
		return errStop
	}
	return nil
}

func revisions(heads, have []string) io.Reader {
	var b bytes.Buffer
	for _, sha := range heads {
		b.WriteString(sha + "\n")
	}
	for _, sha := range have {
		b.WriteString("^" + sha + "\n")
	}
	return &b
}

// present returns those of the SHAs that are commits of the clone.
func (c *Clone) present(ctx context.Context, shas []string) ([]string, error) {
	var ask bytes.Buffer
	for _, sha := range shas {
		if message.IsSHA(sha) {
			ask.WriteString(sha + "\n")
		}
	}
	if ask.Len() == 0 {
		return nil, nil
	}
	var out []string
	err := c.run(ctx, &ask, func(r *bufio.Reader) error {
		lines := bufio.NewScanner(r)
		for lines.Scan() {
			if sha, ok := strings.CutSuffix(lines.Text(), " commit"); ok {
				out = append(out, sha)
			}
		}
		return lines.Err()
	}, "cat-file", "--batch-check=%(objectname) %(objecttype)")
	return out, err
}

// commitFormat prints a commit as fields, each ended by NUL. With paths, they
// follow, and an empty field ends them.
const commitFormat = "%x01%H%x00%P%x00%at%x00%ct%x00%an%x00%B%x00"

// commitReader reads commits as they are printed.
type commitReader struct {
	in     *bufio.Reader
	repo   string
	paths  bool
	buffer []byte
	next   string // the name of the next commit, where it was read already
}

func (r *commitReader) all(to *pager) error {
	for {
		change, err := r.read()
		if errors.Is(err, io.EOF) {
			return to.flush()
		}
		if err != nil {
			return err
		}
		if err := to.add(change); err != nil {
			return err
		}
	}
}

func (r *commitReader) field() (string, error) {
	var err error
	if r.buffer, err = field(r.in, r.buffer); err != nil {
		return "", err
	}
	return string(r.buffer), nil
}

// start returns the name of the next commit: a field that begins with SOH,
// which no path on the way is asked for.
func (r *commitReader) start() (string, error) {
	if r.next != "" {
		sha := r.next
		r.next = ""
		return sha, nil
	}
	for {
		f, err := r.field()
		if err != nil {
			return "", err
		}
		if sha, ok := strings.CutPrefix(strings.TrimLeft(f, "\n"), "\x01"); ok {
			return sha, nil
		}
	}
}

func (r *commitReader) read() (dora.Change, error) {
	sha, err := r.start()
	if err != nil {
		return dora.Change{}, err
	}
	var parts [4]string
	for i := range parts {
		if parts[i], err = r.field(); err != nil {
			return dora.Change{}, cut(err)
		}
	}
	c := dora.Change{Repo: r.repo, SHA: sha, Parents: strings.Fields(parts[0]), Author: strings.ToValidUTF8(parts[3], "\uFFFD")}
	c.Authored, c.Committed = date(parts[1]), date(parts[2])
	c.Bot = message.IsBot(c.Author)
	if r.buffer, err = field(r.in, r.buffer); err != nil {
		return dora.Change{}, cut(err)
	}
	c.PickedFrom, c.Reverts = message.Trailers(r.buffer)
	if r.paths {
		c.Paths, err = r.readPaths()
	}
	return c, err
}

// readPaths reads names until the next commit begins.
func (r *commitReader) readPaths() ([]string, error) {
	var out []string
	for {
		f, err := r.field()
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		if err != nil {
			return nil, err
		}
		f = strings.TrimPrefix(f, "\n")
		if sha, ok := strings.CutPrefix(f, "\x01"); ok && message.IsSHA(sha) {
			r.next = sha
			return out, nil
		}
		if f != "" {
			out = append(out, strings.ToValidUTF8(f, "\uFFFD"))
		}
	}
}

func cut(err error) error {
	if errors.Is(err, io.EOF) {
		return errors.New("git printed part of a commit")
	}
	return fmt.Errorf("read what git printed: %w", err)
}

// date returns the time of seconds since 1970; one that is no number, as
// broken commits have, is 1970 itself.
func date(seconds string) time.Time {
	n, err := strconv.ParseInt(seconds, 10, 64)
	if err != nil {
		n = 0
	}
	return time.Unix(n, 0).UTC()
}
