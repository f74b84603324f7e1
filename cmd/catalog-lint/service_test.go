package main

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/catalog/backstage/backstagetest"
	"github.com/goldenpath-go/goldenpath/catalog/snapshot"
)

// harbor is a Backstage that wants a token.
func harbor(t *testing.T, failures ...backstagetest.Failure) (url string) {
	t.Helper()
	c, err := backstagetest.Harbor()
	require.NoError(t, err)
	handler := backstagetest.New(c, &backstagetest.Options{Token: "t0ken", RequireToken: true})
	server := httptest.NewServer(backstagetest.Failing(handler, failures...))
	t.Cleanup(server.Close)
	return server.URL
}

// snapshotOf takes a snapshot of a Backstage into a file, and returns what was said.
func (s *script) snapshotOf(url string, flags ...string) (said string, code int) {
	s.t.Helper()
	args := append([]string{"snapshot", "--backstage", url, "-o", "catalog.snapshot", "--created", "none"}, flags...)
	stdout, stderr, code := s.lint(map[string]string{"TOKEN": "t0ken", "OTHER": "0ther"}, strings.NewReader(""), args)
	assert.Empty(s.t, stdout)
	for _, secret := range []string{"t0ken", "0ther"} {
		assert.NotContains(s.t, stderr, secret)
	}
	return stderr, code
}

func emptyScript(t *testing.T) *script {
	t.Helper()
	dir := t.TempDir()
	return &script{t: t, top: dir, work: dir}
}

func TestSnapshotOfABackstage(t *testing.T) {
	t.Parallel()
	s := emptyScript(t)
	require.NoError(t, os.WriteFile(filepath.Join(s.top, "token"), []byte("t0ken\n"), 0o600))
	url := harbor(t)
	for _, flags := range [][]string{{"--token-env", "TOKEN"}, {"--token-file", "token"}} {
		said, code := s.snapshotOf(url, flags...)
		require.Equal(t, exitClean, code, said)
		assert.Equal(t, "wrote 46 entities to catalog.snapshot\n", said)
	}
	got, err := snapshot.ReadFile(filepath.Join(s.top, "catalog.snapshot"))
	require.NoError(t, err)
	require.NoError(t, got.Verify())
	assert.Equal(t, url, got.Header().Source)

	c, err := backstagetest.Harbor()
	require.NoError(t, err)
	for e := range c.All() {
		entry, ok := got.Lookup(e.Ref())
		require.True(t, ok, e.Ref())
		want := snapshot.NewEntry(e, nil)
		assert.Equal(t, want.Type, entry.Type)
		assert.Equal(t, want.Location, entry.Location)
		assert.Len(t, entry.References, len(want.References), e.Ref())
	}
}

func TestSnapshotOfAPart(t *testing.T) {
	t.Parallel()
	s := emptyScript(t)
	url := harbor(t)
	said, code := s.snapshotOf(url, "--token-env", "TOKEN", "--filter", "kind=group", "--filter", "kind=user")
	require.Equal(t, exitClean, code, said)
	got, err := snapshot.ReadFile(filepath.Join(s.top, "catalog.snapshot"))
	require.NoError(t, err)
	assert.Equal(t, url, got.Header().Source)
	assert.Equal(t, "kind=group or kind=user", got.Header().Partial)
	for e := range got.All() {
		assert.Contains(t, []catalog.Kind{catalog.Group, catalog.User}, e.Ref.Kind)
	}
	file := "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: {name: x}\nspec: {type: a, lifecycle: b, owner: nobody}\n"
	require.NoError(t, os.WriteFile(filepath.Join(s.top, "catalog-info.yaml"), []byte(file), 0o644))
	_, _, code = s.lint(nil, strings.NewReader(""), []string{"--catalog", "catalog.snapshot", "--catalog-max-age", "0", "--preset", "strict", "--only", "owner-exists"})
	assert.Equal(t, exitClean, code, "what a part lacks may exist")
}

