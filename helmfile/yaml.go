package helmfile

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"github.com/goldenpath-go/goldenpath/source"
)

// places leads from a line and column of a YAML text to what the user wrote.
type places interface {
	at(line, column int) source.Position
}

// filePlaces is a stretch of a file as it stands, beginning after skipped lines.
type filePlaces struct {
	file    string
	skipped int
}

func (p filePlaces) at(line, column int) source.Position {
	return source.Position{File: p.file, Line: line + p.skipped, Column: column}
}

// parseYAML reads the documents of a text; go-yaml v3 is the reader that helmfile has, so the verdict is the same.
func parseYAML(text []byte, at places) (docs []*yaml.Node, err error) {
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	for {
		var n yaml.Node
		switch err := decoder.Decode(&n); {
		case errors.Is(err, io.EOF):
			return docs, nil
		case err != nil:
			return docs, fault(at.at(yamlErrorLine(err.Error()), 1), yamlClass(err), err)
		}
		docs = append(docs, &n)
	}
}

// yamlClass tells faults of the text's YAML from those of its signs and its anchors, which helmfile words otherwise.
func yamlClass(err error) Class {
	for _, words := range []string{"control characters are not allowed", "value contains itself", "unknown anchor"} {
		if strings.Contains(err.Error(), words) {
			return ClassOther
		}
	}
	return ClassYAML
}

func yamlErrorLine(message string) int {
	if m := regexp.MustCompile(`line (\d+)`).FindStringSubmatch(message); m != nil {
		n, _ := strconv.Atoi(m[1])
		return max(n, 1)
	}
	return 1
}

// converter makes a [Value] of a YAML document, by helmfile's rules (YAML 1.2 words, a key twice is a fault) or by
// helm's (YAML 1.1 words, the last of two keys wins).
type converter struct {
	at       places
	root     *yaml.Node
	layer    Layer
	helm     bool
	left     int // nodes
	depth    int // levels
	exceeded bool
	unknown  func(string) *Reason   // what a text with a mark of something unknown stands for; nil: no marks
	aliases  map[*yaml.Node]aliased // read once, shared
	faults   Errors
	oddKey   *Error       // the first key below the top that is no text
	differs  bool         // helm reads something otherwise
	words    []Misreading // what that is, but for timestamps, which stay their text
}

// maxFaults is how many faults of one kind of check are told for a document.
const maxFaults = 1000

type aliased struct {
	value *Value
	nodes int
}

func (c *converter) document(n *yaml.Node) *Value {
	if n == nil || n.Kind == 0 {
		return nil
	}
	if n.Kind == yaml.DocumentNode {
		n = n.Content[0]
	}
	c.root = n
	return c.value(n, nil)
}

func (c *converter) pos(n *yaml.Node) source.Position { return c.at.at(n.Line, n.Column) }

func (c *converter) fault(n *yaml.Node, class Class, format string, args ...any) {
	if len(c.faults) < maxFaults || class == ClassLimit {
		c.faults = append(c.faults, fault(c.pos(n), class, fmt.Errorf(format, args...)))
	}
}

func (c *converter) origin(n, key *yaml.Node) *Origin {
	o := &Origin{Pos: c.pos(n), Layer: c.layer}
	if key != nil {
		o.Key = c.pos(key)
	}
	return o
}

func (c *converter) value(n, key *yaml.Node) *Value {
	if !c.spend(n, 1) {
		return &Value{origin: c.origin(n, key)}
	}
	c.depth--
	defer func() { c.depth++ }()
	switch n.Kind {
	case yaml.AliasNode:
		return c.alias(n)
	case yaml.MappingNode:
		return c.mapping(n, key)
	case yaml.SequenceNode:
		v := &Value{kind: List, origin: c.origin(n, key), items: make([]*Value, 0, len(n.Content))}
		for _, item := range n.Content {
			v.items = append(v.items, c.value(item, nil))
		}
		return v
	}
	return c.scalar(n, key)
}

// spend counts nodes. It returns false, and says so once, when there are too many or they are too deep.
func (c *converter) spend(n *yaml.Node, nodes int) bool {
	c.left -= nodes
	if c.left >= 0 && c.depth > 0 {
		return true
	}
	if !c.exceeded {
		c.exceeded = true
		c.fault(n, ClassLimit, "the document is too large or too deep, with its aliases written out")
	}
	c.left = -1
	return false
}

// alias reads what an anchor holds once, and counts it each time.
func (c *converter) alias(n *yaml.Node) *Value {
	if known, ok := c.aliases[n.Alias]; ok {
		c.spend(n, known.nodes)
		return known.value
	}
	before := c.left
	v := c.value(n.Alias, nil)
	if c.aliases == nil {
		c.aliases = map[*yaml.Node]aliased{}
	}
	c.aliases[n.Alias] = aliased{v, before - c.left}
	return v
}

func (c *converter) mapping(n, key *yaml.Node) *Value {
	v := &Value{kind: Map, origin: c.origin(n, key), fields: make(map[string]*Value, len(n.Content)/2)}
	var merged []*yaml.Node
	for i := 0; i+1 < len(n.Content); i += 2 {
		k, content := n.Content[i], n.Content[i+1]
		if k.Kind == yaml.ScalarNode && k.ShortTag() == "!!merge" {
			merged = append(merged, content)
			continue
		}
		name, odd, ok := c.key(k)
		if !ok {
			continue
		}
		if v.oddKey = v.oddKey || odd; odd && n != c.root && c.oddKey == nil {
			c.oddKey = oddKey(c.pos(k), k.Value)
		}
		if first, twice := v.fields[name]; twice && !c.helm {
			c.fault(k, ClassDuplicateKey, "mapping key %q already defined at line %d", name, first.origin.Key.Line)
			continue
		}
		child := c.value(content, k)
		if content.Kind == yaml.AliasNode {
			child = withKey(child, c.pos(k))
		}
		v.fields[name] = child
	}
	for _, m := range merged {
		c.mergeKey(v, m)
	}
	return v
}

