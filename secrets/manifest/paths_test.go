package manifest_test

import (
	"bytes"
	"encoding/json"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
	"text/template"

	"github.com/hashicorp/hcl"
	"github.com/hashicorp/hcl/hcl/ast"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/internal/tree"
	"github.com/goldenpath-go/goldenpath/plan"
	"github.com/goldenpath-go/goldenpath/secrets"
	"github.com/goldenpath-go/goldenpath/secrets/manifest"
	"github.com/goldenpath-go/goldenpath/secrets/secretstest"
)

// TestReadsWhatThePolicyGrants: each consumer asks for the paths that the service's policy grants, for all of them and for no
// other, whatever the layout.
func TestReadsWhatThePolicyGrants(t *testing.T) {
	t.Parallel()
	const two = `secrets:
  - {name: a_b, service: s, environment: e, type: external}
  - {name: c, service: s, environment: e, type: external, shape: {field: x.y}}
`
	for _, test := range []struct {
		name, folder, mount string
		kv                  int
		want                []string
	}{
		{"as it is", "secrets", "secrets", 2, []string{"secrets/data/s/e/a_b", "secrets/data/s/e/c"}},
		{"kv 1", "secrets", "secrets", 1, []string{"secrets/s/e/a_b", "secrets/s/e/c"}},
		{"folders", "kv/teams", "kv", 2, []string{"kv/data/teams/s/e/a_b", "kv/data/teams/s/e/c"}},
		{"a deeper mount", "kv/teams", "kv/teams", 2, []string{"kv/teams/data/s/e/a_b", "kv/teams/data/s/e/c"}},
		{"the mount's name again", "kv/kv", "kv", 2, []string{"kv/data/kv/s/e/a_b", "kv/data/kv/s/e/c"}},
		{"the mount's name again, kv 1", "kv/kv", "kv", 1, []string{"kv/kv/s/e/a_b", "kv/kv/s/e/c"}},
		{"a folder data", "kv/data", "kv", 2, []string{"kv/data/data/s/e/a_b", "kv/data/data/s/e/c"}},
		{"a mount data", "data/data", "data", 2, []string{"data/data/data/s/e/a_b", "data/data/data/s/e/c"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			c := parse(t, "layout: {path: '"+test.folder+"/{service}/{environment}/{name}'}\n"+two)
			assert.Equal(t, test.want, granted(t, c, secrets.Mount{Path: test.mount, Type: "kv", KV: test.kv}))
			for _, f := range formats() {
				reads := pathsRead(t, f, written(t, f, c, vaultAt(test.mount, test.kv), nil))
				assert.Equal(t, test.want, slices.Sorted(maps.Keys(reads)), f.name)
				if f.name != "secrets-operator.yaml" { // which takes all fields
					assert.Equal(t, map[string]string{test.want[0]: "value", test.want[1]: "x.y"}, reads, f.name)
				}
			}
		})
	}
}

// granted returns the paths of the policies that a Provisioner makes.
func granted(t *testing.T, c *secrets.Config, mount secrets.Mount) (paths []string) {
	t.Helper()
	store := secretstest.NewMemory(mount, secrets.Mount{Path: "database", Type: "database"})
	store.Connect("database", "orders", "*")
	p := &secrets.Provisioner{Store: store}
	review, err := p.Plan(t.Context(), c)
	require.NoError(t, err)
	require.NoError(t, p.Apply(t.Context(), review, &plan.Memory{}, nil))
	names, err := store.Policies(t.Context())
	require.NoError(t, err)
	for _, name := range names {
		text, err := store.Policy(t.Context(), name)
		require.NoError(t, err)
		for _, found := range regexp.MustCompile(`(?m)^path "(.*)" \{$`).FindAllStringSubmatch(text, -1) {
			paths = append(paths, found[1])
		}
	}
	slices.Sort(paths)
	return paths
}

// TestReadsAccounts: accounts of databases are read where the server gives them.
func TestReadsAccounts(t *testing.T) {
	t.Parallel()
	want := granted(t, requests(t), secrets.Mount{Path: "secrets", Type: "kv", KV: 2})
	assert.Equal(t, []string{
		"database/creds/production_order-api_orders", "database/static-creds/production_reporting_reports",
		"secrets/data/production/no/file-token-", "secrets/data/production/order-api/signing_key",
		"secrets/data/production/order-api/stripe-api-key", "secrets/data/staging/order-api/signing_key",
	}, want)
	for _, f := range formats() {
		reads := pathsRead(t, f, written(t, f, requests(t), vaultAt("secrets", 2), nil))
		assert.Equal(t, want, slices.Sorted(maps.Keys(reads)), f.name)
	}
}

