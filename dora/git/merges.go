package git

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
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
		var page dora.Page[dora.Deployment]
		err := m.Clone.whole(ctx)
		for _, s := range m.Clone.services(q) {
			if err != nil {
				break
			}
			var found []dora.Deployment
			if found, err = m.service(ctx, s); err == nil {
				page.Items = append(page.Items, found...)
			}
		}
		page.Total = len(page.Items)
		yield(page, err)
	}
}

func (m *Merges) service(ctx context.Context, s dora.Service) ([]dora.Deployment, error) {
	branch := or(m.Branch, "HEAD")
	if strings.HasPrefix(branch, "-") {
		return nil, fmt.Errorf("branch %q: a name does not begin with -", branch)
	}
	var out []dora.Deployment
	if f := m.Clone.fallback(); f != nil {
		for p, err := range f.Line(ctx, m.Clone.dir(), branch, s.Paths) {
			if err != nil {
				return nil, err
			}
			out = append(out, m.deployment(s.Name, p))
		}
		return out, nil
	}
	args := []string{"log", "--first-parent", "--no-patch", "--format=%H %ct%x00", branch, "--"}
	for _, p := range s.Paths {
		args = append(args, ":(top,literal)"+strings.Trim(p, "/"))
	}
	err := m.Clone.run(ctx, nil, func(r *bufio.Reader) error {
		for {
			line, err := field(r, nil)
			if errors.Is(err, io.EOF) {
				return nil
			}
			if err != nil {
				return err
			}
			p, ok, err := readPoint(strings.TrimSpace(string(line)))
			if err != nil {
				return err
			}
			if ok {
				out = append(out, m.deployment(s.Name, p))
			}
		}
	}, args...)
	return out, err
}

// readPoint reads a commit and its date; false for no commit.
func readPoint(line string) (Point, bool, error) {
	sha, date, ok := strings.Cut(line, " ")
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
