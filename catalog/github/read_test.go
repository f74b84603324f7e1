package github_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"

	gh "github.com/google/go-github/v62/github"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/catalog/github"
	"github.com/goldenpath-go/goldenpath/catalog/github/githubtest"
	"github.com/goldenpath-go/goldenpath/catalog/load"
	"github.com/goldenpath-go/goldenpath/source"
)

// lines returns faults as texts.
func lines(faults source.Errors) []string {
	list := []string{}
	for _, f := range faults {
		list = append(list, f.Error())
	}
	return list
}

func TestRead(t *testing.T) {
	t.Parallel()
	const lfs = "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n"
	const api = "apiVersion: backstage.io/v1alpha1\nkind: API\nmetadata:\n  name: orders\nspec:\n  type: openapi\n  lifecycle: production\n" +
		"  owner: group:shop\n  definition:\n    $text: %s\n"
	trunk := repository("trunk", "old.yaml", component("unseen"))
	trunk.Default = "trunk/2"
	trunk.Branches["trunk/2"] = githubtest.Files{"catalog-info.yaml": locations("all", "./more.yaml"), "more.yaml": component("more")}
	branches := repository("branches", "a.yaml", component("of-main"))
	branches.Branches["next"] = githubtest.Files{"a.yaml": component("of-next")}
	tests := []struct {
		name                     string
		repositories             []githubtest.Repository
		entities, refused, fault []string
	}{
		{"nothing", nil, nil, nil, nil},
		{"an empty repository", []githubtest.Repository{{Name: "new"}}, nil, nil, nil},
		{
			"files at any depth", []githubtest.Repository{
				repository("shop", "catalog-info.yaml", component("orders"), "services/a/catalog-info.yml", component("a"), "catalog-info.json", "{}"),
				repository("till", "README.md", "# till\n"),
			},
			[]string{"component:default/a shop/services/a/catalog-info.yml", "component:default/orders shop/catalog-info.yaml"}, nil, nil,
		},
		{
			"a Location within the repository", []githubtest.Repository{repository("shop",
				"catalog-info.yaml", locations("all", "./catalog/*.yaml", "catalog-info.yaml", "./not-there.yaml"),
				"catalog/a.yaml", component("a"), "catalog/b.yaml", component("b"), "catalog/c/c.yaml", component("c"))},
			[]string{"component:default/a shop/catalog/a.yaml", "component:default/b shop/catalog/b.yaml", "location:default/all shop/catalog-info.yaml"},
			[]string{"shop/catalog-info.yaml:9:7: there is no file not-there.yaml in shop: file does not exist"}, nil,
		},
		{
			"a Location in other repositories", []githubtest.Repository{
				repository("all", "catalog-info.yaml", locations("all", "URL/acme/Shop/blob/main/o/*.yaml", "URL/acme/secret/blob/main/x.yaml",
					"URL/other/shop/blob/main/x.yaml", "https://gitlab.com/acme/shop/-/blob/main/x.yaml", "URL/acme/shop", "URL/acme/shop/blob/main/gone.yaml")),
				repository("shop", "o/orders.yaml", locations("orders", "URL/acme/all/tree/main/back.yaml", "./payments.yaml"), "o/payments.yaml", component("payments")),
				repository("back"),
			},
			[]string{"component:default/payments shop/o/payments.yaml", "location:default/all all/catalog-info.yaml", "location:default/orders shop/o/orders.yaml"},
			[]string{
				"all/catalog-info.yaml:12:7: there is no file gone.yaml in shop: file does not exist",
				"shop/o/orders.yaml:7:7: there is no file back.yaml in all: file does not exist",
			},
			[]string{
				"all/catalog-info.yaml:9:7: URL/other/shop/blob/main/x.yaml is outside of the organisation",
				"all/catalog-info.yaml:10:7: https://gitlab.com/acme/shop/-/blob/main/x.yaml is outside of the organisation",
				"all/catalog-info.yaml:11:7: URL/acme/shop is no address of a file",
				"secret@main: GET URL/api/v3/repos/acme/secret/git/trees/main?recursive=1: 404 Not Found []",
			},
		},
		{
			"other branches", []githubtest.Repository{
				repository("all", "catalog-info.yaml", locations("all", "URL/acme/branches/blob/next/a.yaml", "URL/acme/branches/blob/HEAD/a.yaml", "URL/acme/branches/blob/gone/a.yaml")),
				branches, trunk,
			},
			[]string{
				"component:default/more trunk/more.yaml", "component:default/of-main branches@HEAD/a.yaml", "component:default/of-next branches@next/a.yaml",
				"location:default/all all/catalog-info.yaml",
			},
			[]string{"trunk/catalog-info.yaml:4:9: trunk/catalog-info.yaml: location:default/all is already defined at all/catalog-info.yaml"},
			[]string{"branches@gone: GET URL/api/v3/repos/acme/branches/git/trees/gone?recursive=1: 404 Not Found []"},
		},
		{
			"what is refused", []githubtest.Repository{
				repository("a", "catalog-info.yaml", component("orders")+"---\n"+component("Orders")+"---\nkind: Component\n"),
				repository("b", "catalog-info.yaml", component("ORDERS")),
			},
			[]string{"component:default/orders a/catalog-info.yaml"},
			[]string{
				"a/catalog-info.yaml:13:9: a/catalog-info.yaml: component:default/orders is already defined at a/catalog-info.yaml",
				"a/catalog-info.yaml:19:1: apiVersion is missing",
				"a/catalog-info.yaml:19:1: metadata is missing",
				"b/catalog-info.yaml:4:9: b/catalog-info.yaml: component:default/orders is already defined at a/catalog-info.yaml",
			}, nil,
		},
		{
			"links", []githubtest.Repository{repository("shop",
				"catalog-info.yaml", githubtest.LinkTo+"docs/info.yaml", "docs/info.yaml", locations("all", "./near.yaml"), "near.yaml", component("near"),
				"a/catalog-info.yaml", githubtest.LinkTo+"../b/catalog-info.yaml", "b/catalog-info.yaml", githubtest.LinkTo+"../a/catalog-info.yaml",
				"c/catalog-info.yaml", githubtest.LinkTo+"../../up.yaml", "d/catalog-info.yaml", githubtest.LinkTo+"/etc/passwd", "e/catalog-info.yaml", githubtest.LinkTo+"gone")},
			[]string{"component:default/near shop/near.yaml", "location:default/all shop/catalog-info.yaml"},
			[]string{"shop/e/catalog-info.yaml: file does not exist"},
			[]string{
				"shop/a/catalog-info.yaml: it is a link that leads round in a circle",
				"shop/b/catalog-info.yaml: it is a link that leads round in a circle",
				`shop/c/catalog-info.yaml: it is a link to "../../up.yaml", out of the repository`,
				`shop/d/catalog-info.yaml: it is a link to "/etc/passwd", out of the repository`,
			},
		},
		{
			"submodules and Git LFS", []githubtest.Repository{repository("shop",
				"catalog-info.yaml", locations("all", "./lib/catalog-info.yaml", "./lib", "./big.yaml"), "lib", githubtest.Submodule, "big.yaml", lfs)},
			[]string{"location:default/all shop/catalog-info.yaml"}, nil,
			[]string{
				"shop/big.yaml: is kept in Git LFS; a catalog file must be in git itself",
				"shop/catalog-info.yaml:7:7: lib/catalog-info.yaml of shop is in a submodule, lib",
				"shop/catalog-info.yaml:8:7: lib of shop is in a submodule, lib",
			},
		},
		{
			"placeholders", []githubtest.Repository{
				repository("a", "catalog-info.yaml", fmt.Sprintf(api, "./api.json"), "api.json", "{}"),
				repository("b", "catalog-info.yaml", fmt.Sprintf(api, "./gone.json")),
				repository("c", "catalog-info.yaml", fmt.Sprintf(api, "./big.json"), "big.json", lfs),
			},
			[]string{"api:default/orders a/catalog-info.yaml"},
			[]string{
				`b/catalog-info.yaml:10:12: $text names "./gone.json", which cannot be read: file does not exist`,
				`c/catalog-info.yaml:10:12: $text names "./big.json", which cannot be read: is kept in Git LFS`,
			},
			[]string{"c/big.json: is kept in Git LFS; a catalog file must be in git itself"},
		},
		{
			"what cannot be read", []githubtest.Repository{
				{Name: "blocked", Branches: map[string]githubtest.Files{"main": {}}, Status: http.StatusNotFound},
				repository("shop", "catalog-info.yaml", strings.Repeat("#", 1<<20)+"\n", "a/catalog-info.yaml", component("a")),
			},
			[]string{"component:default/a shop/a/catalog-info.yaml"}, nil,
			[]string{
				"blocked: GET URL/api/v3/repos/acme/blocked/git/trees/main?recursive=1: 404 Not Found []",
				"shop/catalog-info.yaml: it has 1048577 bytes, and at most 1048576 are read",
			},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			server := acme()
			r := reader(t, server)
			home := strings.TrimSuffix(r.Source(), "/acme")
			server.Repositories = withAddress(tt.repositories, home)
			result := read(t, r)
			assert.Equal(t, orEmpty(tt.entities), names(result))
			assertLines(t, tt.refused, lines(result.Refused))
			assertLines(t, tt.fault, strings.Split(strings.ReplaceAll(strings.Join(lines(result.Unread), "\n"), home, "URL"), "\n"))
		})
	}
}

