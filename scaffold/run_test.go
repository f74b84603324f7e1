package scaffold_test

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/plan"
	"github.com/goldenpath-go/goldenpath/plan/plantest"
	"github.com/goldenpath-go/goldenpath/scaffold"
)

const serviceSteps = `  steps:
    - id: files
      action: fetch:template
      input: { url: ./skeleton, values: { name: '${{ parameters.name }}' } }
    - id: entity
      action: catalog:write
      input: { entity: { metadata: { name: '${{ parameters.name }}' } } }
    - id: never
      if: ${{ parameters.name == 'other' }}
      action: debug:log
    - id: add
      each: [one, two]
      action: registry:add
      input: { name: '${{ parameters.name }}-${{ each.value }}' }
    - id: tidy
      action: fs:rename
      input: { files: [ { from: bin, to: cmd } ] }
  output: { ids: '${{ steps.add.output.id }}' }
`

func TestDryRunShowsChangesAndFailure(t *testing.T) {
	t.Parallel()
	tmpl := parse(t, `  steps:
    - { id: get, action: 'fetch:template', input: { url: ./skeleton, values: { name: a } } }
    - { id: move, action: 'fs:rename', input: { files: [ { from: a.md, to: b.md } ] } }
    - { id: bad, action: 'fs:delete', input: { files: ['${{ secrets.token }}/../../x'] } }
    - { id: last, action: 'debug:log', input: { message: never } }
    - { id: sweep, if: '${{ always() }}', action: 'debug:log', input: { message: swept } }
    - { id: cry, if: '${{ failure() }}', action: 'debug:log', input: { message: cried } }
`)
	req := scaffold.Request{Source: skeleton(), Secrets: map[string]string{"token": "hunter2"}}
	result, err := runner().DryRun(t.Context(), tmpl, req)
	var failed *scaffold.StepError
	require.ErrorAs(t, err, &failed)
	require.ErrorIs(t, err, scaffold.ErrNotAllowed)
	assert.Equal(t, "bad", failed.Step)
	assert.Equal(t, `{"files":["***/../../x"]}`, scaffold.JSON(failed.Input, ""))
	assert.Equal(t, "Beginning step fs:delete", lastBeginning(failed.Log))
	var statuses []string
	for _, s := range result.Steps {
		statuses = append(statuses, s.ID+" "+string(s.Status))
	}
	assert.Equal(t, []string{"get completed", "move completed", "bad failed", "last skipped", "sweep completed", "cry completed"}, statuses)
	assert.Equal(t, []scaffold.Change{{Path: "a.md", Kind: scaffold.Added}, {Path: "bin/run.sh", Kind: scaffold.Added}}, result.Steps[0].Changes)
	assert.Equal(t, []scaffold.Change{{Path: "a.md", Kind: scaffold.Removed}, {Path: "b.md", Kind: scaffold.Added}}, result.Steps[1].Changes)
	assert.NotContains(t, fmt.Sprintf("%+v %v", result.Log, err), "hunter2")
}

func lastBeginning(log []scaffold.LogLine) string {
	out := ""
	for _, line := range log {
		if strings.HasPrefix(line.Message, "Beginning") {
			out = line.Message
		}
	}
	return out
}

func TestUnknownActions(t *testing.T) {
	t.Parallel()
	tmpl := parse(t, "  steps: [ { id: a, action: 'no:such' } ]\n")
	_, err := runner().DryRun(t.Context(), tmpl, scaffold.Request{})
	require.ErrorIs(t, err, scaffold.ErrNotFound)
	assert.ErrorContains(t, err, "'no:such' is not registered")
	r := runner()
	r.PassUnknown = true
	result, err := r.DryRun(t.Context(), tmpl, scaffold.Request{})
	require.NoError(t, err)
	assert.Equal(t, scaffold.Skipped, result.Steps[0].Status)
}

// world is a runner's: a folder and a registry.
type world struct {
	plan.Undoer
	runner   *scaffold.Runner
	template *scaffold.Template
	dir      string
	registry registry
}

func newWorld(t *testing.T, spec string) *world {
	t.Helper()
	w := &world{template: parse(t, spec), dir: t.TempDir(), registry: registry{"old": true}}
	w.runner = runner(w.registry.register())
	w.Undoer = w.runner.Undoer(w.dir)
	return w
}

func (w *world) plan(t *testing.T) *scaffold.Run {
	t.Helper()
	run, err := w.runner.Plan(t.Context(), w.template, scaffold.Request{
		Values: map[string]any{"name": "rocket"}, Source: skeleton(), Secrets: map[string]string{"token": "hunter2"},
	}, w.dir)
	require.NoError(t, err)
	t.Cleanup(func() { _ = run.Close() })
	return run
}

