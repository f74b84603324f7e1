package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"time"

	"github.com/spf13/cobra"

	"github.com/goldenpath-go/goldenpath/lint/cache"
)

// The values of --cache that are no folder.
const (
	cacheAuto = "auto"
	cacheOff  = "off"
)

// cacheFrom is from how many files on results are kept without being asked: fewer are linted faster than what is kept of
// many is read.
const cacheFrom = 200

// cacheFlag says where results are kept.
type cacheFlag struct{ where string }

func (f *cacheFlag) add(cmd *cobra.Command) {
	cmd.Flags().StringVar(&f.where, "cache", cacheAuto, "keep results of unchanged files in `DIR`; auto: in the user's cache, for 200 files or more, but not in CI; off: nowhere")
	complete(cmd, "cache", cacheAuto, cacheOff)
}

// cache returns where the results of a job are kept; nil when they are not.
func (p *program) cache(f *cacheFlag, j *job) *cache.Dir {
	dir := p.cacheFolder(f, j)
	if dir == "" {
		return nil
	}
	version := programVersion()
	if version == "" {
		return nil
	}
	// The clock is the one that files on disk have their times from, whatever day it is for the rules.
	return &cache.Dir{Path: dir, Version: version, Scope: j.at.root, Now: time.Now}
}

func (p *program) cacheFolder(f *cacheFlag, j *job) string {
	switch ci := p.getenv("CI"); {
	case f.where == cacheOff || f.where == "" || j.stdin():
		return ""
	case f.where != cacheAuto:
		return p.absolute(f.where)
	case p.cacheDir == "" || len(j.found.Files) < cacheFrom || ci != "" && ci != "false":
		return ""
	}
	return filepath.Join(p.cacheDir, "catalog-lint", "results")
}

// logCache says what the cache was good for.
func (j *job) logCache() {
	if j.cache == nil {
		return
	}
	s := j.cache.Stats()
	j.log.printf("cache: %d files as before, %d not, in %s", s.Reused, s.Added, j.cache.Path)
	if s.Err != nil {
		j.log.printf("cache: not kept: %v", s.Err)
	}
}

// programVersion names this program with everything that it was built from, as no other one is named; "" when that
// cannot be told.
func programVersion() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return ""
	}
	id := buildID()
	if id == "" {
		return ""
	}
	return info.String() + "\n" + id
}

// buildID returns what identifies the bytes of the program that is running: the linker's build ID, which ends with a
// hash of them, or their own.
func buildID() string {
	f, err := openProgram()
	if err != nil {
		return ""
	}
	defer f.Close() // only read
	head := make([]byte, 64<<10)
	n, err := io.ReadFull(f, head)
	if err != nil {
		return ""
	}
	if id := linkedID(head[:n]); id != "" {
		return id
	}
	sum := sha256.New()
	_, _ = sum.Write(head[:n]) // a hash takes everything
	if _, err := io.Copy(sum, f); err != nil {
		return ""
	}
	return hex.EncodeToString(sum.Sum(nil))
}

// openProgram opens the file that this process was started from. On Linux it can be told from another that has been put
// in its place.
func openProgram() (*os.File, error) {
	if runtime.GOOS == "linux" {
		return os.Open("/proc/self/exe")
	}
	name, err := os.Executable()
	if err != nil {
		return nil, err
	}
	return os.Open(name)
}

// linkedID returns the build ID that the linker has put into the beginning of a program, in a note or before the code;
// "" when there is none, or one that says nothing of the code. See cmd/internal/buildid in the Go distribution.
func linkedID(head []byte) string {
	for _, mark := range []string{"Go\x00\x00", "\xff Go build ID: \""} {
		for rest := head; ; {
			_, after, found := bytes.Cut(rest, []byte(mark))
			if !found {
				break
			}
			id := after[:len(after)-len(bytes.TrimLeft(after, idCharacters))]
			if bytes.Count(id, []byte("/")) == 3 {
				return string(id)
			}
			rest = after
		}
	}
	return ""
}

const idCharacters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_/"