// withAddress returns repositories with the server's address wherever their files say URL.
func withAddress(repositories []githubtest.Repository, address string) []githubtest.Repository {
	list := append([]githubtest.Repository{}, repositories...)
	for i := range list {
		branches := map[string]githubtest.Files{}
		for branch, files := range list[i].Branches {
			branches[branch] = githubtest.Files{}
			for path, content := range files {
				branches[branch][path] = strings.ReplaceAll(content, "URL", address)
			}
		}
		list[i].Branches = branches
	}
	return list
}

func orEmpty(list []string) []string { return append([]string{}, list...) }

// assertLines compares faults, each with the start of a text.
func assertLines(t *testing.T, want, got []string) {
	t.Helper()
	if len(got) == 1 && got[0] == "" {
		got = nil
	}
	if !assert.Len(t, got, len(want), "%s", strings.Join(got, "\n")) {
		return
	}
	for i := range want {
		assert.True(t, strings.HasPrefix(got[i], want[i]), "%s\nis not\n%s", got[i], want[i])
	}
}

// TestEntities says what an entity holds besides what its file has.
func TestEntities(t *testing.T) {
	t.Parallel()
	r := reader(t, acme(repository("shop", "a b/catalog-info.yaml", "# first\n---\n"+component("orders"))))
	result := read(t, r)
	e, ok := result.Catalog.Get(catalog.Ref{Kind: catalog.Component, Name: "orders"})
	require.True(t, ok)
	assert.Equal(t, "url:"+r.Source()+"/shop/blob/main/a%20b/catalog-info.yaml", managed(e))
	assert.Equal(t, "shop/a b/catalog-info.yaml", e.Source.File)
	assert.Nil(t, e.Source.Locator)
}

