package load

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/goldenpath-go/goldenpath/internal/tree"
)

// shape says what a value must look like. Shapes are tables; checker compares values with them in the order in which
// Backstage's validator (Ajv) does, so that its first fault is Backstage's, and goes on where Backstage stops.
type shape struct {
	noun    string    // what the value is, for messages: "a Component", "a link"
	types   typeSet   // the types it may have; 0 means any
	full    bool      // a string must not be empty
	enum    []string  // a string must be one of these
	word    bool      // a string must be letters, digits and underscores
	fields  []field   // of an object; required ones in the order in which Backstage asks for them
	closed  bool      // an object has no members beside fields
	members *shape    // of every member of an object, if its key is of one line
	others  *shape    // of an object's members beside fields
	items   *shape    // of an array
	sorted  bool      // Backstage sorts the array before it looks, if all items are strings
	either  [2]*shape // one of two shapes, instead of all of the above
}

// field is a member of an object.
type field struct {
	name  string
	need  string // not empty if it is required: why, such as "needs an owner"
	add   string // what to write if it is missing: "owner: group:default/<team>"
	shape *shape
}

// typeSet is a set of types as JSON Schema names them.
type typeSet uint8

const (
	textType typeSet = 1 << iota
	boolType
	objectType
	arrayType
)

func (t typeSet) has(k tree.Kind) bool {
	switch k {
	case tree.String:
		return t&textType != 0
	case tree.Bool:
		return t&boolType != 0
	case tree.Object, tree.Set:
		return t&objectType != 0
	case tree.Array:
		return t&arrayType != 0
	}
	return false
}

// String returns the names as Backstage prints them: "string,boolean".
func (t typeSet) String() string { return t.names(",", "string", "boolean", "object", "array") }

// plain returns the names as people use them: "text or true or false".
func (t typeSet) plain() string {
	return t.names(" or ", "text", "true or false", "a mapping", "a list")
}

func (t typeSet) names(separator string, names ...string) string {
	var of []string
	for i, name := range names {
		if t&(1<<i) != 0 {
			of = append(of, name)
		}
	}
	return strings.Join(of, separator)
}

// checker compares a document's values with shapes. It keeps its way from the root to the value at hand, so that only
// faults cost anything.
type checker struct {
	report func(*fault)
	ignore nodeSet     // values that are not looked at
	done   bool        // no more faults are wanted
	enough *tree.Field // the root's member in which no more faults are wanted
	way    []place
	steps  [8]place // room for way
}

// run checks a document against s.
func (c *checker) run(s *shape, root *tree.Node, report func(*fault)) {
	c.way, c.report, c.enough = c.steps[:0], report, nil
	c.check(s, root)
}

// within checks a value one step further on the way.
func (c *checker) within(step place, s *shape, n *tree.Node) {
	c.way = append(c.way, step)
	c.check(s, n)
	c.way = c.way[:len(c.way)-1]
}

// fault reports a fault at the end of the way.
func (c *checker) fault(f fault) {
	if c.silent() {
		return
	}
	reported := f // here, so that it takes no memory when it is not
	reported.place = linked(c.way)
	c.report(&reported)
}

// silent reports whether no more faults are wanted at the end of the way.
func (c *checker) silent() bool {
	return c.done || c.enough != nil && len(c.way) > 0 && c.way[0].field == c.enough
}

func (c *checker) check(s *shape, n *tree.Node) {
	switch {
	case c.done || c.ignore[n]:
	case s.either[0] != nil:
		c.checkEither(s, n)
	case s.types != 0 && !s.types.has(n.Kind):
		c.fault(fault{keyword: wrongType, node: n, shape: s})
	case n.Kind == tree.String:
		c.checkText(s, n)
	case n.Kind == tree.Array && s.items != nil:
		c.checkItems(s, n)
	case n.Kind == tree.Object || n.Kind == tree.Set:
		c.checkObject(s, n)
	}
}

