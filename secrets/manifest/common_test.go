package manifest_test

import (
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/internal/schema"
	"github.com/goldenpath-go/goldenpath/internal/tree"
	"github.com/goldenpath-go/goldenpath/internal/yamlsrc"
	"github.com/goldenpath-go/goldenpath/secrets"
	"github.com/goldenpath-go/goldenpath/secrets/manifest"
)

// format is one of the functions under test.
type format struct {
	name  string
	yaml  bool
	write func(*secrets.Config, manifest.Vault, *manifest.Options) ([]manifest.Manifest, error)
}

func formats() []format {
	return []format{
		{"external-secrets.yaml", true, manifest.ExternalSecrets},
		{"secrets-operator.yaml", true, manifest.SecretsOperator},
		{"agent-injector.yaml", true, manifest.AgentInjector},
		{"agent.hcl", false, manifest.Agent},
	}
}

func vaultAt(mount string, kv int) manifest.Vault {
	return manifest.Vault{
		Address: "https://vault.example.com:8200", Mount: secrets.Mount{Path: mount, Type: "kv", KV: kv}, CASecret: "vault-ca",
	}
}

func requests(t *testing.T) *secrets.Config {
	t.Helper()
	data, err := os.ReadFile("testdata/requests.yaml")
	require.NoError(t, err)
	return parse(t, string(data))
}

func parse(t *testing.T, text string) *secrets.Config {
	t.Helper()
	c, err := secrets.ParseConfig("secrets-config.yaml", []byte(text))
	require.NoError(t, err)
	return c
}

// documents reads a stream of YAML.
func documents(t *testing.T, text string) []*tree.Node {
	t.Helper()
	stream := yamlsrc.Parse("manifest.yaml", []byte(text))
	require.False(t, stream.Abort)
	var out []*tree.Node
	for _, d := range stream.Docs {
		require.Empty(t, d.Errors, text)
		require.NotNil(t, d.Root, text)
		out = append(out, d.Root)
	}
	return out
}

// value returns a node as JSON would hold it.
func value(n *tree.Node) any {
	switch n.Kind {
	case tree.Object:
		out := map[string]any{}
		for _, f := range n.Fields {
			out[f.Name] = value(f.Value)
		}
		return out
	case tree.Array:
		out := []any{}
		for _, item := range n.Items {
			out = append(out, value(item))
		}
		return out
	case tree.String:
		return n.Text
	case tree.Bool:
		return n.Bool
	case tree.Number:
		return n.Number
	}
	return nil
}

// at returns the text that a path of names leads to.
func at(t *testing.T, n *tree.Node, path ...string) string {
	t.Helper()
	for _, name := range path {
		n = n.Get(name)
	}
	text, ok := n.Str()
	require.True(t, ok, path)
	return text
}

func objectSchema(t *testing.T) *schema.Schema {
	t.Helper()
	data, err := os.ReadFile("testdata/objects.schema.json")
	require.NoError(t, err)
	s := schema.New("objects.schema.json", data)
	require.NoError(t, s.Compile())
	return s
}
