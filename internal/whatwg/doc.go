// Package whatwg tells whether a text is a URL in the sense of the WHATWG URL Standard, as JavaScript's URL class reads
// it without a base: the test that Backstage puts links to.
//
// [Valid] is the Standard's parser with all left out that has no bearing on success. It makes no normalised URL.
//
// Where Node.js 20, on which Backstage runs, departs from the Standard, the package goes with Node.js: this concerns
// hosts outside of ASCII alone, and is said where it happens. testdata holds recorded answers of Node.js 20, for whole
// URLs and for every code point.
//
// Hosts outside of ASCII need Unicode's mapping, normalisation and bidirectional classes, which come from
// golang.org/x/net/idna and the packages of golang.org/x/text beneath it. They add 0.5 MB to a program and less than
// 0.01 ms to its start. Their tables follow the version of Go; those of Unicode 15.0 are the ones that Node.js 20 has.
package whatwg
