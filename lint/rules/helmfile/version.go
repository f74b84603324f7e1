package helmfile

import (
	"context"
	"fmt"
	"path"
	"strings"

	"github.com/goldenpath-go/goldenpath/helmfile"
	"github.com/goldenpath-go/goldenpath/lint"
	"github.com/goldenpath-go/goldenpath/source"
)

// exact is a version that names one chart.
var exact = expression(`^=?\s*v?\d+\.\d+\.\d+([-+][^\s,|]+)?$`)

// latest is the word that no OCI registry knows.
const latest = "latest"

// isWord reports whether a version is a word, and so none: x stands for any.
func isWord(version string) bool {
	return versionWord().MatchString(version) && !strings.EqualFold(version, "x")
}

var versionWord = expression(`^[A-Za-z][A-Za-z_-]*$`)

// checkUnpinned reports charts from elsewhere without a version.
func checkUnpinned(_ context.Context, h *project) {
	h.charts(func(rel *helmfile.Release, add func(lint.Finding)) {
		if rel.Version == "" && rel.Field("version") == nil && rel.Unknown["version"] == nil && !isTagged(rel.Chart) && !h.isUnknownRepository(rel) && !h.isLocked(rel) {
			add(h.at(chartPos(rel), lint.Finding{
				Message: fmt.Sprintf("%s has no version: the newest chart at that moment is deployed", rel.Name), Help: "set version",
			}))
		}
	})
}

// checkRanges reports versions that several charts fulfil.
func checkRanges(_ context.Context, h *project) {
	h.charts(func(rel *helmfile.Release, add func(lint.Finding)) {
		v := rel.Field("version")
		if rel.Version == "" || isWord(rel.Version) || rel.Unknown["version"] != nil || exact().MatchString(rel.Version) || v.Origin() == nil || h.isLocked(rel) {
			return
		}
		add(h.at(v.Origin().Pos, lint.Finding{
			Message: fmt.Sprintf("%s is a range: which chart is deployed depends on the day", rel.Version), Help: "write one version, or commit helmfile.lock",
		}))
	})
}

// checkLatest reports the version latest, and other words, which are no versions.
func checkLatest(_ context.Context, h *project) {
	h.charts(func(rel *helmfile.Release, add func(lint.Finding)) {
		v := rel.Field("version")
		if !isWord(rel.Version) || rel.Unknown["version"] != nil || v.Origin() == nil {
			return
		}
		f := lint.Finding{Message: rel.Version + " is no version of a chart", Help: "write one version"}
		if isOCI(rel) && rel.Version == latest {
			f.Message = "helmfile refuses the version latest for a chart in an OCI registry"
		}
		add(h.at(v.Origin().Pos, f))
	})
}

// charts calls check for every release in every environment whose chart comes from elsewhere.
func (h *project) charts(check func(rel *helmfile.Release, add func(lint.Finding))) {
	h.each(func(r *helmfile.Resolution, add func(lint.Finding)) {
		for _, rel := range r.Releases() {
			if rel.Chart != "" && rel.Unknown["chart"] == nil && !h.isLocal(rel) && !strings.Contains(rel.Chart, "?ref=") && !strings.Contains(rel.Chart, "git::") {
				check(rel, add)
			}
		}
	})
}

// isLocal reports whether a chart is a folder or file beside the helmfile, or may be one elsewhere on the machine.
func (h *project) isLocal(rel *helmfile.Release) bool {
	if strings.HasPrefix(rel.Chart, ".") || strings.HasPrefix(rel.Chart, "/") || strings.HasSuffix(rel.Chart, ".tgz") {
		return true
	}
	return !strings.Contains(rel.Chart, "/") || h.exists(path.Join(path.Dir(rel.File.Name), rel.Chart))
}

// isTagged reports whether a chart in a registry is named with its version.
func isTagged(chart string) bool {
	rest, ok := strings.CutPrefix(chart, "oci://")
	return ok && strings.ContainsAny(path.Base(rest), ":@")
}

// isOCI reports whether a release's chart lies in an OCI registry.
func isOCI(rel *helmfile.Release) bool {
	if strings.HasPrefix(rel.Chart, "oci://") {
		return true
	}
	name, _, _ := strings.Cut(rel.Chart, "/")
	for _, repo := range rel.File.Field("repositories").Items() {
		if repo.Get("name").Text() == name {
			return repo.Get("oci").Text() == "true"
		}
	}
	return false
}

// chartPos returns where a release says which chart it has.
func chartPos(rel *helmfile.Release) source.Position {
	if v := rel.Field("chart"); v.Origin() != nil {
		return v.Origin().Pos
	}
	return rel.Pos
}
