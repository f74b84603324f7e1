package update_test

import (
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/scaffold"
	"github.com/goldenpath-go/goldenpath/scaffold/update"
)

func answers(t *testing.T, dir string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(update.AnswersFile)))
	require.NoError(t, err)
	return string(data)
}

func (w *world) template(t *testing.T, version, old, replacement string) {
	t.Helper()
	require.Contains(t, templateYAML, old)
	w.write(version, "-- template.yaml --\n"+strings.Replace(templateYAML, old, replacement, 1))
}

func TestAnswersOfAnUpdate(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "-- a --\na\n", "-- a --\nb ${{ values.port }}\n")
	assert.Contains(t, answers(t, w.dir), "  version: v1\n")
	w.apply(t, &update.Options{Values: map[string]any{"port": 9000}})
	assert.Equal(t, "-- a --\nb 9000\n", read(t, w.dir))
	assert.Contains(t, answers(t, w.dir), "  ref: template:default/go-service\n  version: v2\n")
	assert.Contains(t, answers(t, w.dir), "values:\n  name: payments\n  port: 9000\nfiles:\n  a: sha256:")
	x := w.plan(t, &update.Options{Values: map[string]any{"port": 9001}})
	assert.Equal(t, "Update of v2", x.Plan.Title, "values can be changed without a new version")
	assert.Equal(t, "a: updated\n", says(x))
}

// TestNewParameters checks that defaults fill in what is new, and that what is new and required is asked for.
func TestNewParameters(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "-- a --\na\n", "-- a --\na\n", "-- a --\na\n")
	w.template(t, "v2", "name: {type: string}", "name: {type: string}\n      team: {type: string, default: shop}")
	w.template(t, "v3", "required: [name]", "required: [name, tier]")
	w.apply(t, &update.Options{To: "v2"})
	assert.Contains(t, answers(t, w.dir), "team: shop\n")
	_, err := w.updater.Plan(t.Context(), w.dir, nil)
	var invalid *scaffold.ValidationError
	require.ErrorAs(t, err, &invalid)
	require.ErrorContains(t, err, "render version v3")
	w.apply(t, &update.Options{Values: map[string]any{"tier": "1"}})
	assert.Contains(t, answers(t, w.dir), "tier: \"1\"\n")
}

// TestSecretsAreNotKept checks that values of secret fields are in no file but those that the template puts them into.
func TestSecretsAreNotKept(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "-- a --\na\n", "-- a --\nb\n")
	w.template(t, "v1", "token: {type: string, ui:field: Secret}", `token: {type: string, ui:field: Secret}
      password: {type: string, ui:widget: password}
      users: {type: array, items: {type: object, properties: {name: {type: string}, pin: {type: string, ui:options: {widget: password}}}}}
    dependencies:
      name: {oneOf: [{properties: {key: {type: string, ui:field: Secret}}}]}`)
	w.template(t, "v2", "required: [name]", "required: [name, token]")
	w.dir = t.TempDir()
	w.generate(t, "v1", map[string]any{
		"name": "p", "token": "s3cret", "password": "s3cret", "key": "s3cret", "users": []any{map[string]any{"name": "ada", "pin": "s3cret"}},
	})
	for range 2 {
		assert.NotContains(t, answers(t, w.dir), "s3cret")
		assert.Contains(t, answers(t, w.dir), "  users:\n    - name: ada\n")
		w.apply(t, &update.Options{Values: map[string]any{"password": "s3cret"}})
	}
}

func TestDrift(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "-- a --\na\n-- b --\nb\n", "-- a --\nc\n-- b --\nb\n")
	w.write("v1/skeleton", "-- a --\nother\n")
	x := w.plan(t, nil)
	assert.Equal(t, []string{"a"}, x.Drift)
	require.Len(t, x.Conflicts(), 1)
	s, err := w.updater.Check(t.Context(), w.dir)
	require.NoError(t, err)
	assert.True(t, s.Moved)
}

func TestPlanErrors(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "-- a --\na\n", "-- a --\n${{ nope( }}\n")
	_, err := w.updater.Plan(t.Context(), t.TempDir(), nil)
	require.ErrorIs(t, err, update.ErrNoAnswers)
	_, err = w.updater.Plan(t.Context(), w.dir, &update.Options{To: "v9"})
	require.ErrorIs(t, err, update.ErrVersion)
	_, err = w.updater.Plan(t.Context(), w.dir, nil)
	require.ErrorContains(t, err, "render version v2: step files (fetch:template)")
	_, err = w.updater.Plan(t.Context(), filepath.Join(w.dir, "nowhere"), nil)
	require.Error(t, err)

	w.write("v2", "-- template.yaml --\nkind: Template\n")
	_, err = w.updater.Plan(t.Context(), w.dir, nil)
	require.ErrorIs(t, err, scaffold.ErrInput)
	delete(w.templates, "v2/template.yaml")
	_, err = w.updater.Plan(t.Context(), w.dir, nil)
	require.ErrorIs(t, err, os.ErrNotExist)

	maps.DeleteFunc(w.templates, func(name string, _ *fstest.MapFile) bool { return strings.HasPrefix(name, "v1/") })
	_, err = w.updater.Plan(t.Context(), w.dir, nil)
	require.ErrorIs(t, err, update.ErrVersion)
	require.ErrorContains(t, err, "open version v1")
}

// TestFolder checks that a tree may be a folder of what the template makes.
func TestFolder(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "-- app/a --\na\n-- chart/b --\nb\n", "-- app/a --\nA\n-- chart/b --\nB\n")
	dir := t.TempDir()
	write(t, dir, "-- a --\na\n-- .goldenpath/answers.yaml --\nformat: 1\ntemplate: {version: v1}\nfolder: app\nvalues: {name: x}\n")
	w.dir = dir
	x, _ := w.apply(t, nil)
	assert.Equal(t, "a: updated\n", says(x))
	assert.Contains(t, answers(t, dir), "folder: app\n")
}
