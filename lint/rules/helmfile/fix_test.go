package helmfile_test

import (
	"fmt"
	"io/fs"
	"maps"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/tools/txtar"

	resolver "github.com/goldenpath-go/goldenpath/helmfile"
	"github.com/goldenpath-go/goldenpath/lint"
	"github.com/goldenpath-go/goldenpath/lint/rules/helmfile"
)

// TestSafeFixesKeep applies the safe fixes of each rule to its cases, and resolves these before and after: no finding of
// the rule has a fix any more, and in every environment releases, and what their charts receive, are what they were.
func TestSafeFixesKeep(t *testing.T) {
	t.Parallel()
	total := 0
	for _, r := range helmfile.All() {
		before := caseFiles(t, r)
		fixed, err := linter(r).Fix(t.Context(), before, roots(before), false)
		require.NoError(t, err, r.Name)
		for _, d := range fixed.Result.Diagnostics {
			_, again := d.Fix(false)
			assert.False(t, again, "%s: %s still has a fix", r.Name, d.Range)
		}
		after := maps.Clone(before)
		for name, data := range fixed.Files {
			after[name] = &fstest.MapFile{Data: data}
			total++
		}
		for _, root := range changedRoots(before, fixed.Files) {
			assert.Equal(t, received(t, before, root, r.Name), received(t, after, root, r.Name), "%s: %s", r.Name, root)
		}
	}
	assert.Greater(t, total, 10)
}

// TestSampleLoadsWhenMended takes the sample that the rules are there for: mended, it resolves as helmfile reads it today,
// in all environments.
func TestSampleLoadsWhenMended(t *testing.T) {
	t.Parallel()
	files := fstest.MapFS{}
	archive, err := txtar.ParseFile("testdata/helmfile-env-release-same-part.txtar")
	require.NoError(t, err)
	for _, f := range archive.Files {
		if name, ok := strings.CutPrefix(f.Name, "01/"); ok {
			files[name] = &fstest.MapFile{Data: f.Data}
		}
	}
	require.Contains(t, files, "helmfile.yaml")
	o := &resolver.Options{Environ: map[string]string{"IMAGE_TAG": "v1.2.3"}}
	for _, r := range resolveAll(t, files, "helmfile.yaml", o) {
		require.Error(t, r.Err(resolver.StageList), "it does not load as it is")
	}
	fixed, err := linter(helmfile.All()...).Fix(t.Context(), files, []string{"helmfile.yaml"}, false)
	require.NoError(t, err)
	files["helmfile.yaml"] = &fstest.MapFile{Data: fixed.Files["helmfile.yaml"]}
	all := resolveAll(t, files, "helmfile.yaml", o)
	require.Len(t, all, 2)
	for _, r := range all {
		require.NoError(t, r.Err(resolver.StageTemplate), r.Environment)
		var tags []string
		for _, rel := range r.Releases() {
			if tag := rel.Effective().Lookup("image", "tag"); tag != nil {
				tags = append(tags, rel.Name+" "+tag.Text())
			}
		}
		assert.Equal(t, []string{"order-api v1.2.3"}, tags, r.Environment)
	}
}

func linter(rules ...*lint.Rule) *lint.Linter {
	config := &lint.Config{Rules: map[string]lint.RuleConfig{}}
	for _, r := range rules {
		config.Rules[r.Name] = lint.RuleConfig{Severity: lint.Error}
	}
	return &lint.Linter{Rules: rules, Config: config}
}

// caseFiles returns the files of all cases of a rule.
func caseFiles(t *testing.T, r *lint.Rule) fstest.MapFS {
	t.Helper()
	archive, err := txtar.ParseFile(filepath.Join("testdata", r.Name+".txtar"))
	require.NoError(t, err)
	fsys := fstest.MapFS{}
	for _, f := range archive.Files {
		if !strings.HasPrefix(f.Name, "fixed") {
			fsys[f.Name] = &fstest.MapFile{Data: f.Data}
		}
	}
	return fsys
}

func roots(fsys fstest.MapFS) []string {
	return slices.DeleteFunc(slices.Sorted(maps.Keys(fsys)), func(name string) bool { return !helmfile.Tool().Matches(name) })
}

// changedRoots returns the roots of the cases that have changed files.
func changedRoots(fsys fstest.MapFS, changed map[string][]byte) []string {
	return slices.DeleteFunc(roots(fsys), func(root string) bool {
		for name := range changed {
			if dir := path.Dir(root); dir == "." || strings.HasPrefix(name, dir+"/") {
				return false
			}
		}
		return true
	})
}

// received returns what there is in every environment, with what the charts receive.
func received(t *testing.T, fsys fs.FS, root, rule string) []string {
	t.Helper()
	o := &resolver.Options{Compatible: true, Environ: map[string]string{"IMAGE_TAG": "v1", "SOME_UNSET_THING": "x"}}
	var lines []string
	for _, r := range resolveAll(t, fsys, root, o) {
		for _, rel := range r.Releases() {
			head := strings.Join([]string{r.Environment, rel.ID(), rel.Chart, rel.Version, rel.Active().String()}, " ")
			lines = append(lines, head)
			rel.Effective().Leaves(func(at string, leaf *resolver.Value) bool {
				value := fmt.Sprintf("%T %v", leaf.Interface(), leaf.Interface())
				if rule == "helmfile-numeric-tag" {
					value = leaf.Text() // its type is what the fix is for
				}
				lines = append(lines, head+" "+at+" "+value)
				return true
			})
		}
	}
	return lines
}

func resolveAll(t *testing.T, fsys fs.FS, root string, o *resolver.Options) []*resolver.Resolution {
	t.Helper()
	s, err := resolver.Load(fsys, root, o)
	require.NoError(t, err)
	all, err := s.ResolveAll(t.Context())
	require.NoError(t, err)
	return all
}

// TestManyFixes mends more findings in one file than there are rounds of fixes.
func TestManyFixes(t *testing.T) {
	t.Parallel()
	const many = 30
	var state strings.Builder
	state.WriteString("repositories:\n")
	for i := range many {
		fmt.Fprintf(&state, "  - name: r%d\n    url: oci://registry.example.com/r%d\n", i, i)
	}
	state.WriteString("releases:\n")
	for i := range many {
		fmt.Fprintf(&state, "  - name: web%d\n    namespace: shop\n    chart: r%d/web\n    version: 1.0.0\n    set:\n      - name: tag\n        value: '{{ requiredEnv \"IMAGE_TAG\" }}'\n", i, i)
	}
	files := fstest.MapFS{"helmfile.yaml": {Data: []byte(state.String())}}
	fixed, err := linter(helmfile.All()...).Fix(t.Context(), files, []string{"helmfile.yaml"}, true)
	require.NoError(t, err)
	assert.Equal(t, 2*many, fixed.Applied["helmfile.yaml"])
	text := string(fixed.Files["helmfile.yaml"])
	assert.Equal(t, many, strings.Count(text, "setTemplate:"))
	assert.Equal(t, many, strings.Count(text, "oci: true"))
	assert.NotContains(t, text, "oci://")
}
