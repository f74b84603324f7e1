// Command gendocs writes docs/rules.md from the values of the built-in rules, and docs/settings.md from the types that the
// configuration is read into. It is run by go generate.
package main

import (
	"fmt"
	"os"
	"path/filepath"
)

func main() {
	if err := run("."); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// run writes the pages of the module that dir lies in.
func run(dir string) error {
	settings, err := Settings()
	if err != nil {
		return err
	}
	for base, text := range map[string]string{"rules.md": Rules(), "settings.md": settings} {
		name, err := page(dir, base)
		if err != nil {
			return err
		}
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			return err
		}
	}
	return nil
}

// page returns the path of a page below docs in the module that dir lies in.
func page(dir, base string) (string, error) {
	root, err := filepath.Abs(dir)
	if err != nil {
		return "", fmt.Errorf("find the module: %w", err)
	}
	for {
		if _, err := os.Stat(filepath.Join(root, "go.mod")); err == nil {
			return filepath.Join(root, "docs", base), nil
		}
		up := filepath.Dir(root)
		if up == root {
			return "", fmt.Errorf("find the module: no go.mod above %s", dir)
		}
		root = up
	}
}
