package helmfile_test

import (
	"context"
	"io/fs"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/helmfile"
	"github.com/goldenpath-go/goldenpath/internal/beside"
	"os"
)

func TestLoad(t *testing.T) {
	t.Parallel()
	const text = "releases: []\n"
	for _, c := range []struct {
		name, dir string
		files     []string
		want      []string
		err       string
	}{
		{name: "a plain file", files: []string{"helmfile.yaml"}, want: []string{"helmfile.yaml"}},
		{name: "a template", files: []string{"helmfile.yaml.gotmpl"}, want: []string{"helmfile.yaml.gotmpl"}},
		{name: "both", files: []string{"helmfile.yaml", "helmfile.yaml.gotmpl"}, err: "both helmfile.yaml and helmfile.yaml.gotmpl"},
		{name: "a folder", files: []string{"helmfile.d/b.yml", "helmfile.d/a.yaml.gotmpl", "helmfile.d/c.txt"}, want: []string{"helmfile.d/a.yaml.gotmpl", "helmfile.d/b.yml"}},
		{name: "a file and a folder", files: []string{"helmfile.yaml", "helmfile.d/b.yml"}, err: "not both"},
		{name: "another name", dir: "x/other.yaml", files: []string{"x/other.yaml"}, want: []string{"x/other.yaml"}},
		{name: "a folder of other names", dir: "x", files: []string{"x/b.yaml", "x/a.yaml"}, want: []string{"x/a.yaml", "x/b.yaml"}},
		{name: "nothing", files: []string{"readme.md"}, err: "no state file found"},
		{name: "no such file", dir: "none.yaml", files: []string{"helmfile.yaml"}, err: "file does not exist"},
		{name: "outside", dir: "../helmfile.yaml", files: []string{"helmfile.yaml"}, err: "file does not exist"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			fsys := files(t)
			for _, name := range c.files {
				fsys[name] = files(t, "f", text)["f"]
			}
			s, err := helmfile.Load(fsys, c.dir, nil)
			if c.err != "" {
				require.ErrorContains(t, err, c.err)
				return
			}
			require.NoError(t, err)
			assert.Equal(t, c.want, s.StateFiles())
			data, err := s.File(c.want[0])
			require.NoError(t, err)
			assert.Equal(t, text, string(data))
		})
	}
}

func TestEnvironments(t *testing.T) {
	t.Parallel()
	names := func(pairs ...string) []string {
		s, err := helmfile.Load(files(t, pairs...), "", nil)
		require.NoError(t, err)
		all, err := s.Environments(t.Context())
		require.NoError(t, err)
		var out []string
		for _, e := range all {
			out = append(out, e.Name+" "+e.Pos.String())
		}
		return out
	}
	assert.Equal(t, []string{"default -"}, names("helmfile.yaml", oneRelease))
	assert.Equal(t, []string{"b base.yaml:2:3", "a helmfile.yaml:3:3"},
		names("helmfile.yaml", "bases: [base.yaml]\nenvironments:\n  a:\n---\n"+oneRelease, "base.yaml", "environments:\n  b: {}\n"))
}

