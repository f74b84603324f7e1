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
	args := []string{"log", "--first-parent", "--diff-merges=first-parent", "--format=%H %ct%x00", branch, "--"}
	for _, p := range s.Paths {
		args = append(args, ":(top,literal)"+strings.Trim(p, "/"))
	}
	var out []dora.Deployment
	err := m.Clone.run(ctx, nil, func(r *bufio.Reader) error {
		for {
			line, err := field(r, nil)
			if errors.Is(err, io.EOF) {
				return nil
			}
			if err != nil {
				return err
			}
			d, ok, err := m.read(strings.TrimSpace(string(line)), s.Name)
			if err != nil {
				return err
			}
			if ok {
				out = append(out, d)
			}
		}
	}, args...)
	return out, err
}

func (m *Merges) read(line, service string) (dora.Deployment, bool, error) {
	sha, date, ok := strings.Cut(line, " ")
	if !ok {
		return dora.Deployment{}, false, nil
	}
	seconds, err := strconv.ParseInt(date, 10, 64)
	if err != nil {
		return dora.Deployment{}, false, fmt.Errorf("git printed %q as a date", date)
	}
	at := time.Unix(seconds, 0).UTC()
	return dora.Deployment{
		Service: service, ID: sha, Environment: or(m.Environment, "production"), SHA: sha,
		Created: at, Finished: at, Status: dora.Success,
	}, true, nil
}
