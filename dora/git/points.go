package git

import (
	"bufio"
	"context"
	"errors"
	"io"
	"iter"

	"github.com/goldenpath-go/goldenpath/dora"
)

// page yields one page: the deployments of every service of a query that lives
// in the clone.
func (c *Clone) page(
	ctx context.Context, q dora.Query, of func(context.Context, dora.Service) ([]dora.Deployment, error),
) iter.Seq2[dora.Page[dora.Deployment], error] {
	return func(yield func(dora.Page[dora.Deployment], error) bool) {
		var page dora.Page[dora.Deployment]
		for _, s := range c.services(q) {
			found, err := of(ctx, s)
			if err != nil {
				yield(page, err)
				return
			}
			page.Items = append(page.Items, found...)
		}
		page.Total = len(page.Items)
		yield(page, nil)
	}
}

// services returns those of the query that live in the clone.
func (c *Clone) services(q dora.Query) []dora.Service {
	var out []dora.Service
	for _, s := range q.Services {
		if s.Repo == c.Repo {
			out = append(out, s)
		}
	}
	return out
}

// points returns what the fallback yields, where it is needed, or what read
// finds in the output of git. Read ends with io.EOF, and is false for what is
// no point.
func (c *Clone) points(
	ctx context.Context, without func(Fallback) iter.Seq2[Point, error],
	read func(*bufio.Reader) (Point, bool, error), args ...string,
) ([]Point, error) {
	var out []Point
	if f := c.fallback(); f != nil {
		for p, err := range without(f) {
			if err != nil {
				return nil, err
			}
			out = append(out, p)
		}
		return out, nil
	}
	err := c.run(ctx, nil, func(r *bufio.Reader) error {
		for {
			p, ok, err := read(r)
			switch {
			case errors.Is(err, io.EOF):
				return nil
			case err != nil:
				return err
			case ok:
				out = append(out, p)
			}
		}
	}, args...)
	return out, err
}
