package yamlsrc

import "github.com/goldenpath-go/goldenpath/internal/tree"

// special is what some scalars are that have no type of their own in JSON.
type special uint8

const (
	ordinary   special = iota
	mergeKey           // a key that takes in other mappings
	mergeText          // the same, but a text to other keys
	orderedMap         // a mapping written as a list, whose keys JavaScript compares as they are
	opaque             // an object to JavaScript, as a key equal to no other: a date
)

// docState is what is known of a document's nodes beside their values, as long as it is not complete. It is empty for
// most documents.
type docState struct {
	anchors  []anchor
	aliases  []alias
	keys     map[*tree.Node][]*tree.Node // of objects: their members' keys, nil for those that are no more than a name
	odd      []*tree.Node                // objects whose members have no final order yet
	special  map[*tree.Node]special
	binary   map[*tree.Node][]byte
	tags     map[*tree.Node]string // of nodes that may be printed
	comments map[*tree.Node]*comments
	version  string // of YAML: 1.1 or 1.2
	handles  []handle
}

// anchor is a node that has one. They are found inner nodes first.
type anchor struct {
	node *tree.Node
	name string
	at   int // where the anchor stands

	count  int  // how often the node was used, as itself and by aliases
	weight int  // how often what aliases inside of it stand for is used by one use; 0 if not known
	open   bool // the node is being walked
	risen  int  // how many anchors had a weight when this one had none
}

// alias is a node that stands for another. They are found in the order of the file.
type alias struct {
	node   *tree.Node
	name   string
	at     int     // where it stands
	source *anchor // nil if there is none before the alias
}

// comments are those around a node, as they appear when it is printed as a key.
type comments struct {
	before string
	behind []byte
	blank  bool // an empty line before it
}

// settled tells whether the nodes are what they are to be already.
func (d *docState) settled() bool {
	return len(d.aliases) == 0 && d.keys == nil && d.special == nil && len(d.odd) == 0
}

// live tells whether nodes may still take the place of others.
func (d *docState) live() bool { return len(d.anchors) > 0 || len(d.aliases) > 0 || d.keys != nil }

// isAnchor tells whether n, the last node that was made, has an anchor.
func (d *docState) isAnchor(n *tree.Node) bool {
	return len(d.anchors) > 0 && d.anchors[len(d.anchors)-1].node == n
}

func (d *docState) isSpecial(n *tree.Node) bool { return d.special[n] != ordinary }

func (d *docState) mark(n *tree.Node, s special) {
	if d.special == nil {
		d.special = map[*tree.Node]special{}
	}
	d.special[n] = s
}

func (d *docState) lateKeys(n *tree.Node, keys []*tree.Node) {
	if d.keys == nil {
		d.keys = map[*tree.Node][]*tree.Node{}
	}
	d.keys[n] = keys
}

func (d *docState) noteBinary(n *tree.Node, data []byte) {
	if d.binary == nil {
		d.binary = map[*tree.Node][]byte{}
	}
	d.binary[n] = data
}

func (d *docState) isBinary(n *tree.Node) bool {
	_, ok := d.binary[n]
	return ok
}

// isNoted tells whether n has a tag or comments that are printed with it.
func (d *docState) isNoted(n *tree.Node) bool { return d.tags[n] != "" || d.comments[n] != nil }

// bookmark is a state of a document to go back to.
type bookmark struct{ anchors, aliases int }

func (d *docState) bookmark() bookmark { return bookmark{len(d.anchors), len(d.aliases)} }

// forget takes back the anchors and aliases that came after the bookmark.
func (d *docState) forget(b bookmark) {
	d.anchors, d.aliases = d.anchors[:b.anchors], d.aliases[:b.aliases]
}
