//go:build unix

package docs_test

import (
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/internal/fence"
	"github.com/goldenpath-go/goldenpath/internal/standin"
)

// TestRunningTemplates does what the page says, on services that stay between its commands.
func TestRunningTemplates(t *testing.T) {
	t.Parallel()
	world := standin.New(filepath.Join(t.TempDir(), "github"))
	server := httptest.NewServer(world)
	t.Cleanup(server.Close)
	services := " GITHUB_URL=" + server.URL + " GITHUB_TOKEN=" + standin.GitHubToken + " PAGERDUTY_URL=" + server.URL + "/pagerduty" +
		" SLACK_URL=" + server.URL + "/slack SLACK_TOKEN=" + standin.SlackToken + " BACKSTAGE_URL=" + server.URL + " BACKSTAGE_TOKEN=" + standin.BackstageToken +
		" VAULT_ADDR=" + server.URL + " VAULT_TOKEN=" + standin.VaultToken + " REMOTE=" + world.GitHub.Folder("my-org/payments")
	run := shell(t, t.TempDir())
	checkPage(t, "running-templates.md", func(b fence.Block) (string, error) {
		if b.Info != "console" {
			return b.Text, nil
		}
		return fence.Run(b.Text, func(line string) (string, error) {
			out, err := run("export PAGERDUTY_TOKEN=" + standin.PagerDutyToken + services + "; " + line)
			return strings.ReplaceAll(out, server.URL, "https://services.example"), err
		})
	})
	state, err := world.State(t.Context())
	require.NoError(t, err)
	assert.Len(t, state.Repositories, 1, "billing is there at the end, payments is not")
	assert.Equal(t, "P-TIER23", state.Services[0].Policy)
}
