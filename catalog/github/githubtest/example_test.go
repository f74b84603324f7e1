package githubtest_test

import (
	"context"
	"fmt"
	"log"
	"net/http/httptest"

	gh "github.com/google/go-github/v62/github"

	"github.com/goldenpath-go/goldenpath/catalog/github/githubtest"
)

func Example() {
	server := httptest.NewServer(&githubtest.Server{Organization: "acme", Repositories: []githubtest.Repository{{
		Name: "shop",
		Branches: map[string]githubtest.Files{"main": {
			"catalog-info.yaml": "kind: Component\n",
			"docs/latest.md":    githubtest.LinkTo + "v2.md",
			"vendor/lib":        githubtest.Submodule,
		}},
	}}})
	defer server.Close()
	client, err := gh.NewClient(nil).WithEnterpriseURLs(server.URL, server.URL)
	if err != nil {
		log.Fatal(err)
	}
	tree, _, err := client.Git.GetTree(context.Background(), "acme", "shop", "main", true)
	if err != nil {
		log.Fatal(err)
	}
	for _, e := range tree.Entries {
		fmt.Println(e.GetMode(), e.GetType(), e.GetPath())
	}
	// Output:
	// 100644 blob catalog-info.yaml
	// 040000 tree docs
	// 120000 blob docs/latest.md
	// 040000 tree vendor
	// 160000 commit vendor/lib
}
