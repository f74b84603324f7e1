package secrets_test

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/internal/schema"
	"github.com/goldenpath-go/goldenpath/secrets"
	"github.com/goldenpath-go/goldenpath/secrets/secretstest"
	"github.com/goldenpath-go/goldenpath/source"
)

const full = `owner: group:platform-team
layout:
  path: kv/teams/{service}/{environment}/{name}
  policy: app.{environment}.{service}
  role: "{service}_{environment}"
  auth: clusters/one
secrets:
  - name: db_password
    service: order-api
    environment: production
    type: generated
    owner: user:ada
    rotation: {period: 90d, grace: 7d}
    shape: {length: 24, alphabet: printable, field: password}
    adopt: true
  - {name: api-key, service: order-api, environment: staging, type: external, rotation: {period: 365d}}
consumers:
  - service: order-api
    namespaces: [orders, orders-canary]
    serviceAccounts: [order-api, order-worker]
    audience: vault
    ttl: 30m
`

func TestParseConfig(t *testing.T) {
	t.Parallel()
	c := parse(t, full)
	require.Len(t, c.Requests, 2)
	r := c.Requests[0]
	assert.Equal(t, "production/order-api/db_password", r.String())
	assert.Equal(t, "user:ada", r.Owner)
	assert.Equal(t, "group:platform-team", c.Requests[1].Owner)
	assert.Equal(t, secrets.Period(90*24*time.Hour), r.Rotation.Period)
	assert.Equal(t, secrets.Shape{Length: 24, Alphabet: "printable", Field: "password"}, r.Shape)
	assert.True(t, r.Adopt)
	assert.Equal(t, "secrets-config.yaml:8:5", r.Pos.String())
	assert.Equal(t, "kv/teams/order-api/production/db_password", c.Layout.SecretPath(r.ID))
	assert.Equal(t, "app.production.order-api", c.Layout.PolicyName("production", "order-api"))
	assert.Equal(t, "order-api_production", c.Layout.RoleName("production", "order-api"))
	assert.Equal(t, []string{"orders", "orders-canary"}, c.Consumers[0].Namespaces)
	assert.Equal(t, "30m", c.Consumers[0].TTL.String())
}

