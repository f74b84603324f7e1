// Package rest sends requests to a service that speaks JSON over HTTP.
//
// A [Client] adds what every such call needs: the address, a token, a bound on time and size, and repetition. It
// repeats a request only where that cannot do a thing twice (see [Request.Idempotent]): after a network error, and
// after the statuses 429, 502, 503 and 504, waiting as long as Retry-After asks for.
//
// A status that is none of success is an [*Error]. Neither tokens nor query strings come to stand in an error or the
// log, and a redirect is followed only within the same scheme, host and port, so that no other server sees the token.
package rest
