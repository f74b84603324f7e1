package main

import (
	"context"
	"errors"
	"iter"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/internal/openapitest"
	"github.com/goldenpath-go/goldenpath/internal/standin"
	"github.com/goldenpath-go/goldenpath/plan"
	"github.com/goldenpath-go/goldenpath/scaffold/action/github"
)

// What makes the test binary the program, in a process that a test starts: the address of the services, and the event after which
// it kills itself.
const (
	worldVariable = "GOLDENPATH_TEST_WORLD"
	afterVariable = "GOLDENPATH_TEST_KILL_AFTER"
)

func TestMain(m *testing.M) {
	if url := os.Getenv(worldVariable); url != "" {
		os.Exit(child(url, os.Args[1:]))
	}
	os.Exit(m.Run())
}

// child is the program in a process of its own.
func child(url string, args []string) int {
	after, err := strconv.Atoi(os.Getenv(afterVariable))
	if err != nil {
		after = -1
	}
	k := &killer{after: after}
	p := program{
		getenv: environment(url), in: strings.NewReader(""), out: os.Stdout, client: &http.Client{Transport: k},
		wrap: func(j plan.Journal) plan.Journal { return lines{j, k} },
	}
	if err := patiently(func() error { return p.run(context.Background(), args) }); err != nil {
		_, _ = os.Stderr.WriteString(err.Error())
		return 1
	}
	return 0
}

// killer kills the process after an event: a line of the journal, or a request that changed something and was answered.
type killer struct{ after, seen int }

func (k *killer) event() {
	if k.seen++; k.seen != k.after {
		return
	}
	if self, err := os.FindProcess(os.Getpid()); err == nil {
		_ = self.Kill() // SIGKILL: nothing is deferred, nothing is flushed
	}
	select {}
}

func (k *killer) RoundTrip(r *http.Request) (*http.Response, error) {
	answer, err := http.DefaultTransport.RoundTrip(r)
	if r.Method != http.MethodGet && err == nil {
		k.event()
	}
	return answer, err
}

type lines struct {
	plan.Journal
	killer *killer
}

func (l lines) Append(ctx context.Context, r plan.Receipt) error {
	err := l.Journal.Append(ctx, r)
	l.killer.event()
	return err
}

func (l lines) All(ctx context.Context) iter.Seq2[plan.Receipt, error] { return l.Journal.All(ctx) }

// site is a world, and where the state of a run is kept.
type site struct {
	*standin.World
	url, state string
}

func newSite(t *testing.T) *site {
	t.Helper()
	w := standin.New(filepath.Join(t.TempDir(), "github"))
	server := httptest.NewServer(w)
	t.Cleanup(server.Close)
	return &site{w, server.URL, t.TempDir()}
}

// payments are the arguments that create a service of tier 1.
func payments(more ...string) []string {
	return append([]string{"-name", "payments", "-description", "Takes payments", "-owner", "group:checkout", "-tier", "1", "-yes"}, more...)
}

// run runs the program in this process, with a person who gives these answers.
func (s *site) run(t *testing.T, answers string, args ...string) (string, error) {
	t.Helper()
	var out strings.Builder
	p := program{getenv: environment(s.url), in: strings.NewReader(answers), out: &out}
	err := patiently(func() error { return p.run(t.Context(), append([]string{"-state", s.state}, args...)) })
	return out.String(), err
}

// patiently runs the program again while its journal is locked. A process that another test is just starting has the file open,
// and so the lock, until it has become its own program.
func patiently(run func() error) error {
	err := run()
	for tries := 0; errors.Is(err, plan.ErrLocked) && tries < 5000; tries++ {
		time.Sleep(time.Millisecond)
		err = run()
	}
	return err
}

// start runs the program in a process of its own, which dies after an event; 0 means that it lives.
func (s *site) start(t *testing.T, after int, args ...string) error {
	t.Helper()
	self, err := os.Executable()
	require.NoError(t, err)
	cmd := exec.CommandContext(t.Context(), self, append([]string{"-state", s.state}, args...)...)
	cmd.Env = append(os.Environ(), worldVariable+"="+s.url, afterVariable+"="+strconv.Itoa(after))
	return cmd.Run()
}

// all returns all there is: in the world, and in the folder of the run but for the journal.
func (s *site) all(t *testing.T) (standin.State, []string) {
	t.Helper()
	state, err := s.State(t.Context())
	require.NoError(t, err)
	files := []string{}
	err = filepath.WalkDir(s.state, func(name string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() && d.Name() != "journal.jsonl" {
			files = append(files, strings.TrimPrefix(filepath.ToSlash(name), filepath.ToSlash(s.state)+"/run/"))
		}
		return err
	})
	require.NoError(t, err)
	return state, files
}

