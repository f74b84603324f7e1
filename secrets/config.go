package secrets

import (
	_ "embed" // of the schema
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/goldenpath-go/goldenpath/internal/decode"
	"github.com/goldenpath-go/goldenpath/internal/tree"
	"github.com/goldenpath-go/goldenpath/internal/yamlsrc"
	"github.com/goldenpath-go/goldenpath/source"
)

// ConfigSchema returns the JSON Schema of the file of requests, for editors.
func ConfigSchema() []byte { return slices.Clone(configSchema) }

//go:embed config.schema.json
var configSchema []byte

// configForm is the file.
type configForm struct {
	Layout    layoutForm     `yaml:"layout"`
	Owner     string         `yaml:"owner"`
	Secrets   []requestForm  `yaml:"secrets"`
	Consumers []consumerForm `yaml:"consumers"`
	Databases []databaseForm `yaml:"databases"`
}

type layoutForm struct {
	Path   string `yaml:"path"`
	Policy string `yaml:"policy"`
	Role   string `yaml:"role"`
	Auth   string `yaml:"auth"`
}

type requestForm struct {
	Name        string       `yaml:"name"`
	Service     string       `yaml:"service"`
	Environment string       `yaml:"environment"`
	Type        string       `yaml:"type"`
	Owner       string       `yaml:"owner"`
	Rotation    rotationForm `yaml:"rotation"`
	Shape       shapeForm    `yaml:"shape"`
	Database    string       `yaml:"database"`
	Account     string       `yaml:"account"`
	TTL         Period       `yaml:"ttl"`
	Adopt       bool         `yaml:"adopt"`
}

type rotationForm struct {
	Period Period `yaml:"period"`
	Grace  Period `yaml:"grace"`
}

type shapeForm struct {
	Format     string `yaml:"format"`
	Length     int    `yaml:"length"`
	Alphabet   string `yaml:"alphabet"`
	Characters string `yaml:"characters"`
	Policy     string `yaml:"policy"`
	Field      string `yaml:"field"`
}

type consumerForm struct {
	Service         string   `yaml:"service"`
	Environment     string   `yaml:"environment"`
	Namespaces      []string `yaml:"namespaces"`
	ServiceAccounts []string `yaml:"serviceAccounts"`
	Audience        string   `yaml:"audience"`
	TTL             Period   `yaml:"ttl"`
	Adopt           bool     `yaml:"adopt"`
}

type databaseForm struct {
	Name         string         `yaml:"name"`
	Mount        string         `yaml:"mount"`
	Connection   string         `yaml:"connection"`
	Environments []string       `yaml:"environments"`
	Accounts     []string       `yaml:"accounts"`
	MaxTTL       Period         `yaml:"maxTTL"`
	Statements   statementsForm `yaml:"statements"`
}

type statementsForm struct {
	Creation   []string `yaml:"creation"`
	Revocation []string `yaml:"revocation"`
	Renewal    []string `yaml:"renewal"`
	Rollback   []string `yaml:"rollback"`
	Rotation   []string `yaml:"rotation"`
}

// ParseConfig reads requests, the content of the file called name. Whatever is wrong with it is reported at once, as
// source.Errors: syntax, keys that are not known, names that are not allowed, a secret asked for twice. An empty file asks for
// nothing.
func ParseConfig(name string, data []byte) (*Config, error) {
	stream := yamlsrc.Parse(name, data)
	d := &decode.Decoder{Text: stream.Text, DidYouMean: noGuess}
	root := d.Root(stream, "a file of requests for secrets")
	if root == nil {
		d.Errs.Sort()
		return nil, d.Errs
	}
	var form configForm
	d.Decode(root, reflect.ValueOf(&form).Elem(), "")
	c := form.config(stream.Text, root)
	if len(d.Errs) == 0 {
		for _, f := range c.faults() {
			d.Errorf(nodeAt(root, f.pointer), f.pointer, "%s", f.message)
		}
	}
	if d.Errs.Sort(); len(d.Errs) > 0 {
		return nil, d.Errs
	}
	return c, nil
}

func noGuess(string, []string) string { return "" }

// config returns what the form asks for.
func (f *configForm) config(text *source.Text, root *tree.Node) *Config {
	c := &Config{Layout: Layout(f.Layout)}
	place := func(pointer string) source.Position { return text.Position(nodeAt(root, pointer).Start) }
	for i, r := range f.Secrets {
		owner := r.Owner
		if owner == "" {
			owner = f.Owner
		}
		c.Requests = append(c.Requests, Request{
			ID: ID{Environment: r.Environment, Service: r.Service, Name: r.Name}, Type: Type(r.Type), Owner: owner,
			Rotation: Rotation(r.Rotation), Adopt: r.Adopt, Pos: place("/secrets/" + strconv.Itoa(i)),
			Database: r.Database, Account: r.Account, TTL: r.TTL,
			Shape: Shape{
				Format: r.Shape.Format, Length: r.Shape.Length, Alphabet: r.Shape.Alphabet, Characters: r.Shape.Characters,
				Policy: r.Shape.Policy, Field: r.Shape.Field,
			},
		})
	}
	for i, u := range f.Consumers {
		c.Consumers = append(c.Consumers, Consumer{
			Service: u.Service, Environment: u.Environment, Namespaces: u.Namespaces, ServiceAccounts: u.ServiceAccounts,
			Audience: u.Audience, TTL: u.TTL, Adopt: u.Adopt, Pos: place("/consumers/" + strconv.Itoa(i)),
		})
	}
	for i, b := range f.Databases {
		c.Databases = append(c.Databases, Database{
			Name: b.Name, Mount: b.Mount, Connection: b.Connection, Environments: b.Environments, Accounts: b.Accounts, MaxTTL: b.MaxTTL,
			Statements: Statements(b.Statements), Pos: place("/databases/" + strconv.Itoa(i)),
		})
	}
	return c
}

// nodeAt returns the value that a JSON pointer leads to, or the nearest one above it that is there.
func nodeAt(root *tree.Node, pointer string) *tree.Node {
	at := root
	for _, step := range strings.Split(pointer, "/")[1:] {
		next := at.Get(tree.Unescape(step))
		if i, err := strconv.Atoi(step); err == nil && at.Kind == tree.Array && i < len(at.Items) {
			next = at.Items[i]
		}
		if next == nil {
			return at
		}
		at = next
	}
	return at
}
