package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"

	"github.com/goldenpath-go/goldenpath/catalog/load"
	"github.com/goldenpath-go/goldenpath/dora"
	"github.com/goldenpath-go/goldenpath/dora/git"
	"github.com/goldenpath-go/goldenpath/dora/git/gogit"
	"github.com/goldenpath-go/goldenpath/dora/store"
)

// collect returns the history of the clone, with what the store has of it.
func (s settings) collect(ctx context.Context, window dora.Window, stderr io.Writer) (*dora.History, error) {
	scope, repo, err := s.scope(ctx)
	if err != nil {
		return nil, err
	}
	progress := newBar(stderr)
	defer progress.erase()
	options := &dora.CollectOptions{Progress: progress.tell}
	if s.store != "" {
		kept, err := store.Open(s.store)
		if err != nil {
			return nil, err
		}
		defer kept.Close()
		options.Store = kept
	}
	clone := &git.Clone{Dir: s.dir, Repo: repo, Fallback: gogit.Reader{}}
	history, err := dora.Collect(ctx, dora.Sources{Deployments: s.deployments(clone), Changes: clone}, scope, window, options)
	switch {
	case errors.Is(err, dora.ErrShallow):
		return nil, fmt.Errorf("%s is a shallow clone, so that lead times would be wrong: run git -C %s fetch --unshallow --tags", s.dir, s.dir)
	case err != nil:
		return nil, err
	}
	return history, s.more(history)
}

func (s settings) deployments(clone *git.Clone) map[string]dora.DeploymentSource {
	if s.merges {
		return map[string]dora.DeploymentSource{"merges": &git.Merges{Clone: clone}}
	}
	return map[string]dora.DeploymentSource{"tags": &git.Tags{Clone: clone, Pattern: s.tags}}
}

// more adds the events of a file.
func (s settings) more(history *dora.History) error {
	if s.events == "" {
		return nil
	}
	file, err := os.Open(s.events)
	if err != nil {
		return err
	}
	defer file.Close()
	return history.Read(s.events, file)
}

// scope returns the services of the clone and the name of its repository:
// those of the catalog, or one that is named for the folder.
func (s settings) scope(ctx context.Context) (dora.Scope, string, error) {
	if s.catalog == "" {
		dir, err := filepath.Abs(s.dir)
		name := filepath.Base(dir)
		if s.repo != "" {
			name = s.repo
		}
		return dora.Scope{Services: []dora.Service{{Name: name, Repo: name}}}, name, err
	}
	c, err := load.FS(ctx, os.DirFS(filepath.Dir(s.catalog)), filepath.Base(s.catalog))
	if err != nil {
		return dora.Scope{}, "", fmt.Errorf("%s: %w", s.catalog, err)
	}
	scope := dora.CatalogScope(c)
	repo, err := s.repository(scope)
	if err != nil {
		return scope, "", err
	}
	scope.Services = slices.DeleteFunc(scope.Services, func(one dora.Service) bool { return one.Repo != repo })
	if len(scope.Services) == 0 {
		return scope, "", fmt.Errorf("%s has no component of the repository %s", s.catalog, repo)
	}
	return scope, repo, nil
}

// repository returns the name of the clone's repository in the catalog.
func (s settings) repository(scope dora.Scope) (string, error) {
	if s.repo != "" {
		return s.repo, nil
	}
	var all []string
	for _, one := range scope.Services {
		if one.Repo != "" {
			all = append(all, one.Repo)
		}
	}
	slices.Sort(all)
	all = slices.Compact(all)
	if len(all) != 1 {
		return "", fmt.Errorf("%s has the repositories %q: say with -repo which the clone is of", s.catalog, all)
	}
	return all[0], nil
}
