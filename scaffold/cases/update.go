package cases

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"

	"github.com/goldenpath-go/goldenpath/scaffold"
)

// write writes the goldens of a run in the place of those that are kept, and returns which differ. They are made aside, and put
// there by renaming.
func (x *run) write(kept, g golden) (written []string, err error) {
	dir := filepath.Join(x.runner.Update, filepath.FromSlash(x.c.Name))
	aside, err := os.MkdirTemp(dir, ".want-")
	if err != nil {
		return nil, fmt.Errorf("write goldens: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(aside)) }()
	if err := WriteFiles(filepath.Join(aside, "new"), g.files); err != nil {
		return nil, fmt.Errorf("write goldens: %w", err)
	}
	if err := os.WriteFile(filepath.Join(aside, goldenFile), g.text, 0o644); err != nil {
		return nil, fmt.Errorf("write goldens: %w", err)
	}
	if err := replaceTree(dir, aside, len(g.files) > 0); err != nil {
		return nil, fmt.Errorf("write goldens: %w", err)
	}
	if !bytes.Equal(kept.text, g.text) {
		written = append(written, path.Join(x.c.Name, goldenFile))
	}
	if len(compareTrees(kept.files, g.files, "")) > 0 {
		written = append(written, path.Join(x.c.Name, goldenTree))
	}
	return written, nil
}

// WriteFiles writes what a run made into a folder, which is made. Of permissions it keeps what git keeps: whether a file can be
// executed.
func WriteFiles(dir string, files []scaffold.File) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	w, err := scaffold.OpenWorkspace(dir)
	if err != nil {
		return err
	}
	defer func() { _ = w.Close() }()
	for _, f := range files {
		if err := put(w, f); err != nil {
			return err
		}
	}
	return nil
}

// replaceTree puts what was made aside in its place. What was there goes aside, and back if the new cannot be put there.
func replaceTree(dir, aside string, full bool) error {
	tree, old := filepath.Join(dir, goldenTree), filepath.Join(aside, "old")
	err := os.Rename(tree, old)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	had := err == nil
	if full {
		err = os.Rename(filepath.Join(aside, "new"), tree)
	} else {
		err = nil
	}
	if err == nil {
		err = os.Rename(filepath.Join(aside, goldenFile), filepath.Join(dir, goldenFile))
	}
	if err == nil || !had {
		return err
	}
	return errors.Join(err, os.RemoveAll(tree), os.Rename(old, tree))
}
