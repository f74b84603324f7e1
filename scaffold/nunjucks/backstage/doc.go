// Package backstage has the filters that Backstage's scaffolder adds to its template language: parseRepoUrl, projectSlug,
// parseEntityRef and pick. [Filters] gives them to an Env:
//
//	env := nunjucks.New(&nunjucks.Options{Filters: backstage.Filters(nil)})
package backstage
