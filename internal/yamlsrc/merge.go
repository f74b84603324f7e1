package yamlsrc

import (
	"slices"
	"strings"

	"github.com/goldenpath-go/goldenpath/internal/tree"
)

// mapping is a JavaScript object or Map that members are merged into.
type mapping struct {
	fields []tree.Field
	ids    []keyID // what the members are told apart by
	at     map[keyID]int
}

// mostMerged is how many members may be merged in a document. Mappings that take in each other repeat their members in
// each, so that a small file could have millions.
const mostMerged = 1 << 15

// put adds a member; one that is there already keeps its place, and its value unless the new one overrides it.
func (m *mapping) put(id keyID, f tree.Field, override bool) {
	i, ok := m.at[id]
	switch {
	case !ok:
		if m.at == nil {
			m.at = map[keyID]int{}
		}
		m.at[id] = len(m.fields)
		m.fields, m.ids = append(m.fields, f), append(m.ids, id)
	case override:
		m.fields[i] = f
	}
}

// hasMerge tells whether one of a mapping's keys takes in other mappings.
func (c *converter) hasMerge(n *tree.Node) bool {
	return c.special != nil && slices.ContainsFunc(c.keys[n], c.isMerge)
}

func (c *converter) isMerge(key *tree.Node) bool {
	return key != nil && (c.special[key] == mergeKey || c.special[key] == mergeText)
}

// mergedMembers returns the members of a mapping that takes in others. Told apart by their names in an object; by name and type,
// as keys are in a Map, if typed.
func (c *converter) mergedMembers(n *tree.Node, typed bool) *mapping {
	m := &mapping{}
	keys := c.keys[n]
	for i, f := range n.Fields {
		var key *tree.Node
		if keys != nil {
			key = keys[i]
		}
		if c.isMerge(key) {
			c.mergeInto(m, f.Value, typed)
			continue
		}
		id := c.memberName(&f, key, typed)
		c.walk(f.Value)
		m.put(id, f, true)
		if c.err != nil {
			break
		}
	}
	return m
}

// memberName names a member, and returns what tells it apart.
func (c *converter) memberName(f *tree.Field, key *tree.Node, typed bool) keyID {
	if key == nil {
		key = c.reader.keyAgain(f, c.version)
	} else {
		c.walkKey(key)
	}
	switch {
	case c.err != nil:
		return keyID{}
	case !typed:
		f.Name = c.keyText(key)
		return keyID{name: f.Name}
	case key.Aliased:
		key = c.source(key)
	}
	if key.Kind >= tree.Array {
		f.Name = c.scriptText(key, nil)
		return keyID{kind: key.Kind, name: string(rune(key.Start))}
	}
	f.Name = keyName(key)
	if key.Kind == tree.Null {
		f.Name = "null"
	}
	return keyID{key.Kind, f.Name}
}

// scriptText returns a collection as JavaScript's String does; around has the nodes it is in.
func (c *converter) scriptText(n *tree.Node, around []*tree.Node) string {
	n = c.source(n)
	switch {
	case n == nil || n.Kind == tree.Null || slices.Contains(around, n):
		return ""
	case n.Kind == tree.Set:
		return "[object Set]"
	case n.Kind == tree.Object:
		return "[object Object]"
	case n.Kind != tree.Array:
		return keyName(n)
	}
	around = append(around, n)
	parts := make([]string, len(n.Items))
	for i, item := range n.Items {
		parts[i] = c.scriptText(item, around)
	}
	return strings.Join(parts, ",")
}

// mergeInto takes in what stands behind a merge key: a mapping, or a list of mappings.
func (c *converter) mergeInto(m *mapping, value *tree.Node, typed bool) {
	source := c.mergeSource(value)
	if source == nil || source.Kind != tree.Array {
		c.mergeMapping(m, source, value, typed)
		return
	}
	for _, item := range source.Items {
		c.mergeMapping(m, c.mergeSource(item), item, typed)
	}
}

// mergeSource returns the node that is to be taken in; nil if it is an alias for none.
func (c *converter) mergeSource(n *tree.Node) *tree.Node {
	source := c.source(n)
	if n.Aliased && source != nil {
		c.use(c.aliasOf[n])
	}
	return source
}

func (c *converter) mergeMapping(m *mapping, source, at *tree.Node, typed bool) {
	if c.err != nil {
		return
	}
	if source == nil || source.Kind != tree.Object && source.Kind != tree.Set {
		c.fail("BAD_MERGE", "Merge sources must be maps or map aliases", at)
		return
	}
	members := c.mergedMembers(source, true)
	if c.mergedCount += len(members.fields); c.mergedCount > mostMerged {
		c.fail(codeExhausted, "Too many merged members", at)
		return
	}
	for i, f := range members.fields {
		id := keyID{name: f.Name}
		if typed {
			id = members.ids[i]
		}
		m.put(id, f, false)
	}
}
