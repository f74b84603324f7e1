package vault

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/goldenpath-go/goldenpath/secrets"
)

// Delete soft-deletes versions.
func (s *Store) Delete(ctx context.Context, at secrets.Location, versions ...int) error {
	if at.KV == 1 {
		path, err := dataPath(at, "")
		if err != nil {
			return err
		}
		return s.remove(ctx, path, func(ctx context.Context) error {
			_, err := s.Read(ctx, at, 0)
			return err
		})
	}
	return s.change(ctx, at, "delete", versions, func(v secrets.Version) bool { return !v.Deleted.IsZero() || v.Destroyed })
}

// Undelete restores soft-deleted versions.
func (s *Store) Undelete(ctx context.Context, at secrets.Location, versions ...int) error {
	if err := versioned(at, "versions"); err != nil {
		return err
	}
	return s.change(ctx, at, "undelete", versions, func(v secrets.Version) bool { return v.Deleted.IsZero() || v.Destroyed })
}

// Destroy removes the content of versions for good.
func (s *Store) Destroy(ctx context.Context, at secrets.Location, versions ...int) error {
	if err := versioned(at, "versions"); err != nil {
		return err
	}
	return s.change(ctx, at, "destroy", versions, func(v secrets.Version) bool { return v.Destroyed })
}

// change does something to versions. It is as wanted when it holds for all those that are kept.
func (s *Store) change(
	ctx context.Context, at secrets.Location, part string, versions []int, holds func(secrets.Version) bool,
) error {
	path, err := dataPath(at, part)
	if err != nil {
		return err
	}
	c, err := put(path, map[string][]int{"versions": versions})
	if err != nil {
		return err
	}
	c.settled = func(ctx context.Context) (progress, error) {
		m, err := s.Metadata(ctx, at)
		if errors.Is(err, secrets.ErrNotFound) {
			return done, nil
		}
		if err != nil {
			return unclear, err
		}
		for _, number := range versions {
			if v, kept := m.Versions[number]; kept && !holds(v) {
				return notDone, nil
			}
		}
		return done, nil
	}
	_, err = s.do(ctx, c)
	return err
}

// remove deletes what is at a path, where find looks whether it is there. Nothing there is a success.
func (s *Store) remove(ctx context.Context, path string, find func(context.Context) error) error {
	c := &call{method: http.MethodDelete, path: path, settled: func(ctx context.Context) (progress, error) {
		err := find(ctx)
		if errors.Is(err, secrets.ErrNotFound) {
			return done, nil
		}
		return notDone, err
	}}
	_, err := s.do(ctx, c)
	return err
}

// duration reads what the server says of a time span; 0 when it says nothing.
func duration(text string) time.Duration {
	d, _ := time.ParseDuration(text)
	return d
}
