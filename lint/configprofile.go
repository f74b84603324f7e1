package lint

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/goldenpath-go/goldenpath/internal/tree"
)

// readProfiles reads the profiles of a file: the chosen one over what is there already, the others only to find what is
// wrong in them.
func (c *configReader) readProfiles(d *decoder, n *tree.Node) {
	if n == nil || n.Kind == tree.Null {
		return
	}
	if n.Kind != tree.Object {
		d.errorf(n, "/profiles", "a mapping from names of profiles is wanted here, not %s", describeNode(n))
		return
	}
	for _, f := range n.Fields {
		at := "/profiles/" + tree.Escape(f.Name)
		if !isKebab(f.Name) {
			d.errorAt(f.KeyStart, at, "%q is no name of a profile: write lower-case words with dashes between them", f.Name)
		}
		c.profiles = append(c.profiles, f.Name)
		reader := c
		if f.Name != c.options.Profile {
			reader = c.draft()
		}
		reader.readProfile(d, f.Value, at)
	}
}

func (c *configReader) readProfile(d *decoder, n *tree.Node, at string) {
	c.body.Overrides, c.body.Ignores = nil, nil // those of the file are taken over already
	d.decode(n, reflect.ValueOf(&c.body).Elem(), at)
	if n.Kind == tree.Object {
		c.settle(d, n, at)
	}
}

// draft returns a reader that starts where c stands, and whose results are of no consequence.
func (c *configReader) draft() *configReader {
	draft, config := *c, *c.config
	draft.config, draft.options.Trace = &config, nil
	config.Rules = maps.Clone(config.Rules)
	for name, r := range config.Rules {
		r.Params = nil // decoding would change those of c
		config.Rules[name] = r
	}
	config.Overrides, config.Ignores = slices.Clip(config.Overrides), slices.Clip(config.Ignores)
	return &draft
}

// checkProfile returns an error when the profile asked for is in none of the layers.
func (c *configReader) checkProfile() error {
	slices.Sort(c.profiles)
	known := slices.Compact(c.profiles)
	switch {
	case c.options.Profile == "" || slices.Contains(known, c.options.Profile):
		return nil
	case len(known) == 0:
		return fmt.Errorf("unknown profile %q: the configuration has none", c.options.Profile)
	}
	return fmt.Errorf("unknown profile %q%s; there are %s", c.options.Profile, didYouMean(c.options.Profile, known), strings.Join(known, ", "))
}