// The document's own sample: it resolves in its three environments with IMAGE_TAG, and says what is missing without.
func TestFoundingSample(t *testing.T) {
	t.Parallel()
	text := sample
	if path, ok := beside.Path(t, "seed/helmfile.yaml"); ok {
		data, err := os.ReadFile(path)
		require.NoError(t, err)
		text = string(data)
	} else {
		t.Log("the founding sample is not at hand")
	}
	fsys := files(t, "helmfile.yaml", text, "values/order-api.yaml", "replicas: 1\n", "values/postgresql.yaml", "auth: {database: orders}\n")
	for _, env := range []string{"development", "staging", "production"} {
		fsys["environments/"+env+".yaml"] = files(t, "f", "postgresql: {enabled: true}\nredis: {enabled: "+map[bool]string{true: "true", false: "false"}[env == "production"]+"}\n")["f"]
		fsys["values/order-api."+env+".yaml"] = files(t, "f", "replicas: 3\n")["f"]
	}
	for _, environ := range []map[string]string{{"IMAGE_TAG": "v1.4.2"}, nil} {
		s, err := helmfile.Load(fsys, "", &helmfile.Options{Compatible: true, Environ: environ})
		require.NoError(t, err)
		all, err := s.ResolveAll(t.Context())
		require.NoError(t, err)
		require.Len(t, all, 3)
		for _, r := range all {
			require.NotEmpty(t, r.Today)
			assert.Equal(t, helmfile.ClassOnePart, r.Today[0].Class)
			require.Len(t, r.Releases(), 3)
			api := r.Releases()[0]
			assert.Equal(t, "order-service/order-api", api.Key())
			assert.Equal(t, 3, api.Effective().Get("replicas").Interface())
			tag := api.Effective().Lookup("image", "tag")
			if environ == nil {
				assert.Contains(t, r.MissingEnv, "IMAGE_TAG")
				assert.Equal(t, helmfile.ClassRequiredEnv, r.Errors[0].Class)
				assert.Equal(t, helmfile.Unknown, tag.Kind())
				continue
			}
			require.Empty(t, r.Errors)
			assert.Equal(t, "v1.4.2", tag.Text())
			assert.Contains(t, strings.Split(text, "\n")[tag.Origin().Pos.Line-1], "requiredEnv")
			assert.Equal(t, r.Environment == "production", r.Releases()[2].Active() == helmfile.Yes)
		}
	}
}

const sample = `environments:
  development: {values: [environments/development.yaml]}
  staging: {values: [environments/staging.yaml]}
  production: {values: [environments/production.yaml]}
releases:
  - name: order-api
    chart: my-charts/order-api
    namespace: order-service
    values:
      - values/order-api.yaml
      - values/order-api.{{ .Environment.Name }}.yaml
    set:
      - name: image.tag
        value: {{ requiredEnv "IMAGE_TAG" }}
  - name: postgresql
    chart: bitnami/postgresql
    namespace: order-service
    condition: postgresql.enabled
    values: [values/postgresql.yaml]
  - name: redis
    chart: bitnami/redis
    namespace: shared
    condition: redis.enabled
`

func TestCancelled(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	s, err := helmfile.Load(shop(), "", nil)
	require.NoError(t, err)
	_, err = s.Resolve(ctx, "staging")
	require.ErrorIs(t, err, context.Canceled)
	_, err = s.ResolveAll(ctx)
	require.ErrorIs(t, err, context.Canceled)
}

// Errors are reached by errors.As, and the cause of one by errors.Is.
func TestErrors(t *testing.T) {
	t.Parallel()
	r := resolve(t, files(t, "helmfile.yaml.gotmpl", `{{ readFile "none" }}`+"\n"+oneRelease), "", nil)
	err := r.Err(helmfile.StageList)
	var e *helmfile.Error
	require.ErrorAs(t, err, &e)
	assert.Equal(t, 1, e.ExitCode())
	require.ErrorIs(t, err, fs.ErrNotExist)
	require.NoError(t, resolve(t, files(t, "helmfile.yaml", oneRelease), "", nil).Err(helmfile.StageTemplate))
}

func TestNeeds(t *testing.T) {
	t.Parallel()
	r := resolve(t, files(t, "helmfile.yaml", `releases:
  - {name: a, chart: ./c, needs: [b]}
  - {name: b, chart: ./c, needs: [c, d]}
  - {name: c, chart: ./c, needs: [a]}
  - {name: d, chart: ./c}
`), "", nil)
	require.ErrorContains(t, r.Err(helmfile.StageNeeds), "cycle detected: a -> b -> c -> a")
	require.NoError(t, r.Err(helmfile.StageList))
	r = resolve(t, files(t, "helmfile.yaml", `releases:
  - {name: a, namespace: n, chart: ./c, needs: [b]}
  - {name: b, namespace: m, chart: ./c}
`), "", nil)
	require.ErrorContains(t, r.Err(helmfile.StageTemplate), "there is m/b")
}
