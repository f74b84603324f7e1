package urlreader

import (
	"context"
	"fmt"
	"io/fs"
	"net/http"
	"net/url"
	"strings"

	"github.com/goldenpath-go/goldenpath/scaffold"
	"github.com/goldenpath-go/goldenpath/scaffold/action/fetch"
)

// Reader reads what URLs name. The zero value reads nothing. It may be used by several goroutines at once and must not be
// changed meanwhile.
type Reader struct {
	Hosts   []Host       // services that keep repositories
	Allow   []Allowed    // what else may be read by https:, and the remotes that Git may
	Folders []string     // directories in which file: URLs may be read, and git+file: remotes
	Git     *Git         // nil: no git+https: and the like
	HTTP    *http.Client // used, never changed; nil means http.DefaultClient. See PublicOnly
	Limits  Limits
	Cache   *Cache // nil: everything is read anew
}

var _ fetch.Reader = (*Reader)(nil)

// source is what a URL names, found but not yet read.
type source interface {
	tree(ctx context.Context) (fs.FS, error)
	file(ctx context.Context) ([]byte, error)
}

// Tree returns the folder at a URL. A token is used instead of those of the Reader.
func (r *Reader) Tree(ctx context.Context, address, token string) (fs.FS, error) {
	return read(ctx, r, address, token, source.tree)
}

// File returns the file at a URL. A token is used instead of those of the Reader.
func (r *Reader) File(ctx context.Context, address, token string) ([]byte, error) {
	return read(ctx, r, address, token, source.file)
}

func read[T any](ctx context.Context, r *Reader, address, token string, get func(source, context.Context) (T, error)) (T, error) {
	var none T
	u, err := parse(address)
	if err != nil {
		return none, err
	}
	limited, cancel := context.WithTimeoutCause(ctx, r.Limits.time(), limitError("it takes longer than %s", r.Limits.time()))
	defer cancel()
	s, err := r.find(u, token)
	if err != nil {
		return none, fmt.Errorf("read %s: %w", shown(u), err)
	}
	v, err := get(s, limited)
	if err != nil {
		if limited.Err() != nil {
			err = context.Cause(limited)
		}
		return none, fmt.Errorf("read %s: %w", shown(u), err)
	}
	return v, nil
}

// parse reads a URL. What errors say of it has neither user nor query, in which secrets may be.
func parse(address string) (*url.URL, error) {
	u, err := url.Parse(address)
	switch {
	case err != nil:
		return nil, scaffold.Errorf(scaffold.ErrInput, "read a URL: it is none")
	case u.User != nil && u.Scheme != "git+ssh":
		return nil, scaffold.Errorf(scaffold.ErrInput, "read %s: a URL must not have a user or a password", shown(u))
	case u.Opaque != "":
		return nil, scaffold.Errorf(scaffold.ErrInput, "read %s: it needs // after the scheme", shown(u))
	}
	u.Host = strings.ToLower(u.Host)
	if u.Scheme == "https" {
		u.Host = strings.TrimSuffix(u.Host, ":443")
	}
	return u, nil
}

// shown returns a URL as it may stand in errors.
func shown(u *url.URL) string {
	return (&url.URL{Scheme: u.Scheme, Host: u.Host, Path: u.Path, RawPath: u.RawPath}).String()
}

// find returns what a URL names.
func (r *Reader) find(u *url.URL, token string) (source, error) {
	switch u.Scheme {
	case "file":
		return r.local(u)
	case "https":
		return r.remote(u, token)
	}
	if scheme, ok := strings.CutPrefix(u.Scheme, "git+"); ok {
		return r.repository(u, scheme, token)
	}
	return nil, scaffold.Errorf(scaffold.ErrInput, "URLs that begin with %s: are not read", u.Scheme)
}

// remote returns what one of the hosts has, or what is allowed by itself.
func (r *Reader) remote(u *url.URL, token string) (source, error) {
	for i := range r.Hosts {
		if h := &r.Hosts[i]; strings.EqualFold(h.Name, u.Host) {
			return h.source(r, u, token)
		}
	}
	if !r.allowed(u) {
		return nil, scaffold.Errorf(scaffold.ErrNotAllowed, "%s is neither among the hosts nor allowed", u.Host)
	}
	folder, err := clean(u.Fragment)
	if err != nil {
		return nil, err
	}
	bare := *u
	bare.Fragment, bare.RawFragment = "", ""
	return &web{reader: r, token: given(token), scheme: "Bearer", fileURL: &bare, archiveURL: &bare, folder: folder}, nil
}
