//go:build !windows && (!unix || solaris || illumos || aix)

package plan

import "os"

// openLocked opens or creates a file. These systems have no lock that the standard library knows: only runs of one process
// are kept apart.
func openLocked(name string) (*os.File, error) {
	return os.OpenFile(name, os.O_RDWR|os.O_CREATE, 0o600)
}

// syncFolder does nothing: not all of these systems have it.
func syncFolder(string) error { return nil }