// TestFilters says which repositories discovery passes over. Locations lead there all the same.
func TestFilters(t *testing.T) {
	t.Parallel()
	old, fork, internal := repository("old", "catalog-info.yaml", component("old")), repository("fork", "catalog-info.yaml", component("fork")),
		repository("internal", "catalog-info.yaml", component("internal"))
	old.Archived, fork.Fork, internal.Topics = true, true, []string{"no-catalog"}
	all := repository("all", "catalog-info.yaml", component("all"), "x/catalog-info.yaml", component("x"))
	tests := []struct {
		name string
		set  func(*github.Reader)
		want string
	}{
		{"as it is", func(*github.Reader) {}, "all fork internal x"},
		{"with archived ones", func(r *github.Reader) { r.Archived = true }, "all fork internal old x"},
		{"without forks", func(r *github.Reader) { r.NoForks = true }, "all internal x"},
		{"by topic", func(r *github.Reader) {
			r.Skip = func(repository *gh.Repository) bool { return len(repository.Topics) > 0 }
		}, "all fork x"},
		{"by path", func(r *github.Reader) { r.Patterns = []string{"/catalog-info.yaml"} }, "all fork internal"},
		{"none", func(r *github.Reader) { r.Patterns = []string{} }, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := reader(t, acme(all, fork, internal, old))
			tt.set(r)
			found := []string{}
			for e := range read(t, r).Catalog.All() {
				found = append(found, e.Metadata.Name)
			}
			assert.Equal(t, tt.want, strings.Join(found, " "))
		})
	}
	server := acme(old)
	r := reader(t, server)
	server.Repositories = append(server.Repositories, repository("shop", "catalog-info.yaml", locations("all", r.Source()+"/old/blob/main/catalog-info.yaml")))
	assert.Equal(t, []string{"component:default/old old/catalog-info.yaml", "location:default/all shop/catalog-info.yaml"}, names(read(t, r)))
}

