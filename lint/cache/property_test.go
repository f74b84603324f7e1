package cache_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/internal/bench/monorepo"
	"github.com/goldenpath-go/goldenpath/lint"
	"github.com/goldenpath-go/goldenpath/lint/cache"
	"github.com/goldenpath-go/goldenpath/lint/cel"
	"github.com/goldenpath-go/goldenpath/lint/rules"
)

// TestSameWithAndWithout changes a catalog, its configuration and the cache itself at random, and lints it with and
// without the cache each time.
func TestSameWithAndWithout(t *testing.T) {
	t.Parallel()
	s := newStory(t, 1)
	reused := 0
	for i := range 500 {
		what := s.step()
		s.same(s.linter(), s.dir, fmt.Sprintf("step %d: %s", i, what))
		reused += s.dir.Stats().Reused
	}
	require.Greater(t, reused, 2000, "the cache was hardly used")
}

// story is a catalog to which things happen.
type story struct {
	*tree
	rand    *rand.Rand
	dir     *cache.Dir
	configs []*lint.Config
	config  int
	base    lint.Linter
}

func newStory(t *testing.T, seed uint64) *story {
	t.Helper()
	s := &story{tree: newTree(t, map[string]string{"api.txt": "text", "docs/d/mkdocs.yml": "x"}), rand: rand.New(rand.NewPCG(seed, 1))}
	for i, f := range monorepo.Files(10, seed) {
		s.write(fmt.Sprintf("m%d/catalog-info.yaml", i), string(f.Data))
	}
	for i, text := range parts() {
		s.write(fmt.Sprintf("p%d/catalog-info.yaml", i), component(fmt.Sprintf("part-%d", i), text))
	}
	for _, text := range configurations() {
		c, err := lint.ParseConfig("c.yaml", []byte("version: 1\n"+text), rules.All(), &lint.ConfigOptions{
			Compile: func(custom []lint.CustomRule) ([]*lint.Rule, error) { return cel.Rules(custom, nil) },
		})
		require.NoError(t, err)
		s.configs = append(s.configs, c)
	}
	s.dir = newDir(t)
	return s
}

// parts are ends of entities that something can be said about, or that lead to other files.
func parts() []string {
	return []string{
		"",
		"  owner: group:default/b\n",
		"  definition: {$text: ../api.txt}\n",
		"  definition:\n    $json: ../api.txt\n",
		"  dependsOn: [component:part-1, component:nobody, Component:part-1]\n",
		"  # catalog-lint: ignore=ref-exists -- moves until=2026-06-01\n  dependsOn: [component:nobody]\n",
		"  dependsOn: [a b]  # catalog-lint: ignore=ref-syntax -- it is so\n",
		"  tier: \"1\"\n  dependsOn: [{kind: component, name: part-2}]\n",
		"---\napiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: {name: X_y, annotations: {backstage.io/techdocs-ref: 'dir:../docs/d', acme/x: v1}}\n",
		"---\napiVersion: backstage.io/v1alpha1\nkind: Location\nmetadata: {name: l}\nspec: {targets: [../p1/catalog-info.yaml, ./gone.yaml, '../m*/*.yaml']}\n",
		"---\napiVersion: acme/v1\nkind: Cell\nmetadata: {name: c, labels: {tier: 2}}\n",
		"  token: " + secret + "\n",
		"---\nmetadata: {name: ann, annotations: {catalog-lint/ignore: schema-envelope}}\n",
		"\tbroken: [\n",
		"---\n---\nkind: [\n",
	}
}

func configurations() []string {
	return []string{
		"",
		"extends: [preset:strict]\n",
		"extends: [preset:golden-path]\nfail-on: warning\n",
		"rules: {name-style: {severity: warning, max: 5}}\n",
		"rules: {name-style: {severity: warning, max: 7}}\n",
		"rules: {name-style: {severity: error, max: 7}, ref-exists: off, schema-kind: info}\n",
		"references: {catalog: closed}\n",
		"tier: {keys: ['spec:tier'], order: [\"1\", \"2\"]}\n",
		"tier: {keys: ['label:tier']}\n",
		"overrides: [{paths: ['p*/**'], rules: {name-style: warning}}]\n",
		"ignores: [{paths: ['p1/**', 'p2/**'], rules: [owner-present], reason: old, until: 2026-06-01}]\n",
		"custom: [{name: acme-a, check: 'spec.type == \"x\"', message: 'type ${spec.type}'}]\n",
		"custom: [{name: acme-a, check: 'spec.type == \"x\"', message: 'Type ${spec.type}'}]\n",
		"custom: [{name: acme-a, check: 'int(spec.tier) == 1', message: m}]\n",
		"custom: [{name: acme-c, check: 'catalog.exists(ref) && metadata.labels.tier == 1.5', message: '${metadata.labels}'}]\n",
		"schemas: {annotations: {acme/x: {pattern: '^v[2-9]'}}}\n",
		"schemas: {annotations: {acme/x: {values: [v2, v3]}}}\n",
		"schemas: {kinds: [{kind: Cell}]}\n",
		"schemas: {kinds: [{kind: Cell, apiVersions: [acme/v2]}]}\n",
	}
}

func (s *story) linter() lint.Linter {
	l := s.base
	l.Rules, l.Config = rules.All(), s.configs[s.config]
	return l
}

