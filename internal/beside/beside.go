// Package beside finds the maintainers' shared folder, which lies beside the project where there is one, for tests.
package beside

import (
	"os"
	"path/filepath"
	"testing"
)

// Path returns the path of a file or folder of the shared folder, named with slashes, and whether it is there.
func Path(t testing.TB, name string) (path string, ok bool) {
	t.Helper()
	path = filepath.Join(root(t), "..", "shared", filepath.FromSlash(name))
	_, err := os.Stat(path)
	return path, err == nil
}

// root returns the folder of the module that the test belongs to.
func root(t testing.TB) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir
		}
		up := filepath.Dir(dir)
		if up == dir {
			t.Fatal("there is no go.mod above the test")
		}
		dir = up
	}
}
