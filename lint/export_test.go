package lint

// What tests look at beside the exported names.
var (
	MatchPath      = matchPath
	ParseDirective = parseDirective
	CommentIgnores = commentIgnores
	NameHashes     = nameHashes
)

// NewView returns the View of facts with the given references closed, in a file system without files.
func NewView(linted []*Facts, elsewhere Elsewhere, references References) *View {
	v := newView(linted, elsewhere, newTierReader(nil).rank)
	v.closed = (&Config{References: references}).closes
	v.exists = func(string) bool { return false }
	v.read = func(string) bool { return false }
	return v
}
