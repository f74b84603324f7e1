package main

import (
	"bytes"
	"errors"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/onboarding"
	"github.com/goldenpath-go/goldenpath/onboarding/handover"
	"github.com/goldenpath-go/goldenpath/plan"
)

// nobody is a program that has nothing of the world: neither an environment nor a network.
func nobody(out io.Writer) program {
	return program{getenv: func(string) string { return "" }, out: out}
}

func TestDemo(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	status, err := nobody(&out).run(t.Context(), []string{"-demo"})
	require.NoError(t, err)
	assert.Equal(t, onboarding.ExitDone, status)
	for _, line := range []string{
		"+ create  github/organization/my-org/mary@example.com", "  blocked  give  slack/channel/C0001: who the person is there is not known yet",
		"👋 Welcome Mary Jackson!", "Nothing to do.", "  component:default/invoices", "group:default/auditors", "-  owner: user:mary # she designed it",
		"+  owner: group:orders # she designed it", "13 to delete, 1 to run", "mary@example.com: has nothing left",
	} {
		assert.Contains(t, out.String(), line)
	}
	for _, secret := range []string{"xoxb", "xoxp", "services/T0", "pagerduty-token", "ghp_"} {
		assert.NotContains(t, out.String(), secret)
	}
	var again bytes.Buffer
	_, err = nobody(&again).run(t.Context(), []string{"-demo"})
	require.NoError(t, err)
	assert.Equal(t, out.String(), again.String(), "it tells the same each time")
}

// TestUnwritable: a demonstration whose output goes nowhere says so.
func TestUnwritable(t *testing.T) {
	t.Parallel()
	_, w := io.Pipe()
	require.NoError(t, w.CloseWithError(io.ErrClosedPipe))
	for _, args := range [][]string{{"-demo"}, {}, {"verify", newcomer}} {
		status, err := nobody(w).run(t.Context(), args)
		require.ErrorIs(t, err, io.ErrClosedPipe)
		assert.Equal(t, onboarding.ExitFailed, status)
	}
}

func TestCommandLine(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for _, tt := range []struct {
		args   string
		status int
		out    string // a part of it
		err    string // a part of it; empty: none
	}{
		{"", 0, "9 to create, 1 to run", ""},
		{"-markdown", 0, "### mary\\@example.com joins", ""},
		{"join user:mary", 0, "+ create  onepassword/account/mary@example.com", ""},
		{"move mary@example.com", 1, "", "move needs -was"},
		{"-was company move mary@example.com", 0, "slack-webhook tells that Mary Jackson moves", ""},
		{"leave mary@example.com", 0, "user:default/mary hands over", ""},
		{"-markdown leave mary@example.com", 0, "user:default/mary", ""},
		{"-to component:x leave mary@example.com", 1, "", "cannot own anything"},
		{"-to : leave mary@example.com", 1, "", "-to: "},
		{"leave grace@example.com", 1, "", `Protected: grace@example.com: "user:default/grace" is protected`},
		{"verify mary@example.com", 1, "mary@example.com: has nothing left where it can be told", "whether they are a member of my-org cannot be told"},
		{"verify grace@example.com", 1, "grace@example.com: has pagerduty/user as owner", ""},
		{"join eve@example.com", 1, "", "eve@example.com"},
		{"dance mary@example.com", 1, "", `nobody knows how to "dance"`},
		{"join", 1, "", "about whom"},
		{"-apply", 1, "", "-apply needs -on"},
		{"-dir company -on github -apply", 1, "", "-journal"},
		{"-dir company -on github", 1, "", "-on github: GITHUB_ORG is not set\nGITHUB_TOKEN is not set"},
		{"-dir company -on github,jira", 1, "", `there is no service "jira"`},
		{"-on slack", 1, "", "-on needs -dir"},
		{"-settle lost", 1, "", "needs -apply"},
		{"-dir company -on slack", 1, "", "SLACK_TOKEN is not set"},
		{"-dir company -on pagerduty", 1, "", "PAGERDUTY_FROM is not set"},
		{"-dir company -on onepassword", 1, "", "OP_SESSION is not set"},
		{"-dir " + dir, 1, "", "the catalog: "},
		{"-journal " + dir, 1, "", dir},
		{"-help", 0, "-digest", ""},
		{"-no", 1, "-digest", "not defined"},
	} {
		t.Run(tt.args, func(t *testing.T) {
			t.Parallel()
			var out bytes.Buffer
			status, err := nobody(&out).run(t.Context(), strings.Fields(tt.args))
			assert.Equal(t, tt.status, status)
			assert.Contains(t, out.String(), tt.out)
			if tt.err == "" {
				require.NoError(t, err)
				return
			}
			require.ErrorContains(t, err, tt.err)
		})
	}
}

