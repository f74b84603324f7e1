package load

import (
	"path"
	"strings"

	"github.com/goldenpath-go/goldenpath/catalog"
)

// root returns the address of the root of the file system, with a slash at its end; empty when it is not known.
func (o *Options) root() string {
	if o.BaseURL == "" {
		return ""
	}
	return strings.TrimSuffix(o.BaseURL, "/") + "/"
}

// local returns the file within the file system that a target means, if it is one. address is what the target was
// resolved to.
func (r *reader) local(written, address string) string {
	if r.options.BaseURL == "" {
		return r.localPath(written)
	}
	return r.resolver.Within(address)
}

// localPath returns the file that a relative target means if the address of the root is not known.
func (r *reader) localPath(written string) string {
	if catalog.IsURL(written) {
		return ""
	}
	name := path.Join(path.Dir(r.text.Name), written)
	if strings.HasPrefix(written, "/") {
		name = path.Clean(strings.TrimLeft(written, "/"))
	}
	if name == ".." || strings.HasPrefix(name, "../") || name == "." {
		return ""
	}
	return name
}

// locationType returns the type of the location that the files are read from.
func (o *Options) locationType() string {
	if o.LocationType == "" {
		return "url"
	}
	return o.LocationType
}