// withKey returns v as the value of the key at pos.
func withKey(v *Value, pos source.Position) *Value {
	out := *v
	o := Origin{}
	if v.origin != nil {
		o = *v.origin
	}
	o.Key = pos
	out.origin = &o
	return &out
}

// oddKey is the fault of a key that is no text where helmfile takes none.
func oddKey(at source.Position, key string) *Error {
	return fault(at, ClassOther, fmt.Errorf("unexpected type of key in map: %s is no text: quote it", key))
}

// key returns a key as text, and whether it is another scalar. Helm writes all of them as text.
func (c *converter) key(k *yaml.Node) (name string, odd, ok bool) {
	if k.Kind == yaml.AliasNode {
		k = k.Alias
	}
	if k.Kind != yaml.ScalarNode {
		c.fault(k, ClassYAML, "invalid map key: a %s cannot be a key; a template that begins a value must be quoted, or the file named .gotmpl", nodeKind(k))
		return "", false, false
	}
	if k.Style == 0 && isWord11(k.Value) || k.ShortTag() != "!!str" {
		c.differs = c.differs || !c.helm
		if c.helm {
			return helmKey(c.scalar(k, nil), k), false, true
		}
		if isWord11(k.Value) {
			c.words = append(c.words, Misreading{c.pos(k), k.Value, true})
		}
		if k.ShortTag() != "!!str" {
			return helmKey(c.scalar(k, nil), k), true, true
		}
	}
	return k.Value, false, true
}

func nodeKind(n *yaml.Node) string {
	if n.Kind == yaml.MappingNode {
		return "map"
	}
	return "list"
}

// helmKey returns a key that is no text as the text that it becomes.
func helmKey(v *Value, k *yaml.Node) string {
	switch x := v.scalar.(type) {
	case bool:
		return strconv.FormatBool(x)
	case int, int64, uint64:
		return fmt.Sprint(x)
	case float64:
		return strconv.FormatFloat(x, 'g', -1, 32)
	}
	return k.Value
}

// mergeKey adds what `<<` names, under what the map has itself.
func (c *converter) mergeKey(v *Value, n *yaml.Node) {
	from := n
	if from.Kind == yaml.AliasNode {
		from = from.Alias
	}
	switch from.Kind {
	case yaml.MappingNode:
		content := c.value(n, nil)
		for k, f := range content.fields {
			if _, own := v.fields[k]; !own {
				v.fields[k] = f
			}
		}
	case yaml.SequenceNode:
		if c.depth--; c.depth > 0 {
			for _, item := range from.Content {
				c.mergeKey(v, item)
			}
		}
		c.depth++
	default:
		c.fault(n, ClassOther, "map merge requires map or sequence of maps as the value")
	}
}

func (c *converter) scalar(n, key *yaml.Node) *Value {
	v := &Value{origin: c.origin(n, key), text: n.Value}
	if c.unknown != nil {
		if r := c.unknown(n.Value); r != nil {
			v.kind, v.reason = Unknown, r
			return v
		}
	}
	plain := n.Style == 0
	if plain && isWord11(n.Value) {
		c.differs = c.differs || !c.helm
		if c.helm {
			v.kind, v.scalar = Bool, isTrue11(n.Value)
			return v
		}
		c.words = append(c.words, Misreading{c.pos(n), n.Value, false})
	}
	switch n.ShortTag() {
	case "!!null":
		return v
	case "!!bool":
		v.kind, v.scalar = Bool, strings.EqualFold(n.Value, "true")
	case "!!int", "!!float":
		c.number(v, n)
	case "!!timestamp":
		c.timestamp(v, n)
	case "!!binary":
		v.kind, v.scalar = String, n.Value
		if err := n.Decode(&v.text); err == nil {
			v.scalar = v.text
		}
	default:
		v.kind, v.scalar = String, n.Value
	}
	return v
}

func (c *converter) number(v *Value, n *yaml.Node) {
	if i, err := strconv.Atoi(n.Value); err == nil && (n.Value[0] != '0' || len(n.Value) == 1) {
		v.kind, v.scalar = Int, i
		return
	}
	if err := n.Decode(&v.scalar); err != nil {
		c.fault(n, ClassYAML, "%w", err)
		v.scalar = n.Value
	}
	switch v.scalar.(type) {
	case int, int64, uint64:
		v.kind = Int
	case float64:
		v.kind = Float
	default:
		v.kind = String
	}
}

func (c *converter) timestamp(v *Value, n *yaml.Node) {
	c.differs = c.differs || !c.helm
	var t time.Time
	if err := n.Decode(&t); c.helm || err != nil {
		v.kind, v.scalar = String, n.Value
		return
	}
	v.kind, v.scalar = Time, t
}

// isWord11 tells whether a plain scalar is a boolean in YAML 1.1 only.
func isWord11(s string) bool {
	switch s {
	case "y", "Y", "yes", "Yes", "YES", "on", "On", "ON", "n", "N", "no", "No", "NO", "off", "Off", "OFF":
		return true
	}
	return false
}

func isTrue11(s string) bool {
	switch s[0] {
	case 'y', 'Y':
		return true
	}
	return strings.EqualFold(s, "on")
}
