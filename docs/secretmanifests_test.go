package docs_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/internal/fence"
	"github.com/goldenpath-go/goldenpath/secrets"
	"github.com/goldenpath-go/goldenpath/secrets/manifest"
)

// TestSecretManifestsPage writes the manifests that the page shows, of the file that it shows, in the page's order.
func TestSecretManifestsPage(t *testing.T) {
	t.Parallel()
	vault := manifest.Vault{Address: "https://vault.example.com:8200", Mount: secrets.Mount{Path: "secrets", KV: 2}}
	var c *secrets.Config
	only := func(f func(*secrets.Config, manifest.Vault, *manifest.Options) ([]manifest.Manifest, error)) string {
		all, err := f(c, vault, nil)
		require.NoError(t, err)
		require.Len(t, all, 1)
		return all[0].Text
	}
	shown := 0
	checkPage(t, "secret-manifests.md", func(b fence.Block) (text string, err error) {
		switch {
		case b.Info == "go":
			assert.Contains(t, read(t, "../secrets/manifest/example_test.go"), strings.TrimSpace(b.Text))
			return b.Text, nil
		case b.File != "":
			c, err = secrets.ParseConfig(b.File, []byte(b.Text))
			return b.Text, err
		case b.Info == "hcl":
			return only(manifest.Agent), nil
		}
		shown++
		switch shown {
		case 1:
			return only(manifest.ExternalSecrets), nil
		case 2:
			_, last, _ := strings.Cut(only(manifest.SecretsOperator), "order-api.db-password\n  namespace")
			_, last, _ = strings.Cut(last, "---\n")
			return last, nil
		}
		return only(manifest.AgentInjector), nil
	})
	assert.Equal(t, 3, shown)
}
