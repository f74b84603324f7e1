package secretstest

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/plan"
	"github.com/goldenpath-go/goldenpath/secrets"
)

// TestStore checks that a Store keeps what secrets.Store promises. Open returns one on a server of its own, with kv of version 2
// at secrets, of version 1 at plain, and the Kubernetes login at kubernetes, configured; its token may do everything.
func TestStore(t *testing.T, open func(t *testing.T) secrets.Store) {
	t.Helper()
	for _, c := range []struct {
		name string
		run  func(*testing.T, secrets.Store)
	}{
		{"mounts are found", mounts},
		{"check and set", checkAndSet},
		{"one of many writers creates", oneCreates},
		{"lists", lists},
		{"deleted, undeleted, destroyed", deletion},
		{"numbering begins anew", anew},
		{"ten versions are kept", tenVersions},
		{"metadata before a value", metadataFirst},
		{"custom metadata", customMetadata},
		{"kv version 1", plainEngine},
		{"policies", policies},
		{"roles", roles},
		{"absence", absence},
		{"errors hold no value", quiet},
	} {
		t.Run(c.name, func(t *testing.T) { c.run(t, open(t)) })
	}
}

// at returns a place in the engine of version 2.
func at(path string) secrets.Location {
	return secrets.Location{Mount: "secrets", KV: 2, Path: path}
}

func plain(path string) secrets.Location { return secrets.Location{Mount: "plain", KV: 1, Path: path} }

func value(s string) secrets.Value { return secrets.Value{"value": plan.NewSecret(s)} }

// write writes a value that must be taken.
func write(t *testing.T, s secrets.Store, path, text string, cas int) secrets.Version {
	t.Helper()
	v, err := s.Write(t.Context(), at(path), value(text), cas)
	require.NoError(t, err)
	return v
}

// reads checks what a version holds.
func reads(t *testing.T, s secrets.Store, path string, version int, want string) {
	t.Helper()
	v, err := s.Read(t.Context(), at(path), version)
	require.NoError(t, err)
	assert.Equal(t, want, v["value"].Reveal())
}

func readsNothing(t *testing.T, s secrets.Store, path string, version int) {
	t.Helper()
	_, err := s.Read(t.Context(), at(path), version)
	assert.ErrorIs(t, err, secrets.ErrNotFound)
}

func metadata(t *testing.T, s secrets.Store, path string) *secrets.Metadata {
	t.Helper()
	m, err := s.Metadata(t.Context(), at(path))
	require.NoError(t, err)
	return m
}

func mounts(t *testing.T, s secrets.Store) {
	for path, want := range map[string]int{"secrets": 2, "plain": 1, "secrets/production": 2} {
		m, err := s.Mount(t.Context(), path)
		require.NoError(t, err, path)
		first, _, _ := strings.Cut(path, "/")
		assert.Equal(t, first, m.Path)
		assert.Equal(t, "kv", m.Type)
		assert.Equal(t, want, m.KV)
	}
	_, err := s.Mount(t.Context(), "nowhere")
	assert.Error(t, err, "a server says that there is none, or that it may not be seen")
}

func checkAndSet(t *testing.T, s secrets.Store) {
	assert.Equal(t, 1, write(t, s, "a/b/c", "one", 0).Number)
	for _, cas := range []int{0, 2, 7} {
		_, err := s.Write(t.Context(), at("a/b/c"), value("no"), cas)
		assert.ErrorIs(t, err, secrets.ErrConflict, "cas %d", cas)
	}
	second := write(t, s, "a/b/c", "two", 1)
	assert.Equal(t, 2, second.Number)
	assert.False(t, second.Created.IsZero(), "a write says when it was, by the server's clock")
	reads(t, s, "a/b/c", 0, "two")
	reads(t, s, "a/b/c", 1, "one")
	m := metadata(t, s, "a/b/c")
	assert.Equal(t, 2, m.Current)
	assert.Equal(t, []int{1, 2}, slices.Sorted(maps.Keys(m.Versions)))
	assert.WithinDuration(t, second.Created, m.Latest().Created, time.Second)
}

