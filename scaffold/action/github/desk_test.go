package github_test

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	gh "github.com/google/go-github/v62/github"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/plan"
	"github.com/goldenpath-go/goldenpath/scaffold"
	"github.com/goldenpath-go/goldenpath/scaffold/action/github"
	"github.com/goldenpath-go/goldenpath/scaffold/action/internal/actiontest"
)

// desk is a GitHub with the repository acme/orders, of which there are deploy keys, secrets and issues.
type desk struct {
	t       *testing.T
	sealer  *fake
	keys    map[int64]string // public
	secrets map[string]string
	issues  []map[string]any
	next    int64
	refuse  int // status of all that writes; 0: none
}

func newDesk(t *testing.T) *desk {
	t.Helper()
	return &desk{t: t, sealer: newFake(t), keys: map[int64]string{1: "ssh-rsa OLD"}, secrets: map[string]string{"OLD": "x"}, next: 1}
}

func (d *desk) services(k *actiontest.Killer) github.Services {
	description, err := readDescription()
	require.NoError(d.t, err)
	server := httptest.NewServer(description.Handler(d.mux(), func(fault string) { assert.Fail(d.t, "not as GitHub describes it", fault) }))
	d.t.Cleanup(server.Close)
	web := server.Client()
	web.Transport = k.Transport(web.Transport)
	client, err := gh.NewClient(web).WithEnterpriseURLs(server.URL, server.URL)
	require.NoError(d.t, err)
	return github.Services{Clients: github.Hosts{"github.com": {Client: client, Token: "t0ken"}}}
}

func (d *desk) mux() http.Handler {
	mux := http.NewServeMux()
	for route, answer := range map[string]func(r *http.Request, body map[string]any) (int, any){
		"GET keys": func(*http.Request, map[string]any) (int, any) { return 200, d.listKeys() },
		"POST keys": func(_ *http.Request, body map[string]any) (int, any) {
			d.next++
			d.keys[d.next] = strings.Join(strings.Fields(body["key"].(string))[:2], " ")
			return 201, map[string]any{"id": d.next}
		},
		"DELETE keys/{id}": func(r *http.Request, _ map[string]any) (int, any) {
			maps.DeleteFunc(d.keys, func(id int64, _ string) bool { return fmt.Sprint(id) == r.PathValue("id") })
			return 204, nil
		},
		"GET actions/secrets/public-key": func(*http.Request, map[string]any) (int, any) {
			return 200, map[string]any{"key_id": "k1", "key": base64.StdEncoding.EncodeToString(d.sealer.key[:])}
		},
		"GET actions/secrets/{name}": func(r *http.Request, _ map[string]any) (int, any) {
			if _, ok := d.secrets[r.PathValue("name")]; !ok {
				return missing()
			}
			return 200, map[string]any{}
		},
		"PUT actions/secrets/{name}": func(r *http.Request, body map[string]any) (int, any) {
			d.secrets[r.PathValue("name")] = d.sealer.unseal(body["encrypted_value"].(string))
			return 201, map[string]any{}
		},
		"DELETE actions/secrets/{name}": func(r *http.Request, _ map[string]any) (int, any) {
			delete(d.secrets, r.PathValue("name"))
			return 204, nil
		},
		"POST issues": func(_ *http.Request, body map[string]any) (int, any) {
			body["number"], body["state"] = len(d.issues)+1, "open"
			body["html_url"] = fmt.Sprint("https://github.com/acme/orders/issues/", len(d.issues)+1)
			d.issues = append(d.issues, body)
			return 201, body
		},
		"GET issues/{number}": func(*http.Request, map[string]any) (int, any) { return 200, d.issues[0] },
		"PATCH issues/{number}": func(_ *http.Request, body map[string]any) (int, any) {
			maps.Copy(d.issues[0], body)
			return 200, d.issues[0]
		},
	} {
		method, path, _ := strings.Cut(route, " ")
		mux.HandleFunc(method+" /api/v3/repos/acme/orders/"+path, func(w http.ResponseWriter, r *http.Request) {
			body := map[string]any{}
			raw, _ := io.ReadAll(r.Body)
			_ = json.Unmarshal(raw, &body) // checked against the description
			if d.refuse != 0 && r.Method != http.MethodGet {
				say(w, d.refuse, map[string]any{"message": "Refused: " + string(raw)})
				return
			}
			code, v := answer(r, body)
			say(w, code, v)
		})
	}
	return mux
}

func (d *desk) listKeys() []any {
	out := []any{}
	for _, id := range slices.Sorted(maps.Keys(d.keys)) {
		out = append(out, map[string]any{"id": id, "key": d.keys[id]})
	}
	return out
}

// keyInput is that of github:deployKey:create.
func keyInput(more map[string]any) map[string]any {
	in := map[string]any{"repoUrl": orders, "publicKey": "ssh-ed25519 NEW ada@acme.com", "privateKey": "s3cret-key", "deployKeyName": "push from ci"}
	maps.Copy(in, more)
	return in
}