func (c *checker) checkText(s *shape, n *tree.Node) {
	switch {
	case s.full && n.Text == "":
		c.fault(fault{keyword: tooShort, node: n, shape: s})
	case s.enum != nil && !slices.Contains(s.enum, n.Text):
		c.fault(fault{keyword: notInEnum, node: n, shape: s})
	case s.word && !isWord(n.Text):
		c.fault(fault{keyword: noWord, node: n, shape: s})
	}
}

func (c *checker) checkItems(s *shape, n *tree.Node) {
	if !s.sorted {
		for i, item := range n.Items {
			c.within(place{node: item, index: i, rank: i}, s.items, item)
		}
		return
	}
	for rank, i := range sortedOrder(n) {
		c.within(place{node: n.Items[i], index: i, rank: rank}, s.items, n.Items[i])
	}
}

func (c *checker) checkObject(s *shape, n *tree.Node) {
	for i := range s.fields {
		if f := &s.fields[i]; f.need != "" && member(n, f.name) == nil {
			c.fault(fault{keyword: missing, node: n, shape: s, lacks: f})
		}
	}
	if s.closed || s.others != nil {
		c.checkOthers(s, n)
	}
	for i := range s.fields {
		f := &s.fields[i]
		if m := member(n, f.name); m != nil {
			c.within(place{field: m, def: f, noun: s.noun}, f.shape, m.Value)
		}
	}
	if s.members == nil {
		return
	}
	for i := range n.Fields {
		if m := &n.Fields[i]; visible(n, m) && isLine(m.Name) {
			c.within(place{field: m}, s.members, m.Value)
		}
	}
}

func (c *checker) checkOthers(s *shape, n *tree.Node) {
	for i := range n.Fields {
		m := &n.Fields[i]
		switch {
		case c.silent() || s.knows(m.Name) || !visible(n, m):
		case s.closed:
			c.report(&fault{keyword: unknown, place: linked(append(c.way, place{field: m})), node: m.Value, shape: s, holder: n})
		default:
			c.within(place{field: m}, s.others, m.Value)
		}
	}
}

// checkEither checks the alternative that n has the type of. Ajv tries both, and its first fault is the first
// alternative's, whatever is wrong within the second.
func (c *checker) checkEither(s *shape, n *tree.Node) {
	first, second := s.either[0], s.either[1]
	if first.types.has(n.Kind) {
		c.check(first, n)
		return
	}
	here := linked(c.way)
	words := &fault{keyword: wrongType, place: here, shape: first}
	if !second.types.has(n.Kind) {
		c.report(&fault{keyword: wrongType, place: here, node: n, shape: &shape{types: first.types | second.types}, words: words})
		return
	}
	report := c.report
	c.report = func(f *fault) {
		f.words = words
		report(f)
	}
	c.check(second, n)
	c.report = report
}

func (s *shape) knows(name string) bool {
	for i := range s.fields {
		if s.fields[i].name == name {
			return true
		}
	}
	return false
}

// member returns the member of n called name, or nil: also where n is a set, which has none in JavaScript.
func member(n *tree.Node, name string) *tree.Field {
	if n == nil || n.Kind != tree.Object {
		return nil
	}
	return n.Field(name)
}

// value returns the value of the member of n called name, or nil.
func value(n *tree.Node, name string) *tree.Node {
	if m := member(n, name); m != nil {
		return m.Value
	}
	return nil
}

// visible reports whether a member is there for the checks. Those of sets are not, and a member called __proto__ is
// lost when Backstage merges its annotations into the entity, unless it is a scalar.
func visible(n *tree.Node, m *tree.Field) bool {
	if n.Kind == tree.Set {
		return false
	}
	return m.Name != "__proto__" || m.Value.Kind < tree.Array
}

// isLine reports whether s matches ^.+$ in JavaScript.
func isLine(s string) bool { return s != "" && !strings.ContainsAny(s, "\n\r\u2028\u2029") }

// isWord reports whether s matches ^\w+$ in JavaScript.
func isWord(s string) bool {
	for _, r := range s {
		if r >= utf8.RuneSelf || !strings.ContainsRune("_0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", r) {
			return false
		}
	}
	return s != ""
}