func oneCreates(t *testing.T, s secrets.Store) {
	const writers = 20
	errs := make([]error, writers)
	var wg sync.WaitGroup
	for i := range writers {
		wg.Go(func() { _, errs[i] = s.Write(t.Context(), at("race/x"), value(fmt.Sprint(i)), 0) })
	}
	wg.Wait()
	won := 0
	for i, err := range errs {
		if err == nil {
			won++
			reads(t, s, "race/x", 0, fmt.Sprint(i))
			continue
		}
		assert.ErrorIs(t, err, secrets.ErrConflict)
	}
	assert.Equal(t, 1, won)
}

func lists(t *testing.T, s secrets.Store) {
	write(t, s, "env/svc/b", "x", 0)
	write(t, s, "env/svc/a", "x", 0)
	write(t, s, "env/svc/a/deep", "x", 0)
	require.NoError(t, s.PutMetadata(t.Context(), at("env/svc/claimed"), secrets.Settings{Custom: map[string]string{"k": "v"}}))
	require.NoError(t, s.Delete(t.Context(), at("env/svc/b"), 1))
	for folder, want := range map[string][]string{
		"": {"env/"}, "env": {"svc/"}, "env/svc": {"a", "a/", "b", "claimed"}, "env/none": nil, "env/svc/b": nil,
	} {
		got, err := s.List(t.Context(), at(folder))
		require.NoError(t, err, folder)
		assert.ElementsMatch(t, want, got, folder)
		assert.True(t, slices.IsSorted(got), folder)
	}
}

func deletion(t *testing.T, s secrets.Store) {
	ctx := t.Context()
	write(t, s, "d/e/f", "one", 0)
	write(t, s, "d/e/f", "two", 1)
	require.NoError(t, s.Delete(ctx, at("d/e/f"), 2))
	readsNothing(t, s, "d/e/f", 0)
	reads(t, s, "d/e/f", 1, "one")
	m := metadata(t, s, "d/e/f")
	assert.Equal(t, 2, m.Current)
	assert.False(t, m.Latest().Live(time.Now().Add(time.Hour)))
	_, err := s.Write(ctx, at("d/e/f"), value("no"), 0)
	assert.ErrorIs(t, err, secrets.ErrConflict, "a deleted version counts")

	require.NoError(t, s.Undelete(ctx, at("d/e/f"), 2))
	reads(t, s, "d/e/f", 0, "two")
	require.NoError(t, s.Destroy(ctx, at("d/e/f"), 1))
	readsNothing(t, s, "d/e/f", 1)
	require.NoError(t, s.Undelete(ctx, at("d/e/f"), 1))
	readsNothing(t, s, "d/e/f", 1)
	assert.True(t, metadata(t, s, "d/e/f").Versions[1].Destroyed)
	reads(t, s, "d/e/f", 0, "two")
}

func anew(t *testing.T, s secrets.Store) {
	write(t, s, "n/e/w", "one", 0)
	write(t, s, "n/e/w", "two", 1)
	require.NoError(t, s.DeleteMetadata(t.Context(), at("n/e/w")))
	_, err := s.Metadata(t.Context(), at("n/e/w"))
	require.ErrorIs(t, err, secrets.ErrNotFound)
	assert.Equal(t, 1, write(t, s, "n/e/w", "three", 0).Number)
}

func tenVersions(t *testing.T, s secrets.Store) {
	for i := range 14 {
		write(t, s, "t/e/n", fmt.Sprint(i+1), i)
	}
	m := metadata(t, s, "t/e/n")
	assert.Equal(t, 14, m.Current)
	assert.Equal(t, 5, m.Oldest)
	assert.Len(t, m.Versions, 10)
	readsNothing(t, s, "t/e/n", 4)
	reads(t, s, "t/e/n", 5, "5")
}

func metadataFirst(t *testing.T, s secrets.Store) {
	require.NoError(t, s.PutMetadata(t.Context(), at("m/f/x"), secrets.Settings{Custom: map[string]string{"owner": "a"}}))
	m := metadata(t, s, "m/f/x")
	assert.Zero(t, m.Current)
	assert.Zero(t, m.Latest().Number)
	readsNothing(t, s, "m/f/x", 0)
	write(t, s, "m/f/x", "one", 0)
	assert.Equal(t, map[string]string{"owner": "a"}, metadata(t, s, "m/f/x").Custom, "a value leaves the metadata alone")
}