// TestServices asks for services by name: nothing else is read of the environment, and a second process goes on by the journal's file.
func TestServices(t *testing.T) {
	t.Parallel()
	there, err := newPremises()
	require.NoError(t, err)
	var out bytes.Buffer
	p, read := there.program(&out), map[string]bool{}
	p.client = &http.Client{Transport: &wire{handler: there}}
	env := p.getenv
	p.getenv = func(name string) string { read[name] = true; return env(name) }
	journal := filepath.Join(t.TempDir(), "journal.jsonl")
	args := []string{"-dir", "company", "-on", "slack,github", "-apply", "-journal", journal}

	_, err = p.run(t.Context(), slices.Delete(slices.Clone(args), 4, 5))
	require.NoError(t, err)
	assert.NoFileExists(t, journal, "a plan writes nothing")
	status, err := p.run(t.Context(), append(args, "-digest", "sha256:of-another"))
	require.ErrorIs(t, err, plan.ErrDigest)
	assert.Equal(t, onboarding.ExitFailed, status)
	assert.Empty(t, there.hub.Writes())
	for _, joined := range []int{onboarding.ExitWaiting, onboarding.ExitWaiting} {
		status, err = p.run(t.Context(), args)
		require.NoError(t, err)
		assert.Equal(t, joined, status, "people have to do something")
	}
	assert.Len(t, there.chat.Messages(), 1)
	assert.Len(t, there.hub.Writes(), 1)
	assert.Empty(t, there.vault.Mails(), "nobody asked for 1Password")
	assert.Equal(t, []string{"GITHUB_LOOKUP", "GITHUB_ORG", "GITHUB_TOKEN", "GITHUB_URL", "SLACK_SCIM_TOKEN", "SLACK_TOKEN", "SLACK_WEBHOOK"},
		slices.Sorted(maps.Keys(read)))
	data, err := os.ReadFile(journal)
	require.NoError(t, err)
	for _, secret := range []string{there.hub.Token, there.chat.Token, there.chat.SCIMToken, there.chat.Webhook} {
		assert.NotContains(t, string(data)+out.String(), secret)
	}
}

// TestSettle: a process died while it sent the message. Somebody looks, and says what became of it.
func TestSettle(t *testing.T) {
	t.Parallel()
	for _, became := range []string{arrived, lost} {
		t.Run(became, func(t *testing.T) {
			t.Parallel()
			there, err := newPremises()
			require.NoError(t, err)
			var out bytes.Buffer
			p, args := there.program(&out), []string{"-dir", "company", "-on", "slack", "-apply", "-journal", filepath.Join(t.TempDir(), "j.jsonl")}
			hook := there.handlers["hooks.slack.com"]
			there.handlers["hooks.slack.com"] = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if became == arrived {
					hook.ServeHTTP(httptest.NewRecorder(), r)
				}
				w.WriteHeader(http.StatusGatewayTimeout)
			})
			_, err = p.run(t.Context(), args)
			require.ErrorIs(t, err, plan.ErrUnclear)
			there.handlers["hooks.slack.com"] = hook
			_, err = p.run(t.Context(), args)
			require.NoError(t, err)
			assert.Contains(t, out.String(), "  manual   tell  slack-webhook message: a run ended while it was sent")
			out.Reset()
			_, err = p.run(t.Context(), append(args, "-settle", became))
			require.NoError(t, err)
			assert.Contains(t, out.String(), "  done     tell  slack-webhook message: it was sent")
			assert.Len(t, there.chat.Messages(), 1)
		})
	}
}