// nothing makes sure that nothing is left.
func (s *site) nothing(t *testing.T) {
	t.Helper()
	empty, err := standin.New(t.TempDir()).State(t.Context())
	require.NoError(t, err)
	state, files := s.all(t)
	assert.Equal(t, empty, state)
	assert.Empty(t, files)
	assert.NoDirExists(t, filepath.Join(s.state, "run", "workspace"))
}

func TestTierChoosesThePolicy(t *testing.T) {
	t.Parallel()
	for tier, policy := range map[string]string{"1": "P-TIER1", "2": "P-TIER23", "3": "P-TIER23"} {
		t.Run(tier, func(t *testing.T) {
			t.Parallel()
			s := newSite(t)
			_, err := s.run(t, "", payments("-tier", tier)...)
			require.NoError(t, err)
			assert.Equal(t, []standin.PagerDutyService{{ID: "PSVC1", Name: "payments", Policy: policy, Integrations: []string{"PRO19CT"}}}, s.PagerDuty.Services())
		})
	}
}

// TestSecretsAreProvisioned looks for values where none belongs.
func TestSecretsAreProvisioned(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	out, err := s.run(t, "", payments()...)
	require.NoError(t, err)
	state, _ := s.all(t)
	assert.Equal(t, []string{
		"policy production_payments", "role production_payments", "secret secrets/production/payments/session-key, version 1",
	}, state.Vault)
	journal, err := os.ReadFile(filepath.Join(s.state, "journal.jsonl"))
	require.NoError(t, err)
	values, err := s.Vault.Values()
	require.NoError(t, err)
	require.Len(t, values, 1)
	require.Len(t, values[0], 32)
	assert.NotContains(t, string(journal), values[0])
	assert.NotContains(t, out, values[0])
}

// TestNoVault fails before anything else is made of what comes after, and takes back what came before.
func TestNoVault(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	known := environment(s.url)
	p := program{in: strings.NewReader(""), out: t.Output(), getenv: func(name string) string {
		if name == "VAULT_ADDR" {
			return ""
		}
		return known(name)
	}}
	require.ErrorContains(t, p.run(t.Context(), payments("-state", s.state)), "there is no store here")
	s.nothing(t)
	p.getenv = func(string) string { return "not an address" }
	require.ErrorContains(t, p.run(t.Context(), payments("-state", s.state)), "VAULT_ADDR")
}

// TestRequestsAreGitHubs holds what is sent to GitHub against GitHub's own description.
func TestRequestsAreGitHubs(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile("../../scaffold/action/github/testdata/github-openapi.json")
	require.NoError(t, err)
	description, err := openapitest.Read(data)
	require.NoError(t, err)
	description.Prefix = "/api/v3"
	s := newSite(t)
	checked := description.Handler(s.World, func(fault string) { assert.Fail(t, "not as GitHub describes it", fault) })
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, "/api/v3/") {
			checked.ServeHTTP(w, r)
			return
		}
		s.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	s.url = server.URL
	_, err = s.run(t, "", payments()...)
	require.NoError(t, err)
	_, err = s.run(t, "", "-teardown", "-yes")
	require.NoError(t, err)
	s.nothing(t)
}

func TestTeardownInAnotherProcessFromTheJournalAlone(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	require.NoError(t, s.start(t, 0, payments()...))
	state, _ := s.all(t)
	assert.Equal(t, []string{"component:default/payments"}, state.Entities)
	assert.Equal(t, []string{"https://github.com/my-org/payments/blob/main/catalog-info.yaml"}, state.Locations)
	assert.Equal(t, []string{"New service created: payments by group:checkout"}, state.Messages)
	elsewhere := t.TempDir()
	require.NoError(t, os.Rename(filepath.Join(s.state, "journal.jsonl"), filepath.Join(elsewhere, "journal.jsonl")))
	require.NoError(t, os.RemoveAll(s.state))
	s.state = elsewhere
	require.NoError(t, s.start(t, 0, "-teardown", "-yes"))
	s.nothing(t)
	require.NoError(t, s.start(t, 0, "-teardown", "-yes"), "again")
}

