// Package syntax reads Nunjucks templates: [Parse] makes a tree of a text, with the grammar, and the errors at the places,
// of Nunjucks 3.2 or, if asked, of the stricter subset that Backstage 4 reads.
//
// The tree shows what was written. Which operator binds how is another matter, since Nunjucks prints its tree as JavaScript
// without parentheses; see the package above.
package syntax
