package urlreader_test

import (
	"io/fs"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/scaffold"
	"github.com/goldenpath-go/goldenpath/scaffold/action/fetch/fetchtest"
	"github.com/goldenpath-go/goldenpath/scaffold/action/fetch/urlreader"
)

// TestNotModified says that what has not changed is not sent again, what has is, and who may not read it is not shown it.
func TestNotModified(t *testing.T) {
	t.Parallel()
	served := &repository{t: t, token: "t0ken", branches: map[string][]fetchtest.File{"main": {{Path: "skel/a", Content: "1"}}}}
	r := reader(served.gitea(), urlreader.Host{Kind: urlreader.Gitea, Name: "git.acme.com", Token: constant("t0ken")})
	var statuses []int
	r.HTTP.Transport = watch{r.HTTP.Transport, &statuses}
	r.Cache = &urlreader.Cache{}
	const page = "https://git.acme.com/acme/templates/src/branch/main/skel"
	content := func() string {
		tree, err := r.Tree(t.Context(), page, "")
		require.NoError(t, err)
		data, err := fs.ReadFile(tree, "a")
		require.NoError(t, err)
		file, err := r.File(t.Context(), page+"/a", "")
		require.NoError(t, err)
		assert.Equal(t, data, file)
		return string(data)
	}
	assert.Equal(t, "1", content())
	assert.Equal(t, "1", content())
	served.branches["main"] = []fetchtest.File{{Path: "skel/a", Content: "2"}}
	assert.Equal(t, "2", content())
	assert.Equal(t, []int{200, 200, 304, 304, 200, 200}, statuses)
	_, err := r.Tree(t.Context(), page, "another")
	require.ErrorIs(t, err, scaffold.ErrNotFound)
	_, err = r.Tree(t.Context(), strings.TrimSuffix(page, "/skel")+"/other", "")
	require.ErrorIs(t, err, scaffold.ErrNotFound, "another folder of the same archive")
}

// watch notes the statuses of answers.
type watch struct {
	http.RoundTripper
	statuses *[]int
}

func (w watch) RoundTrip(r *http.Request) (*http.Response, error) {
	response, err := w.RoundTripper.RoundTrip(r)
	if err == nil {
		*w.statuses = append(*w.statuses, response.StatusCode)
	}
	return response, err
}

// TestCacheIsBounded says that what was unused longest makes room.
func TestCacheIsBounded(t *testing.T) {
	t.Parallel()
	served := &repository{t: t, branches: map[string][]fetchtest.File{"main": {{Path: "a", Content: "aaaa"}, {Path: "b", Content: "bbbb"}, {Path: "c", Content: "cccc"}, {Path: "d", Content: "too large"}}}}
	r := reader(served.bitbucket(), urlreader.Host{Kind: urlreader.Bitbucket, Name: "bitbucket.org"})
	var statuses []int
	r.HTTP.Transport = watch{r.HTTP.Transport, &statuses}
	r.Cache = &urlreader.Cache{Max: 8}
	for _, name := range strings.Split("a b a c a b d d", " ") {
		_, err := r.File(t.Context(), "https://bitbucket.org/acme/templates/src/main/"+name, "")
		require.NoError(t, err)
	}
	assert.Equal(t, []int{200, 200, 304, 200, 304, 200, 200, 200}, statuses)
}
