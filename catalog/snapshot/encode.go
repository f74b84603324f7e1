package snapshot

import (
	"cmp"
	"slices"
	"strings"

	"github.com/goldenpath-go/goldenpath/catalog"
)

// MaxLine is the most bytes that the line of an entity may have: enough for half a million references.
const MaxLine = 16 << 20

// encoder makes lines of entries.
type encoder struct {
	line       []byte
	references []target
}

// target is a reference with the key of its target, made once for sorting.
type target struct {
	field, relation, key string
}

// encode returns the line of e, without the line feed. It is valid until the next call.
func (c *encoder) encode(e *Entry) ([]byte, error) {
	key, err := keyOf(e.Ref)
	if err != nil {
		return nil, err
	}
	c.line = appendEscaped(c.line[:0], key, inRef)
	for _, text := range []string{e.Type, e.Lifecycle, e.Tier, e.Title, e.Location} {
		c.line = appendEscaped(append(c.line, '\t'), text, "")
	}
	c.line = append(c.line, '\t')
	if spelt := filled(e.Ref); cutRef(key) != spelt {
		c.line = appendEscaped(c.line, string(spelt.Kind)+":"+spelt.Namespace+"/"+spelt.Name, inRef)
	}
	if err := c.appendReferences(e.References); err != nil {
		return nil, err
	}
	if len(c.line) > MaxLine {
		return nil, ErrTooLong
	}
	return c.line, nil
}

func (c *encoder) appendReferences(references []Reference) error {
	c.references = c.references[:0]
	for _, r := range references {
		key, err := keyOf(r.Target)
		if err != nil {
			return err
		}
		c.references = append(c.references, target{r.Field, string(r.Relation), key})
	}
	slices.SortFunc(c.references, compareTargets)
	var last target
	for i, r := range c.references {
		if i > 0 && r == last {
			continue
		}
		if i == 0 || r.field != last.field || r.relation != last.relation {
			c.appendLabel(r)
		}
		c.line = appendEscaped(append(c.line, ' '), r.key, inRef)
		last = r
	}
	return nil
}

func (c *encoder) appendLabel(r target) {
	c.line = appendEscaped(append(c.line, '\t'), r.field, inLabel)
	if r.relation != r.field {
		c.line = appendEscaped(append(c.line, ':'), r.relation, inLabel)
	}
}

func compareTargets(a, b target) int {
	return cmp.Or(strings.Compare(a.field, b.field), strings.Compare(a.relation, b.relation), strings.Compare(a.key, b.key))
}

// keyOf returns the key of ref, if that says what it names.
func keyOf(ref catalog.Ref) (string, error) {
	key := ref.Key()
	if cut := cutExactly(key); cut.Kind == "" || cut.Namespace == "" || cut.Name == "" {
		return "", catalog.ErrUnnamed
	}
	return key, nil
}

// cutRef returns the ref that a text in full names, a known kind in its usual spelling. Parts that it does not have are
// empty.
func cutRef(text string) catalog.Ref {
	ref := cutExactly(text)
	ref.Kind, _ = ref.Kind.Canonical()
	return ref
}

func cutExactly(text string) catalog.Ref {
	kind, rest, _ := strings.Cut(text, ":")
	namespace, name, _ := strings.Cut(rest, "/")
	return catalog.Ref{Kind: catalog.Kind(kind), Namespace: namespace, Name: name}
}

// filled returns ref with its namespace.
func filled(ref catalog.Ref) catalog.Ref {
	if ref.Namespace == "" {
		ref.Namespace = catalog.DefaultNamespace
	}
	return ref
}
