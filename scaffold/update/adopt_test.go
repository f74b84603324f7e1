package update_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/plan"
	"github.com/goldenpath-go/goldenpath/scaffold"
	"github.com/goldenpath-go/goldenpath/scaffold/update"
)

const component = "-- catalog-info.yaml --\nkind: API\nmetadata: {name: other}\n---\nkind: Component\nmetadata: {name: payments, annotations: {github.com/project-slug: acme/payments}}\nspec: {owner: shop}\n"

func adopted(t *testing.T) *world {
	t.Helper()
	lines := "1\n2\n3\n4\n5\n6 ${{ values.name }}\n7\n"
	w := newWorld(t, "-- a --\n"+lines, "-- a --\n"+lines+"8\n", "-- a --\n"+lines+"8\n-- b --\n${{ values.port }}\n", "-- a --\nother\n-- b --\nthings\n")
	w.dir = t.TempDir()
	w.generate(t, "v3", map[string]any{"name": "payments", "port": 9000})
	require.NoError(t, os.RemoveAll(filepath.Join(w.dir, ".goldenpath")))
	write(t, w.dir, component+"-- a --\n1\n2\n3\n4\n5\n6 payments\n7\n8\nours\n")
	return w
}

func TestAdopt(t *testing.T) {
	t.Parallel()
	w := adopted(t)
	x, err := w.updater.Adopt(t.Context(), w.dir, &update.AdoptOptions{
		Candidates: []map[string]any{{"port": 1}, {"port": 9000}, {"port": "no number"}}, URL: "https://example.com/t", Path: "go",
	})
	require.NoError(t, err)
	assert.Equal(t, "v3", x.Answers.Template.Version)
	assert.Equal(t, `{"name":"payments","port":9000}`, scaffold.JSON(x.Answers.Values, ""))
	assert.Equal(t, []update.Near{{"a", 83}, {"b", 100}}, x.Files)
	assert.InDelta(t, 0.92, x.Nearness, 0.01)
	assert.Len(t, x.Failed, 4, "the port that is no number")
	assert.NoDirExists(t, filepath.Join(w.dir, ".goldenpath"), "it is only planned")

	journal := &plan.Memory{}
	require.NoError(t, plan.Apply(t.Context(), x.Plan, journal, nil))
	s, err := w.updater.Check(t.Context(), w.dir)
	require.NoError(t, err)
	assert.Equal(t, "v3", s.Version)
	assert.Len(t, s.Newer, 1)
	_, err = w.updater.Adopt(t.Context(), w.dir, nil)
	require.ErrorIs(t, err, fs.ErrExist)
	require.NoError(t, plan.Undo(t.Context(), journal, update.Undoer(w.dir), nil))
	_, err = w.updater.Check(t.Context(), w.dir)
	require.ErrorIs(t, err, update.ErrNoAnswers)
}

func TestAdoptWhatIsGiven(t *testing.T) {
	t.Parallel()
	w := adopted(t)
	x, err := w.updater.Adopt(t.Context(), w.dir, &update.AdoptOptions{Versions: []string{"v1", "v2"}})
	require.NoError(t, err)
	assert.Equal(t, "v2", x.Answers.Template.Version)
	assert.Contains(t, x.Plan.Steps[0].Summary, "v2, ")
	_, err = w.updater.Adopt(t.Context(), w.dir, &update.AdoptOptions{Versions: []string{"v1"}, Candidates: []map[string]any{{"name": 1}}})
	require.ErrorIs(t, err, update.ErrNothingNear)
	require.ErrorContains(t, err, "render version v1")
	x, err = w.updater.Adopt(t.Context(), t.TempDir(), &update.AdoptOptions{Candidates: []map[string]any{{"name": "x"}}})
	require.NoError(t, err)
	assert.Zero(t, x.Nearness)
}

func TestInfer(t *testing.T) {
	t.Parallel()
	tmpl, err := scaffold.Parse("t", []byte(`{apiVersion: scaffolder.backstage.io/v1beta3, kind: Template, metadata: {name: t}, spec: {type: x, steps: [], parameters: [
		{properties: {component_id: {}, owner: {}, repoUrl: {}, port: {}}},
		{properties: {deep: {properties: {name: {}}}}, dependencies: {owner: {properties: {lifecycle: {}, tags: {}, system: {}}}}}]}}`))
	require.NoError(t, err)
	info := `{kind: Component, metadata: {name: payments, tags: [go], annotations: {github.com/project-slug: acme/pay}}, spec: {owner: shop, lifecycle: production}}`
	got := update.Infer(tmpl, []byte(info))
	assert.JSONEq(t, `{"component_id":"payments","owner":"shop","repoUrl":"github.com?owner=acme&repo=pay","lifecycle":"production","tags":["go"]}`, scaffold.JSON(got, ""))
	for _, none := range []string{"", "a: [", "- x", "&a [*a]"} {
		assert.Zero(t, update.Infer(tmpl, []byte(none)).Len(), none)
	}
}
