package browsertest_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/internal/browsertest"
)

// TestOpen opens a page that does all that the others must not do.
func TestOpen(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "page.html")
	require.NoError(t, os.WriteFile(file, []byte(`<!DOCTYPE html><title>A</title><style>p { background: #0a64c8; height: 50px; margin: 0 }</style>
<p class="a b">text</p><img src="http://elsewhere.invalid/a.png"><script>console.error("mistake"); document.body.append(document.createElement("h6"))</script>`), 0o600))
	p := browsertest.Open(t, file, nil)
	found := p.Elements("p", "b")
	require.Len(t, found, 1)
	assert.Empty(t, p.Elements("p", "c"))
	assert.Equal(t, "text", browsertest.Text(found[0]))
	assert.Equal(t, "a b", browsertest.Attribute(found[0], "class"))
	if p.Picture == nil {
		return // no browser, which Open has said
	}
	assert.Len(t, p.Elements("h6"), 1, "the script has run")
	assert.Equal(t, []string{"elsewhere.invalid"}, p.Hosts)
	require.NotEmpty(t, p.Console)
	assert.Contains(t, p.Console[0], "mistake")
	assert.Greater(t, p.Pixels("#0a64c8"), 10000)
	assert.Zero(t, p.Pixels("#0a64c9"))
}