func TestSnapshotThatFails(t *testing.T) {
	t.Parallel()
	status := func(code int, name string) backstagetest.Failure {
		return backstagetest.Failure{Status: code, Name: name, Message: "for a test"}
	}
	many := func(f backstagetest.Failure) []backstagetest.Failure { return []backstagetest.Failure{f, f, f, f, f} }
	tests := []struct {
		name     string
		failures []backstagetest.Failure
		flags    []string
		want     string
	}{
		{"without a token", nil, nil, "401"},
		{"with another token", nil, []string{"--token-env", "OTHER"}, "Backstage wants a token, or another one: --token-env NAME or --token-file FILE"},
		{"with a token that is not set", nil, []string{"--token-env", "NO_TOKEN"}, "environment variable NO_TOKEN is empty or not set"},
		{"with a token file that is not there", nil, []string{"--token-file", "nowhere"}, "no such file"},
		{"not allowed", many(status(403, "NotAllowedError")), []string{"--token-env", "TOKEN"}, "the token is good, but may not read the catalog"},
		{"broken", many(status(500, "Error")), []string{"--token-env", "TOKEN"}, "500"},
		{"busy for long", many(status(503, "ServiceUnavailableError")), []string{"--token-env", "TOKEN", "--retries", "0"}, "503"},
		{"cut off", many(backstagetest.Failure{CutOff: 200}), []string{"--token-env", "TOKEN", "--retries", "0"}, "cut off"},
		{"filter that it does not take", nil, []string{"--token-env", "TOKEN", "--filter", "=x"}, "is no filter"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := emptyScript(t)
			said, code := s.snapshotOf(harbor(t, tt.failures...), tt.flags...)
			assert.Contains(t, []int{exitBroken, exitUsage}, code)
			assert.Contains(t, said, tt.want)
			entries, err := os.ReadDir(s.top)
			require.NoError(t, err)
			assert.Empty(t, entries, "nothing is written")
		})
	}
}

func TestSnapshotWaitsOutWhatPasses(t *testing.T) {
	t.Parallel()
	s := emptyScript(t)
	url := harbor(t, backstagetest.Failure{}, backstagetest.Failure{Status: http.StatusBadGateway}, backstagetest.Failure{CutOff: 100})
	said, code := s.snapshotOf(url, "--token-env", "TOKEN")
	assert.Equal(t, exitClean, code, said)
}

func TestSnapshotOfWhatIsNoBackstage(t *testing.T) {
	t.Parallel()
	for name, answer := range map[string]http.HandlerFunc{
		"a page":     text("<html>Welcome</html>"),
		"other JSON": text(`{"status": "ok"}`),
		"no route":   status(http.StatusNotFound),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := httptest.NewServer(answer)
			t.Cleanup(server.Close)
			said, code := emptyScript(t).snapshotOf(server.URL)
			assert.Equal(t, exitBroken, code)
			assert.NotEmpty(t, said)
		})
	}
}

func TestSnapshotOfASlowBackstage(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		select {
		case <-r.Context().Done():
		case <-time.After(10 * time.Second):
		}
	}))
	t.Cleanup(server.Close)
	said, code := emptyScript(t).snapshotOf(server.URL, "--timeout", "20ms", "--retries", "0")
	assert.Equal(t, exitBroken, code)
	assert.Contains(t, said, "no whole answer within 20ms")
}

// TestSnapshotOfOtherKinds takes the relations of kinds that the model does not know, whose fields say nothing.
func TestSnapshotOfOtherKinds(t *testing.T) {
	t.Parallel()
	answer := `{"items": [{
		"apiVersion": "example.com/v1", "kind": "Robot", "metadata": {"name": "r2", "namespace": "default"}, "spec": {"type": "astro"},
		"relations": [
			{"type": "ownedBy", "targetRef": "group:default/rebels"}, {"type": "hasPart", "targetRef": "component:default/lamp"},
			{"type": "repairs", "targetRef": "component:default/x-wing"}
		]
	}], "totalItems": 1, "pageInfo": {}}`
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		text(answer)(w, r)
	}))
	t.Cleanup(server.Close)
	s := emptyScript(t)
	said, code := s.snapshotOf(server.URL)
	require.Equal(t, exitClean, code, said)
	assert.Contains(t, string(s.read("catalog.snapshot")), "robot:default/r2\tastro\t\t\t\t\tRobot:default/r2\t:ownedBy group:default/rebels\t:repairs component:default/x-wing\n")
	stdout, _, code := s.lint(nil, strings.NewReader(""), []string{"why", "--catalog", "catalog.snapshot", "--relation", "repairs", "r2", "component:x-wing"})
	assert.Equal(t, exitClean, code)
	assert.Contains(t, stdout, "robot:default/r2 leads to component:default/x-wing in 1 step")
}
