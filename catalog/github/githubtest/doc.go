// Package githubtest stands in for GitHub in tests: an organisation with repositories, as far as package
// catalog/github asks for it.
//
//	server := httptest.NewServer(&githubtest.Server{Organization: "acme", Repositories: []githubtest.Repository{{
//		Name:     "shop",
//		Branches: map[string]githubtest.Files{"main": {"catalog-info.yaml": "…"}},
//	}}})
//	client, err := gh.NewClient(nil).WithEnterpriseURLs(server.URL, server.URL)
//
// A [Server] answers as GitHub's API description has it: pages with links between them, trees that are cut short, blobs
// in base64, tags for conditional requests, and the errors for what is not there. Its hashes are those of git. Limits and
// failures are for a handler around it to give.
package githubtest
