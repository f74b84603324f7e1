package vaultproc_test

import (
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"io"
	"net/http"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/internal/vaultproc"
)

// review asks k as Vault does, and returns the status of the review.
func review(t *testing.T, k *vaultproc.Kube, reviewer, token string) (int, map[string]any) {
	t.Helper()
	roots := x509.NewCertPool()
	require.True(t, roots.AppendCertsFromPEM([]byte(k.CA)))
	body, err := json.Marshal(map[string]any{"spec": map[string]string{"token": token}})
	require.NoError(t, err)
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, k.URL+"/apis/authentication.k8s.io/v1/tokenreviews", bytes.NewReader(body))
	require.NoError(t, err)
	r.Header.Set("Authorization", "Bearer "+reviewer)
	client := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots}}}
	answer, err := client.Do(r)
	require.NoError(t, err)
	defer answer.Body.Close()
	var said struct{ Status any }
	require.NoError(t, json.NewDecoder(answer.Body).Decode(&said))
	status, _ := said.Status.(map[string]any)
	return answer.StatusCode, status
}

func newKube(t *testing.T) *vaultproc.Kube {
	t.Helper()
	k, err := vaultproc.NewKube()
	require.NoError(t, err)
	t.Cleanup(k.Close)
	return k
}

func TestReview(t *testing.T) {
	t.Parallel()
	k, other := newKube(t), newKube(t)
	account := vaultproc.ServiceAccount{Namespace: "production", Name: "order-api", Audience: "vault"}
	own, err := k.Token(account)
	require.NoError(t, err)
	forged, err := other.Token(account)
	require.NoError(t, err)

	code, status := review(t, k, k.Reviewer, own)
	assert.Equal(t, http.StatusOK, code)
	assert.Equal(t, true, status["authenticated"])
	assert.Equal(t, []any{"vault"}, status["audiences"])
	assert.Equal(t, "system:serviceaccount:production:order-api", status["user"].(map[string]any)["username"])

	for name, token := range map[string]string{"forged": forged, "changed": own + "A", "empty": "", "no signature": "a.b.c"} {
		code, status = review(t, k, k.Reviewer, token)
		assert.Equal(t, http.StatusOK, code, name)
		assert.Equal(t, map[string]any{"authenticated": false}, status, name)
	}
	code, _ = review(t, k, "somebody", own)
	assert.Equal(t, http.StatusUnauthorized, code)
}

func TestNoProgram(t *testing.T) {
	t.Parallel()
	missing := filepath.Join(t.TempDir(), "none")
	_, err := vaultproc.Start(t.Context(), missing, io.Discard)
	require.Error(t, err)
	require.Error(t, vaultproc.Build(t.Context(), missing, missing))
}
