package github_test

import (
	"errors"
	"net/http"
	"testing"

	gh "github.com/google/go-github/v62/github"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/dora/github"
)

type transportFunc func(*http.Request) (*http.Response, error)

func (f transportFunc) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// TestAddressOfGraphQL is not that of REST, and another one on Enterprise
// servers.
func TestAddressOfGraphQL(t *testing.T) {
	t.Parallel()
	var asked []string
	refused := errors.New("refused")
	client := gh.NewClient(&http.Client{Transport: transportFunc(func(r *http.Request) (*http.Response, error) {
		asked = append(asked, r.Method+" "+r.URL.String())
		return nil, refused
	})})
	enterprise, err := client.WithEnterpriseURLs("https://git.example.com", "https://git.example.com")
	require.NoError(t, err)
	for _, c := range []*gh.Client{client, enterprise} {
		source := &github.Releases{API: &github.API{Client: c, Retries: -1}}
		_, err := read(source.Deployments(t.Context(), january(orders())))
		require.ErrorIs(t, err, refused)
	}
	assert.Equal(t, []string{"POST https://api.github.com/graphql", "POST https://git.example.com/api/graphql"}, asked)
}
