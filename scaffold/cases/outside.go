package cases

import (
	"context"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/internal/bounded"
	"github.com/goldenpath-go/goldenpath/scaffold"
	"github.com/goldenpath-go/goldenpath/scaffold/action/fetch"
)

// maxFetched bounds a file that a case gives for a URL, in bytes.
const maxFetched = 16 << 20

// reader reads for URLs what the case maps them to.
type reader struct{ *recorder }

var _ fetch.Reader = reader{}

// Tree returns the folder for a URL.
func (r reader) Tree(_ context.Context, url, _ string) (fs.FS, error) {
	name, err := r.name(url)
	if err != nil {
		return nil, err
	}
	info, err := fs.Stat(r.run.c.fsys, name)
	if err == nil && !info.IsDir() {
		err = fmt.Errorf("%s is no folder", name)
	}
	if err != nil {
		return nil, fmt.Errorf("fetch %s: %w", url, err)
	}
	return fs.Sub(r.run.c.fsys, name)
}

// File returns the file for a URL.
func (r reader) File(_ context.Context, url, _ string) ([]byte, error) {
	name, err := r.name(url)
	if err != nil {
		return nil, err
	}
	data, err := bounded.ReadFile(r.run.c.fsys, name, maxFetched)
	if err != nil {
		return nil, fmt.Errorf("fetch %s: %w", url, err)
	}
	return data, nil
}

// name returns what a URL, or a URL that it is below of, is mapped to.
func (r reader) name(url string) (string, error) {
	best, found := mapping{}, false
	clean := strings.TrimSuffix(url, "/")
	for _, m := range r.run.c.urls {
		if (clean == m.url || strings.HasPrefix(clean, m.url+"/")) && len(m.url) >= len(best.url) {
			best, found = m, true
		}
	}
	rest := strings.TrimPrefix(strings.TrimPrefix(clean, best.url), "/")
	if !found || rest != "" && !fs.ValidPath(rest) {
		if !slices.Contains(r.unmapped, url) {
			r.unmapped = append(r.unmapped, url)
		}
		return "", fmt.Errorf("fetch %s: nothing is fetched in tests", url)
	}
	return path.Join(best.name, rest), nil
}

// entities is the catalog of a case.
type entities []*scaffold.Object

// Entity returns an entity, or nil.
func (e entities) Entity(_ context.Context, ref catalog.Ref) (*scaffold.Object, error) {
	for _, o := range e {
		m := o.Object("metadata")
		own := catalog.Ref{Kind: catalog.Kind(o.Text("kind")), Namespace: m.Text("namespace"), Name: m.Text("name")}
		if own.Key() == ref.Key() {
			copied, _ := mapTexts(o, strings.Clone).(*scaffold.Object) // templates may change what they are given
			return copied, nil
		}
	}
	return nil, nil
}