// pathsRead returns the paths of the API that a consumer reads, each with the field that it takes; empty: all.
func pathsRead(t *testing.T, f format, text string) map[string]string {
	t.Helper()
	out := map[string]string{}
	if !f.yaml {
		return agentReads(t, text)
	}
	stores := map[string]*tree.Node{}
	for _, doc := range documents(t, text) {
		spec, where := doc.Get("spec"), at(t, doc, "metadata", "namespace")+"/"+at(t, doc, "metadata", "name")
		switch at(t, doc, "kind") {
		case "SecretStore":
			stores[where] = spec.Get("provider").Get("vault")
		case "ExternalSecret":
			if data := spec.Get("data"); data != nil {
				maps.Copy(out, externalReads(t, stores[where], data.Items))
			}
		case "VaultStaticSecret":
			out[kvPath(at(t, spec, "mount"), at(t, spec, "path"), at(t, spec, "type") == "kv-v2")] = ""
		case "VaultDynamicSecret":
			path := at(t, spec, "path")
			if mount, ok := spec.Get("mount").Str(); ok {
				path = mount + "/" + path
				assert.Equal(t, strings.Contains(path, "/static-creds/"), spec.Get("allowStaticCreds") != nil)
			}
			out[path] = ""
		case "Deployment":
			maps.Copy(out, injectedReads(t, spec.Get("template").Get("metadata").Get("annotations")))
		}
	}
	return out
}

func kvPath(mount, path string, version2 bool) string {
	if version2 {
		return mount + "/data/" + path
	}
	return mount + "/" + path
}

// externalReads returns what the External Secrets Operator asks Vault for. It drops the mount where a key begins with it, and
// data/ after that where the engine is of version 2; then it puts both before the key.
func externalReads(t *testing.T, store *tree.Node, data []*tree.Node) map[string]string {
	t.Helper()
	require.NotNil(t, store)
	out := map[string]string{}
	mount, two := at(t, store, "path"), at(t, store, "version") == "v2"
	for _, d := range data {
		key, ok := strings.CutPrefix(at(t, d, "remoteRef", "key"), mount+"/")
		if ok && two {
			key = strings.TrimPrefix(key, "data/")
		}
		out[kvPath(mount, key, two)] = at(t, d, "remoteRef", "property")
	}
	return out
}

// injectedReads returns what the agent asks for that the injector configures, which must be what the annotation names.
func injectedReads(t *testing.T, annotations *tree.Node) map[string]string {
	t.Helper()
	out, files := map[string]string{}, map[string]bool{}
	for _, f := range annotations.Fields {
		suffix, ok := strings.CutPrefix(f.Name, "vault.hashicorp.com/agent-inject-secret-")
		if !ok {
			require.NotContains(t, f.Name, "agent-inject-template-file-")
			continue
		}
		path, field := execute(t, at(t, annotations, "vault.hashicorp.com/agent-inject-template-"+suffix))
		assert.Equal(t, f.Value.Text, path)
		assert.Equal(t, "true", at(t, annotations, "vault.hashicorp.com/error-on-missing-key-"+suffix))
		out[path] = field
		file := strings.ToLower(suffix)
		if n := annotations.Get("vault.hashicorp.com/agent-inject-file-" + suffix); n != nil {
			file = n.Text
		}
		assert.False(t, files[file], file)
		files[file] = true
	}
	return out
}

// agentReads returns what agents ask for, by the parser that Vault uses.
func agentReads(t *testing.T, text string) map[string]string {
	t.Helper()
	out := map[string]string{}
	for _, part := range strings.Split(text, "# Generated from ")[1:] {
		file := parseAgent(t, "# "+part)
		assert.Equal(t, "https://vault.example.com:8200", file.address)
		for _, x := range file.templates {
			path, field := execute(t, x.Contents)
			assert.True(t, x.ErrorOnMissingKey)
			assert.True(t, strings.HasPrefix(x.Destination, "/vault/secrets/"))
			out[path] = field
		}
	}
	return out
}

