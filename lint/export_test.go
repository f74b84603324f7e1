package lint

// What tests look at beside the exported names.
var (
	MatchPath      = matchPath
	ParseDirective = parseDirective
	CommentIgnores = commentIgnores
)

// NewView returns the View of facts with the given references closed.
func NewView(linted, external []*Facts, references References) *View {
	v := newView(linted, external)
	v.closed = (&Config{References: references}).closes
	return v
}
