package standin

import (
	"bytes"
	"compress/zlib"
	"crypto/sha1" // git's names of objects, no guard
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// bare is a bare git repository in a folder, of loose objects.
type bare string

// entry is a file of a tree.
type entry struct{ mode, hash string }

func makeBare(dir string) (bare, error) {
	b := bare(dir)
	for _, folder := range []string{"objects", "refs/heads", "refs/tags"} {
		if err := os.MkdirAll(b.path(folder), 0o755); err != nil {
			return "", err
		}
	}
	config := "[core]\n\trepositoryformatversion = 0\n\tbare = true\n[receive]\n\tunpackLimit = 1000000\n\tautogc = false\n"
	return b, errors.Join(
		os.WriteFile(b.path("HEAD"), []byte("ref: refs/heads/main\n"), 0o644),
		os.WriteFile(b.path("config"), []byte(config), 0o644),
	)
}

func (b bare) path(name string) string { return filepath.Join(string(b), filepath.FromSlash(name)) }

// write stores an object and returns its name.
func (b bare) write(kind string, data []byte) (string, error) {
	whole := append(fmt.Appendf(nil, "%s %d\x00", kind, len(data)), data...)
	sum := sha1.Sum(whole)
	hash := hex.EncodeToString(sum[:])
	name := b.path("objects/" + hash[:2] + "/" + hash[2:])
	if _, err := os.Stat(name); err == nil {
		return hash, nil
	}
	var packed bytes.Buffer
	z := zlib.NewWriter(&packed)
	_, err := z.Write(whole)
	if err = errors.Join(err, z.Close(), os.MkdirAll(filepath.Dir(name), 0o755)); err != nil {
		return "", err
	}
	return hash, os.WriteFile(name, packed.Bytes(), 0o444)
}

// read returns the content of an object.
func (b bare) read(hash string) ([]byte, error) {
	if len(hash) != 40 || strings.Trim(hash, "0123456789abcdef") != "" {
		return nil, fmt.Errorf("%q is no name of an object", hash)
	}
	packed, err := os.Open(b.path("objects/" + hash[:2] + "/" + hash[2:]))
	if err != nil {
		return nil, err
	}
	defer func() { _ = packed.Close() }()
	z, err := zlib.NewReader(packed)
	if err != nil {
		return nil, err
	}
	whole, err := io.ReadAll(z)
	_, data, _ := bytes.Cut(whole, []byte{0})
	return data, err
}

// refs returns the commits of all references, by names below refs: heads/main.
func (b bare) refs() (map[string]string, error) {
	out := map[string]string{}
	err := fs.WalkDir(os.DirFS(b.path("refs")), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(b.path("refs/" + name))
		out[name] = strings.TrimSpace(string(data))
		return err
	})
	return out, err
}

// setRef moves a reference, or removes it if there is no hash.
func (b bare) setRef(name, hash string) error {
	if !fs.ValidPath(name) {
		return fmt.Errorf("%q is no reference", name)
	}
	at := b.path("refs/" + name)
	if hash == "" {
		return os.Remove(at)
	}
	return errors.Join(os.MkdirAll(filepath.Dir(at), 0o755), os.WriteFile(at, []byte(hash+"\n"), 0o644))
}

// files returns the files of a tree by path; of the empty name none.
func (b bare) files(tree string) (map[string]entry, error) {
	out := map[string]entry{}
	if tree == "" {
		return out, nil
	}
	return out, b.collect(out, tree, "")
}

func (b bare) collect(out map[string]entry, tree, prefix string) error {
	data, err := b.read(tree)
	for err == nil && len(data) > 0 {
		head, rest, ok := bytes.Cut(data, []byte{0})
		if !ok || len(rest) < sha1.Size {
			return fmt.Errorf("tree %s is broken", tree)
		}
		mode, name, _ := strings.Cut(string(head), " ")
		hash := hex.EncodeToString(rest[:sha1.Size])
		if data = rest[sha1.Size:]; mode == "40000" {
			err = b.collect(out, hash, prefix+name+"/")
			continue
		}
		out[prefix+name] = entry{mode, hash}
	}
	return err
}

// tree stores a tree of files.
func (b bare) tree(files map[string]entry) (string, error) {
	type item struct{ sort, mode, name, hash string }
	var items []item
	below := map[string]map[string]entry{}
	for path, e := range files {
		folder, rest, deeper := strings.Cut(path, "/")
		if !deeper {
			items = append(items, item{path, e.mode, path, e.hash})
			continue
		}
		if below[folder] == nil {
			below[folder] = map[string]entry{}
		}
		below[folder][rest] = e
	}
	for folder, inner := range below {
		hash, err := b.tree(inner)
		if err != nil {
			return "", err
		}
		items = append(items, item{folder + "/", "40000", folder, hash})
	}
	slices.SortFunc(items, func(a, b item) int { return strings.Compare(a.sort, b.sort) })
	var data []byte
	for _, i := range items {
		raw, err := hex.DecodeString(i.hash)
		if err != nil {
			return "", err
		}
		data = append(fmt.Appendf(data, "%s %s\x00", i.mode, i.name), raw...)
	}
	return b.write("tree", data)
}

// commit is a commit, as far as it is asked for.
type commit struct {
	tree    string
	parents []string
	message string
}

// epoch is when the first commit of a stand-in is made, in seconds; each is made a second after the one before.
const epoch = 1767225600

func (b bare) commit(c commit, author string, number int) (string, error) {
	var text strings.Builder
	fmt.Fprintf(&text, "tree %s\n", c.tree)
	for _, p := range c.parents {
		fmt.Fprintf(&text, "parent %s\n", p)
	}
	for _, role := range []string{"author", "committer"} {
		fmt.Fprintf(&text, "%s %s %d +0000\n", role, author, epoch+number)
	}
	fmt.Fprintf(&text, "\n%s\n", c.message)
	return b.write("commit", []byte(text.String()))
}

func (b bare) readCommit(hash string) (c commit, err error) {
	data, err := b.read(hash)
	head, message, _ := strings.Cut(string(data), "\n\n")
	c.message = strings.TrimSuffix(message, "\n")
	for line := range strings.SplitSeq(head, "\n") {
		switch key, value, _ := strings.Cut(line, " "); key {
		case "tree":
			c.tree = value
		case "parent":
			c.parents = append(c.parents, value)
		}
	}
	return c, err
}
