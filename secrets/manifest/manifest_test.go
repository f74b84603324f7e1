package manifest_test

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/secrets"
	"github.com/goldenpath-go/goldenpath/secrets/manifest"
)

var update = flag.Bool("update", false, "write what there is to testdata")

// TestGolden holds all that is written for a file against what is kept in testdata, twice, since it must not vary.
func TestGolden(t *testing.T) {
	t.Parallel()
	for _, f := range formats() {
		t.Run(f.name, func(t *testing.T) {
			t.Parallel()
			o := &manifest.Options{Restart: true, CAFile: "/etc/vault/ca.crt"}
			got := written(t, f, requests(t), vaultAt("secrets", 2), o)
			assert.Equal(t, got, written(t, f, requests(t), vaultAt("secrets", 2), o))
			name := filepath.Join("testdata", f.name)
			if *update {
				require.NoError(t, os.WriteFile(name, []byte(got), 0o644))
			}
			want, err := os.ReadFile(name)
			require.NoError(t, err)
			assert.Equal(t, string(want), got)
		})
	}
}

func written(t *testing.T, f format, c *secrets.Config, v manifest.Vault, o *manifest.Options) string {
	t.Helper()
	all, err := f.write(c, v, o)
	require.NoError(t, err)
	var b bytes.Buffer
	require.NoError(t, manifest.Write(&b, all))
	return b.String()
}

// TestOrderOfRequests: the order in the file says nothing.
func TestOrderOfRequests(t *testing.T) {
	t.Parallel()
	for _, f := range formats() {
		forth, back := requests(t), requests(t)
		for i := range back.Requests {
			back.Requests[i] = forth.Requests[len(forth.Requests)-1-i]
		}
		assert.Equal(t, written(t, f, forth, vaultAt("secrets", 2), nil), written(t, f, back, vaultAt("secrets", 2), nil), f.name)
	}
}

func TestNothingAskedFor(t *testing.T) {
	t.Parallel()
	for _, f := range formats() {
		all, err := f.write(&secrets.Config{}, vaultAt("secrets", 2), nil)
		require.NoError(t, err)
		assert.Empty(t, all)
	}
}

// given is what a format is asked to write.
type given struct {
	c *secrets.Config
	v *manifest.Vault
	o *manifest.Options
}

// TestRefused: what cannot be written is refused by each format, before anything is written.
func TestRefused(t *testing.T) {
	t.Parallel()
	const (
		address = " is no address of Vault: https://host:port is wanted, with no user, query or fragment"
		pattern = " is no pattern of names: {service} and {environment}, lower-case letters, digits, - and dots are"
		path    = " is no path: an absolute one is wanted, of letters, digits, -, _ and dots"
		name    = " is no name of a secret: lower-case letters, digits, and - and _ inside or at the end are allowed, 63 characters at most"
	)
	for _, test := range []struct {
		name    string
		change  func(given)
		message string
	}{
		{"no address", func(g given) { g.v.Address = "" }, `""` + address},
		{"no scheme", func(g given) { g.v.Address = "vault:8200" }, `"vault:8200"` + address},
		{"a password", func(g given) { g.v.Address = "https://u:hunter2@vault" }, "what was given" + address},
		{"a quote", func(g given) { g.v.Address = `https://vault/"` }, `"https://vault/\""` + address},
		{"an expression", func(g given) { g.v.Address = "https://vault/${x}" }, `"https://vault/${x}"` + address},
		{"a second line", func(g given) { g.v.Address = "https://vault\n---" }, `"https://vault\n---"` + address},
		{"no version", func(g given) { g.v.Mount.KV = 0 }, `the engine at "secrets" is of version 0 of kv; 1 or 2 is wanted`},
		{"another mount", func(g given) { g.v.Mount.Path = "secret" }, `the engine at "secret" does not serve "secrets", where the secrets are`},
		{"no mount", func(g given) { g.v.Mount.Path = "" }, `the engine at "" does not serve "secrets", where the secrets are`},
		{"name of the certificates", func(g given) { g.v.CASecret = "CA" }, `"CA" is no name of a Kubernetes Secret`},
		{"a pattern without a service", func(g given) { g.o.Name = "{environment}" }, `"{environment}"` + pattern},
		{"a pattern with something else", func(g given) { g.o.Name = "{service}-{name}" }, `"{service}-{name}"` + pattern},
		{"a part of a second", func(g given) { g.o.Refresh = 1 }, "a refresh of 1ns is not a whole number of seconds"},
		{"back in time", func(g given) { g.o.Refresh = -secrets.Period(1e9) }, "a refresh of -1s is not a whole number of seconds"},
		{"a pod", func(g given) { g.o.Workload = "Pod" }, `"Pod" is no kind of workload: Deployment, StatefulSet and DaemonSet are`},
		{"a relative folder", func(g given) { g.o.Directory = "secrets" }, `"secrets"` + path},
		{"a folder above", func(g given) { g.o.Directory = "/vault/../etc" }, `"/vault/../etc"` + path},
		{"certificates", func(g given) { g.o.CAFile = `/"` }, `"/\""` + path},
		{"a hostile name", func(g given) { g.c.Requests[0].Name = "x\n---" }, `secrets-config.yaml:2:5: "x\n---"` + name},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			for _, f := range formats() {
				c, v, o := requests(t), vaultAt("secrets", 2), &manifest.Options{}
				test.change(given{c, &v, o})
				all, err := f.write(c, v, o)
				require.Error(t, err, f.name)
				assert.Equal(t, test.message, err.Error(), f.name)
				assert.Empty(t, all)
			}
		})
	}
}

