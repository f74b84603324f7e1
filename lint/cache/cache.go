package cache

import (
	"crypto/sha256"
	"encoding/hex"
	"path/filepath"
	"sync"
	"time"

	"github.com/goldenpath-go/goldenpath/lint"
)

// DefaultMaxSize is how much a [Dir] without a MaxSize takes at the most.
const DefaultMaxSize = 256 << 20

// Dir is a cache in a folder, for a [lint.Linter]. Its fields must not change once it is in use. It may be used by
// several linters at once, as may the folder by several processes.
type Dir struct {
	// Path is the folder. It is made when there is something to keep, for nobody else to look into.
	Path string
	// Version names the program with all that it is built from, rules included: results of another are not used. Without
	// one, nothing is kept.
	Version string
	// Scope tells catalogs apart that are linted alike, and would otherwise take turns in overwriting each other's results:
	// the path of the linted folder, say.
	Scope string
	// MaxSize is how many bytes all results of all programs may take. 0 means DefaultMaxSize.
	MaxSize int64
	// Now is the clock that files on disk get their times from. Nil: every file is read, since it cannot be told whether one
	// has been as it is for some time; and nothing is removed because it is old.
	Now func() time.Time

	mu    sync.Mutex
	stats Stats
}

var _ lint.Cache = (*Dir)(nil)

// Stats says what a [Dir] was good for, in all runs together.
type Stats struct {
	Reused int   // files whose results were there
	Added  int   // files whose results were not
	Err    error // why results could not be kept, the last time; nil: they were
}

// Stats returns what d was good for up to now.
func (d *Dir) Stats() Stats {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.stats
}

func (d *Dir) count(reused, added int, err error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.stats.Reused += reused
	d.stats.Added += added
	d.stats.Err = err
}

// Open returns what was kept of runs with this digest, Version and Scope. What cannot be read is as good as not there.
func (d *Dir) Open(digest [sha256.Size]byte) lint.CachedFiles {
	f := &files{dir: d, key: d.key(digest)}
	if d.Now != nil {
		f.now = d.Now()
	}
	if d.Version != "" {
		f.file = filepath.Join(d.Path, hex.EncodeToString(f.key[:nameBytes])+suffix)
		f.pack = readPack(f.file, f.key, d.maxSize())
	}
	f.used = make([]bool, len(f.pack.files))
	return f
}

// key is what the results of a run are kept under.
func (d *Dir) key(digest [sha256.Size]byte) [sha256.Size]byte {
	h := sha256.New()
	for _, part := range []string{d.Version, d.Scope, string(digest[:])} {
		sum := sha256.Sum256([]byte(part))
		_, _ = h.Write(sum[:]) // a hash takes everything
	}
	return [sha256.Size]byte(h.Sum(nil))
}

func (d *Dir) maxSize() int64 {
	if d.MaxSize > 0 {
		return d.MaxSize
	}
	return DefaultMaxSize
}
