package helmfile

import (
	"slices"
)

// needs orders the releases of a file by their needs.
func (r *run) needs(f *File) {
	var faults Errors
	f.dag, faults = groups(f.Releases)
	for _, e := range faults {
		e.Stages = StageNeeds
		r.fail(e)
	}
	if !slices.ContainsFunc(f.Releases, func(release *Release) bool { return release.Enabled != No }) {
		return
	}
	// Selectors do not take away what a release needs when charts are rendered.
	_, faults = groups(f.all)
	for _, e := range faults {
		e.Stages = StageTemplate
		r.fail(e)
	}
}
