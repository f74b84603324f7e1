package github

import (
	"bytes"
	"context"
	"crypto/sha1" // git's own hash, not a guard against anybody
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io/fs"
	"log/slog"
	"path"

	gh "github.com/google/go-github/v62/github"
)

// maxLinks is how many links may lead to a file: as many as Linux follows.
const maxLinks = 40

// lfsPointer begins the files that Git LFS leaves in a repository (git-lfs/docs/spec.md).
const lfsPointer = "version https://git-lfs.github.com/spec/v1\n"

// file reads the file called name, or what the links of this name lead to, of at most limit bytes.
func (a *api) file(ctx context.Context, c *checkout, t *tree, name string, limit int64) ([]byte, error) {
	at := path.Clean(name)
	for range maxLinks {
		o, ok := t.objects[at]
		switch {
		case !ok:
			return nil, fs.ErrNotExist
		case o.mode == modeModule:
			return nil, ErrSubmodule
		case int64(o.size) > limit:
			return nil, fmt.Errorf("it has %d bytes, and at most %d are read", o.size, limit)
		}
		data, err := a.blob(ctx, c, o.sha)
		if err != nil {
			return nil, err
		}
		if o.mode != modeLink {
			return checkLFS(data)
		}
		if at = path.Join(path.Dir(at), string(data)); path.IsAbs(string(data)) || !fs.ValidPath(at) {
			return nil, fmt.Errorf("it is a link to %q, out of the repository", data)
		}
	}
	return nil, errors.New("it is a link that leads round in a circle")
}

func checkLFS(data []byte) ([]byte, error) {
	if bytes.HasPrefix(data, []byte(lfsPointer)) {
		return nil, ErrLFS
	}
	return data, nil
}

// blob returns the content that has that hash.
func (a *api) blob(ctx context.Context, c *checkout, sha string) ([]byte, error) {
	key := "blob " + sha
	if a.cache != nil {
		if data, ok := a.cache.Load(key); ok && hashed(data, len(sha)) == sha {
			return data, nil
		}
	}
	blob, _, err := ask[gh.Blob](ctx, a, c.path("blobs", sha), answer{})
	if err != nil {
		return nil, err
	}
	data, err := content(&blob)
	if err != nil {
		return nil, err
	}
	if got := hashed(data, len(sha)); got != sha {
		return nil, fmt.Errorf("content has the hash %s, not %s", got, sha)
	}
	if a.cache != nil {
		if err := a.cache.Store(key, data); err != nil && a.log != nil {
			a.log.LogAttrs(ctx, slog.LevelWarn, "file could not be kept", slog.String("sha", sha), slog.Any("error", err))
		}
	}
	return data, nil
}

func content(blob *gh.Blob) ([]byte, error) {
	if encoding := blob.GetEncoding(); encoding != "base64" {
		return []byte(blob.GetContent()), nil
	}
	return base64.StdEncoding.DecodeString(blob.GetContent())
}

// hashed returns the hash by which git knows a file with this content, of the kind that has so many digits.
func hashed(data []byte, digits int) string {
	var h hash.Hash = sha1.New()
	if digits == 2*sha256.Size {
		h = sha256.New()
	}
	fmt.Fprintf(h, "blob %d\x00", len(data))
	h.Write(data)
	return hex.EncodeToString(h.Sum(nil))
}
