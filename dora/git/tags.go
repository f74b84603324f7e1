package git

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"iter"
	"strconv"
	"strings"
	"time"

	"github.com/goldenpath-go/goldenpath/dora"
)

// Tags are releases: every tag that matches is a deployment of kind
// [dora.Release] to Environment, at the date of the tag. A lightweight tag has
// the date of its commit, so that this one's age is zero.
type Tags struct {
	Clone *Clone
	// Pattern selects tags as git's globs do: v*, or {service}/v* where each
	// service of a monorepo has its own. Empty: every tag.
	Pattern string
	// Environment is where releases go. Empty: production.
	Environment string
}

var _ dora.DeploymentSource = (*Tags)(nil)

// Deployments yields one page: the tags of every service of the clone.
func (t *Tags) Deployments(ctx context.Context, q dora.Query) iter.Seq2[dora.Page[dora.Deployment], error] {
	return t.Clone.page(ctx, q, t.service)
}

// tagFormat prints name, commit and date of a tag. What is peeled is empty for
// lightweight tags.
const tagFormat = "%(refname:strip=2)%00%(objecttype)%00%(objectname)%00%(*objecttype)%00%(*objectname)%00%(creatordate:unix)%00"

func (t *Tags) service(ctx context.Context, s dora.Service) ([]dora.Deployment, error) {
	pattern := strings.ReplaceAll(t.Pattern, "{service}", escapeGlob(s.Name))
	if pattern == "" {
		pattern = "**"
	}
	points, err := t.Clone.points(ctx, func(f Fallback) iter.Seq2[Point, error] {
		return f.Tags(ctx, t.Clone.dir(), pattern)
	}, readTag, "for-each-ref", "--format="+tagFormat, "refs/tags/"+pattern)
	out := make([]dora.Deployment, len(points))
	for i, p := range points {
		out[i] = t.deployment(s.Name, p)
	}
	return out, err
}

// escapeGlob keeps the name of a service from selecting others' tags.
func escapeGlob(name string) string {
	return strings.NewReplacer(`\`, `\\`, `*`, `\*`, `?`, `\?`, `[`, `\[`).Replace(name)
}

// readTag reads one tag; false for one that is of no commit, such as a signing
// key.
func readTag(r *bufio.Reader) (Point, bool, error) {
	var parts [6]string
	for i := range parts {
		part, err := field(r, nil)
		if err != nil {
			return Point{}, false, err
		}
		parts[i] = strings.TrimPrefix(string(part), "\n")
		if i == 0 && parts[0] == "" {
			return Point{}, false, io.EOF
		}
	}
	kind, sha := parts[1], parts[2]
	if kind == "tag" {
		kind, sha = parts[3], parts[4]
	}
	if kind != "commit" {
		return Point{}, false, nil
	}
	seconds, err := strconv.ParseInt(parts[5], 10, 64)
	if err != nil {
		return Point{}, false, fmt.Errorf("git printed %q as the date of tag %s", parts[5], parts[0])
	}
	return Point{Name: parts[0], SHA: sha, At: time.Unix(seconds, 0).UTC()}, true, nil
}

func (t *Tags) deployment(service string, p Point) dora.Deployment {
	return dora.Deployment{
		Service: service, ID: p.Name, Environment: or(t.Environment, "production"), SHA: p.SHA,
		Created: p.At, Finished: p.At, Status: dora.Success, Kind: dora.Release,
	}
}

func or(s, def string) string {
	if s == "" {
		return def
	}
	return s
}
