package catalog

import "github.com/goldenpath-go/goldenpath/internal/whatwg"

// IsURL reports whether s is a URL as JavaScript's URL class takes it, without a base: absolute, by the WHATWG URL
// Standard. That is at once laxer and stricter than [net/url.Parse]: spaces and tabs around and odd characters in
// paths are fine, a host has to be one.
func IsURL(s string) bool { return whatwg.Valid(s) }
