// Package github reads the catalog of a whole GitHub organisation from its repositories, without a Backstage.
//
//	r := &github.Reader{Client: gh.NewClient(nil).WithAuthToken(token), Organization: "acme"}
//	result, err := r.Read(ctx)
//	…
//	s, err := snapshot.FromCatalog(snapshot.Header{Created: time.Now(), Source: r.Source()}, result.Catalog, nil)
//
// A [Reader] lists the repositories, looks in each one's default branch for catalog files, reads them as package
// catalog/load does, and follows their Locations through the organisation. What comes of it is a [Result]: the entities
// that Backstage would ingest, each with the annotation that says where it was read, and what is missing from them. The
// program in examples/orgsnapshot makes a snapshot of that.
//
// # How it asks
//
// For each repository one request lists its files (the git trees API, folder by folder where a tree is too large for
// one answer), and one more is needed for each file that is read. Code search would need fewer, but it gives no more
// than 1,000 results, knows of changes late, and allows ten requests a minute.
//
// With a [Cache] the next run is cheap: what has not changed GitHub answers without a body and without counting it
// against the rate limit, and a file whose content has been seen is not asked for at all.
//
// Limits are waited out, the hourly one until it is reset, those on bursts for as long as GitHub says, and nothing is
// sent meanwhile. Other failures that pass are tried again. What is read is held against the hash that git knows it by,
// so a body that was cut off is never taken for a file.
//
// # Errors
//
// A repository or file that cannot be read keeps none of the others from being read: it is in [Result.Unread]. Read
// itself fails when there is no list of repositories, when GitHub does not accept the credentials, with
// [ErrRateLimited] when a limit lasts longer than the Reader waits, and when its context is done.
package github
