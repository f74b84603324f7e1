//go:build darwin || freebsd || netbsd

package cache

import (
	"syscall"
	"time"
)

// changeTime returns when content, name or mode of a file last changed.
func changeTime(st *syscall.Stat_t) time.Time { return time.Unix(st.Ctimespec.Unix()) }