// TestHeader: a manifest says of which files it is, in a comment that no name of a file can end.
func TestHeader(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ first, second, want string }{
		{"a.yaml", "a.yaml", "a.yaml"},
		{"teams/a b.yaml", "b.yaml", "b.yaml, teams/a b.yaml"},
		{"", "", "requests for secrets"},
		{"x\nkind: Secret\n---", "", `"x\nkind: Secret\n---"`},
		{"ü\u2028", "", `"\u00fc\u2028"`},
	} {
		c := parse(t, "secrets: [{name: b, service: s, environment: e, type: external}, {name: a, service: s, environment: e, type: external}]")
		c.Requests[0].Pos.File, c.Requests[1].Pos.File = test.first, test.second
		for _, f := range formats() {
			line, _, _ := strings.Cut(written(t, f, c, vaultAt("secrets", 2), nil), "\n")
			assert.Equal(t, "# Generated from "+test.want+". What is edited here is overwritten.", line)
		}
	}
}

// TestCollisions: two objects of one name would be one.
func TestCollisions(t *testing.T) {
	t.Parallel()
	const two = `secrets:
  - {name: a, service: s, environment: blue, type: external}
  - {name: a, service: s, environment: green, type: external}
consumers: [{service: s, namespaces: [shop]}]
`
	const alike = `secrets:
  - {name: a_b, service: s, environment: e, type: external}
  - {name: a-b_, service: s, environment: e, type: external}
`
	for _, f := range formats()[:3] {
		_, err := f.write(parse(t, two), vaultAt("secrets", 2), nil)
		require.ErrorContains(t, err, "secrets-config.yaml:3:5: a second ", f.name)
		all, err := f.write(parse(t, two), vaultAt("secrets", 2), &manifest.Options{Name: "{environment}.{service}"})
		require.NoError(t, err, f.name)
		assert.Len(t, all, 2)
		_, err = f.write(parse(t, alike), vaultAt("secrets", 2), nil)
		assert.Equal(t, f.name == "secrets-operator.yaml", err != nil, f.name)
	}
}

// TestLongNames: a pattern can make a name that is too long for Kubernetes.
func TestLongNames(t *testing.T) {
	t.Parallel()
	c := parse(t, "secrets: [{name: a, service: order-api, environment: e, type: external}]")
	for _, f := range formats()[:3] {
		_, err := f.write(c, vaultAt("secrets", 2), &manifest.Options{Name: "{service}." + strings.Repeat("x", 251)})
		assert.ErrorContains(t, err, "has more than 253 characters", f.name)
	}
}

// TestRefresh: a value is read again well before the one that it replaces is gone.
func TestRefresh(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ name, rotation, refresh, want string }{
		{"never replaced", "", "", "1h"},
		{"a day of grace", "rotation: {period: 90d}", "", "1h"},
		{"a day of grace, seldom read", "rotation: {period: 90d}", "12h", "6h"},
		{"an hour of grace", "rotation: {period: 90d, grace: 1h}", "", "15m"},
		{"a minute of grace", "rotation: {period: 90d, grace: 1m}", "", "15s"},
		{"a second of grace", "rotation: {period: 90d, grace: 1s}", "", "1s"},
		{"read often", "rotation: {period: 90d, grace: 1h}", "90s", "90s"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			c := parse(t, "secrets: [{name: a, service: s, environment: e, type: generated, "+test.rotation+"}]")
			o := &manifest.Options{}
			if test.refresh != "" {
				require.NoError(t, o.Refresh.UnmarshalText([]byte(test.refresh)))
			}
			store := documents(t, written(t, formats()[0], c, vaultAt("secrets", 2), o))
			assert.Equal(t, test.want, at(t, store[1], "spec", "refreshInterval"))
			operator := documents(t, written(t, formats()[1], c, vaultAt("secrets", 2), o))
			assert.Equal(t, test.want, at(t, operator[2], "spec", "refreshAfter"))
			assert.Contains(t, written(t, formats()[3], c, vaultAt("secrets", 2), o), "static_secret_render_interval = \""+test.want+"\"\n")
		})
	}
}

// TestConsumersOfANamespace: there is a manifest for each namespace, and it logs in as the first account.
func TestConsumersOfANamespace(t *testing.T) {
	t.Parallel()
	all, err := manifest.ExternalSecrets(requests(t), vaultAt("secrets", 2), nil)
	require.NoError(t, err)
	var got []string
	for _, m := range all {
		got = append(got, m.Environment+" "+m.Service+" "+m.Namespace)
	}
	assert.Equal(t, []string{
		"production no production", "production order-api orders", "production order-api shop",
		"production reporting production", "staging order-api orders-staging",
	}, got)
	login := []string{"spec", "provider", "vault", "auth", "kubernetes"}
	store := documents(t, all[1].Text)[0]
	assert.Equal(t, "order-worker", at(t, store, append(login, "serviceAccountRef", "name")...))
	assert.Equal(t, "production_order-api", at(t, store, append(login, "role")...))
}
