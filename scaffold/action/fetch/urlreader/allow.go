package urlreader

import (
	"net/url"
	"path"
	"strings"
)

// Allowed is what may be read although none of the Hosts has it, as in backend.reading.allow of Backstage's configuration.
type Allowed struct {
	Host  string   // example.com, example.com:8443, or *.example.com for all below example.com
	Paths []string // what the path of a URL begins with, such as /templates/; none: anything
}

func (r *Reader) allowed(u *url.URL) bool {
	for _, a := range r.Allow {
		if a.allows(u) {
			return true
		}
	}
	return false
}

func (a Allowed) allows(u *url.URL) bool {
	host := strings.ToLower(a.Host)
	if suffix, ok := strings.CutPrefix(host, "*"); ok {
		if !strings.HasPrefix(suffix, ".") || !strings.HasSuffix(u.Host, suffix) || len(u.Host) == len(suffix) {
			return false
		}
	} else if u.Host != host {
		return false
	}
	if len(a.Paths) == 0 {
		return true
	}
	at := path.Clean("/" + u.Path)
	if strings.HasSuffix(u.Path, "/") && at != "/" {
		at += "/"
	}
	for _, prefix := range a.Paths {
		if strings.HasPrefix(at, prefix) {
			return true
		}
	}
	return false
}
