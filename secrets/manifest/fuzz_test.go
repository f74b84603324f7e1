package manifest_test

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/internal/tree"
	"github.com/goldenpath-go/goldenpath/secrets"
	"github.com/goldenpath-go/goldenpath/secrets/manifest"
	"github.com/goldenpath-go/goldenpath/source"
)

// FuzzManifests: whatever is accepted is written as documents that read back as what was given, one for each object, with no
// text that a reader of YAML 1.1 could take for something else.
func FuzzManifests(f *testing.F) {
	f.Add("production", "order-api", "db_password", "value", "vault", "https://vault:8200", "secrets", "secrets-config.yaml")
	f.Add("no", "1e3", "0x1f", "a.b", "a: b #", "http://[::1]:8200/x", "kv", "a\n---\nb")
	f.Add("on", "y", "file-x", "", `"'\{{x}}`, "https://u:p@vault", "data", "ü")
	f.Add("null", "true", "a-", "x", "---", "https://vault${x}", "1", "\x00")
	f.Add("0", "1-30", "12_3", "~", "&a", "https://vault/%41", "e-1", "# x")
	f.Fuzz(func(t *testing.T, environment, service, name, field, audience, address, mount, file string) {
		pos := source.Position{File: file, Line: 1}
		id := secrets.ID{Environment: environment, Service: service, Name: name}
		c := &secrets.Config{
			Layout:    secrets.Layout{Path: mount + "/{service}/{environment}/{name}"},
			Requests:  []secrets.Request{{ID: id, Type: secrets.External, Shape: secrets.Shape{Field: field}, Pos: pos}},
			Consumers: []secrets.Consumer{{Service: service, Audience: audience}},
		}
		v := manifest.Vault{Address: address, Mount: secrets.Mount{Path: mount, KV: 2}}
		accepted := c.Validate() == nil
		for i, format := range formats() {
			all, err := format.write(c, v, nil)
			if err != nil {
				require.Empty(t, all)
				continue
			}
			require.True(t, accepted)
			require.Len(t, all, 1)
			if !format.yaml {
				checkFuzzedAgent(t, all[0].Text, address, mount+"/data/"+service+"/"+environment+"/"+name)
				continue
			}
			docs := documents(t, all[0].Text)
			require.Len(t, docs, []int{2, 3, 1}[i])
			for _, doc := range docs {
				plainTexts(t, doc)
				assert.Equal(t, service, at(t, doc, "metadata", "name")[:len(service)])
				assert.Equal(t, environment, at(t, doc, "metadata", "namespace"))
			}
			checkFuzzed(t, i, docs, fuzzed{address, mount, service + "/" + environment + "/" + name, cmp.Or(field, "value"), audience})
		}
	})
}

type fuzzed struct{ address, mount, path, field, audience string }

// checkFuzzed looks for what was given in the documents of a format.
func checkFuzzed(t *testing.T, format int, docs []*tree.Node, want fuzzed) {
	t.Helper()
	audiences, spec := (*tree.Node)(nil), docs[0].Get("spec")
	switch format {
	case 0:
		vault := spec.Get("provider").Get("vault")
		assert.Equal(t, want.address, at(t, vault, "server"))
		assert.Equal(t, want.mount, at(t, vault, "path"))
		assert.Equal(t, want.field, at(t, docs[1].Get("spec").Get("data").Items[0], "remoteRef", "property"))
		audiences = vault.Get("auth").Get("kubernetes").Get("serviceAccountRef").Get("audiences")
	case 1:
		assert.Equal(t, want.address, at(t, spec, "address"))
		assert.Equal(t, want.path, at(t, docs[2], "spec", "path"))
		assert.Equal(t, want.mount, at(t, docs[2], "spec", "mount"))
		audiences = docs[1].Get("spec").Get("kubernetes").Get("audiences")
	case 2:
		pod := spec.Get("template")
		assert.Equal(t, want.address, at(t, pod, "metadata", "annotations", "vault.hashicorp.com/service"))
		if volumes := pod.Get("spec").Get("volumes"); volumes != nil {
			source := volumes.Items[0].Get("projected").Get("sources").Items[0]
			assert.Equal(t, want.audience, at(t, source, "serviceAccountToken", "audience"))
		}
		return
	}
	if want.audience != "" {
		require.Len(t, audiences.Items, 1)
		assert.Equal(t, want.audience, audiences.Items[0].Text)
	}
}

// plainTexts checks that a text without quotes is one in every version of YAML.
func plainTexts(t *testing.T, n *tree.Node) {
	t.Helper()
	others := []string{"true", "false", "yes", "no", "on", "off", "y", "n", "null"}
	switch n.Kind {
	case tree.String:
		if !n.Quoted {
			assert.Regexp(t, regexp.MustCompile(`^[A-Za-z][-A-Za-z0-9_./]*$`), n.Text)
			assert.False(t, slices.Contains(others, strings.ToLower(n.Text)), n.Text)
		}
	case tree.Object:
		for _, f := range n.Fields {
			plainTexts(t, f.Value)
		}
	case tree.Array:
		for _, item := range n.Items {
			plainTexts(t, item)
		}
	}
}

// checkFuzzedAgent looks for what was given in an agent's configuration.
func checkFuzzedAgent(t *testing.T, text, address, path string) {
	t.Helper()
	file := parseAgent(t, text)
	assert.Equal(t, address, file.address)
	require.Len(t, file.templates, 1)
	assert.Contains(t, file.templates[0].Contents, `{{ with secret "`+path+`" }}`)
	assert.Equal(t, "/vault/secrets/"+path[strings.LastIndex(path, "/")+1:], file.templates[0].Destination)
}
