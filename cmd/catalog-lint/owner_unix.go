//go:build unix

package main

import (
	"io/fs"
	"os"
	"syscall"
)

// keepOwner gives a new file the owner of the one that it replaces, as far as that is allowed: in a container, root
// works on the files of somebody else.
func keepOwner(file *os.File, like fs.FileInfo) {
	if of, ok := like.Sys().(*syscall.Stat_t); ok {
		_ = file.Chown(int(of.Uid), int(of.Gid))
	}
}
