package helmfile_test

import (
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	resolver "github.com/goldenpath-go/goldenpath/helmfile"
	"github.com/goldenpath-go/goldenpath/internal/beside"
	"github.com/goldenpath-go/goldenpath/lint"
	"github.com/goldenpath-go/goldenpath/lint/rules/helmfile"
)

// TestFixesKeep applies the fixes of each rule to whole projects: those of the shared corpus, public helmfiles, and the cases
// of all rules. Afterwards no finding of the rule has a fix, no comment is lost, nothing is wrong that was not, and
// with safe fixes alone everything comes to what it came to.
func TestFixesKeep(t *testing.T) {
	t.Parallel()
	applied := map[string]int{}
	for name, fsys := range projects(t) {
		linted, err := linter(helmfile.All()...).Run(t.Context(), fsys, roots(fsys))
		require.NoError(t, err, name)
		for _, r := range helmfile.All() {
			for _, unsafe := range []bool{false, true} {
				if files := fixable(linted, r, unsafe); len(files) > 0 {
					applied[r.Name] += checkFixes(t, name, fsys, changedRoots(fsys, files), r, unsafe)
				}
			}
		}
	}
	assert.Greater(t, len(applied), 8, "%v", applied)
	t.Logf("fixes applied: %v", applied)
}

// fixable returns the files with findings of a rule that have a fix.
func fixable(r *lint.Result, rule *lint.Rule, unsafe bool) map[string][]byte {
	files := map[string][]byte{}
	for _, d := range r.Diagnostics {
		if _, ok := d.Fix(unsafe); ok && d.Rule == rule.Name {
			files[d.Range.File] = nil
		}
	}
	return files
}

// projects returns what fixes are applied to, by name.
func projects(t *testing.T) map[string]fstest.MapFS {
	t.Helper()
	all := map[string]fstest.MapFS{}
	for _, r := range helmfile.All() {
		all[r.Name] = caseFiles(t, r)
	}
	if dir, ok := beside.Path(t, "corpus/helmfile-real"); ok {
		all["public"] = public(t, dir)
	}
	dir, ok := beside.Path(t, "corpus/helmfile")
	if !ok {
		t.Log("the shared corpus is not present: the cases of the rules are all that is mended")
		return all
	}
	fsys := fstest.MapFS{}
	require.NoError(t, fs.WalkDir(os.DirFS(dir), ".", func(file string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(filepath.Join(dir, file))
		fsys[file] = &fstest.MapFile{Data: data}
		return err
	}))
	all["corpus"] = fsys
	return all
}

// checkFixes applies the fixes of a rule to a project, and returns how many.
func checkFixes(t *testing.T, name string, before fstest.MapFS, linted []string, r *lint.Rule, unsafe bool) int {
	t.Helper()
	what := fmt.Sprintf("%s in %s, unsafe: %v", r.Name, name, unsafe)
	fixed, err := linter(r).Fix(t.Context(), before, linted, unsafe)
	require.NoError(t, err, what)
	for _, d := range fixed.Result.Diagnostics {
		_, again := d.Fix(unsafe)
		assert.False(t, again, "%s: %s still has a fix", what, d.Range)
	}
	after := maps.Clone(before)
	n := 0
	for file, data := range fixed.Files {
		after[file] = &fstest.MapFile{Data: data}
		n += fixed.Applied[file]
		assert.Equal(t, comments(string(before[file].Data)), comments(string(data)), "%s: comments of %s", what, file)
	}
	for _, root := range changedRoots(before, fixed.Files) {
		assert.Empty(t, newFaults(t, before, after, root), "%s: %s", what, root)
		if !unsafe {
			assert.Equal(t, received(t, before, root, r.Name), received(t, after, root, r.Name), "%s: %s", what, root)
		}
	}
	return n
}

// comment finds comments that stand alone or after a value, whatever their text.
var comment = regexp.MustCompile(`(?m)(?:^|\s)#.*$`)

// comments returns the comments of a text, sorted: fixes may move them.
func comments(text string) []string {
	var all []string
	for _, c := range comment.FindAllString(text, -1) {
		// A template in a comment becomes one of the template's own.
		all = append(all, strings.NewReplacer("{{/*", "{{", "*/}}", "}}").Replace(strings.TrimSpace(c)))
	}
	slices.Sort(all)
	return all
}

// newFaults returns what is wrong with a helmfile as it is read today that was not wrong before.
func newFaults(t *testing.T, before, after fstest.MapFS, root string) []string {
	t.Helper()
	known := faults(t, before, root)
	return slices.DeleteFunc(faults(t, after, root), func(fault string) bool { return slices.Contains(known, fault) })
}

// faults returns what is wrong with a helmfile in its environments, but for what is missing: that is told only where all else
// can be read.
func faults(t *testing.T, fsys fstest.MapFS, root string) []string {
	t.Helper()
	o := &resolver.Options{Compatible: true, Environ: map[string]string{"IMAGE_TAG": "v1", "SOME_UNSET_THING": "x"}}
	var all []string
	for _, r := range resolveAll(t, fsys, root, o) {
		for _, e := range slices.Concat(r.Today, r.Errors) {
			if e.Class == resolver.ClassMissingKey || e.Class == resolver.ClassEnvValuesMissing {
				continue
			}
			all = append(all, fmt.Sprint(r.Environment, " ", e.Class, " ", e.Err))
		}
	}
	return all
}
