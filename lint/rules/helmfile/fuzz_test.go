package helmfile_test

import (
	"testing"
	"testing/fstest"

	"github.com/goldenpath-go/goldenpath/lint"
	"github.com/goldenpath-go/goldenpath/lint/rules/helmfile"
)

// FuzzRules gives the rules any two files: none breaks, and every range lies within its file.
func FuzzRules(f *testing.F) {
	f.Add("releases:\n  - name: a\n    chart: b/c\n    values: [v.yaml]\n    set: [{name: tag, value: 1}]\n", "a: yes\n", false)
	f.Add("environments: {x: {values: [v.yaml]}}\nreleases:\n- name: {{ .Values.a }}\n  condition: a.enabled\n", "a: {enabled: \"true\"}\n", false)
	f.Add("releases: []\n---\nenvironments:\n  a: {values: [{b: null}]}\n---\nbases: [v.yaml]\n", "values: [{b: {c: d}}]\n", false)
	f.Add("# {{ requiredEnv \"X\" }}\nhelmfiles: [{path: v.yaml, selectors: [a=b]}]\n", "releases: [{name: x, needs: [y], labels: {a: c}, inherit: [{template: z}]}]\n", true)
	f.Fuzz(func(t *testing.T, state, values string, rendered bool) {
		name := "helmfile.yaml"
		if rendered {
			name += ".gotmpl"
		}
		fsys := fstest.MapFS{name: {Data: []byte(state)}, "v.yaml": {Data: []byte(values)}}
		r, err := linter(helmfile.All()...).Run(t.Context(), fsys, []string{name})
		if err != nil || len(r.Errors) > 0 {
			t.Fatal(err, r.Errors)
		}
		for _, d := range r.Diagnostics {
			checkRange(t, fsys, &d)
		}
	})
}

func checkRange(t *testing.T, fsys fstest.MapFS, d *lint.Diagnostic) {
	t.Helper()
	file := fsys[d.Range.File]
	if file == nil || d.Range.Offset < 0 || d.Range.Offset > d.Range.EndOffset || d.Range.EndOffset > len(file.Data) {
		t.Errorf("%s: %s: bytes %d to %d", d.Rule, d.Range, d.Range.Offset, d.Range.EndOffset)
	}
}
