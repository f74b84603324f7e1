// Package backstagetest stands in for a running Backstage in tests.
//
// A [Server] is a Backstage catalog in memory, an [http.Handler] to be served by net/http/httptest. It is made from a
// [catalog.Catalog] and behaves as recorded: filters and predicates, orders, cursors and totals, relations, locations
// with dry runs, and the same errors in the same words. It reads no files of its own: what stands at a location, and
// what is wrong with an entity, is for [Options] to say.
//
// [Exchanges] are what was recorded: requests to a real Backstage and its answers, a hundred and twenty of them. The
// client and the Server are both held against them; an [Exchange] can also be served alone. [Failing] makes a server
// that fails now and then.
package backstagetest