func TestOthersWorkIsKept(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	_, err := s.run(t, "", payments()...)
	require.NoError(t, err)
	git(t, "fsck", "--strict", "--git-dir="+s.GitHub.Folder("my-org/payments"))
	clone := filepath.Join(t.TempDir(), "clone")
	git(t, "clone", "--quiet", s.GitHub.Folder("my-org/payments"), clone)
	assert.FileExists(t, filepath.Join(clone, ".github", "workflows", "ci.yaml"))
	ours := git(t, "rev-parse", "HEAD", "-C="+clone)
	git(t, "commit", "--quiet", "--allow-empty", "-m", "more", "-C="+clone)
	git(t, "push", "--quiet", "-C="+clone)

	_, err = s.run(t, "", "-teardown", "-yes")
	require.ErrorIs(t, err, github.ErrChanged)
	assert.Equal(t, []string{"my-org/payments"}, s.GitHub.Repositories())
	git(t, "push", "--quiet", "--force", "origin", ours+":main", "-C="+clone)
	_, err = s.run(t, "n\n", "-teardown")
	require.ErrorIs(t, err, github.ErrUnconfirmed)
	_, err = s.run(t, "", "-teardown")
	require.ErrorIs(t, err, github.ErrUnconfirmed, "nobody answers")
	out, err := s.run(t, "y\n", "-teardown")
	require.NoError(t, err)
	assert.Contains(t, out, "delete github.com/my-org/payments? y or n\n")
	s.nothing(t)
}

// git runs git; -C=DIR and --git-dir=DIR may stand at the end.
func git(t *testing.T, args ...string) string {
	t.Helper()
	last := args[len(args)-1]
	switch dir, ok := strings.CutPrefix(last, "-C="); {
	case ok:
		args = append([]string{"-C", dir}, args[:len(args)-1]...)
	case strings.HasPrefix(last, "--git-dir="):
		args = append([]string{last}, args[:len(args)-1]...)
	}
	cmd := exec.CommandContext(t.Context(), "git", append([]string{"-c", "user.name=a", "-c", "user.email=a@example.com"}, args...)...)
	cmd.Env = append(os.Environ(), "GIT_CONFIG_NOSYSTEM=1", "GIT_CONFIG_GLOBAL="+os.DevNull)
	out, err := cmd.CombinedOutput()
	require.NoError(t, err, "%s", out)
	return strings.TrimSpace(string(out))
}

func TestAfterAFailure(t *testing.T) {
	t.Parallel()
	t.Run("taken back", func(t *testing.T) {
		t.Parallel()
		s := newSite(t)
		s.PagerDuty.Policies = nil
		_, err := s.run(t, "", payments()...)
		require.ErrorContains(t, err, "Escalation policy not found")
		s.nothing(t)
	})
	t.Run("kept, and gone on with", func(t *testing.T) {
		t.Parallel()
		s := newSite(t)
		policies := s.PagerDuty.Policies
		s.PagerDuty.Policies = nil
		_, err := s.run(t, "", payments("-keep")...)
		require.ErrorContains(t, err, "Escalation policy not found")
		assert.Equal(t, []string{"my-org/payments"}, s.GitHub.Repositories())
		s.PagerDuty.Policies = policies
		out, err := s.run(t, "", payments("-keep")...)
		require.NoError(t, err)
		assert.NotContains(t, out, "Finished step Create GitHub repo", "it is not done again")
		out, err = s.run(t, "", payments()...)
		require.NoError(t, err)
		assert.Equal(t, "it is done already\n", out)
		_, err = s.run(t, "", "-teardown", "-yes")
		require.NoError(t, err)
		s.nothing(t)
	})
}

func TestArguments(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	for want, args := range map[string][]string{
		"-state is required": {"-name", "x"}, "not defined": {"-x"}, "no such file": {"-state", filepath.Join(s.state, "none"), "-teardown"},
		`requires property "owner"`: {"-state", s.state, "-name", "payments", "-description", "x", "-tier", "1"},
	} {
		p := program{getenv: environment(s.url), out: &strings.Builder{}}
		assert.ErrorContains(t, p.run(t.Context(), args), want)
	}
	_, err := s.run(t, "", "-h")
	require.NoError(t, err)
}

func TestDemo(t *testing.T) {
	t.Parallel()
	var out strings.Builder
	require.NoError(t, program{out: &out}.run(t.Context(), []string{"--demo"}))
	assert.Contains(t, out.String(), "PagerDuty service payments, escalation policy P-TIER1\n")
	assert.True(t, strings.HasSuffix(out.String(), "== What there is now\n\nnothing\n"))
}
