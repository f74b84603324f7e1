package regex

// node is a part of an expression.
type node interface{}

type (
	// sequence matches its parts one after the other.
	sequence []node
	// choice matches the first alternative that lets the rest match.
	choice []node
	// char matches one UTF-16 unit.
	char struct{ set *set }
	// group is a parenthesis; index 0 does not capture.
	group struct {
		index int
		body  node
	}
	// look is an assertion about what follows or precedes.
	look struct {
		behind, negative bool
		body             node
	}
	// repeat matches its body from min to max times; max -1 is without bound.
	repeat struct {
		body        node
		min, max    int
		lazy        bool
		first, last int // captures within body, last exclusive
	}
	// backReference matches what a group captured.
	backReference struct {
		index int
		name  string
	}
	// anchor is ^, $, \b or \B.
	anchor struct{ kind byte }
)

// nullable reports whether n can match the empty string.
func nullable(n node) bool {
	switch n := n.(type) {
	case sequence:
		for _, part := range n {
			if !nullable(part) {
				return false
			}
		}
		return true
	case choice:
		for _, part := range n {
			if nullable(part) {
				return true
			}
		}
		return false
	case char:
		return false
	case group:
		return nullable(n.body)
	case repeat:
		return n.min == 0 || nullable(n.body)
	}
	return true
}
