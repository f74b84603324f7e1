package github

import (
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// FuzzReadPlace says that whatever an address is, the request that follows from it stays below that of its repository.
func FuzzReadPlace(f *testing.F) {
	for _, seed := range []string{
		"acme/shop/blob/main/catalog-info.yaml", "acme/shop/tree/a%2Fb/x%20y/*.yaml?x#y", "acme/../blob/main/x", "acme/%2e%2e/blob/main/x",
		"acme/shop/raw/..%2f/x", "acme/shop/blob/main", "acme//blob/main/x", "a/b/edit/\x00/\xff", "a/b/blob/%zz/x",
	} {
		f.Add(seed)
	}
	const web = "https://github.com/"
	api, err := url.Parse("https://api.github.com/")
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, path string) {
		p, err := readPlace(web, web+path)
		if err != nil {
			return
		}
		c := &checkout{owner: p.owner, name: p.name, ref: p.ref}
		u, err := api.Parse(c.path("trees", c.ref) + "?recursive=1")
		if !assert.NoError(t, err) {
			return
		}
		assert.True(t, strings.HasPrefix(u.EscapedPath(), "/repos/"+p.owner+"/"+p.name+"/git/trees/"), u.EscapedPath())
		assert.Equal(t, 6, strings.Count(u.EscapedPath(), "/"), u.EscapedPath())
		assert.Equal(t, "recursive=1", u.RawQuery)
	})
}
