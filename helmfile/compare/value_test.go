package compare_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/helmfile/compare"
)

// shown writes a change in a line: kind path: a | b.
func shown(c compare.Change) string {
	side := func(s compare.Side) string {
		if s.State == compare.Set {
			return fmt.Sprintf("%v@%d", s.Value, s.At.Line)
		}
		return string(s.State)
	}
	return fmt.Sprintf("%s %s: %s | %s", c.Kind, c.Path, side(c.A), side(c.B))
}

func TestValues(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, a, b string
		want       []string
	}{
		{"the same", "x: {k: [1, 2]}", "x:\n  k:\n  - 1\n  - 2\n", nil},
		{"a number in another spelling", "x: 0x10", "x: 16", nil},
		{"a scalar", "x: 1", "x: 2", []string{"changed x: 1@1 | 2@1"}},
		{"another type", "x: 1", "x: '1'", []string{"changed x: 1@1 | 1@1"}},
		{"a whole number and a fraction", "x: 1", "x: 1.0", []string{"changed x: 1@1 | 1@1"}},
		{"null is not absent", "a: null", "k: 1", []string{"only-a a: <nil>@1 | absent", "only-b k: absent | 1@1"}},
		{"a whole map", "x: {k: 1}", "{}", []string{"only-a x: map[k:1]@1 | absent"}},
		{"a map for a scalar", "x: {k: 1}", "x: 1", []string{"changed x: map[k:1]@1 | 1@1"}},
		{"a key with a dot", "a: {b.c: 1}", "a: {b.c: 2}", []string{`changed a.b\.c: 1@1 | 2@1`}},
		{"an empty key", "a: {'': 1}", "a: {'': 2}", []string{`changed a."": 1@1 | 2@1`}},
		{
			"entries by name", "env:\n- {name: A, value: 1}\n- {name: B, value: 2}", "env:\n- {name: B, value: 3}\n",
			[]string{"only-a env[name=A]: map[name:A value:1]@2 | absent", "changed env[name=B].value: 2@3 | 3@2"},
		},
		{
			"entries in another order", "env: [{name: A}, {name: B}, {name: C}]", "env: [{name: C}, {name: A}, {name: B}]",
			[]string{"order env: [A B C]@1 | [C A B]@1"},
		},
		{
			"names that are not unique identify nothing", "v: [{name: A, mountPath: /a}, {name: A, mountPath: /b}]",
			"v: [{name: A, mountPath: /b}, {name: A, mountPath: /c}]",
			[]string{
				"only-a v[mountPath=/a]: map[mountPath:/a name:A]@1 | absent",
				"only-b v[mountPath=/c]: absent | map[mountPath:/c name:A]@1",
			},
		},
		{"an element goes", "x: [a, b, c]", "x: [a, c]", []string{"only-a x[1]: b@1 | absent"}},
		{"an element comes", "x: [a, c]", "x: [a, b, c]", []string{"only-b x[1]: absent | b@1"}},
		{"an element changes", "x: [a, b, c]", "x: [a, B, c]", []string{"changed x[1]: b@1 | B@1"}},
		{"elements in another order", "x: [a, b]", "x: [b, a]", []string{"order x: [a b]@1 | [b a]@1"}},
		{"equal elements count", "x: [a, a, b]", "x: [a, b]", []string{"only-a x[1]: a@1 | absent"}},
		{
			"maps without identity, by number", "h: [{host: a, path: /}, {host: b}]", "h: [{host: A, path: /}, {host: b}]",
			[]string{"changed h[0].host: a@1 | A@1"},
		},
		{"a list for nothing", "x: []", "x: [1]", []string{"only-b x[0]: absent | 1@1"}},
		{"a secret by its key", "db: {password: a}", "db: {password: b}", []string{"changed db.password: secret | secret"}},
		{
			"a secret beside its name", "env: [{name: DB_PASSWORD, value: a}]", "env: [{name: DB_PASSWORD, value: b}]",
			[]string{"changed env[name=DB_PASSWORD].value: secret | secret"},
		},
		{
			"a secret beside a name that identifies nothing", "env: [{name: DB_PASSWORD, value: a}, {name: DB_PASSWORD, value: c}]",
			"env: [{name: DB_PASSWORD, value: b}, {name: DB_PASSWORD, value: c}]", []string{"changed env[0].value: secret | secret"},
		},
		{
			"a secret within a map", "{}", "a: {token: x, b: [{name: API_KEY, value: v}], url: 'postgres://u:p@h/d'}",
			[]string{"only-b a: absent | map[b:[map[name:API_KEY value:(secret)]] token:(secret) url:(secret)]@1"},
		},
		{
			"what only names a secret", "a: {secretName: x, valueFrom: {secretKeyRef: {name: s, key: k}}, existingSecret: w}", "a: {}",
			[]string{
				"only-a a.existingSecret: w@1 | absent", "only-a a.secretName: x@1 | absent",
				"only-a a.valueFrom: map[secretKeyRef:map[key:k name:s]]@1 | absent",
			},
		},
		{
			"a secret never identifies", "apiKeys: [{key: topsecret1, owner: a}, {key: topsecret2, owner: b}]", "apiKeys: [{key: topsecret2, owner: b}]",
			[]string{"only-a apiKeys[0]: map[key:(secret) owner:(secret)]@1 | absent"},
		},
		{"a switch is no secret", "a: {password: true}", "a: {password: ''}", []string{"changed a.password: true@1 | @1"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			a, b := two(t, tt.a, tt.b)
			var got []string
			d := compare.Compare(a, b, nil)
			for _, r := range d.Changed {
				require.Empty(t, r.Fields)
				for _, c := range r.Values {
					got = append(got, shown(c))
				}
			}
			assert.Equal(t, tt.want, got)
			assert.Equal(t, len(tt.want) == 0, d.Empty())
		})
	}
}

func TestIsSecretKey(t *testing.T) {
	t.Parallel()
	for key, want := range map[string]bool{
		"password": true, "DB_PASSWORD": true, "adminPassword": true, "apiKey": true, "API_KEY": true, "apikey": true, "token": true,
		"clientSecret": true, "privateKey": true, "credentials": true, "tls.key": true, "AWS_SECRET_ACCESS_KEY": true, "dsn": true,
		"secretName": false, "existingSecret": false, "secretKeyRef": false, "tokenTTL": false, "maxTokens": false, "key": false,
		"passwordFile": false, "serviceAccountTokenName": false, "keyboard": false, "": false, "tokenizer": false, "tokens": true, "apiKeys": true,
		"secretEnabled": false, "image": false, "public-key": false, "secretProviderClass": false, "OAUTH_TOKEN_URL": false,
	} {
		assert.Equal(t, want, compare.IsSecretKey(key), key)
	}
}

func TestOptions(t *testing.T) {
	t.Parallel()
	a, b := two(t, "pin: one\nx: 1", "pin: other\nx: 2")
	d := compare.Compare(a, b, &compare.Options{IsSecret: func(key string) bool { return key == "pin" }})
	require.Len(t, d.Changed, 1)
	assert.Equal(t, []string{"changed pin: secret | secret", "changed x: 1@2 | 2@2"}, []string{shown(d.Changed[0].Values[0]), shown(d.Changed[0].Values[1])})
	assert.True(t, compare.Compare(a, b, &compare.Options{NoValues: true}).Empty())
}
