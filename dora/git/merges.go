package git

import (
	"bufio"
	"context"
	"fmt"
	"iter"
	"strconv"
	"strings"
	"time"

	"github.com/goldenpath-go/goldenpath/dora"
)

// Merges are deployments of what deploys from its main branch: every commit
// on it is one, at its committer date.
type Merges struct {
	Clone *Clone
	// Branch is the main branch. Empty: what HEAD stands for.
	Branch string
	// Environment is where they go. Empty: production.
	Environment string
}

var _ dora.DeploymentSource = (*Merges)(nil)

// Deployments yields one page: the commits of the branch, for every service of
// the clone. With paths, those that change something below them.
func (m *Merges) Deployments(ctx context.Context, q dora.Query) iter.Seq2[dora.Page[dora.Deployment], error] {
	return func(yield func(dora.Page[dora.Deployment], error) bool) {
		if err := m.Clone.whole(ctx); err != nil {
			yield(dora.Page[dora.Deployment]{}, err)
			return
		}
		m.Clone.page(ctx, q, m.service)(yield)
	}
}

func (m *Merges) service(ctx context.Context, s dora.Service) ([]dora.Deployment, error) {
	branch := or(m.Branch, "HEAD")
	if strings.HasPrefix(branch, "-") {
		return nil, fmt.Errorf("branch %q: a name does not begin with -", branch)
	}
	args := []string{"log", "--first-parent", "--no-patch", "--format=%H %ct%x00", branch, "--"}
	for _, p := range s.Paths {
		args = append(args, ":(top,literal)"+strings.Trim(p, "/"))
	}
	points, err := m.Clone.points(ctx, func(f Fallback) iter.Seq2[Point, error] {
		return f.Line(ctx, m.Clone.dir(), branch, s.Paths)
	}, readCommit, args...)
	out := make([]dora.Deployment, len(points))
	for i, p := range points {
		out[i] = m.deployment(s.Name, p)
	}
	return out, err
}

// readCommit reads a commit and its date; false for no commit.
func readCommit(r *bufio.Reader) (Point, bool, error) {
	line, err := field(r, nil)
	if err != nil {
		return Point{}, false, err
	}
	sha, date, ok := strings.Cut(strings.TrimSpace(string(line)), " ")
	if !ok {
		return Point{}, false, nil
	}
	seconds, err := strconv.ParseInt(date, 10, 64)
	if err != nil {
		return Point{}, false, fmt.Errorf("git printed %q as a date", date)
	}
	return Point{Name: sha, SHA: sha, At: time.Unix(seconds, 0).UTC()}, true, nil
}

func (m *Merges) deployment(service string, p Point) dora.Deployment {
	return dora.Deployment{
		Service: service, ID: p.SHA, Environment: or(m.Environment, "production"), SHA: p.SHA,
		Created: p.At, Finished: p.At, Status: dora.Success,
	}
}
