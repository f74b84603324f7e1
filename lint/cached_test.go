package lint_test

import (
	"crypto/sha256"
	"io/fs"
	"reflect"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/catalog/load"
	"github.com/goldenpath-go/goldenpath/lint"
	"github.com/goldenpath-go/goldenpath/lint/cel"
	"github.com/goldenpath-go/goldenpath/lint/rules"
)

// memory is a cache in memory for one file, which never changes.
type memory struct {
	mu   sync.Mutex
	kept []lint.CachedFile
	put  int
	sums map[[sha256.Size]byte]bool
}

func (m *memory) Open(digest [sha256.Size]byte) lint.CachedFiles {
	if m.sums == nil {
		m.sums = map[[sha256.Size]byte]bool{}
	}
	m.sums[digest] = true
	return m
}
func (m *memory) Stamp(fs.FileInfo) string     { return "stamp" }
func (m *memory) Get(string) []lint.CachedFile { return m.kept }
func (m *memory) Save()                        {}

func (m *memory) Put(_ string, f lint.CachedFile) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.kept, m.put = []lint.CachedFile{f}, m.put+1
}

// kept are files with all that may be kept of one.
var keptTexts = []string{
	"",
	"apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: {name: a, labels: {tier: '1'}}\nspec: {type: service, lifecycle: x, owner: b, dependsOn: [a b, 'component:c', {kind: api, name: x}]}\n",
	"apiVersion: backstage.io/v1alpha1\nkind: Location\nmetadata:\n  name: l # catalog-lint: ignore=name-style -- so\nspec: {targets: [./a.yaml, ./a.yaml, ../../x.yaml, 'b/*.yaml'], presence: optional}\n",
	"# catalog-lint: ignore-file=ref-exists until=2027-01-01\nkind: Component\nmetadata: {name: A_b, annotations: {backstage.io/techdocs-ref: 'dir:docs'}}\n---\n",
	"apiVersion: backstage.io/v1alpha1\nkind: API\nmetadata: {name: p}\nspec: {type: openapi, lifecycle: x, owner: user:u, definition: {$text: ./gone.txt}}\n",
	"kind: [",
	"# catalog-lint: ignore=ref-exists -- x\na: [\n",
	"apiVersion: acme/v1\nkind: Cell\nmetadata: {name: c}\nspec: {n: [1, 1.5, true, null, {a: b}]}\n",
}

// keepingLinter looks at everything that may be kept.
func keepingLinter(t testing.TB) lint.Linter {
	t.Helper()
	c, err := lint.ParseConfig("c.yaml", []byte("version: 1\nextends: [preset:strict]\nschemas: {kinds: [{kind: Cell}]}\ncustom: [{name: acme-a, check: 'catalog.exists(ref) && spec.n == 1', message: x}]\n"), rules.All(), &lint.ConfigOptions{
		Compile: func(custom []lint.CustomRule) ([]*lint.Rule, error) { return cel.Rules(custom, nil) },
	})
	require.NoError(t, err)
	return lint.Linter{Rules: rules.All(), Config: c}
}

func lintKept(t testing.TB, l lint.Linter, text string, c lint.Cache) *lint.Result {
	t.Helper()
	l.Cache = c
	r, err := l.Run(t.Context(), fstest.MapFS{"a.yaml": &fstest.MapFile{Data: []byte(text)}}, []string{"a.yaml"})
	require.NoError(t, err)
	return r
}

// TestKeptForm checks that what is kept says all that was made of a file, and is the same when it is written again.
func TestKeptForm(t *testing.T) {
	t.Parallel()
	l := keepingLinter(t)
	for _, text := range keptTexts {
		m := &memory{}
		want := lintKept(t, l, text, nil)
		assert.Equal(t, want, lintKept(t, l, text, m))
		require.Len(t, m.kept, 1)
		result := m.kept[0].Result
		assert.Equal(t, want, lintKept(t, l, "something else, which is not looked at", m))
		assert.Equal(t, result, m.kept[0].Result)
		again, ok := lint.Rewritten("a.yaml", result)
		require.True(t, ok)
		assert.Equal(t, result, again)
		for i := range result {
			_, ok := lint.Rewritten("a.yaml", result[:i])
			assert.False(t, ok, "a part of it is not in order")
		}
	}
}

// TestNothingForgotten fails when a type gets a field that the cache knows nothing of: add it to cacheWriter and
// cacheReader, or to the digest, where results depend on it, and then here.
func TestNothingForgotten(t *testing.T) {
	t.Parallel()
	for kind, fields := range map[reflect.Type]int{
		reflect.TypeFor[lint.Finding]():        8,
		reflect.TypeFor[lint.Related]():        2,
		reflect.TypeFor[lint.Fix]():            4,
		reflect.TypeFor[lint.Edit]():           4,
		reflect.TypeFor[lint.TargetFact]():     6,
		reflect.TypeFor[lint.KeptFact]():       4,
		reflect.TypeFor[lint.Stats]():          4,
		reflect.TypeFor[lint.IgnoreType]():     8,
		reflect.TypeFor[lint.DirectiveType]():  5,
		reflect.TypeFor[lint.RecordType]():     5,
		reflect.TypeFor[lint.CustomRule]():     11,
		reflect.TypeFor[lint.TierConfig]():     2,
		reflect.TypeFor[lint.Schemas]():        2,
		reflect.TypeFor[lint.AnnotationForm](): 5,
		reflect.TypeFor[lint.Config]():         13,
		reflect.TypeFor[lint.RuleConfig]():     3,
		reflect.TypeFor[lint.Linter]():         12,
		reflect.TypeFor[load.Options]():        6,
		reflect.TypeFor[load.CustomKind]():     5,
	} {
		assert.Equal(t, fields, kind.NumField(), kind.String())
	}
}

// FuzzKept gives a Linter anything for what was kept of a file.
func FuzzKept(f *testing.F) {
	l := keepingLinter(f)
	for _, text := range keptTexts {
		m := &memory{}
		lintKept(f, l, text, m)
		f.Add(m.kept[0].Result)
	}
	f.Fuzz(func(t *testing.T, result string) {
		again, ok := lint.Rewritten("a.yaml", result)
		if ok {
			twice, ok := lint.Rewritten("a.yaml", again)
			assert.True(t, ok)
			assert.Equal(t, again, twice)
		}
		lintKept(t, l, "kind: x", &memory{kept: []lint.CachedFile{{Stamp: "stamp", Result: result}}})
	})
}