// TestOtherServers: servers of one's own are asked, and no others.
func TestOtherServers(t *testing.T) {
	t.Parallel()
	var asked []string
	refuse := roundTripper(func(r *http.Request) (*http.Response, error) {
		asked = append(asked, r.URL.Host)
		return nil, errors.New("the network is down")
	})
	env := map[string]string{
		"GITHUB_ORG": "my-org", "GITHUB_TOKEN": "secret-1", "GITHUB_URL": "https://hub.example.com", "PAGERDUTY_TOKEN": "secret-2",
		"PAGERDUTY_FROM": colleague, "PAGERDUTY_URL": "https://api.eu.example.com", "GITHUB_LOOKUP": "saml",
	}
	var out bytes.Buffer
	p := program{getenv: func(name string) string { return env[name] }, out: &out, client: &http.Client{Transport: refuse}, instant: true}
	status, err := p.run(t.Context(), []string{"-dir", "company", "-on", "github,pagerduty"})
	require.ErrorContains(t, err, "the network is down")
	assert.Equal(t, onboarding.ExitFailed, status)
	assert.NotContains(t, err.Error()+out.String(), "secret-")
	slices.Sort(asked)
	assert.Equal(t, []string{"api.eu.example.com", "hub.example.com"}, slices.Compact(asked))
	env["GITHUB_URL"] = "https://hub.example.com:x"
	_, err = p.run(t.Context(), []string{"-dir", "company", "-on", "github"})
	require.ErrorContains(t, err, "-on github: ")
}

type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// TestHandover: three components, a system, and what a group owns of which Mary is the last member, get another owner; not a byte
// changes but in those lines.
func TestHandover(t *testing.T) {
	t.Parallel()
	w := moved(t)
	require.NoError(t, unpack("later", w.now))
	now, err := checkout(t.Context(), w.now)
	require.NoError(t, err)
	mary := catalog.Ref{Kind: catalog.User, Namespace: "default", Name: "mary"}
	report, err := handover.Find(now.Catalog, now.files, handover.Leaver{Ref: mary}, &handover.Options{To: catalog.Ref{Kind: catalog.Group, Name: "orders"}})
	require.NoError(t, err)
	var found []string
	for _, i := range report.Items {
		found = append(found, string(i.Kind)+" "+i.Entity.String())
	}
	assert.Equal(t, []string{
		"owner component:default/dunning", "owner component:default/invoices", "owner component:default/ledger", "owner system:default/billing",
		"last-member group:default/auditors", "group-owner component:default/tax-reports", "code-owner " + catalog.Ref{}.String(),
		"member group:default/auditors", "user user:default/mary",
	}, found)
	before, err := os.ReadFile(filepath.Join(w.now, "billing", "catalog-info.yaml"))
	require.NoError(t, err)
	root, err := os.OpenRoot(w.now)
	require.NoError(t, err)
	require.NoError(t, errors.Join(report.Apply(root), root.Close()))
	after, err := os.ReadFile(filepath.Join(w.now, "billing", "catalog-info.yaml"))
	require.NoError(t, err)
	was, is := strings.Split(string(before), "\n"), strings.Split(string(after), "\n")
	require.Len(t, is, len(was))
	for i := range was {
		undone := strings.NewReplacer("User:default/mary", "group:orders", "user:mary", "group:orders", "owner: auditors", "owner: group:orders").Replace(was[i])
		assert.Equal(t, undone, is[i])
	}
	now, err = checkout(t.Context(), w.now)
	require.NoError(t, err)
	assert.Empty(t, slices.Collect(now.Catalog.OwnedBy(mary)))
}
