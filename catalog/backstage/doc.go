// Package backstage is a client of the catalog of a running Backstage, by its REST API.
//
// A [Client] needs the address of the backend and, as a rule, a token:
//
//	c := &backstage.Client{
//		URL:   "https://backstage.example.com",
//		Token: backstage.EnvToken("BACKSTAGE_TOKEN", os.LookupEnv),
//	}
//	for e, err := range c.Entities(ctx, &backstage.Query{PageSize: 500}) { … }
//
// # Asking
//
// [Client.Entities] yields what a [Query] selects, however many pages that takes; [Client.EntitiesByRefs] answers
// which of many references lead somewhere, and is what to use for "does all that I refer to exist". [Client.Entity],
// [Client.Ancestry], [Client.Facets] and the methods for locations do as they say. An [Entity] is a [catalog.Entity]
// with the relations and the status that Backstage adds.
//
// A [Filter] selects by equality. It is sent in the URL where that can hold it, else as a [Predicate], Backstage's own
// query language, which only a Backstage of 2026 or later knows. Two calls have Backstage judge without changing
// anything: [Client.ValidateEntity] one entity, [Client.DryRunLocation] all that would be read from a location.
//
// # Errors
//
// An answer that is none of success is an [*Error], for which [errors.Is] knows [ErrNotFound], [ErrConflict],
// [ErrUnauthorized] and [ErrForbidden]. That something is not there is only believed when Backstage itself says so:
// when nothing answers at the address the error is [ErrNoRoute], and when something does that is no Backstage, it is
// [ErrAnswer] or one that shows the start of what was said. A sequence of entities that ends without an error had no
// page missing.
//
// Failures that pass are waited out; see [Client]. A request that would change something twice is never repeated.
//
// # Secrets
//
// A token comes from a [TokenSource]: an environment variable, a file, or a constant. It is sent to the scheme, host
// and port of the URL and nowhere else, redirects included, and neither it nor a query string stands in an error or
// the log.
//
// Package backstagetest has a Backstage to test with. What is here follows catalog-backend 4.0; older ones differ in
// lacking predicates.
package backstage
