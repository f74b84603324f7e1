package github

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"maps"
	"net/http"
	"slices"

	gh "github.com/google/go-github/v62/github"

	"github.com/goldenpath-go/goldenpath/dora"
)

// perPage is the most that GitHub gives at once.
const perPage = 100

// errStopped ends asking when nobody wants more.
var errStopped = errors.New("stopped")

// asking is how a source asks about one repository after the other. S is where
// it goes on in each.
type asking[T, S any] struct {
	api *API
	// repositories returns those that are asked about.
	repositories func(services []dora.Service) ([]repository, error)
	// ask hands on what there is, and changes the state before.
	ask func(ctx context.Context, s *session, r repository, state *S, emit func(...T) error) error
}

// pages asks about all repositories of a query. An error of one of them does
// not keep from the others.
func (a asking[T, S]) pages(ctx context.Context, q dora.Query) iter.Seq2[dora.Page[T], error] {
	return func(yield func(dora.Page[T], error) bool) {
		if err := a.each(ctx, q, yield); err != nil && !errors.Is(err, errStopped) {
			yield(dora.Page[T]{}, err)
		}
	}
}

func (a asking[T, S]) each(ctx context.Context, q dora.Query, yield func(dora.Page[T], error) bool) error {
	kept := map[string]json.RawMessage{} // by repository
	if q.Cursor != nil {
		if err := json.Unmarshal(q.Cursor, &kept); err != nil {
			return fmt.Errorf("read the cursor: %w", err)
		}
	}
	s, err := a.api.open()
	if err != nil {
		return err
	}
	repositories, err := a.repositories(q.Services)
	failed := []error{err}
	for _, r := range repositories {
		err := a.one(ctx, s, r, kept, yield)
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case errors.Is(err, errStopped):
			return err
		case err != nil:
			failed = append(failed, fmt.Errorf("%s: %w", r.slug, err))
		}
		if concernsAll(err) {
			break
		}
	}
	return errors.Join(failed...)
}

// one asks about one repository. Its state is kept with the pages alone, so
// that what fails between two of them is asked for again.
func (a asking[T, S]) one(ctx context.Context, s *session, r repository, kept map[string]json.RawMessage, yield func(dora.Page[T], error) bool) error {
	var state S
	if known := kept[r.slug]; known != nil {
		if err := json.Unmarshal(known, &state); err != nil {
			return fmt.Errorf("read the cursor: %w", err)
		}
	}
	return a.ask(ctx, s, r, &state, func(items ...T) error {
		own, err := json.Marshal(state)
		if err != nil {
			return err
		}
		kept[r.slug] = own
		cursor, err := json.Marshal(kept)
		if err != nil {
			return err
		}
		if !yield(dora.Page[T]{Items: items, Cursor: cursor, Cost: s.meter.take()}, nil) {
			return errStopped
		}
		return nil
	})
}

// concernsAll reports whether an error would be the next repository's, too.
func concernsAll(err error) bool {
	return errors.Is(err, ErrRateLimited) || isStatus(err, http.StatusUnauthorized)
}

// isStatus reports whether err is an answer with one of these statuses.
func isStatus(err error, statuses ...int) bool {
	var refused *gh.ErrorResponse
	return errors.As(err, &refused) && refused.Response != nil && slices.Contains(statuses, refused.Response.StatusCode)
}

// repositoriesOf returns the repositories of services, sorted. Services without
// one are passed over.
func repositoriesOf(services []dora.Service) ([]repository, error) {
	of := map[string][]dora.Service{}
	for _, s := range services {
		if s.Repo != "" {
			of[s.Repo] = append(of[s.Repo], s)
		}
	}
	var out []repository
	var failed []error
	for _, slug := range slices.Sorted(maps.Keys(of)) {
		r, err := newRepository(slug)
		if err != nil {
			failed = append(failed, err)
			continue
		}
		r.services = of[slug]
		out = append(out, r)
	}
	return out, errors.Join(failed...)
}
