package helmfile

import (
	"context"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/goldenpath-go/goldenpath/helmfile"
	"github.com/goldenpath-go/goldenpath/lint"
	"github.com/goldenpath-go/goldenpath/source"
)

// checkUnknownRepositories reports charts whose repository the helmfile does not name.
func checkUnknownRepositories(_ context.Context, h *project) {
	h.charts(func(rel *helmfile.Release, add func(lint.Finding)) {
		if !h.isUnknownRepository(rel) {
			return
		}
		repo, _, _ := strings.Cut(rel.Chart, "/")
		add(h.at(chartPos(rel), lint.Finding{
			Message: fmt.Sprintf("there is no repository %s here, and no folder %s: helm must know it from elsewhere", repo, rel.Chart),
			Help:    "add it to repositories",
		}))
	})
}

// isUnknownRepository reports whether a chart is from a repository that the helmfile does not name.
func (h *project) isUnknownRepository(rel *helmfile.Release) bool {
	repo, _, ok := strings.Cut(rel.Chart, "/")
	repos := rel.File.Field("repositories")
	if !ok || strings.Contains(rel.Chart, "://") || strings.ContainsAny(repo, ".:@") || repos.Reason() != nil || h.isOpen() || hasRepository(repos, repo) {
		return false
	}
	return !slices.Contains(h.siblings().repositories, repo)
}

func hasRepository(repos *helmfile.Value, name string) bool {
	for _, repo := range repos.Items() {
		if repo.Get("name").Kind() != helmfile.String || repo.Get("name").Text() == name {
			return true
		}
	}
	return false
}

// checkUnusedRepositories reports repositories that no release in any environment has a chart from.
func checkUnusedRepositories(_ context.Context, h *project) {
	if h.isOpen() || h.isFaulty() || len(h.stateFiles()) > 1 {
		return // a chart may be named where it is not seen, and parents share their repositories
	}
	used, times := map[string]bool{}, map[source.Position]int{}
	repos := map[string]*helmfile.Value{}
	for _, r := range h.resolved {
		for _, rel := range r.Releases() {
			if rel.Unknown["chart"] != nil {
				return
			}
			name, _, _ := strings.Cut(rel.Chart, "/")
			used[name] = true
			for _, d := range rel.Field("dependencies").Items() {
				name, _, _ := strings.Cut(d.Get("chart").Text(), "/")
				used[name] = true
			}
		}
		for _, f := range r.Files {
			for _, repo := range f.Field("repositories").Items() {
				repos[repo.Get("name").Text()] = repo.Get("name")
			}
		}
	}
	for _, v := range repos {
		if v.Origin() != nil {
			times[v.Origin().Pos]++
		}
	}
	for name, v := range repos {
		if v.Origin() == nil || times[v.Origin().Pos] > 1 || !h.isOwn(v.Origin().Pos.File) && !h.hasSiblings() {
			continue // a template makes several of what may be meant for others, or the file is shared with them
		}
		if v.Kind() == helmfile.String && !used[name] && !h.siblings().mention(name+"/") {
			h.say(h.at(v.Origin().Pos, lint.Finding{Message: fmt.Sprintf("no release has a chart from the repository %s", name), Help: "remove it"}))
		}
	}
}

// isFaulty reports whether anything is wrong with the helmfile, so that there may be more to it than is seen. That an
// environment has no releases is no fault.
func (h *project) isFaulty() bool {
	for _, r := range h.resolved {
		if slices.ContainsFunc(r.Errors, func(e *helmfile.Error) bool { return e.Class != helmfile.ClassUndefinedEnvironment }) {
			return true
		}
	}
	return len(h.resolved) == 0
}

func (h *project) exists(name string) bool {
	known, ok := h.present[name]
	if !ok {
		_, err := fs.Stat(h.FS(), path.Clean(name))
		known = err == nil
		h.present[name] = known
	}
	return known
}
