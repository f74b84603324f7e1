package lint

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/goldenpath-go/goldenpath/internal/bounded"
	"github.com/goldenpath-go/goldenpath/internal/tree"
	"github.com/goldenpath-go/goldenpath/internal/yamlsrc"
	"github.com/goldenpath-go/goldenpath/source"
)

// ConfigName is the usual name of a configuration file.
const ConfigName = ".catalog-lint.yaml"

// maxConfigSize bounds what is read as a configuration, in bytes.
const maxConfigSize = 1 << 20

// LoadConfig reads the configuration called name, and those it extends, from fsys. All that is wrong in any of them is
// reported at once, as [source.Errors]; a file that cannot be read is an error of its own.
func LoadConfig(fsys fs.FS, name string, rules []*Rule) (*Config, error) {
	data, err := bounded.ReadFile(fsys, name, maxConfigSize)
	if err != nil {
		return nil, fmt.Errorf("read configuration: %w", err)
	}
	return newConfigReader(fsys, rules).read(name, data)
}

// ParseConfig reads a configuration that stands alone: it may extend presets, not files. All that is wrong in it is
// reported at once, as [source.Errors].
//
// A rule's parameters are decoded into the struct from Rule.Params by the yaml tags of its fields, which may be string,
// bool, int, float64, slices, maps with string keys, structs, pointers to these, and types with an UnmarshalText. An
// enum tag lists the words that a string may be, with commas between; a doc tag says what a parameter is for.
func ParseConfig(name string, data []byte, rules []*Rule) (*Config, error) {
	return newConfigReader(nil, rules).read(name, data)
}

// configReader puts together a configuration from its layers, the first of which is what the last extends.
type configReader struct {
	fsys   fs.FS // nil: no files can be extended
	rules  map[string]*Rule
	names  []string // of the rules
	alias  map[string]string
	open   []string // files that are being read: they may not be extended again
	file   configFile
	config *Config
	errs   source.Errors
}

func newConfigReader(fsys fs.FS, rules []*Rule) *configReader {
	c := &configReader{fsys: fsys, rules: map[string]*Rule{}, alias: aliases(rules), config: &Config{Rules: map[string]RuleConfig{}}}
	for _, r := range withBuiltin(rules) {
		c.rules[r.Name] = r
	}
	c.names = sortedKeys(c.rules)
	return c
}

func (c *configReader) read(name string, data []byte) (*Config, error) {
	c.layer(name, data)
	if len(c.errs) > 0 {
		c.errs.Sort()
		return nil, c.errs
	}
	f, out := c.file, c.config
	out.Include, out.Exclude, out.References, out.Tier = f.Include, f.Exclude, f.References, f.Tier
	if f.FailOn == "never" {
		out.FailOn = Off
	} else if f.FailOn != "" {
		out.FailOn, _ = ParseSeverity(f.FailOn) // one of the words of the enum
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
		c.file.Overrides = nil
		d.decode(root, reflect.ValueOf(&c.file).Elem(), "")
		c.checkVersion(d, root)
		checkPatterns(d, root, "include", checkGlob)
		checkPatterns(d, root, "exclude", checkGlob)
		checkPatterns(d, root.Get("tier"), "keys", checkTierKey)
		checkPatterns(d, root.Get("references"), "closed", checkClosed)
		c.ruleSettings(d, root.Get("rules"), "/rules")
		c.overrides(d, root)
	}
	c.errs = append(c.errs, d.errs...)
}

// configRoot returns the root of the only document, or nil when there is nothing to be read.
func configRoot(d *decoder, stream *yamlsrc.Stream) *tree.Node {
	var root *tree.Node
	for _, doc := range stream.Docs {
		for _, e := range doc.Errors {
			d.errorAt(e.Start, "", "%s", e.Message)
		}
		switch {
		case doc.Recursive:
			d.errorAt(doc.Start, "", "an anchor contains itself")
		case doc.Root == nil || doc.Root.Kind == tree.Null:
		case root != nil:
			d.errorf(doc.Root, "", "a configuration is one document")
		case doc.Root.Kind != tree.Object:
			d.errorf(doc.Root, "", "a mapping is wanted here, not %s", describeNode(doc.Root))
		default:
			root = doc.Root
		}
	}
	if len(d.errs) > 0 {
		return nil
	}
	if root == nil {
		root = &tree.Node{Kind: tree.Object}
	}
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

// extend reads what stands behind the file with this root.
func (c *configReader) extend(d *decoder, root *tree.Node) {
	list := root.Get("extends")
	if list == nil {
		return
	}
	for i, item := range list.Items {
		text, ok := item.Str()
		if !ok {
			continue // reported when the file is decoded
		}
		if err := c.extendOne(d.text.Name, text); err != nil {
			d.errorf(item, "/extends/"+strconv.Itoa(i), "%v", err)
		}
	}
}

func (c *configReader) extendOne(from, what string) error {
	if preset, ok := strings.CutPrefix(what, "preset:"); ok {
		if preset == "" {
			return fmt.Errorf("the preset's name is missing; there are %s", strings.Join(Presets(), ", "))
		}
		c.config.Preset = preset
		return checkPreset(preset)
	}
	if strings.Contains(what, "://") {
		return errors.New("only presets and local files can be extended")
	}
	if c.fsys == nil {
		return fmt.Errorf("%s cannot be extended here: there are no files", what)
	}
	name := path.Join(path.Dir(from), what)
	if slices.Contains(c.open, name) {
		return fmt.Errorf("%s extends itself: %s", name, strings.Join(append(c.open, name), " -> "))
	}
	data, err := bounded.ReadFile(c.fsys, name, maxConfigSize)
	if err != nil {
		return err
	}
	c.layer(name, data)
	return nil
}

func (c *configReader) overrides(d *decoder, root *tree.Node) {
	nodes := root.Get("overrides")
	for i, o := range c.file.Overrides {
		n, at := nodes.Items[i], "/overrides/"+strconv.Itoa(i)
		checkPatterns(d, n, "paths", checkGlob)
		checkPatterns(d, n, "entities", checkEntityGlob)
		if len(o.Paths)+len(o.Entities) == 0 {
			d.errorf(n, at, "an override needs paths or entities")
		}
		c.config.Overrides = append(c.config.Overrides, Override{
			Paths:    o.Paths,
			Entities: o.Entities,
			Rules:    c.overrideRules(d, o.Rules, at+"/rules"),
		})
	}
}