// TestFaults looks at positions and words; every fault of a file is reported.
func TestFaults(t *testing.T) {
	t.Parallel()
	const head = "secrets:\n  - {name: a, service: s, environment: e, type: generated"
	for name, c := range map[string]struct{ text, want string }{
		"a list":          {"- a", "x.yaml:1:1"},
		"unknown key":     {"secret: []", `x.yaml:1:1: unknown key "secret"`},
		"type":            {"secrets:\n  - {name: a, service: s, environment: e, type: made}", `x.yaml:2:49: "made" is no type`},
		"no type":         {"secrets:\n  - {name: a, service: s, environment: e}", `x.yaml:2:5: "" is no type`},
		"twice":           {head + "}\n  - {name: a, service: s, environment: e, type: external}", "x.yaml:3:12: e/s/a is asked for twice; first at x.yaml:2:5"},
		"grace":           {head + ", rotation: {period: 10d, grace: 9d}}", "x.yaml:2:70: the grace of 9d is not well below the period of 10d"},
		"grace alone":     {head + ", rotation: {grace: 9d}}", "a grace without a period"},
		"minutes":         {head + ", rotation: {period: 30m}}", "30m is less than an hour"},
		"no period":       {head + ", rotation: {period: often}}", `"often" is no period`},
		"months":          {head + ", rotation: {period: 3M}}", `"3M" is no period`},
		"guessable":       {head + ", shape: {length: 8}}", "47 bits can be guessed"},
		"alphabet":        {head + ", shape: {alphabet: emoji}}", "is no alphabet"},
		"characters":      {head + ", shape: {characters: abca}}", "each once"},
		"format":          {head + ", shape: {format: rot13}}", "is none of text, base64"},
		"uuid's length":   {head + ", shape: {format: uuid, length: 9}}", "say different things"},
		"field":           {head + `, shape: {field: "a b"}}`, "is no name of a field"},
		"policy":          {head + `, shape: {policy: a/../b}}`, "is no part of a path"},
		"policy and more": {head + `, shape: {policy: strong, length: 9}}`, "the password policy alone"},
		"owner":           {head + `, owner: "group:a b"}`, "is no entity reference"},
		"external shape":  {"secrets:\n  - {name: a, service: s, environment: e, type: external, shape: {length: 20}}", "an external secret is handed in"},
		"external grace":  {"secrets:\n  - {name: a, service: s, environment: e, type: external, rotation: {period: 9d, grace: 1d}}", "replaced elsewhere"},
		"path":            {"layout: {path: 'secrets/{environment}-{service}/{name}'}", "is no part of a path"},
		"path's mount":    {"layout: {path: '{environment}/{service}/{name}'}", "begins with its mount"},
		"path without":    {"layout: {path: 'secrets/{service}/{name}'}", "has not each of"},
		"path up":         {"layout: {path: 'secrets/../{environment}/{service}/{name}'}", "is no part of a path"},
		"joined":          {"layout: {policy: '{environment}-{service}'}", "gives a-b of c and a of b-c one name"},
		"adjacent":        {"layout: {role: '{environment}{service}'}", "gives a-b of c"},
		"auth":            {"layout: {auth: 'kubernetes/../../sys'}", "is no part of a path"},
		"consumer":        {"consumers: [{service: x}]", `no secret of "x" is asked for`},
		"globs":           {head + "}\nconsumers: [{service: s, namespaces: ['pay*']}]", `x.yaml:3:39: "pay*" is no name`},
		"accounts":        {head + "}\nconsumers: [{service: s, serviceAccounts: ['a,b']}]", `"a,b" is no name`},
		"consumers twice": {head + "}\nconsumers: [{service: s}, {service: s}]", "are said twice"},
		"audience":        {head + "}\nconsumers: [{service: s, audience: 'a b'}]", "is no audience"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := secrets.ParseConfig("x.yaml", []byte(c.text))
			require.ErrorContains(t, err, c.want)
			var errs source.Errors
			require.ErrorAs(t, err, &errs)
			assert.Equal(t, "x.yaml", errs[0].Pos.File)
		})
	}
	_, err := secrets.ParseConfig("x.yaml", []byte("secrets:\n  - {name: A, service: b_c, environment: '-', type: x}\n"))
	var errs source.Errors
	require.ErrorAs(t, err, &errs)
	assert.Len(t, errs, 4, "all at once")
}

