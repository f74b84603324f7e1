package helmfile

import (
	"path"
	"slices"
	"strings"

	"github.com/goldenpath-go/goldenpath/helmfile"
	"github.com/goldenpath-go/goldenpath/internal/tree"
)

// isLocked reports whether helmfile takes the version of a release's chart from a lock file, as `helmfile deps` writes it
// for charts from repositories, and that is not known to lack it.
func (h *project) isLocked(rel *helmfile.Release) bool {
	if strings.Contains(rel.Chart, "://") {
		return false
	}
	if h.locks == nil {
		h.locks = map[string][]string{}
	}
	v := rel.File.Field("lockFilePath")
	if v.Kind() == helmfile.Unknown || strings.Contains(v.Text(), "{{") {
		return true
	}
	name := path.Join(path.Dir(rel.File.Name), v.Text())
	if v.Text() == "" {
		name = stem(rel.File.Name) + ".lock"
	}
	charts, known := h.locks[name]
	if !known {
		charts = h.lockedCharts(name)
		h.locks[name] = charts
	}
	return slices.Contains(charts, path.Base(rel.Chart))
}

// lockedCharts returns the names of the charts that a lock file has versions of.
func (h *project) lockedCharts(name string) []string {
	if !h.exists(name) {
		return nil
	}
	l := h.layout(name)
	if l == nil {
		return nil
	}
	var charts []string
	for _, s := range l.values {
		if strings.HasPrefix(s.pointer, "/dependencies/") && strings.HasSuffix(s.pointer, "/name") && s.value.Kind == tree.String {
			charts = append(charts, s.value.Text)
		}
	}
	return charts
}

// stem returns the name of a state file without what says that it is one.
func stem(name string) string {
	name = strings.TrimSuffix(name, rendered)
	return strings.TrimSuffix(strings.TrimSuffix(name, ".yaml"), ".yml")
}