func customMetadata(t *testing.T, s secrets.Store) {
	ctx, yes, three := t.Context(), true, 3
	put := func(v secrets.Settings) error { return s.PutMetadata(ctx, at("c/m/x"), v) }
	require.NoError(t, put(secrets.Settings{Custom: map[string]string{"a": "1", "b": "2"}}))
	require.NoError(t, put(secrets.Settings{Custom: map[string]string{"c": "3"}}))
	assert.Equal(t, map[string]string{"c": "3"}, metadata(t, s, "c/m/x").Custom, "the map is replaced whole")
	require.NoError(t, put(secrets.Settings{CASRequired: &yes, MaxVersions: &three}))
	m := metadata(t, s, "c/m/x")
	assert.Equal(t, map[string]string{"c": "3"}, m.Custom, "what is not carried stays")
	assert.True(t, m.CASRequired)
	assert.Equal(t, 3, m.MaxVersions)
	many := map[string]string{}
	for i := range maxPairs + 1 {
		many[fmt.Sprintf("k%d", i)] = "v"
	}
	for name, custom := range map[string]map[string]string{
		"too many": many, "empty value": {"a": ""}, "empty key": {"": "a"}, "long key": {strings.Repeat("k", maxPairKey+1): "v"},
		"long value": {"k": strings.Repeat("v", maxPairValue+1)}, "line break": {"k": "a\nb"},
	} {
		assert.ErrorIs(t, put(secrets.Settings{Custom: custom}), secrets.ErrInvalid, name)
	}
	require.NoError(t, put(secrets.Settings{Custom: map[string]string{}}))
	assert.Empty(t, metadata(t, s, "c/m/x").Custom)
}

func plainEngine(t *testing.T, s secrets.Store) {
	ctx := t.Context()
	for _, text := range []string{"one", "two"} {
		v, err := s.Write(ctx, plain("p/q/r"), value(text), 0)
		require.NoError(t, err)
		assert.Zero(t, v.Number)
	}
	got, err := s.Read(ctx, plain("p/q/r"), 0)
	require.NoError(t, err)
	assert.Equal(t, "two", got["value"].Reveal())
	assert.Len(t, got, 1, "nothing of version 2's envelope is stored")
	names, err := s.List(ctx, plain("p/q"))
	require.NoError(t, err)
	assert.Equal(t, []string{"r"}, names)
	_, err = s.Metadata(ctx, plain("p/q/r"))
	require.ErrorIs(t, err, secrets.ErrInvalid)
	require.ErrorIs(t, s.Undelete(ctx, plain("p/q/r"), 1), secrets.ErrInvalid)
	require.ErrorIs(t, s.Destroy(ctx, plain("p/q/r"), 1), secrets.ErrInvalid)
	require.ErrorIs(t, s.PutMetadata(ctx, plain("p/q/r"), secrets.Settings{}), secrets.ErrInvalid)
	require.NoError(t, s.Delete(ctx, plain("p/q/r")))
	_, err = s.Read(ctx, plain("p/q/r"), 0)
	require.ErrorIs(t, err, secrets.ErrNotFound)
}

func policies(t *testing.T, s secrets.Store) {
	ctx := t.Context()
	const text = "# a comment\n\n\npath \"secrets/data/a\" {\n  capabilities = [\"read\"]\n}\n\n"
	require.NoError(t, s.PutPolicy(ctx, "production_order-api", text))
	got, err := s.Policy(ctx, "production_order-api")
	require.NoError(t, err)
	assert.Equal(t, text, got, "to the byte")
	names, err := s.Policies(ctx)
	require.NoError(t, err)
	assert.Contains(t, names, "production_order-api")
	assert.Contains(t, names, "default")
	assert.True(t, slices.IsSorted(names))
	require.ErrorIs(t, s.PutPolicy(ctx, "empty", ""), secrets.ErrInvalid)
	require.ErrorIs(t, s.PutPolicy(ctx, "root", text), secrets.ErrInvalid)
	require.NoError(t, s.DeletePolicy(ctx, "production_order-api"))
	_, err = s.Policy(ctx, "production_order-api")
	require.ErrorIs(t, err, secrets.ErrNotFound)
}