// hostile are names that would change a path, a policy, or what a client makes of them.
func hostile() []string {
	return []string{
		"", ".", "..", "../orders", "a/../b", "a//b", "/a", "a/", "a/b", "%2e%2e", "%2f", "+", "*", "a*", "pay*", "a,b", `"`, `\`, "a\nb", "a\x00b",
		"a\r\nb", "a\u202eb", "a\u200bb", "cafe\u0301", "caf\u00e9", "раypal", "{{identity.entity.id}}", "{{", "}}", "${x}", "${", "A", "a b", "-a", "_a", "a.b",
		`" { capabilities = ["read"] } path "*`, strings.Repeat("a", 64), strings.Repeat("a", 64<<10), "~", "a?b", "a#b", "a;b", "<a>", "`a`",
	}
}

// TestInjection: refused with position, and before a request is made.
func TestInjection(t *testing.T) {
	t.Parallel()
	for _, field := range []string{"name", "service", "environment"} {
		for i, bad := range hostile() {
			t.Run(fmt.Sprintf("%s/%d", field, i), func(t *testing.T) {
				t.Parallel()
				values := map[string]string{"name": "db", "service": "pay", "environment": "prod", "type": "generated"}
				values[field] = bad
				text, err := json.Marshal(map[string]any{"secrets": []any{values}})
				require.NoError(t, err)
				_, err = secrets.ParseConfig("x.yaml", text)
				var fault *source.Error
				require.ErrorAs(t, err, &fault)
				assert.Equal(t, 1, fault.Pos.Line)
				assert.Positive(t, fault.Pos.Column)
				assert.Less(t, len(err.Error()), 1500, "the name is not repeated at length")

				m := secretstest.NewMemory()
				id := secrets.ID{Environment: values["environment"], Service: values["service"], Name: values["name"]}
				_, err = on(m).Plan(t.Context(), &secrets.Config{Requests: []secrets.Request{{ID: id, Type: secrets.Generated}}})
				require.Error(t, err, "a configuration that was not parsed")
				if bad != "" {
					_, err = on(m).Teardown(t.Context(), secrets.Layout{}, id, nil)
					require.Error(t, err)
				}
				assert.Empty(t, m.Requests())
			})
		}
	}
}

// FuzzConfig: what is accepted grants exactly what it asks for, as an independent reader sees it, and no two things share a name.
func FuzzConfig(f *testing.F) {
	f.Add([]byte(full))
	f.Add([]byte(databases))
	f.Add([]byte("secrets:\n  - {name: a, service: a-b, environment: c, type: generated}\n  - {name: a, service: b, environment: c-a, type: external}\n"))
	for _, bad := range hostile() {
		text, err := json.Marshal(map[string]any{"secrets": []any{map[string]string{"name": bad, "service": "pay", "environment": "prod", "type": "generated"}}})
		if err == nil && len(text) < 1000 {
			f.Add(text)
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		c, err := secrets.ParseConfig("x.yaml", data)
		if err != nil {
			var errs source.Errors
			require.ErrorAs(t, err, &errs)
			return
		}
		if len(c.Requests) == 0 || len(c.Requests) > 20 {
			return
		}
		checkGrants(t, c)
	})
}

// checkGrants applies a configuration, and compares what its policies grant with what it asks for.
func checkGrants(t *testing.T, c *secrets.Config) {
	t.Helper()
	first := strings.SplitN(c.Layout.SecretPath(secrets.ID{}), "/", 2)[0]
	mounts := []secrets.Mount{{Path: first, Type: "kv", KV: 2}}
	for _, b := range c.Databases {
		mounts = append(mounts, secrets.Mount{Path: cmp.Or(b.Mount, "database"), Type: "database"})
	}
	m := secretstest.NewMemory(mounts...)
	for _, b := range c.Databases {
		m.Connect(cmp.Or(b.Mount, "database"), b.Connection, "*")
	}
	for i := range c.Requests {
		c.Requests[i].Shape.Policy = "" // the server has none
	}
	p := on(m)
	r, err := p.Plan(t.Context(), c)
	if err != nil && (c.Layout.Auth != "" || len(c.Databases) > 0) {
		return // the server has but one login, and no engine within another
	}
	require.NoError(t, err)
	require.NoError(t, p.Apply(t.Context(), r, nothing{}, nil))
	want, policies, kept := map[string]map[string][]string{}, map[string]string{}, 0
	for _, r := range c.Requests {
		name := c.Layout.PolicyName(r.Environment, r.Service)
		owner := r.Environment + "/" + r.Service
		require.Contains(t, []string{"", owner}, policies[name], "two services have one policy")
		policies[name] = owner
		if want[name] == nil {
			want[name] = map[string][]string{}
		}
		path := strings.Replace(c.Layout.SecretPath(r.ID), first+"/", first+"/data/", 1)
		if r.Database == "" {
			kept++
		} else {
			path = accountPath(c, r)
		}
		require.NotContains(t, want[name], path, "two secrets have one path")
		want[name][path] = []string{"read"}
	}
	state := m.State()
	require.Len(t, state.Policies, len(want)+2)
	require.Len(t, state.Secrets, kept)
	require.Len(t, state.Accounts, len(c.Requests)-kept)
	for name, paths := range want {
		got, err := grants(state.Policies[name])
		require.NoError(t, err)
		require.Equal(t, paths, got)
	}
}

// accountPath returns where the account of a request is read.
func accountPath(c *secrets.Config, r secrets.Request) string {
	part := "creds"
	if r.Type == secrets.DatabaseStatic {
		part = "static-creds"
	}
	for _, b := range c.Databases {
		if b.Name == r.Database {
			return cmp.Or(b.Mount, "database") + "/" + part + "/" + r.Environment + "_" + r.Service + "_" + r.Name
		}
	}
	return ""
}

// TestPolicyGrantsExactly is the same over the names that are most alike.
func TestPolicyGrantsExactly(t *testing.T) {
	t.Parallel()
	c := &secrets.Config{}
	for _, environment := range []string{"a", "a-b", "b", "b-c", "c", "root", "default"} {
		for _, service := range []string{"a", "a-b", "b", "b-c", "c"} {
			for _, name := range []string{"db", "db-admin", "db_admin", "db-", "data", "metadata"} {
				c.Requests = append(c.Requests, secrets.Request{ID: secrets.ID{Environment: environment, Service: service, Name: name}, Type: secrets.Generated})
			}
		}
	}
	checkGrants(t, c)
}

func TestSchema(t *testing.T) {
	t.Parallel()
	s := schema.New("config.schema.json", secrets.ConfigSchema())
	require.NoError(t, s.Compile())
	faults, err := s.Check(map[string]any{"secrets": []any{map[string]any{"name": "a", "service": "b", "environment": "c", "type": "generated"}}})
	require.NoError(t, err)
	assert.Empty(t, faults)
	for _, bad := range hostile() {
		faults, err := s.Check(map[string]any{"secrets": []any{map[string]any{"name": bad, "service": "b", "environment": "c", "type": "generated"}}})
		require.NoError(t, err)
		if bad != "a.b" {
			assert.NotEmpty(t, faults, "%q", bad)
		}
	}
}

func TestCheck(t *testing.T) {
	t.Parallel()
	known := &catalog.Catalog{}
	for _, e := range [][3]string{{"default", "order-api", "platform-team"}, {"other", "order-api", "others"}, {"a", "twice", "x"}, {"b", "twice", "x"}, {"default", "nobodys", ""}} {
		require.NoError(t, known.Add(&catalog.Entity{
			APIVersion: catalog.V1alpha1, Kind: catalog.Component, Metadata: catalog.Metadata{Namespace: e[0], Name: e[1]}, Spec: &catalog.ComponentSpec{Owner: e[2]},
		}))
	}
	ask := func(service, owner string) *secrets.Config {
		return parse(t, fmt.Sprintf("secrets:\n  - {name: a, service: %s, environment: e, type: generated, owner: %q}\n", service, owner))
	}
	require.NoError(t, ask("order-api", "").Check(known))
	require.NoError(t, ask("order-api", "platform-team").Check(known))
	require.NoError(t, ask("order-api", "").Check(known, catalog.Ref{Kind: "User", Name: "ada"}, catalog.Ref{Kind: "Group", Name: "Platform-Team"}))
	require.ErrorContains(t, ask("order-api", "").Check(known, catalog.Ref{Kind: "User", Name: "ada"}), "for which nobody asks here")
	require.ErrorContains(t, ask("order-api", "group:others").Check(known), `secrets-config.yaml:2:5: "order-api" is owned by group:default/platform-team, not by group:others`)
	require.ErrorContains(t, ask("order-ap1", "").Check(known), "is no component")
	require.ErrorContains(t, ask("twice", "").Check(known), "several namespaces")
	require.ErrorContains(t, ask("nobodys", "").Check(known), "has no owner")
}

func TestMounts(t *testing.T) {
	t.Parallel()
	m := secretstest.NewMemory(secrets.Mount{Path: "secrets", Type: "pki"})
	_, err := on(m).Plan(t.Context(), document(t))
	require.ErrorContains(t, err, "is of type pki")
	_, err = on(secretstest.NewMemory(secrets.Mount{Path: "kv", Type: "kv", KV: 2})).Plan(t.Context(), document(t))
	require.ErrorIs(t, err, secrets.ErrNotFound)
	plain := secretstest.NewMemory(secrets.Mount{Path: "secrets", Type: "kv", KV: 1})
	require.NoError(t, apply(t.Context(), on(plain), document(t)))
	got, err := grants(plain.State().Policies["production_order-api"])
	require.NoError(t, err)
	assert.Contains(t, got, "secrets/production/order-api/db-password")
	_, err = on(plain).Plan(t.Context(), parse(t, "secrets: [{name: a, service: s, environment: e, type: generated, rotation: {period: 9d}}]"))
	require.ErrorContains(t, err, "rotation needs a mount of kv version 2")
	var fault *source.Error
	assert.True(t, errors.As(err, &fault))
}