func TestDeployKey(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name          string
		input         map[string]any
		secret        string
		keys, secrets int // that are there when it was undone
	}{
		{"new", nil, "PUSH_FROM_CI_PRIVATE_KEY", 1, 1},
		{"a name for the secret", map[string]any{"privateKeySecretName": "DEPLOY"}, "DEPLOY", 1, 1},
		{"a key that is there", map[string]any{"publicKey": "ssh-rsa  OLD another comment"}, "PUSH_FROM_CI_PRIVATE_KEY", 1, 1},
		{"a secret that is there", map[string]any{"privateKeySecretName": "OLD"}, "OLD", 1, 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			d := newDesk(t)
			b := bench(t, d.services(&actiontest.Killer{}), "github:deployKey:create")
			o := run(t, b, keyInput(tt.input))
			require.NoError(t, o.Err)
			assert.Equal(t, tt.secret, o.Output.Text("privateKeySecretName"))
			assert.Equal(t, "s3cret-key", d.secrets[tt.secret])
			journal, err := b.Journal(t.Context())
			require.NoError(t, err)
			assert.NotContains(t, journal, "s3cret")
			require.NoError(t, b.Undo(t.Context()))
			assert.Len(t, d.keys, tt.keys)
			assert.Len(t, d.secrets, tt.secrets)
		})
	}
}

// TestDeployKeyKilled lets the process die after each event, and then resumes it or takes it back.
func TestDeployKeyKilled(t *testing.T) {
	t.Parallel()
	killed := func(after int) (*desk, *actiontest.Bench, bool) {
		d, k := newDesk(t), &actiontest.Killer{After: after}
		b := bench(t, d.services(k), "github:deployKey:create")
		b.Killer = k
		o := run(t, b, keyInput(nil))
		return d, b, o.Err != nil
	}
	events := 0
	for after := 1; ; after++ {
		d, b, died := killed(after)
		if !died {
			break
		}
		events++
		require.NoError(t, run(t, b, keyInput(nil)).Err, "resumed after %d", after)
		assert.Equal(t, map[int64]string{1: "ssh-rsa OLD", 2: "ssh-ed25519 NEW"}, d.keys)
		assert.Equal(t, "s3cret-key", d.secrets["PUSH_FROM_CI_PRIVATE_KEY"])
		d, b, _ = killed(after)
		require.NoError(t, b.Undo(t.Context()), "undone after %d", after)
		assert.Len(t, d.keys, 1)
		assert.Len(t, d.secrets, 1)
	}
	assert.Greater(t, events, 4)
}

func TestIssue(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	b := bench(t, d.services(&actiontest.Killer{}), "github:issues:create")
	o := run(t, b, map[string]any{"title": "It fails", "body": "b", "labels": []string{"bug"}, "assignees": []string{"ada"}, "milestone": 3})
	require.NoError(t, o.Err)
	assert.Equal(t, `{"issueUrl":"https://github.com/acme/orders/issues/1","issueNumber":1}`, scaffold.JSON(o.Output, ""))
	assert.Equal(t, []any{"bug"}, d.issues[0]["labels"])
	require.NoError(t, b.Undo(t.Context()))
	assert.Equal(t, "closed", d.issues[0]["state"])
	require.NoError(t, b.Undo(t.Context()))

	o, err := bench(t, github.Services{}, "github:issues:create").DryRun(t.Context(), map[string]any{"repoUrl": orders, "title": "x"})
	require.NoError(t, err)
	assert.Equal(t, `{"issueUrl":"https://github.com/acme/orders/issues/42","issueNumber":42}`, scaffold.JSON(o.Output, ""))
	o, err = bench(t, github.Services{}, "github:issues:create").DryRun(t.Context(), map[string]any{"repoUrl": "github.com?owner=..&repo=x", "title": "x"})
	require.NoError(t, err)
	require.ErrorIs(t, o.Err, scaffold.ErrInput)
}

// TestIssueKilled says that an issue is never opened twice: where nobody knows, that is said.
func TestIssueKilled(t *testing.T) {
	t.Parallel()
	for after := 1; ; after++ {
		d, k := newDesk(t), &actiontest.Killer{After: after}
		b := bench(t, d.services(k), "github:issues:create")
		b.Killer = k
		require.ErrorIs(t, run(t, b, map[string]any{"title": "x"}).Err, actiontest.ErrKilled)
		journal, err := b.Journal(t.Context())
		require.NoError(t, err)
		if strings.Contains(journal, `"finished"`) {
			assert.Greater(t, after, 4)
			return
		}
		if o := run(t, b, map[string]any{"title": "x"}); o.Err != nil {
			require.ErrorIs(t, o.Err, plan.ErrUnclear)
			continue
		}
		assert.Len(t, d.issues, 1, "resumed after %d", after)
		require.NoError(t, b.Undo(t.Context()))
		assert.Equal(t, "closed", d.issues[0]["state"])
	}
}

// TestPrivateKeyStays says that no error has the private key.
func TestPrivateKeyStays(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.refuse = http.StatusUnprocessableEntity
	o := run(t, bench(t, d.services(&actiontest.Killer{}), "github:deployKey:create"), keyInput(map[string]any{"deployKeyName": "s3cret-key"}))
	require.ErrorContains(t, o.Err, "create deploy key")
	assert.NotContains(t, o.Err.Error(), "s3cret-key")
}
