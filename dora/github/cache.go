package github

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"sync"
)

// DefaultCacheBytes is the default of [Cache].MaxBytes.
const DefaultCacheBytes = 64 << 20

// Cache keeps answers by their ETag: asking again costs nothing of GitHub's
// hourly limit if they have not changed. An answer is never used without asking
// GitHub, which also says whether it may still be seen. The zero value keeps
// answers in memory. A Cache may be used by many at once and must not be copied.
type Cache struct {
	// Dir is a folder to keep answers in from one run to the next, which is
	// made when it is needed, readable by its owner alone. Nothing is ever
	// removed from it: it can be deleted at any time. Empty: memory alone.
	Dir string
	// MaxBytes is how much is kept in memory, the oldest going first. Zero:
	// [DefaultCacheBytes].
	MaxBytes int

	mu    sync.Mutex
	kept  map[string]*cached
	order []string
	size  int
}

// cached is an answer as it is kept.
type cached struct {
	URL    string
	ETag   string
	Header http.Header
	Body   []byte
}

// Transport returns a transport that asks base whether what is kept still
// holds. It belongs above what authenticates.
func (c *Cache) Transport(base http.RoundTripper) http.RoundTripper {
	return roundTripper(func(r *http.Request) (*http.Response, error) { return c.roundTrip(base, r) })
}

type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

func (c *Cache) roundTrip(base http.RoundTripper, r *http.Request) (*http.Response, error) {
	if r.Method != http.MethodGet {
		return base.RoundTrip(r)
	}
	key := keyOf(r)
	kept := c.load(key, r.URL.String())
	if kept != nil {
		r = r.Clone(r.Context())
		r.Header.Set("If-None-Match", kept.ETag)
	}
	response, err := base.RoundTrip(r)
	switch {
	case err != nil:
		return nil, err
	case response.StatusCode == http.StatusNotModified && kept != nil:
		response.Body.Close()
		return kept.answer(response), nil
	case response.StatusCode != http.StatusOK || response.Header.Get("ETag") == "":
		return response, nil
	}
	defer response.Body.Close()
	body, err := io.ReadAll(io.LimitReader(response.Body, maxBody+1))
	if err != nil {
		return nil, err
	}
	response.Body = io.NopCloser(bytes.NewReader(body))
	c.store(key, &cached{URL: r.URL.String(), ETag: response.Header.Get("ETag"), Header: about(response.Header), Body: body})
	return response, nil
}

// keyOf names a request: what asks for another form of an answer is another.
func keyOf(r *http.Request) string {
	sum := sha256.Sum256([]byte(r.URL.String() + "\n" + r.Header.Get("Accept")))
	return hex.EncodeToString(sum[:])
}

// about returns the headers that belong to a body; those of limits do not.
func about(h http.Header) http.Header {
	out := http.Header{}
	for _, name := range []string{"Content-Type", "Link"} {
		if v := h.Values(name); len(v) > 0 {
			out[name] = v
		}
	}
	return out
}

// answer returns what is kept, with the fresh headers of what says that it
// still holds.
func (e *cached) answer(fresh *http.Response) *http.Response {
	out := *fresh
	out.StatusCode, out.Status = http.StatusOK, "200 OK"
	out.Header = fresh.Header.Clone()
	for name, values := range e.Header {
		out.Header[name] = values
	}
	out.ContentLength = int64(len(e.Body))
	out.Body = io.NopCloser(bytes.NewReader(e.Body))
	return &out
}

func (c *Cache) load(key, url string) *cached {
	c.mu.Lock()
	kept := c.kept[key]
	c.mu.Unlock()
	if kept != nil || c.Dir == "" {
		return kept
	}
	data, err := os.ReadFile(c.file(key))
	if err != nil {
		return nil
	}
	var e cached
	if json.Unmarshal(data, &e) != nil || e.URL != url || e.ETag == "" {
		return nil
	}
	return &e
}

func (c *Cache) file(key string) string { return filepath.Join(c.Dir, key[:2], key+".json") }

// store keeps an answer. A folder that fails costs requests, not results.
func (c *Cache) store(key string, e *cached) {
	if c.Dir != "" && c.write(key, e) == nil {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.kept == nil {
		c.kept = map[string]*cached{}
	}
	if old := c.kept[key]; old != nil {
		c.size -= len(old.Body)
	} else {
		c.order = append(c.order, key)
	}
	c.kept[key] = e
	c.size += len(e.Body)
	for c.size > orDefault(c.MaxBytes, DefaultCacheBytes) && len(c.order) > 0 {
		c.size -= len(c.kept[c.order[0]].Body)
		delete(c.kept, c.order[0])
		c.order = c.order[1:]
	}
}

// write puts a file beside its place and moves it there, so that nobody reads
// half of it.
func (c *Cache) write(key string, e *cached) error {
	data, err := json.Marshal(e)
	if err != nil {
		return err
	}
	name := c.file(key)
	if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(name), "new-*")
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err = errors.Join(err, f.Close()); err == nil {
		err = os.Rename(f.Name(), name)
	}
	if err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	return nil
}
