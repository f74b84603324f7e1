package secrets_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/scaffold"
	"github.com/goldenpath-go/goldenpath/scaffold/action/internal/actiontest"
	action "github.com/goldenpath-go/goldenpath/scaffold/action/secrets"
	"github.com/goldenpath-go/goldenpath/secrets"
	"github.com/goldenpath-go/goldenpath/secrets/secretstest"
)

// document is the founding document's file.
const document = `# Engineers request secrets by a pull request against this file.
secrets:
  - name: stripe-api-key
    service: order-api
    environment: production
    type: external      # managed by the team, stored in Vault
  - name: db-password
    service: order-api
    environment: production
    type: generated     # the platform generates and rotates it
`

type object = map[string]any

func bench(t *testing.T, m *secretstest.Memory, file string) *actiontest.Bench {
	t.Helper()
	b := &actiontest.Bench{Action: action.Actions(nil)[0], Dir: t.TempDir()}
	if m != nil {
		b.Action = action.Actions(&secrets.Provisioner{Store: m})[0]
	}
	if file != "" {
		b.Files = fstest.MapFS{"secrets-config.yaml": {Data: []byte(file)}}
	}
	return b
}

func run(t *testing.T, b *actiontest.Bench, in object) *actiontest.Outcome {
	t.Helper()
	o, err := b.Run(t.Context(), in)
	require.NoError(t, err)
	return o
}

// written returns the file of requests in the workspace.
func written(t *testing.T, b *actiontest.Bench) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(b.Dir, "workspace", "secrets-config.yaml"))
	require.NoError(t, err)
	return string(data)
}

func generated(name string, more ...any) object {
	o := object{"name": name, "service": "order-api", "environment": "production", "type": "generated"}
	for i := 0; i < len(more); i += 2 {
		o[more[i].(string)] = more[i+1]
	}
	return o
}

func TestRequestsAreAddedToTheFile(t *testing.T) {
	t.Parallel()
	added := "name: session-key\nX service: order-api\nX environment: production\nX type: generated\n"
	in := func(indent string) string { return strings.ReplaceAll(added, "X", indent) }
	tests := map[string]struct{ file, want string }{
		"no file":         {"", "secrets:\n  - " + in("   ")},
		"the document's":  {document, document + "  - " + in("   ")},
		"no list":         {"# requests\n", "# requests\nsecrets:\n  - " + in("   ")},
		"an owner alone":  {"owner: group:payments\n", "owner: group:payments\nsecrets:\n  - " + in("   ")},
		"an empty list":   {"secrets: [] # none yet\nowner: group:a\n", "secrets:\n  - " + strings.TrimSuffix(in("   "), "\n") + " # none yet\nowner: group:a\n"},
		"a null":          {"secrets:\nowner: group:a\n", "secrets:\n  - " + in("   ") + "owner: group:a\n"},
		"without indent":  {"secrets:\n- {name: a, service: b, environment: c, type: external} # x\nowner: group:a\n", "secrets:\n- {name: a, service: b, environment: c, type: external} # x\n- " + in(" ") + "owner: group:a\n"},
		"no end of line":  {"secrets:\n    - {name: a, service: b, environment: c, type: external}", "secrets:\n    - {name: a, service: b, environment: c, type: external}\n    - " + in("     ")},
		"one of the same": {"secrets:\n  - {name: session-key, service: order-api, environment: production, type: generated}\n", "secrets:\n  - {name: session-key, service: order-api, environment: production, type: generated}\n"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := bench(t, nil, tt.file)
			o := run(t, b, object{"secrets": []any{generated("session-key")}})
			require.NoError(t, o.Err)
			assert.Equal(t, tt.want, written(t, b))
			require.NoError(t, b.Undo(t.Context()))
			assert.NoFileExists(t, filepath.Join(b.Dir, "workspace", "secrets-config.yaml"))
		})
	}
}

func TestOutput(t *testing.T) {
	t.Parallel()
	o := run(t, bench(t, nil, document), object{})
	require.NoError(t, o.Err)
	assert.Equal(t, `{"file":"secrets-config.yaml","secrets":[`+
		`{"name":"stripe-api-key","service":"order-api","environment":"production","type":"external","path":"secrets/production/order-api/stripe-api-key","field":"value","policy":"production_order-api","role":"production_order-api"},`+
		`{"name":"db-password","service":"order-api","environment":"production","type":"generated","path":"secrets/production/order-api/db-password","field":"value","policy":"production_order-api","role":"production_order-api"}]}`,
		scaffold.JSON(o.Output, ""))

	m := secretstest.NewMemory()
	o = run(t, bench(t, m, document+"layout: {path: 'secrets/{service}/{environment}/{name}'}\n"), object{"provision": true})
	require.NoError(t, o.Err)
	first, _ := o.Output.Get("secrets").([]any)[0].(*scaffold.Object)
	assert.Equal(t, true, first.Get("waiting"))
	assert.Equal(t, "secrets/order-api/production/stripe-api-key", first.Text("path"))
	assert.Contains(t, m.State().Secrets, first.Text("path"))
}

// databases is what a file says of a database that requests may be for.
const databases = "databases:\n  - {name: orders, connection: orders, statements: {creation: [CREATE]}}\n"

