package main

import (
	"context"
	"errors"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/goldenpath-go/goldenpath/helmfile"
	"github.com/goldenpath-go/goldenpath/internal/discover"
	helmfilerules "github.com/goldenpath-go/goldenpath/lint/rules/helmfile"
)

// helmfileError says why there is no helmfile to read, and where there are some.
func helmfileError(ctx context.Context, f *helmfileFlags, at *place, err error) error {
	message := err.Error()
	var fault *helmfile.Error
	if errors.Is(err, fs.ErrNotExist) || errors.As(err, &fault) && strings.Contains(message, "no state file found") {
		message = orElse(f.file, "the working directory") + ": there is no helmfile.yaml, helmfile.yaml.gotmpl or helmfile.d"
	}
	if others := at.helmfiles(ctx); len(others) > 0 {
		return usageError("%s; name another with -f: %s", message, strings.Join(others, ", "))
	}
	return usageError("%s", message)
}

// helmfiles returns some of the helmfiles below the folder that was asked for, as people see them.
func (a *place) helmfiles(ctx context.Context) []string {
	const most = 5
	isHelmfile := helmfilerules.Tool().Matches
	fsys := discover.Tracked(a.fsys(), a.names...)
	var names []string
	for _, name := range discover.Find(ctx, fsys, a.names, &discover.Options{Also: isHelmfile}).Files {
		if !isHelmfile(name) {
			continue
		}
		if dir := path.Dir(name); path.Base(dir) == "helmfile.d" {
			name = dir
		}
		if name = a.shown(name); !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	if len(names) > most {
		names = append(names[:most], "others")
	}
	return names
}