type agentFile struct {
	address   string
	templates []agentTemplate
}

type agentTemplate struct {
	Destination, Contents string
	ErrorOnMissingKey     bool `hcl:"error_on_missing_key"`
}

// parseAgent reads an agent's configuration block by block, as Vault does.
func parseAgent(t *testing.T, text string) (out agentFile) {
	t.Helper()
	file, err := hcl.Parse(text)
	require.NoError(t, err, text)
	root, ok := file.Node.(*ast.ObjectList)
	require.True(t, ok)
	for _, item := range root.Filter("template").Items {
		var x agentTemplate
		require.NoError(t, hcl.DecodeObject(&x, item.Val))
		out.templates = append(out.templates, x)
	}
	vault, other := struct{ Address *string }{&out.address}, map[string]any{}
	for name, into := range map[string]any{"vault": &vault, "auto_auth": &other, "template_config": &other} {
		items := root.Filter(name).Items
		require.Len(t, items, 1)
		require.NoError(t, hcl.DecodeObject(into, items[0].Val))
	}
	return out
}

// answer is what a template gets of a secret.
type answer struct{ Data map[string]any }

// execute runs a template as the agent does, with the names of fields for their values. It returns the path that the template
// reads, and what it writes.
func execute(t *testing.T, text string) (path, out string) {
	t.Helper()
	reads := 0
	tmpl, err := template.New("").Option("missingkey=error").Funcs(template.FuncMap{
		"secret": func(p string) answer {
			path, reads = p, reads+1
			fields := map[string]any{"value": "value", "x.y": "x.y", "key.pem": "key.pem"}
			if regexp.MustCompile(`^database/(static-)?creds/`).MatchString(p) {
				return answer{map[string]any{"username": `u"`, "password": `p\`}}
			}
			if strings.Contains(p, "/data/") {
				return answer{map[string]any{"data": fields}}
			}
			return answer{fields}
		},
		"toJSON": func(v any) (string, error) {
			data, err := json.Marshal(v)
			return string(data), err
		},
	}).Parse(text)
	require.NoError(t, err, text)
	var b bytes.Buffer
	require.NoError(t, tmpl.Execute(&b, nil), text)
	assert.Equal(t, 1, reads)
	return path, b.String()
}

// TestAccountFile: an agent's file of an account is JSON.
func TestAccountFile(t *testing.T) {
	t.Parallel()
	reads := pathsRead(t, formats()[3], written(t, formats()[3], requests(t), vaultAt("secrets", 2), nil))
	assert.JSONEq(t, `{"username": "u\"", "password": "p\\"}`, reads["database/creds/production_order-api_orders"])
}

// TestMissingField: an agent that finds no such field fails, rather than writing a file without a value.
func TestMissingField(t *testing.T) {
	t.Parallel()
	for _, field := range []string{"token", "api-token"} {
		c := parse(t, "secrets: [{name: a, service: s, environment: e, type: external, shape: {field: "+field+"}}]")
		all, err := manifest.Agent(c, vaultAt("secrets", 2), nil)
		require.NoError(t, err)
		for _, found := range []map[string]any{{"other": "x"}, {field: "x"}, {field: ""}} {
			tmpl, err := template.New("").Option("missingkey=error").Funcs(template.FuncMap{
				"secret": func(string) answer { return answer{map[string]any{"data": found}} },
			}).Parse(parseAgent(t, all[0].Text).templates[0].Contents)
			require.NoError(t, err)
			var b bytes.Buffer
			err = tmpl.Execute(&b, nil)
			if want, ok := found[field]; ok {
				require.NoError(t, err)
				assert.Equal(t, want, b.String())
				continue
			}
			assert.Error(t, err)
		}
	}
}

// TestLocations: what the package secrets says of a path.
func TestLocations(t *testing.T) {
	t.Parallel()
	at := secrets.Mount{Path: "kv/teams", KV: 2}.Location("kv/teams/s/e/a")
	assert.Equal(t, secrets.Location{Mount: "kv/teams", KV: 2, Path: "s/e/a"}, at)
	assert.Equal(t, "kv/teams/data/s/e/a", at.ReadPath())
}
