package lint

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net/url"
	"path"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/goldenpath-go/goldenpath/internal/bounded"
	"github.com/goldenpath-go/goldenpath/internal/tree"
)

// extend reads what stands behind the file with this root.
func (c *configReader) extend(d *decoder, root *tree.Node) {
	list := root.Get("extends")
	if list == nil {
		return
	}
	for i, item := range list.Items {
		at := "/extends/" + strconv.Itoa(i)
		var err error
		switch item.Kind {
		case tree.String:
			err = c.extendOne(d, item)
		case tree.Object:
			err = c.extendURL(d, item, at)
		case tree.Null: // reported when the file is decoded
		default:
			err = fmt.Errorf("preset:NAME, a path, or a mapping with url and sha256 is wanted here, not %s", describeNode(item))
		}
		if err != nil {
			d.errorf(item, at, "%v", err)
		}
	}
}

var errBareURL = errors.New("what a URL holds may change: write {url: …, sha256: …}, so that it cannot")

func (c *configReader) extendOne(d *decoder, item *tree.Node) error {
	from, what := d.text.Name, item.Text
	if preset, ok := strings.CutPrefix(what, "preset:"); ok {
		return c.extendPreset(d, item, preset)
	}
	switch {
	case isURL(what):
		return errBareURL
	case isURL(from):
		return errors.New("a configuration from a URL can extend presets and URLs, not files")
	case c.fsys == nil:
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

func (c *configReader) extendPreset(d *decoder, item *tree.Node, preset string) error {
	if preset == "" {
		return fmt.Errorf("the preset's name is missing; there are %s", strings.Join(Presets(), ", "))
	}
	c.config.Preset = preset
	c.traceAt(d, item, "/preset")
	return checkPreset(preset)
}

// extendURL reads a configuration from elsewhere. Its checksum makes it as good as one in the repository: it cannot
// change, and once it has been fetched it need not be fetched again.
func (c *configReader) extendURL(d *decoder, item *tree.Node, at string) error {
	var e extending
	before := len(d.errs)
	d.decode(item, reflect.ValueOf(&e).Elem(), at)
	if len(d.errs) > before {
		return nil
	}
	if err := checkURL(e.URL); err != nil {
		return err
	}
	sum, err := hex.DecodeString(e.SHA256)
	switch {
	case err != nil || len(sum) != sha256.Size:
		return fmt.Errorf("sha256 is a checksum of %d hexadecimal digits", 2*sha256.Size)
	case c.options.Fetch == nil:
		return fmt.Errorf("%s cannot be extended here: nothing is fetched", e.URL)
	}
	data, err := c.options.Fetch(e.URL, hex.EncodeToString(sum))
	if err != nil {
		return err
	}
	if got := sha256.Sum256(data); !slices.Equal(got[:], sum) {
		return fmt.Errorf("%s has the checksum %x: it is not what was pinned", e.URL, got)
	}
	c.layer(e.URL, data)
	return nil
}

func checkURL(text string) error {
	u, err := url.Parse(text)
	switch {
	case text == "":
		return errors.New("url is missing")
	case err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http":
		return fmt.Errorf("%q is no address of the form https://HOST/PATH", text)
	case u.User != nil:
		return errors.New("a configuration is no place for credentials: take them out of the url")
	}
	return nil
}

// isURL tells the name of a layer, or what is to be one, from that of a file.
func isURL(name string) bool { return strings.Contains(name, "://") }