// TestPages reads more repositories than a page holds, by one worker and by many, with the same result.
func TestPages(t *testing.T) {
	t.Parallel()
	server := acme()
	for i := range 250 {
		server.Repositories = append(server.Repositories, repository(fmt.Sprintf("r%03d", i), "catalog-info.yaml", component(fmt.Sprintf("c%d", i%200))))
	}
	r := reader(t, server)
	var told []string
	r.Workers, r.Observer = 1, func(name string, done, total int) { told = append(told, fmt.Sprint(name, " ", done, " ", total)) }
	one := read(t, r)
	assert.Equal(t, 200, one.Catalog.Len())
	assert.Len(t, one.Refused, 50)
	assert.Equal(t, github.Stats{Repositories: 250, Files: 250, Requests: 3 + 250 + 250}, one.Stats)
	assert.Equal(t, "r000 1 250", told[0])
	assert.Equal(t, "r249 250 250", told[249])
	r.Workers, r.Observer = 16, nil
	many := read(t, r)
	assert.Equal(t, names(one), names(many))
	assert.Equal(t, lines(one.Refused), lines(many.Refused))
}

// TestTruncated reads a repository whose tree is too large for one answer.
func TestTruncated(t *testing.T) {
	t.Parallel()
	files := []string{"catalog-info.yaml", locations("all", "./a/b/c/d.yaml"), "a/b/c/d.yaml", component("d"), "a/b/e.yaml", component("e")}
	for i := range 20 {
		files = append(files, fmt.Sprintf("s%02d/x/catalog-info.yaml", i), component(fmt.Sprintf("c%02d", i)))
	}
	server := acme(repository("mono", files...))
	whole := names(read(t, reader(t, server)))
	require.Len(t, whole, 22)
	server.TreeLimit = 23
	assert.Equal(t, whole, names(read(t, reader(t, server))))
	server.TreeLimit = 10
	result := read(t, reader(t, server))
	assert.Empty(t, names(result))
	assert.Equal(t, []string{"mono: /: a folder has more entries than GitHub lists"}, lines(result.Unread))
}

// TestErrors says when there is no result.
func TestErrors(t *testing.T) {
	t.Parallel()
	_, err := new(github.Reader).Read(t.Context())
	assert.EqualError(t, err, "client and organization are required")
	assert.Empty(t, new(github.Reader).Source())

	r := served(t, acme()) // the description has no status for this
	r.Organization = "nobody"
	_, err = r.Read(t.Context())
	assert.ErrorContains(t, err, "list the repositories of nobody: GET "+strings.TrimSuffix(r.Source(), "/nobody")+"/api/v3/orgs/nobody/repos?sort=full_name&per_page=100&page=1: 404 Not Found")

	ctx, stop := context.WithCancel(t.Context())
	stop()
	_, err = reader(t, acme()).Read(ctx)
	assert.ErrorIs(t, err, context.Canceled)
}

// TestFaultsTell says what callers can find in faults.
func TestFaultsTell(t *testing.T) {
	t.Parallel()
	r := reader(t, acme(repository("a", "catalog-info.yaml", locations("all", "https://example.com/x.yaml", "./lib")+"---\nkind: API\n", "lib", githubtest.Submodule)))
	result := read(t, r)
	assert.ErrorIs(t, result.Unread, github.ErrOutside)
	assert.ErrorIs(t, result.Unread, github.ErrSubmodule)
	var problem *load.Problem
	require.ErrorAs(t, result.Refused, &problem)
	assert.Equal(t, "schema-envelope", problem.Rule)
}
