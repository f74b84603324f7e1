// Package openapitest holds what a client and a stand-in for a service say to each other against the description that the
// service's makers publish of its API, for tests: whether there is such an operation, its parameters are as declared, the body
// fits the schema and has no unknown members, and the answer has a declared status and a body of the declared form.
//
// A [Description] is a part of an OpenAPI 3.0 document: its paths, and what they refer to under components. Where the part
// has no schema for a body, that body is not looked at. Google describes its APIs in a format of its own, which [ReadDiscovery]
// reads.
package openapitest
