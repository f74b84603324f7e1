package fetch

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"slices"

	"github.com/goldenpath-go/goldenpath/cmd/catalog-lint/internal/largefile"
)

// copied is a file as it was fetched. On disk it is one line of JSON and then the data, in one file so that the two never
// come from different answers.
type copied struct {
	URL          string `json:"url"` // without its query
	ETag         string `json:"etag,omitempty"`
	LastModified string `json:"lastModified,omitempty"`

	data []byte
}

// maxHead is the longest first line of a copy that is believed.
const maxHead = 16 << 10

// condition asks for an answer only if the file is another than c; c may be nil.
func (c *copied) condition(h http.Header) {
	if c == nil {
		return
	}
	if c.ETag != "" {
		h.Set("If-None-Match", c.ETag)
	}
	if c.LastModified != "" {
		h.Set("If-Modified-Since", c.LastModified)
	}
}

// file returns where the copy of what is at a URL is kept; "" when none is.
func (c *Client) file(address string) string {
	if c.Dir == "" {
		return ""
	}
	sum := sha256.Sum256([]byte(address))
	return filepath.Join(c.Dir, hex.EncodeToString(sum[:16]))
}

// load returns the copy of what is at a URL; nil when there is none of use.
func (c *Client) load(address string) *copied {
	name := c.file(address)
	if name == "" {
		return nil
	}
	info, err := os.Lstat(name)
	if err != nil || !info.Mode().IsRegular() || info.Size() > c.maxSize()+maxHead {
		return nil
	}
	raw, err := largefile.Read(name, info.Size())
	if err != nil {
		return nil
	}
	head, data, ok := bytes.Cut(raw, []byte("\n"))
	kept := &copied{data: data}
	check := c.CheckCopy
	if check == nil {
		check = c.Check
	}
	if !ok || json.Unmarshal(head, kept) != nil || check != nil && check(data) != nil {
		return nil
	}
	return kept
}

// store keeps a copy, whole or not at all. That it cannot be kept is no reason not to use it now.
func (c *Client) store(address string, answer *copied) {
	name := c.file(address)
	if name == "" || os.MkdirAll(c.Dir, 0o700) != nil {
		return
	}
	answer.URL = Shown(address)
	head, err := json.Marshal(answer)
	if err != nil || len(head) > maxHead {
		return
	}
	aside, err := os.CreateTemp(c.Dir, ".new-*")
	if err != nil {
		return
	}
	_, headErr := aside.Write(append(head, '\n'))
	_, dataErr := aside.Write(answer.data)
	if errors.Join(headErr, dataErr, aside.Close()) != nil || os.Rename(aside.Name(), name) != nil {
		_ = os.Remove(aside.Name())
	}
	c.prune()
}

// maxCopies is how many copies are kept. There are more than catalogs where URLs are signed, and so change each time.
const maxCopies = 16

// prune removes the oldest copies, and what was left of those that were never finished.
func (c *Client) prune() {
	entries, err := os.ReadDir(c.Dir)
	if err != nil || len(entries) <= maxCopies {
		return
	}
	var files []os.FileInfo
	for _, e := range entries {
		if info, err := e.Info(); err == nil && info.Mode().IsRegular() {
			files = append(files, info)
		}
	}
	slices.SortFunc(files, func(a, b os.FileInfo) int { return b.ModTime().Compare(a.ModTime()) })
	for _, old := range files[min(maxCopies, len(files)):] {
		_ = os.Remove(filepath.Join(c.Dir, old.Name()))
	}
}
