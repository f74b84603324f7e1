package urlreader

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/url"
	"strings"

	"github.com/goldenpath-go/goldenpath/scaffold"
)

// web is what a server has: a file, an archive with a folder, or both.
type web struct {
	reader     *Reader
	token      Token
	scheme     string   // before the token: Bearer
	fileURL    *url.URL // nil: it is no file
	accept     string   // of the file
	archiveURL *url.URL
	folder     string   // within the archive
	strip      bool     // the archive has one folder that all is in
	hosts      []string // to which redirects may lead, besides those that are allowed
}

// Token returns what authenticates a request, asked for each. backstage.EnvToken and backstage.FileToken are such functions.
type Token = func(ctx context.Context) (string, error)

// given returns a token that is known; nil for none.
func given(token string) Token {
	if token == "" {
		return nil
	}
	return func(context.Context) (string, error) { return token, nil }
}

func (w *web) file(ctx context.Context) ([]byte, error) {
	if w.fileURL == nil {
		return nil, scaffold.Errorf(scaffold.ErrInput, "it is no file")
	}
	data, err := get(ctx, w, w.fileURL, w.accept, "file", func(body io.Reader) ([]byte, int64, error) {
		data, err := io.ReadAll(capAt(body, w.reader.Limits.file(), "the file"))
		return data, int64(len(data)), err
	})
	return bytes.Clone(data), err // what is kept is not the caller's
}

func (w *web) tree(ctx context.Context) (fs.FS, error) {
	return get(ctx, w, w.archiveURL, "", "tree "+w.folder, func(body io.Reader) (fs.FS, int64, error) {
		u := newUnpacker(ctx, w.reader.Limits, w.folder, w.strip)
		if err := u.archive(body); err != nil {
			return nil, 0, err
		}
		files, err := u.tree()
		return files, files.size(), err
	})
}

// get asks for a URL and returns what take makes of the answer, or made of it the last time.
func get[T any](ctx context.Context, w *web, u *url.URL, accept, kind string, take func(io.Reader) (T, int64, error)) (T, error) {
	var none T
	request, err := w.request(ctx, u, accept)
	if err != nil {
		return none, err
	}
	key := cacheKey(request, kind)
	kept, known := w.reader.Cache.get(key)
	if known {
		request.Header.Set("If-None-Match", kept.etag)
	}
	answer, err := w.client().Do(request)
	if err != nil {
		return none, unwrap(err)
	}
	defer answer.Body.Close()
	if old, ok := kept.value.(T); ok && answer.StatusCode == http.StatusNotModified {
		return old, nil
	}
	if answer.StatusCode != http.StatusOK {
		return none, refusal(answer)
	}
	v, size, err := take(answer.Body)
	if err == nil {
		w.reader.Cache.put(key, cached{answer.Header.Get("ETag"), v, size})
	}
	return v, err
}

func (w *web) request(ctx context.Context, u *url.URL, accept string) (*http.Request, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return nil, err
	}
	if accept != "" {
		request.Header.Set("Accept", accept)
	}
	if w.token == nil {
		return request, nil
	}
	token, err := w.token(ctx)
	if err != nil {
		return nil, fmt.Errorf("token: %w", err)
	}
	if strings.ContainsFunc(token, func(r rune) bool { return r <= ' ' || r > '~' }) {
		return nil, errors.New("token has a space, a line break or another character that no token has")
	}
	if token != "" {
		request.Header.Set("Authorization", w.scheme+" "+token)
	}
	return request, nil
}

// cacheKey returns under what an answer is kept: who may read something must not be served what was sent to another.
func cacheKey(r *http.Request, kind string) string {
	sum := sha256.Sum256([]byte(r.Header.Get("Authorization")))
	return strings.Join([]string{r.URL.String(), r.Header.Get("Accept"), kind, hex.EncodeToString(sum[:])}, "\n")
}

// client returns the reader's, which follows redirects only to where may be read.
func (w *web) client() *http.Client {
	c := *http.DefaultClient
	if w.reader.HTTP != nil {
		c = *w.reader.HTTP
	}
	before := c.CheckRedirect
	c.CheckRedirect = func(next *http.Request, via []*http.Request) error {
		if err := w.follow(next, via); err != nil || before == nil {
			return err
		}
		return before(next, via)
	}
	return &c
}

// follow fails when a redirect must not be followed. To another server it goes without the token.
func (w *web) follow(next *http.Request, via []*http.Request) error {
	const most = 5
	host := strings.TrimSuffix(strings.ToLower(next.URL.Host), ":443")
	at := *next.URL
	at.Host = host
	switch {
	case len(via) > most:
		return fmt.Errorf("more than %d redirects", most)
	case next.URL.Scheme != "https":
		return refused("redirect to %s, which is not https", shown(next.URL))
	case !contains(w.hosts, host) && !w.reader.allowed(&at):
		return refused("redirect to %s, which is not allowed", shown(next.URL))
	case next.URL.Host != via[0].URL.Host:
		next.Header.Del("Authorization")
	}
	return nil
}

func contains(hosts []string, host string) bool {
	for _, h := range hosts {
		if strings.EqualFold(h, host) {
			return true
		}
	}
	return false
}

// unwrap leaves out the words of [*url.Error], which quote the URL with its query.
func unwrap(err error) error {
	var wrapped *url.Error
	if errors.As(err, &wrapped) {
		return wrapped.Err
	}
	return err
}

// refusal says what a status other than success means.
func refusal(answer *http.Response) error {
	const format = "the answer is %s"
	switch answer.StatusCode {
	case http.StatusNotFound, http.StatusGone:
		return scaffold.Errorf(scaffold.ErrNotFound, format, answer.Status)
	case http.StatusUnauthorized, http.StatusForbidden:
		return scaffold.Errorf(scaffold.ErrNotAllowed, format, answer.Status)
	}
	return fmt.Errorf(format, answer.Status)
}
