package template

import (
	"path"
	"slices"
	"strings"

	"github.com/goldenpath-go/goldenpath/lint"
)

// checkStepIDs reports ids that two steps have: the outputs of the first are lost.
func checkStepIDs(t *template) {
	first := t.byID()
	for i, s := range t.steps {
		before := first[s.id]
		if before == i {
			continue
		}
		at := idPointer(&s)
		place := t.Value(at)
		if t.Full(place) {
			continue
		}
		t.Report(lint.Finding{
			Range: place, Pointer: at, Message: "another step is called " + s.id + ", too",
			Related: []lint.Related{{Range: t.Value(idPointer(&t.steps[before])), Message: "here"}},
		})
	}
}

// idPointer returns where the id of a step stands; the step if it has none.
func idPointer(s *step) string {
	if _, written := s.fields["id"].(string); written {
		return s.pointer() + "/id"
	}
	return s.pointer()
}

// checkSkeletons reports relative addresses of what a step fetches that lead nowhere, and targets that may not be written to.
func checkSkeletons(t *template) {
	for i := range t.steps {
		s := &t.steps[i]
		if !isFetch(s.action) {
			continue
		}
		input, _ := s.fields["input"].(map[string]any)
		t.checkTarget(s, input)
		url, _ := input["url"].(string)
		target, ok := t.local(url)
		if ok && !t.FileExists(target) {
			t.Reportf(s.pointer()+"/input/url", "there is no %s", target)
		}
	}
}

func isFetch(action string) bool {
	return slices.Contains([]string{"fetch:template", "fetch:template:file", "fetch:plain", "fetch:plain:file", "fetch:cookiecutter"}, action)
}

// local returns the path that a relative address means, if it lies within the linted files.
func (t *template) local(url string) (string, bool) {
	if url == "" || isTemplate(url) || strings.Contains(url, ":") || path.IsAbs(url) {
		return "", false
	}
	target := path.Join(path.Dir(t.File.Text.Name), url)
	return target, target != ".." && !strings.HasPrefix(target, "../")
}