// step changes something, and says what.
func (s *story) step() string {
	now := later
	if s.rand.IntN(3) == 0 {
		now = time.Now
	}
	s.dir = &cache.Dir{Path: s.dir.Path, Version: "test", Now: now}
	switch n := s.rand.IntN(20); {
	case n < 9:
		return s.edit()
	case n < 11:
		return s.editNeeded()
	case n < 13:
		s.config = s.rand.IntN(len(s.configs))
		return fmt.Sprint("configuration ", s.config)
	case n < 15:
		return s.option()
	case n < 18:
		return s.hurt()
	case n < 19:
		return s.cancel()
	}
	s.dir.Version = "another"
	return "another version"
}

func (s *story) pick() string {
	files := s.catalogFiles()
	return files[s.rand.IntN(len(files))]
}

// edit changes a file to another size.
func (s *story) edit() string {
	name := s.pick()
	data, err := os.ReadFile(s.path(name))
	require.NoError(s.t, err)
	text := string(data)
	switch s.rand.IntN(6) {
	case 0:
		text = "# " + strings.Repeat("x", s.rand.IntN(50)) + "\n" + text
	case 1:
		text = text[:s.rand.IntN(len(text)+1)]
	case 2:
		text = strings.Replace(text, "group:default/a", "group:default/somebody", 1)
	case 3:
		other := s.pick()
		s.rename(name, other)
		return "swap " + name + " and " + other
	case 4:
		if len(s.catalogFiles()) > 15 {
			require.NoError(s.t, os.Remove(s.path(name)))
			return "remove " + name
		}
		fallthrough
	default:
		n := s.rand.IntN(len(parts()))
		name = fmt.Sprintf("p%d/catalog-info.yaml", s.rand.IntN(20))
		text = component(fmt.Sprintf("part-%d", s.rand.IntN(20)), parts()[n])
	}
	for len(text) == s.size(name) {
		text += "\n#"
	}
	s.write(name, text)
	return "write " + name
}

func (s *story) size(name string) int {
	info, err := os.Stat(s.path(name))
	if err != nil {
		return -1
	}
	return int(info.Size())
}

func (s *story) rename(a, b string) {
	require.NoError(s.t, os.Rename(s.path(a), s.path("aside")))
	if a != b {
		require.NoError(s.t, os.Rename(s.path(b), s.path(a)))
	}
	require.NoError(s.t, os.Rename(s.path("aside"), s.path(b)))
}

// editNeeded changes what catalog files lead to.
func (s *story) editNeeded() string {
	name := []string{"api.txt", "docs/d/mkdocs.yml", "p1/gone.yaml"}[s.rand.IntN(3)]
	if s.rand.IntN(3) == 0 {
		require.NoError(s.t, os.RemoveAll(filepath.Dir(s.path("docs/d/mkdocs.yml"))))
		require.NoError(s.t, os.RemoveAll(s.path("api.txt")))
		return "remove what is needed"
	}
	text := []string{"", "{}", "text ", "\"a\"", component("gone", "")}[s.rand.IntN(5)]
	s.write(name, text)
	return "write " + name
}

func (s *story) option() string {
	l := &s.base
	switch s.rand.IntN(7) {
	case 0:
		l.Load.BaseURL = []string{"", "https://github.com/acme/shop/blob/main/", "https://github.com/acme/other/blob/main/"}[s.rand.IntN(3)]
	case 1:
		l.NoIgnores = !l.NoIgnores
	case 2:
		l.MaxPerRule = s.rand.IntN(3) - 1
	case 3:
		l.MaxFileSize = int64(s.rand.IntN(2) * 400)
	case 4:
		l.Load.OpenAPI = !l.Load.OpenAPI
	case 5:
		l.Workers = 1 + s.rand.IntN(4)
	default:
		day := time.Date(2026, time.Month(1+s.rand.IntN(12)), 1, 0, 0, 0, 0, time.UTC)
		l.Now = func() time.Time { return day }
	}
	return fmt.Sprintf("options %+v", l.Load.BaseURL)
}

// hurt does to the cache what crashes and other programs may do.
func (s *story) hurt() string {
	packs, err := filepath.Glob(filepath.Join(s.dir.Path, "*.pack"))
	require.NoError(s.t, err)
	if len(packs) == 0 {
		return "nothing"
	}
	file := packs[s.rand.IntN(len(packs))]
	data, err := os.ReadFile(file)
	require.NoError(s.t, err)
	switch s.rand.IntN(5) {
	case 0:
		data = data[:s.rand.IntN(len(data)+1)]
	case 1:
		if len(data) > 0 {
			data[s.rand.IntN(len(data))] ^= byte(1 + s.rand.IntN(255))
		}
	case 2:
		file = file + "-123.tmp"
	case 3:
		file = packs[s.rand.IntN(len(packs))] // what was kept for something else
	default:
		require.NoError(s.t, os.Remove(file))
		return "lose a pack"
	}
	require.NoError(s.t, os.WriteFile(file, data, 0o600))
	return "hurt " + file
}

// cancel ends a run early.
func (s *story) cancel() string {
	l := s.linter()
	l.Cache = s.dir
	ctx, cancel := context.WithCancel(context.Background())
	timer := time.AfterFunc(time.Duration(s.rand.IntN(2000))*time.Microsecond, cancel)
	defer timer.Stop()
	_, _ = l.Run(ctx, os.DirFS(s.tree.dir), s.catalogFiles())
	cancel()
	return "a run that was ended"
}
