package github_test

import (
	"context"
	"fmt"
	"log"
	"net/http/httptest"

	gh "github.com/google/go-github/v62/github"

	"github.com/goldenpath-go/goldenpath/catalog/github"
	"github.com/goldenpath-go/goldenpath/catalog/github/githubtest"
	"github.com/goldenpath-go/goldenpath/catalog/snapshot"
)

// A snapshot of an organisation. The server stands for GitHub; with the real one, the client is
// gh.NewClient(nil).WithAuthToken(token).
func Example() {
	server := httptest.NewServer(&githubtest.Server{Organization: "acme", Repositories: []githubtest.Repository{
		repository("groups", "catalog-info.yaml", locations("groups", "./teams/*.yaml"), "teams/shop.yaml",
			"apiVersion: backstage.io/v1alpha1\nkind: Group\nmetadata:\n  name: shop\nspec:\n  type: team\n  children: []\n"),
		repository("orders", "catalog-info.yaml", component("orders")),
	}})
	defer server.Close()
	client, err := gh.NewClient(nil).WithEnterpriseURLs(server.URL, server.URL)
	if err != nil {
		log.Fatal(err)
	}
	result, err := (&github.Reader{Client: client, Organization: "acme"}).Read(context.Background())
	if err != nil {
		log.Fatal(err)
	}
	if err := result.Unread.Err(); err != nil {
		log.Fatal(err) // a snapshot that lacks entities says that they do not exist
	}
	s, err := snapshot.FromCatalog(snapshot.Header{}, result.Catalog, nil)
	if err != nil {
		log.Fatal(err)
	}
	for e := range s.All() {
		fmt.Println(e.Ref, len(e.References))
	}
	// Output:
	// component:default/orders 1
	// group:default/shop 0
	// location:default/groups 0
}
