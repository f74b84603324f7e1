// Command gendocs writes docs/rules.md from the values of the built-in rules. It is run by go generate.
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

// run writes the page of the module that dir lies in.
func run(dir string) error {
	name, err := page(dir)
	if err != nil {
		return err
	}
	return os.WriteFile(name, []byte(Rules()), 0o644)
}

// page returns the path of docs/rules.md in the module that dir lies in.
func page(dir string) (string, error) {
	root, err := filepath.Abs(dir)
	if err != nil {
		return "", fmt.Errorf("find the module: %w", err)
	}
	for {
		if _, err := os.Stat(filepath.Join(root, "go.mod")); err == nil {
			return filepath.Join(root, "docs", "rules.md"), nil
		}
		up := filepath.Dir(root)
		if up == root {
			return "", fmt.Errorf("find the module: no go.mod above %s", dir)
		}
		root = up
	}
}
