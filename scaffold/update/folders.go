package update

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"slices"
)

// Folders is a Source with a folder for each version, ordered by name: v1, v2, v10.
type Folders struct {
	FS fs.FS
}

var _ Source = Folders{}

// Versions returns the folders.
func (f Folders) Versions(context.Context) ([]Version, error) {
	entries, err := fs.ReadDir(f.FS, ".")
	if err != nil {
		return nil, fmt.Errorf("list versions: %w", err)
	}
	var out []Version
	for _, entry := range entries {
		if !entry.IsDir() {
			continue
		}
		digest, err := folderDigest(f.FS, entry.Name())
		if err != nil {
			return nil, fmt.Errorf("read version %s: %w", entry.Name(), err)
		}
		out = append(out, Version{entry.Name(), digest})
	}
	slices.SortFunc(out, func(a, b Version) int { return compareNames(a.Name, b.Name) })
	return out, nil
}

// Open returns the folder of that name.
func (f Folders) Open(_ context.Context, name string) (fs.FS, error) {
	if info, err := fs.Stat(f.FS, name); err != nil || !info.IsDir() || name == "." {
		return nil, fmt.Errorf("%w: %q", ErrVersion, name)
	}
	return fs.Sub(f.FS, name)
}

// folderDigest digests the names, modes and contents of all files in a folder.
func folderDigest(fsys fs.FS, folder string) (string, error) {
	sub, err := fs.Sub(fsys, folder)
	if err != nil {
		return "", err
	}
	h := sha256.New()
	err = fs.WalkDir(sub, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := content(sub, name, entry)
		if err != nil {
			return err
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		fmt.Fprintf(h, "%s %q %s\n", modeOf(info.Mode()), name, digestOf(data))
		return nil
	})
	return digestPrefix + hex.EncodeToString(h.Sum(nil)), err
}

func content(fsys fs.FS, name string, entry fs.DirEntry) ([]byte, error) {
	if entry.Type()&fs.ModeSymlink != 0 {
		target, err := fs.ReadLink(fsys, name)
		return []byte(target), err
	}
	return fs.ReadFile(fsys, name)
}
