//go:build unix && !aix && !solaris && !illumos

package cache

import (
	"encoding/binary"
	"io/fs"
	"os"
	"syscall"
	"time"
)

// stamp returns what changes with a file: a state in which it was before. Nobody can set the time of the last change of
// a file, as they can that of its modification.
func stamp(info fs.FileInfo, before time.Time) string {
	st, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return ""
	}
	changed := changeTime(st)
	if modified := info.ModTime(); changed.Unix() <= 0 || !changed.Before(before) || !modified.Before(before) {
		return ""
	}
	b := make([]byte, 0, 40)
	for _, n := range []uint64{
		uint64(st.Dev), uint64(st.Ino), uint64(st.Size), uint64(info.ModTime().UnixNano()), uint64(changed.UnixNano()),
	} {
		b = binary.LittleEndian.AppendUint64(b, n)
	}
	return string(b)
}

// owned reports whether the file is this user's, and for nobody else: one that came with a checkout usually is not.
func owned(info fs.FileInfo) bool {
	st, ok := info.Sys().(*syscall.Stat_t)
	return ok && int(st.Uid) == os.Geteuid() && info.Mode().Perm()&0o077 == 0
}