// suiteWorld is a world as plantest wants it.
type suiteWorld struct {
	*world
	t *testing.T
}

func (w suiteWorld) Plan(ctx context.Context) (*plan.Plan, error) { return w.plan(w.t).Plan, ctx.Err() }

func (w suiteWorld) State(t *testing.T) any {
	t.Helper()
	state := map[string]string{}
	for name := range w.registry {
		state["registry:"+name] = ""
	}
	err := filepath.WalkDir(filepath.Join(w.dir, "workspace"), func(name string, d fs.DirEntry, err error) error {
		if os.IsNotExist(err) {
			return nil
		}
		if err == nil && !d.IsDir() {
			data, readErr := os.ReadFile(name)
			state[strings.TrimPrefix(name, w.dir)], err = string(data), readErr
		}
		return err
	})
	require.NoError(t, err)
	return state
}

func TestKilledAtEachStep(t *testing.T) {
	t.Parallel()
	plantest.Run(t, plantest.Suite{Blind: true, Open: func(t *testing.T) plantest.World {
		return suiteWorld{newWorld(t, serviceSteps), t}
	}})
}

func TestPlanShowsAndApplyDoes(t *testing.T) {
	t.Parallel()
	w := newWorld(t, serviceSteps)
	run := w.plan(t)
	var text strings.Builder
	require.NoError(t, run.Plan.WriteText(&text))
	assert.Contains(t, text.String(), "> run     01/files   fetch:template\n    {\n      \"url\": \"./skeleton\",")
	assert.Contains(t, text.String(), "+ create  04/add     registry:add\n    {\n      \"name\": \"(known later) ${{ parameters.name }}-${{ each.value }}\"")
	assert.NotContains(t, text.String(), "03/never", "its condition is false already")
	entries, err := os.ReadDir(w.dir)
	require.NoError(t, err)
	assert.Empty(t, entries, "planning writes nothing")

	journal := &plan.Memory{}
	require.NoError(t, run.Apply(t.Context(), journal, &plan.Options{Digest: run.Plan.Digest()}))
	result, err := run.Result(t.Context())
	require.NoError(t, err)
	assert.Equal(t, `{"ids":["id-rocket-one","id-rocket-two"]}`, scaffold.JSON(result.Output, ""))
	assert.Equal(t, map[string]string{
		"catalog-info.yaml": "-rw-r--r-- metadata:\n  name: rocket\n  annotations:\n    backstage.io/source-template: template:default/t\n",
		"cmd":               "drwxr-xr-x ", "cmd/run.sh": "-rwxr-xr-x echo rocket\n", "rocket.md": "-rw-r--r-- # rocket\n",
	}, texts(result.Files))

	require.NoError(t, plan.Undo(t.Context(), journal, w.runner.Undoer(w.dir), nil))
	assert.Equal(t, registry{"old": true}, w.registry)
	left, err := filepath.Glob(filepath.Join(w.dir, "*", "*"))
	require.NoError(t, err)
	assert.Empty(t, left)
}

func TestFailedApplyRollsBackOrResumes(t *testing.T) {
	t.Parallel()
	const spec = `  steps:
    - { id: files, action: 'fetch:template', input: { url: ./skeleton, values: { name: a } } }
    - { id: add, action: 'registry:add', input: { name: broken } }
    - { id: after, action: 'debug:log', input: { message: '${{ steps.add.output.id }}' } }
    - { id: sweep, if: '${{ failure() }}', action: 'registry:add', input: { name: swept } }
`
	w := newWorld(t, spec)
	journal := &plan.Memory{}
	err := w.plan(t).Apply(t.Context(), journal, nil)
	var report *plan.Error
	require.ErrorAs(t, err, &report)
	assert.Equal(t, []string{"01/files", "04/sweep"}, report.Done)
	assert.Equal(t, []string{"03/after"}, report.Skipped)
	assert.NotContains(t, err.Error(), "hunter2")
	assert.Contains(t, err.Error(), "the registry is down: token ***")
	assert.True(t, w.registry["swept"])
	require.NoError(t, plan.Undo(t.Context(), journal, w.Undoer, nil))
	assert.Equal(t, registry{"old": true}, w.registry, "the half-done step left nothing behind")

	w = newWorld(t, spec)
	require.Error(t, w.plan(t).Apply(t.Context(), &plan.Memory{}, &plan.Options{Rollback: w.Undoer}))
	assert.Equal(t, registry{"old": true}, w.registry)
}

