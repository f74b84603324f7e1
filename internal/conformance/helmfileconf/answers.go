package helmfileconf

import (
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/goldenpath-go/goldenpath/helmfile"
)

// Answer is what a question gives: data, or the class and exit code of an error.
type Answer struct {
	Data     any
	Class    helmfile.Class
	ExitCode int
}

// question is one command of the real helmfile.
type question struct {
	name  string
	stage helmfile.Stage
	data  func(*helmfile.State, *helmfile.Resolution) any
}

func questions() []question {
	return []question{
		{"list", helmfile.StageList, list},
		{"values", helmfile.StageValues, func(_ *helmfile.State, r *helmfile.Resolution) any {
			return byRelease(r, (*helmfile.Release).Key, (*helmfile.Release).Values)
		}},
		{"effective", helmfile.StageTemplate, func(_ *helmfile.State, r *helmfile.Resolution) any {
			return byRelease(r, deployedKey, (*helmfile.Release).Effective)
		}},
		{"dag", helmfile.StageNeeds, dag},
		{"build", helmfile.StageList, build},
	}
}

// Answers resolves a helmfile and puts every question to it.
func Answers(ctx context.Context, fsys fs.FS, name, environment string, o *helmfile.Options) (map[string]Answer, error) {
	state, err := helmfile.Load(fsys, name, o)
	if err != nil {
		var fault *helmfile.Error
		if !errors.As(err, &fault) {
			return nil, err
		}
		all := map[string]Answer{}
		for _, q := range questions() {
			all[q.name] = failed(fault)
		}
		return all, nil
	}
	r, err := state.Resolve(ctx, environment)
	if err != nil {
		return nil, err
	}
	all := map[string]Answer{}
	for _, q := range questions() {
		if faults := r.Errors.At(q.stage); len(faults) > 0 {
			all[q.name] = failed(faults[0])
			continue
		}
		all[q.name] = Answer{Data: plain(q.data(state, r))}
	}
	return all, nil
}

func failed(e *helmfile.Error) Answer { return Answer{Class: e.Class, ExitCode: e.ExitCode()} }

func list(_ *helmfile.State, r *helmfile.Resolution) any {
	out := []any{}
	for _, release := range r.Releases() {
		var labels []string
		for _, k := range slices.Sorted(maps.Keys(release.Labels)) {
			labels = append(labels, k+":"+release.Labels[k])
		}
		out = append(out, map[string]any{
			"name": release.Name, "namespace": release.Namespace, "enabled": release.Enabled == helmfile.Yes,
			"installed": release.Installed == helmfile.Yes, "labels": strings.Join(labels, ","), "chart": release.Chart, "version": release.Version,
		})
	}
	return out
}

func byRelease(r *helmfile.Resolution, key func(*helmfile.Release) string, values func(*helmfile.Release) *helmfile.Value) any {
	out := map[string]any{}
	for _, release := range r.Releases() {
		if v := values(release); v != nil {
			out[key(release)] = v.Interface()
		}
	}
	return out
}

// deployedKey is where helm puts a release that names no namespace.
func deployedKey(r *helmfile.Release) string {
	if r.Namespace == "" {
		return "default/" + r.Name
	}
	return r.Key()
}

func dag(_ *helmfile.State, r *helmfile.Resolution) any {
	out := []any{}
	var last *helmfile.File
	for _, row := range r.Order() {
		if last != nil && last != row.File {
			out = append(out, []any{"GROUP", "RELEASE", "DEPENDENCIES"})
		}
		last = row.File
		line := []any{strconv.Itoa(row.Group), row.Release.ID()}
		if len(row.Release.Needs) > 0 {
			line = append(line, strings.Join(row.Release.Needs, ", "))
		}
		out = append(out, line)
	}
	return out
}

func build(s *helmfile.State, r *helmfile.Resolution) any {
	out := []any{}
	for _, f := range r.Files {
		out = append(out, f.Build(s))
	}
	return out
}

// anything is what an unknown is compared as.
const anything = "\x00anything"

// plain returns data as JSON has it.
func plain(v any) any {
	switch v := v.(type) {
	case map[string]any:
		out := make(map[string]any, len(v))
		for k, f := range v {
			out[k] = plain(f)
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i, f := range v {
			out[i] = plain(f)
		}
		return out
	case *helmfile.Reason:
		return anything
	case time.Time:
		return v.Format(time.RFC3339Nano)
	}
	b, err := json.Marshal(v)
	if err != nil {
		return v
	}
	var out any
	if json.Unmarshal(b, &out) != nil {
		return v
	}
	return out
}