func roles(t *testing.T, s secrets.Store) {
	ctx := t.Context()
	names, err := s.Roles(ctx, "kubernetes")
	require.NoError(t, err, "none is no error")
	require.Empty(t, names)
	full := &secrets.Role{
		ServiceAccounts: []string{"order-api"}, Namespaces: []string{"production"}, Audience: "vault", Policies: []string{"a", "b"},
		TTL: time.Hour, MaxTTL: 2 * time.Hour, BoundCIDRs: []string{"10.0.0.0/8"}, NoDefaultPolicy: true, NumUses: 3,
	}
	require.NoError(t, s.PutRole(ctx, "kubernetes", "production_order-api", full))
	got, err := s.Role(ctx, "kubernetes", "production_order-api")
	require.NoError(t, err)
	assert.Equal(t, full.Policies, got.Policies)
	assert.Equal(t, full.TTL, got.TTL)
	assert.Equal(t, full.Audience, got.Audience)
	assert.Equal(t, full.BoundCIDRs, got.BoundCIDRs)
	require.NoError(t, s.PutRole(ctx, "kubernetes", "production_order-api", &secrets.Role{
		ServiceAccounts: []string{"order-api"}, Namespaces: []string{"production"}, Policies: []string{"b"}, TTL: time.Minute,
	}))
	got, err = s.Role(ctx, "kubernetes", "production_order-api")
	require.NoError(t, err)
	assert.Equal(t, []string{"b"}, got.Policies)
	assert.Equal(t, time.Minute, got.TTL)
	assert.Empty(t, got.Audience, "what is left out is reset")
	assert.Zero(t, got.MaxTTL)
	assert.Zero(t, got.NumUses)
	assert.Empty(t, got.BoundCIDRs)
	assert.False(t, got.NoDefaultPolicy)
	names, err = s.Roles(ctx, "kubernetes")
	require.NoError(t, err)
	assert.Equal(t, []string{"production_order-api"}, names)
	require.NoError(t, s.DeleteRole(ctx, "kubernetes", "production_order-api"))
	_, err = s.Role(ctx, "kubernetes", "production_order-api")
	require.ErrorIs(t, err, secrets.ErrNotFound)
}

// absence is what is not there: reading says so, and taking it away succeeds.
func absence(t *testing.T, s secrets.Store) {
	ctx := t.Context()
	readsNothing(t, s, "no/such/thing", 0)
	_, err := s.Metadata(ctx, at("no/such/thing"))
	require.ErrorIs(t, err, secrets.ErrNotFound)
	_, err = s.Policy(ctx, "none")
	require.ErrorIs(t, err, secrets.ErrNotFound)
	_, err = s.Role(ctx, "kubernetes", "none")
	require.ErrorIs(t, err, secrets.ErrNotFound)
	require.NoError(t, s.Delete(ctx, at("no/such/thing"), 1))
	require.NoError(t, s.Undelete(ctx, at("no/such/thing"), 1))
	require.NoError(t, s.Destroy(ctx, at("no/such/thing"), 1))
	require.NoError(t, s.DeleteMetadata(ctx, at("no/such/thing")))
	require.NoError(t, s.DeletePolicy(ctx, "none"))
	require.NoError(t, s.DeleteRole(ctx, "kubernetes", "none"))
	_, err = s.Metadata(ctx, at("no/such/thing"))
	require.ErrorIs(t, err, secrets.ErrNotFound, "taking away made it")
}

func quiet(t *testing.T, s secrets.Store) {
	const marker = "MARKER-4711"
	write(t, s, "q/u/x", marker, 0)
	_, err := s.Write(t.Context(), at("q/u/x"), value(marker), 0)
	require.ErrorIs(t, err, secrets.ErrConflict)
	assert.NotContains(t, fmt.Sprintf("%v %+v %#v", err, err, err), marker)
	v, err := s.Read(t.Context(), at("q/u/x"), 0)
	require.NoError(t, err)
	assert.NotContains(t, fmt.Sprintf("%v %+v %#v %s", v, v, v, v), marker)
}