func TestNoSecretIsKeptForUndo(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "  steps: [ { id: add, action: 'registry:add', input: { name: 'x-${{ secrets.token }}' } } ]\n")
	journal := &plan.Memory{}
	require.ErrorContains(t, w.plan(t).Apply(t.Context(), journal, nil), "it would hold a secret")
	assert.Equal(t, registry{"old": true}, w.registry)
	for r, err := range journal.All(t.Context()) {
		require.NoError(t, err)
		assert.NotContains(t, fmt.Sprintf("%+v %s", r, r.Undo), "hunter2")
	}
}

// TestNothingIsWrittenOutside tries to leave the workspace by names and by links.
func TestNothingIsWrittenOutside(t *testing.T) {
	t.Parallel()
	outside := t.TempDir()
	source := fstest.MapFS{
		"skeleton/f.txt":        {Data: []byte("x")},
		"links/out":             {Data: []byte(outside), Mode: fs.ModeSymlink | 0o777},
		"links/up":              {Data: []byte("../../../../../../../" + outside), Mode: fs.ModeSymlink | 0o777},
		"names/${{ values.n }}": {Data: []byte("x")},
	}
	const link = "{ id: link, action: 'fetch:plain', input: { url: ./links } }, "
	for name, steps := range map[string]string{
		"target":          "{ id: a, action: 'fetch:plain', input: { url: ./skeleton, targetPath: ../out } }",
		"absolute target": "{ id: a, action: 'fetch:plain', input: { url: ./skeleton, targetPath: /out } }",
		"source":          "{ id: a, action: 'fetch:plain', input: { url: ../x } }",
		"name":            "{ id: a, action: 'fetch:template', input: { url: ./names, values: { n: ../../evil } } }",
		"into link":       link + "{ id: a, action: 'fetch:plain', input: { url: ./skeleton, targetPath: out } }",
		"into link up":    link + "{ id: a, action: 'fetch:template', input: { url: ./skeleton, targetPath: up/deep, values: {} } }",
		"file into link":  link + "{ id: a, action: 'fetch:plain:file', input: { url: ./skeleton/f.txt, targetPath: out/f } }",
		"entity in link":  link + "{ id: a, action: 'catalog:write', input: { filePath: out/e.yaml, entity: { metadata: {} } } }",
		"rename to link":  link + "{ id: b, action: 'fetch:plain', input: { url: ./skeleton } }, { id: a, action: 'fs:rename', input: { files: [ { from: f.txt, to: out/f } ] } }",
		"list of link":    link + "{ id: a, action: 'fs:readdir', input: { paths: [out] } }",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tmpl := parse(t, "  steps: [ "+steps+" ]\n")
			_, err := runner().DryRun(t.Context(), tmpl, scaffold.Request{Source: source})
			require.ErrorIs(t, err, scaffold.ErrNotAllowed)
			entries, err := os.ReadDir(outside)
			require.NoError(t, err)
			assert.Empty(t, entries)
		})
	}
}

func TestLinksFoldersAndModes(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	require.NoError(t, os.MkdirAll(filepath.Join(dir, "skeleton", "empty"), 0o755))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "skeleton", "run.sh"), []byte("x"), 0o600))
	require.NoError(t, os.Chmod(filepath.Join(dir, "skeleton", "run.sh"), 0o750))
	require.NoError(t, os.Symlink("${{ values.n }}", filepath.Join(dir, "skeleton", "link")))
	for _, action := range []string{"fetch:plain", "fetch:template"} {
		tmpl := parse(t, "  steps: [ { id: a, action: '"+action+"', input: { url: ./skeleton } } ]\n")
		result, err := runner().DryRun(t.Context(), tmpl, scaffold.Request{Source: os.DirFS(dir)})
		require.NoError(t, err)
		assert.Equal(t, map[string]string{
			"empty": "drwxr-xr-x ", "run.sh": "-rwxr-x--- x", "link": "Lrwxrwxrwx ${{ values.n }}",
		}, texts(result.Files), action)
	}
}

func TestRunnerIsSafeForConcurrentUse(t *testing.T) {
	t.Parallel()
	r, tmpl := runner(), parse(t, "  steps: [ { id: a, action: 'fetch:template', input: { url: ./skeleton, values: '${{ parameters }}' } } ]\n")
	var wg sync.WaitGroup
	for i := range 4 {
		wg.Go(func() {
			name := strconv.Itoa(i)
			result, err := r.DryRun(t.Context(), tmpl, scaffold.Request{Values: map[string]any{"name": name}, Source: skeleton()})
			assert.NoError(t, err)
			assert.Contains(t, texts(result.Files)[name+".md"], "# "+name)
		})
	}
	wg.Wait()
}
