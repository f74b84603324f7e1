package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"

	"github.com/goldenpath-go/goldenpath/cmd/catalog-lint/internal/fetch"
)

// maxConfigSize is the largest configuration that is fetched, in bytes.
const maxConfigSize = 1 << 20

// fetchConfig returns the configuration at a URL that has a checksum. It is asked for once, and kept under its checksum:
// from then on nothing is asked, since it cannot be another.
func (p *program) fetchConfig(ctx context.Context, url, sum string) ([]byte, error) {
	kept := ""
	if p.cacheDir != "" {
		kept = filepath.Join(p.cacheDir, "catalog-lint", "configurations", sum)
		if data, err := os.ReadFile(kept); err == nil && checksum(data) == sum {
			return data, nil
		}
	}
	client := &fetch.Client{UserAgent: "catalog-lint", MaxSize: maxConfigSize}
	got, err := client.Get(ctx, url)
	if err != nil {
		return nil, fmt.Errorf("%w; without the network, extend a copy of it in the repository", err)
	}
	if kept != "" && checksum(got.Data) == sum && os.MkdirAll(filepath.Dir(kept), 0o700) == nil {
		_ = writeFile(kept, got.Data) // if it cannot be kept it is asked for again
	}
	return got.Data, nil
}

func checksum(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}