func TestAccountsOfDatabases(t *testing.T) {
	t.Parallel()
	in := object{"secrets": []any{generated("orders-db", "type", "database-dynamic", "database", "orders", "ttl", "1h")}}
	b := bench(t, nil, databases)
	o := run(t, b, in)
	require.NoError(t, o.Err)
	assert.Equal(t, databases+"secrets:\n  - name: orders-db\n    service: order-api\n    environment: production\n"+
		"    type: database-dynamic\n    database: orders\n    ttl: 1h\n", written(t, b))
	first, _ := o.Output.Get("secrets").([]any)[0].(*scaffold.Object)
	assert.True(t, strings.HasPrefix(first.Text("path"), "database/creds/"), first.Text("path"))
	assert.Equal(t, scaffold.Undefined{}, first.Get("field"))
	o = run(t, bench(t, nil, ""), in)
	require.ErrorIs(t, o.Err, scaffold.ErrInput)
	assert.ErrorContains(t, o.Err, "instance.secrets[0].database: ")
}

func TestFaultsOfTheInput(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		file  string
		in    object
		class error
		want  string
	}{
		"no file":     {"", object{}, nil, "read the requests for secrets"},
		"not a name":  {"", object{"secrets": []any{generated("../orders")}}, scaffold.ErrInput, "instance.secrets[0].name does not match pattern"},
		"no type":     {"", object{"secrets": []any{object{"name": "a", "service": "b", "environment": "c"}}}, scaffold.ErrInput, `instance.secrets[0] requires property "type"`},
		"a value":     {"", object{"secrets": []any{generated("a", "value", "x")}}, scaffold.ErrInput, "instance.secrets[0]"},
		"not so long": {"", object{"secrets": []any{generated("a"), generated("b", "shape", object{"length": 4})}}, scaffold.ErrInput, "instance.secrets[1].shape: text of 4 characters"},
		"no owner":    {"", object{"secrets": []any{generated("a", "owner", "a b")}}, scaffold.ErrInput, "instance.secrets[0].owner: "},
		"twice":       {"", object{"secrets": []any{generated("a"), generated("a")}}, scaffold.ErrInput, "instance.secrets[1].name: "},
		"otherwise":   {document, object{"secrets": []any{generated("stripe-api-key")}}, scaffold.ErrConflict, "instance.secrets[0]: production/order-api/stripe-api-key is asked for otherwise at secrets-config.yaml:3:5"},
		"bad file":    {"secrets:\n  - {name: a}\n", object{}, scaffold.ErrInput, "secrets-config.yaml:2:"},
		"flow":        {"secrets: [{name: a, service: b, environment: c, type: external}]\n", object{"secrets": []any{generated("b")}}, scaffold.ErrInput, "is not written so that requests can be added"},
		"outside":     {"", object{"file": "../x"}, scaffold.ErrNotAllowed, ""},
		"no store":    {document, object{"provision": true}, scaffold.ErrInput, "instance.provision: there is no store here"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := bench(t, nil, tt.file)
			o := run(t, b, tt.in)
			require.ErrorContains(t, o.Err, tt.want)
			if tt.class != nil {
				require.ErrorIs(t, o.Err, tt.class)
			}
			require.NoError(t, b.Undo(t.Context()))
		})
	}
}

func TestDryRun(t *testing.T) {
	t.Parallel()
	m := secretstest.NewMemory()
	o, err := bench(t, m, document).DryRun(t.Context(), object{"provision": true, "secrets": []any{generated("session-key")}})
	require.NoError(t, err)
	require.NoError(t, o.Err)
	for _, line := range []string{
		"asked for production/order-api/session-key, generated, in secrets-config.yaml",
		"create secret/secrets/production/order-api/stripe-api-key: external: a person hands it in",
		"create secret/secrets/production/order-api/session-key: generated: text of 32 characters",
		"create policy/production_order-api: lets production/order-api read 3 secrets", "create role/kubernetes/production_order-api: ",
	} {
		assert.Contains(t, o.Log, line)
	}
	assert.Zero(t, m.Writes())
	o, err = bench(t, nil, document).DryRun(t.Context(), object{"provision": true})
	require.NoError(t, err)
	require.NoError(t, o.Err)
	assert.Contains(t, o.Log, "what secrets-config.yaml asks for would be provisioned\n")
}

// TestSchemasAreTheFiles says that the input takes what the file takes, but for adopt: who takes over what is there does so in
// the reviewed file.
func TestSchemasAreTheFiles(t *testing.T) {
	t.Parallel()
	read := func(data []byte) *scaffold.Object {
		value, err := scaffold.ParseJSON(data)
		require.NoError(t, err)
		o, _ := value.(*scaffold.Object)
		return o.Object("properties").Object("secrets").Object("items").Object("properties")
	}
	ours, theirs := read(action.Actions(nil)[0].Input), read(secrets.ConfigSchema())
	for name := range theirs.All() {
		assert.Equal(t, name != "adopt", ours.Object(name) != nil, name)
	}
	for name, schema := range ours.All() {
		inner, _ := schema.(*scaffold.Object)
		of := theirs.Object(name)
		require.NotNil(t, of, name)
		assert.Equal(t, inner.Object("properties").Names(), of.Object("properties").Names(), name)
		assert.Equal(t, inner.Get("pattern"), of.Get("pattern"), name)
		assert.Equal(t, inner.Get("enum"), of.Get("enum"), name)
		for name, schema := range inner.Object("properties").All() {
			inner, _ := schema.(*scaffold.Object)
			assert.Equal(t, inner.Get("enum"), of.Object("properties").Object(name).Get("enum"), name)
			assert.Equal(t, inner.Get("pattern"), of.Object("properties").Object(name).Get("pattern"), name)
		}
	}
}
