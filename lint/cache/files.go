package cache

import (
	"crypto/sha256"
	"io/fs"
	"slices"
	"sync"
	"time"

	"github.com/goldenpath-go/goldenpath/lint"
)

// files is a cache open for one run.
type files struct {
	dir  *Dir
	key  [sha256.Size]byte
	file string // "" when nothing is kept
	now  time.Time
	pack pack

	mu    sync.Mutex
	used  []bool // of the pack's files: they are as they were
	fresh map[string][]lint.CachedFile
	added int // of these, those that were not there
}

const (
	// perName is how many contents of one file are kept: on some branches, before and after a change.
	perName = 4
	// keptDays is for how long what nobody uses is kept.
	keptDays = 30
)

// Get returns what is kept of a file.
func (f *files) Get(name string) []lint.CachedFile {
	s := f.pack.byName[name]
	return f.pack.files[s.from:s.to:s.to]
}

// Put says what is now true of a file.
func (f *files) Put(name string, now lint.CachedFile) {
	s := f.pack.byName[name]
	f.mu.Lock()
	defer f.mu.Unlock()
	added := 1
	for i := s.from; i < s.to; i++ {
		switch kept := &f.pack.files[i]; {
		case kept.Sum != now.Sum:
		case kept.Stamp == now.Stamp && kept.Result == now.Result:
			f.used[i] = true
			return
		case kept.Result == now.Result:
			added = 0 // only its stamp is another
		}
	}
	if f.fresh == nil {
		f.fresh = map[string][]lint.CachedFile{}
	}
	f.fresh[name] = append(f.fresh[name], now)
	f.added += added
}

// Save writes what has changed.
func (f *files) Save() {
	f.mu.Lock()
	defer f.mu.Unlock()
	reused := 0
	for _, used := range f.used {
		if used {
			reused++
		}
	}
	for _, list := range f.fresh {
		reused += len(list)
	}
	var err error
	if f.file != "" && f.changed() {
		if err = f.dir.write(f.file, f.next().encode(f.key)); err == nil {
			f.dir.evict(f.file, f.now)
		}
	}
	f.dir.count(reused-f.added, f.added, err)
}

// changed reports whether the pack on disk is to be replaced: also when it does not tell any more what is in use.
func (f *files) changed() bool {
	if len(f.fresh) > 0 {
		return true
	}
	for i, used := range f.used {
		if used && f.pack.days[i] < f.today() {
			return true
		}
	}
	return false
}

// today returns the day by which it is told when something was last used; 0 without a clock.
func (f *files) today() int64 {
	if f.now.IsZero() {
		return 0
	}
	return f.now.Unix() / (24 * 60 * 60)
}

// next returns what is to be on disk.
func (f *files) next() *packer {
	p := &packer{}
	for name, list := range f.fresh {
		for i := range list {
			p.add(name, &list[i], f.today())
		}
	}
	for i := range f.pack.files {
		kept, day := &f.pack.files[i], f.pack.days[i]
		if f.used[i] {
			day = f.today()
		}
		if f.today()-day <= keptDays && !f.replaced(f.pack.names[i], kept) {
			p.add(f.pack.names[i], kept, day)
		}
	}
	p.limit(f.dir.maxSize())
	return p
}

// replaced reports whether there is something fresh for the same content.
func (f *files) replaced(name string, kept *lint.CachedFile) bool {
	return slices.ContainsFunc(f.fresh[name], func(now lint.CachedFile) bool { return now.Sum == kept.Sum })
}

// settling is how long a file must have been as it is before its times are trusted: those of some file systems are
// coarse, and of two changes close together the second would leave no trace.
const settling = 2 * time.Second

// Stamp describes a file that has been as it is for a while.
func (f *files) Stamp(info fs.FileInfo) string {
	if f.now.IsZero() || !info.Mode().IsRegular() {
		return ""
	}
	return stamp(info, f.now.Add(-settling))
}
