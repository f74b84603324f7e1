package lint

import (
	"fmt"
	"io/fs"
	"reflect"

	"github.com/goldenpath-go/goldenpath/internal/bounded"
	"github.com/goldenpath-go/goldenpath/internal/decode"
	"github.com/goldenpath-go/goldenpath/internal/tree"
	"github.com/goldenpath-go/goldenpath/internal/yamlsrc"
	"github.com/goldenpath-go/goldenpath/source"
)

// ConfigName is the usual name of a configuration file.
const ConfigName = ".catalog-lint.yaml"

// maxConfigSize bounds what is read as a configuration, in bytes.
const maxConfigSize = 1 << 20

// ConfigOptions are what reading a configuration may need beyond its text. Nil, like the zero value, is for one that
// needs nothing.
type ConfigOptions struct {
	// Profile is the profile to add to the rest, by its name in the configuration; empty: none.
	Profile string
	// Fetch returns what url holds, which is to have this SHA-256 checksum, in lower-case hexadecimal digits: from wherever
	// it has been kept, or from url. The content is checked again by who calls it. Nil: nothing is fetched, and a
	// configuration that extends a URL is an error.
	Fetch func(url, sha256 string) ([]byte, error)
	// Compile makes rules of custom rules, as package cel's Rules does. Its error may be a [source.Errors]. Nil: they stay as
	// they are, and no Linter takes the configuration.
	Compile func([]CustomRule) ([]*Rule, error)
	// Trace is told where values come from, the last one in force: the JSON pointer of a value in the configuration put
	// together, such as /fail-on, /rules/owner-present/severity or /overrides/0, and its place. The preset is /preset. May be nil.
	Trace func(pointer string, at source.Position)
}

// LoadConfig reads the configuration called name, and those it extends, from fsys. All that is wrong in any of them is
// reported at once, as [source.Errors]; a file that cannot be read is an error of its own.
func LoadConfig(fsys fs.FS, name string, rules []*Rule, o *ConfigOptions) (*Config, error) {
	data, err := bounded.ReadFile(fsys, name, maxConfigSize)
	if err != nil {
		return nil, fmt.Errorf("read configuration: %w", err)
	}
	return newConfigReader(fsys, rules, o).read(name, data)
}

// ParseConfig reads a configuration that stands alone: it may extend presets and URLs, not files. All that is wrong in
// it is reported at once, as [source.Errors].
//
// A rule's parameters are decoded into the struct from Rule.Params by the yaml tags of its fields, which may be string,
// bool, int, float64, slices, maps with string keys, structs, pointers to these, and types with an UnmarshalText. An
// enum tag lists the words that a string may be, with commas between; a doc tag says what a parameter is for.
func ParseConfig(name string, data []byte, rules []*Rule, o *ConfigOptions) (*Config, error) {
	return newConfigReader(nil, rules, o).read(name, data)
}

// configReader puts together a configuration from its layers, the first of which is what the last extends.
type configReader struct {
	fsys     fs.FS // nil: no files can be extended
	options  ConfigOptions
	rules    map[string]*Rule
	names    []string // of the rules
	alias    map[string]string
	open     []string // files that are being read: they may not be extended again
	profiles []string // that there are, in any layer
	body     configBody
	config   *Config
	errs     source.Errors
}

func newConfigReader(fsys fs.FS, rules []*Rule, o *ConfigOptions) *configReader {
	c := &configReader{fsys: fsys, rules: map[string]*Rule{}, alias: aliases(rules), config: &Config{Rules: map[string]RuleConfig{}}}
	if o != nil {
		c.options = *o
	}
	for _, r := range withBuiltin(rules) {
		c.rules[r.Name] = r
	}
	c.names = sortedKeys(c.rules)
	return c
}

func (c *configReader) read(name string, data []byte) (*Config, error) {
	c.layer(name, data)
	if err := c.checkProfile(); err != nil && len(c.errs) == 0 {
		return nil, err
	}
	c.compile()
	if len(c.errs) > 0 {
		c.errs.Sort()
		return nil, c.errs
	}
	b, out := c.body, c.config
	out.Include, out.Exclude, out.References, out.Tier, out.Baseline = b.Include, b.Exclude, b.References, b.Tier, b.Baseline
	if b.FailOn == "never" {
		out.FailOn = Off
	} else if b.FailOn != "" {
		out.FailOn, _ = ParseSeverity(b.FailOn) // one of the words of the enum
	}
	return out, nil
}

// layer reads one file over what is there already.
func (c *configReader) layer(name string, data []byte) {
	c.open = append(c.open, name)
	defer func() { c.open = c.open[:len(c.open)-1] }()

	stream := yamlsrc.Parse(name, data)
	d := &decoder{text: stream.Text}
	if root := configRoot(d, stream); root != nil {
		c.extend(d, root)
		file := configFile{configBody: c.body}
		file.Overrides, file.Ignores = nil, nil // those of other layers are taken over already
		d.decode(root, reflect.ValueOf(&file).Elem(), "")
		c.body = file.configBody
		c.checkVersion(d, root)
		c.custom(d, root.Get("custom"), file.Custom)
		c.schemas(d, root.Get("schemas"), file.Schemas)
		c.settle(d, root, "")
		c.readProfiles(d, root.Get("profiles"))
	}
	c.errs = append(c.errs, d.errs...)
}

// settle looks at what a file, or a profile in one, says beyond what its form tells. It has been decoded into c.body.
func (c *configReader) settle(d *decoder, n *tree.Node, at string) {
	checkPatterns(d, n, at, "include", checkGlob)
	checkPatterns(d, n, at, "exclude", checkGlob)
	checkPatterns(d, n.Get("tier"), at+"/tier", "keys", checkTierKey)
	checkPatterns(d, n.Get("references"), at+"/references", "closed", checkClosed)
	c.trace(d, n, "")
	c.trace(d, n.Get("tier"), "/tier")
	c.trace(d, n.Get("references"), "/references")
	c.ruleSettings(d, n.Get("rules"), at+"/rules")
	c.overrides(d, n.Get("overrides"), at+"/overrides")
	c.ignores(d, n.Get("ignores"), at+"/ignores")
}

// trace tells of the members of n that say something.
func (c *configReader) trace(d *decoder, n *tree.Node, at string) {
	if c.options.Trace == nil || n == nil {
		return
	}
	for _, f := range n.Fields {
		if f.Value.Kind != tree.Null {
			c.options.Trace(at+"/"+tree.Escape(f.Name), d.text.Position(f.KeyStart))
		}
	}
}

// traceAt tells of one value.
func (c *configReader) traceAt(d *decoder, n *tree.Node, pointer string) {
	if c.options.Trace != nil {
		c.options.Trace(pointer, d.text.Position(n.Start))
	}
}

// configRoot returns the root of the only document, or nil when there is nothing to be read.
func configRoot(d *decoder, stream *yamlsrc.Stream) (root *tree.Node) {
	d.with(func(w *decode.Decoder) { root = w.Root(stream, "a configuration") })
	return root
}

func (c *configReader) checkVersion(d *decoder, root *tree.Node) {
	n := root.Get("version")
	switch {
	case n == nil:
		d.errorf(root, "", "version is missing; write version: 1")
	case n.Kind == tree.Number && n.Number != 1:
		d.errorf(n, "/version", "version %s is not known; this is version 1", n.Text)
	}
}
