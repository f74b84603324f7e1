package onboarding

import (
	_ "embed" // of the schema
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/internal/decode"
	"github.com/goldenpath-go/goldenpath/internal/tree"
	"github.com/goldenpath-go/goldenpath/internal/yamlsrc"
)

// Config is a file that says what people should have, beside the catalog. It is reviewed as code is.
type Config struct {
	Everybody []Grant
	Groups    []GroupEntry
	People    []PersonEntry
	Tasks     []Task // what people read and do themselves
	Guards    Guards
}

// GroupEntry is what comes with a group, of the catalog or of the file alone.
type GroupEntry struct {
	Ref    catalog.Ref
	Grants []Grant
	Direct bool // see [Annotation]
}

// nobodyThere stands in the file for the identity of somebody who has no account in a system.
const nobodyThere = "-"

// PersonEntry is what the file says about a person.
type PersonEntry struct {
	Email      string
	Name       string        // empty: as in the catalog
	Ref        catalog.Ref   // zero: as in the catalog
	Groups     []catalog.Ref // beside those of the catalog
	Grants     []Grant
	Identities map[string]string // by provider; "-": the person has no account there
}

func (c *Config) person(email string) *PersonEntry {
	i := slices.IndexFunc(c.People, func(e PersonEntry) bool { return SameEmail(e.Email, email) })
	if i < 0 {
		return nil
	}
	return &c.People[i]
}

func (c *Config) group(ref catalog.Ref) *GroupEntry {
	i := slices.IndexFunc(c.Groups, func(e GroupEntry) bool { return e.Ref.Key() == ref.Key() })
	if i < 0 {
		return nil
	}
	return &c.Groups[i]
}

func (c *Config) groupsOf(email string) []catalog.Ref {
	if entry := c.person(email); entry != nil {
		return slices.Clone(entry.Groups)
	}
	return nil
}

// ParseGrant reads a grant as Grant.String writes it: PROVIDER/KIND, PROVIDER/KIND/OBJECT, and " as ROLE" behind it.
func ParseGrant(s string) (Grant, error) {
	path, role := s, ""
	if i := strings.LastIndex(s, " as "); i >= 0 {
		path, role = s[:i], s[i+len(" as "):]
		if role == "" {
			return Grant{}, fmt.Errorf("%q is no grant: it ends before the role", s)
		}
	}
	parts := strings.SplitN(path, "/", 3)
	if len(parts) < 2 || !isWord(parts[0]) || !isWord(parts[1]) || role != "" && !isWord(role) || strings.HasSuffix(path, "/") {
		return Grant{}, fmt.Errorf("%q is no grant: write PROVIDER/KIND/OBJECT, and as ROLE where that matters", s)
	}
	g := Grant{Provider: parts[0], Kind: parts[1], Role: role}
	if len(parts) > 2 {
		g.Object = parts[2]
	}
	if strings.TrimSpace(g.Object) != g.Object {
		return Grant{}, fmt.Errorf("%q is no grant: there are spaces around the object", s)
	}
	return g, checkObject(g)
}

// isWord reports whether a name is made of letters, digits, - and _.
func isWord(s string) bool {
	for _, c := range []byte(s) {
		if !isAlphanumeric(c) && c != '-' && c != '_' {
			return false
		}
	}
	return s != ""
}

// ConfigSchema returns the JSON Schema of the file, for editors.
func ConfigSchema() []byte { return slices.Clone(configSchema) }

//go:embed config.schema.json
var configSchema []byte

// ParseConfig reads a file of grants, people and guards, the content of the file called name. Whatever is wrong with it is reported
// at once, as source.Errors. An empty file says nothing. Whether there are such providers, kinds and roles is known when it is used.
func ParseConfig(name string, data []byte) (*Config, error) {
	stream := yamlsrc.Parse(name, data)
	d := &decode.Decoder{Text: stream.Text, DidYouMean: func(string, []string) string { return "" }}
	c := &Config{}
	if root := d.Root(stream, "a file of onboarding"); root != nil {
		var form configForm
		d.Decode(root, reflect.ValueOf(&form).Elem(), "")
		c = form.config()
		form.check(d, root)
	}
	if d.Errs.Sort(); len(d.Errs) > 0 {
		return nil, d.Errs
	}
	return c, nil
}

// check reports what is missing and what is there twice.
func (f *configForm) check(d *decode.Decoder, root *tree.Node) {
	people, groups := map[string]bool{}, map[string]bool{}
	for i, p := range f.People {
		once(d, root.Get("people").Items[i], "email", strings.ToLower(string(p.Email)), people)
	}
	for i, g := range f.Groups {
		key := ""
		if ref := catalog.Ref(g.Group); !ref.IsZero() {
			key = ref.Key()
		}
		once(d, root.Get("groups").Items[i], "group", key, groups)
	}
	for i, t := range f.Tasks {
		if n := root.Get("tasks").Items[i]; n.Kind == tree.Object && t.Title == "" && n.Get("title") == nil {
			d.Errorf(n, "", "title is missing")
		}
	}
	if s := f.Guards.MaxShare; !(s >= 0 && s <= 1) { // as is what is no number
		d.Errorf(root.Get("guards").Get("maxShare"), "/guards/maxShare", "a share is between 0 and 1")
	}
}

// once reports an entry that has no name, or one that was seen before.
func once(d *decode.Decoder, n *tree.Node, field, name string, seen map[string]bool) {
	at := n.Get(field)
	switch {
	case n.Kind != tree.Object:
	case at == nil || at.Kind == tree.Null:
		d.Errorf(n, "", "%s is missing", field)
	case name != "" && seen[name]:
		d.Errorf(at, "", "%s is there twice", name)
	}
	seen[name] = true
}
