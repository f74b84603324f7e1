package secrets_test

import (
	"bytes"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/secrets"
	"github.com/goldenpath-go/goldenpath/secrets/secretstest"
)

func TestMarkdown(t *testing.T) {
	t.Parallel()
	m := secretstest.NewMemory()
	p := on(m)
	require.NoError(t, apply(t.Context(), p, document(t)))
	c := parse(t, `secrets:
  - {name: stripe-api-key, service: order-api, environment: production, type: external}
  - {name: session-key, service: order-api, environment: production, type: generated, shape: {format: base64}}
consumers:
  - {service: order-api, namespaces: [orders], audience: "a|b<c>"}
`)
	r, err := p.Plan(t.Context(), c)
	require.NoError(t, err)
	var b, again bytes.Buffer
	require.NoError(t, r.WriteMarkdown(&b))
	second, err := p.Plan(t.Context(), c)
	require.NoError(t, err)
	require.NoError(t, second.WriteMarkdown(&again))
	assert.Equal(t, b.String(), again.String(), "the same bytes")
	text, _, _ := strings.Cut(b.String(), "sha256:")
	want, err := os.ReadFile("testdata/review.md")
	require.NoError(t, err)
	assert.Equal(t, string(want), text)
}

func TestJSON(t *testing.T) {
	t.Parallel()
	r, err := on(secretstest.NewMemory()).Plan(t.Context(), document(t))
	require.NoError(t, err)
	var b bytes.Buffer
	require.NoError(t, r.WriteJSON(&b))
	var got struct {
		Drifted bool
		Items   []secrets.Item
		Access  []secrets.Access
		Plan    struct {
			Digest string
			Steps  []struct{ Key string }
		}
	}
	require.NoError(t, json.Unmarshal(b.Bytes(), &got))
	assert.True(t, got.Drifted)
	assert.Len(t, got.Items, 4)
	assert.Equal(t, r.Access, got.Access)
	assert.Equal(t, r.Plan.Digest(), got.Plan.Digest)
	assert.Len(t, got.Plan.Steps, 4)
}
