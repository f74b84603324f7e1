package github

import (
	"context"
	"encoding/base64"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/goldenpath-go/goldenpath/scaffold"
)

// One request has at most this much of a tree.
const (
	treeEntries = 500
	treeBytes   = 4 << 20
)

// commit is a commit to be made.
type commit struct {
	message     string
	name, email string // of the author; both or neither
	parents     []string
	base        string // tree that is changed; empty: none
	files       []file
	gone        []string // files of base to be deleted
}

// author returns who an input says made a commit.
func (s Services) author(in *scaffold.Object) (name, email string) {
	name, email = textOr(in, "gitAuthorName", s.AuthorName), textOr(in, "gitAuthorEmail", s.AuthorEmail)
	if name == "" && email == "" {
		return "", ""
	}
	if name == "" {
		name = "Scaffolder"
	}
	if email == "" {
		email = "scaffolder@backstage.io"
	}
	return name, email
}

// made is what GitHub answers when something of git is made.
type made struct {
	SHA string `json:"sha"`
}

// commit makes a commit, to which nothing refers yet, and returns its hash and that of its tree.
func (r *repository) commit(ctx context.Context, c commit) (hash, tree string, err error) {
	if tree, err = r.tree(ctx, c); err != nil {
		return "", "", fmt.Errorf("make a tree of the workspace: %w", err)
	}
	if c.parents == nil {
		c.parents = []string{}
	}
	body := map[string]any{"message": c.message, "tree": tree, "parents": c.parents}
	if c.name != "" {
		body["author"] = map[string]any{"name": c.name, "email": c.email}
	}
	var m made
	if err := r.call(ctx, http.MethodPost, r.in("git", "commits"), body, &m); err != nil {
		return "", "", fmt.Errorf("make a commit: %w", err)
	}
	return m.SHA, tree, nil
}

// tree makes the tree of a commit, in as many requests as its size asks for.
func (r *repository) tree(ctx context.Context, c commit) (string, error) {
	tree, size, blobs := c.base, 0, map[string]string{}
	entries := make([]map[string]any, 0, len(c.gone))
	for _, name := range c.gone {
		entries = append(entries, map[string]any{"path": name, "mode": modeFile, "type": "blob", "sha": nil})
	}
	flush := func() (err error) {
		tree, err = r.growTree(ctx, tree, entries)
		entries, size = nil, 0
		return err
	}
	for _, f := range c.files {
		if len(entries) >= treeEntries || size+len(f.data) > treeBytes && len(entries) > 0 {
			if err := flush(); err != nil {
				return "", err
			}
		}
		entry := map[string]any{"path": f.path, "mode": f.mode, "type": "blob"}
		if isText(f.data) {
			entry["content"] = string(f.data)
			size += len(f.data)
		} else {
			hash, err := r.blob(ctx, f.data, blobs)
			if err != nil {
				return "", fmt.Errorf("%s: %w", f.path, err)
			}
			entry["sha"] = hash
		}
		entries = append(entries, entry)
	}
	if len(entries) == 0 {
		return tree, nil
	}
	return tree, flush()
}

func (r *repository) growTree(ctx context.Context, base string, entries []map[string]any) (string, error) {
	body := map[string]any{"tree": entries}
	if base != "" {
		body["base_tree"] = base
	}
	var m made
	err := r.call(ctx, http.MethodPost, r.in("git", "trees"), body, &m)
	return m.SHA, err
}

// isText reports whether a file can stand in a tree as text; others are sent apart.
func isText(data []byte) bool {
	return len(data) > 0 && len(data) <= treeBytes/4 && utf8.Valid(data) && !strings.ContainsRune(string(data), 0)
}

// blob sends a file's content, once.
func (r *repository) blob(ctx context.Context, data []byte, known map[string]string) (string, error) {
	if hash, ok := known[string(data)]; ok {
		return hash, nil
	}
	body := map[string]any{"content": base64.StdEncoding.EncodeToString(data), "encoding": "base64"}
	var m made
	if err := r.call(ctx, http.MethodPost, r.in("git", "blobs"), body, &m); err != nil {
		return "", err
	}
	known[string(data)] = m.SHA
	return m.SHA, nil
}

// reference is a branch or tag.
type reference struct {
	Name   string `json:"name"`
	Commit made   `json:"commit"`
}

// references returns all branches or tags.
func (r *repository) references(ctx context.Context, kind string) ([]reference, error) {
	return list[reference](ctx, r, kind)
}

// list returns all that a repository has of a kind.
func list[T any](ctx context.Context, r *repository, kind string) ([]T, error) {
	const size = 100
	var all []T
	for page := 1; ; page++ {
		var some []T
		query := url.Values{"per_page": {strconv.Itoa(size)}, "page": {strconv.Itoa(page)}}
		if kind == "autolinks" { // which GitHub gives at once
			query = nil
		}
		if err := r.query(ctx, http.MethodGet, r.in(kind), query, nil, &some); err != nil {
			return nil, fmt.Errorf("list %s: %w", kind, err)
		}
		all = append(all, some...)
		if len(some) < size || query == nil {
			return all, nil
		}
	}
}

// branch returns the commit that a branch is at, empty when there is no such branch.
func (r *repository) branch(ctx context.Context, name string) (string, error) {
	var ref struct{ Object made }
	err := r.call(ctx, http.MethodGet, r.in("git", "ref", "heads/"+name), nil, &ref)
	switch {
	case isGone(err), status(err) == http.StatusConflict:
		return "", nil
	case err != nil:
		return "", fmt.Errorf("look up branch %s: %w", name, err)
	}
	return ref.Object.SHA, nil
}

// setBranch makes a branch, or moves it.
func (r *repository) setBranch(ctx context.Context, name, hash string, there bool) error {
	var err error
	if there {
		body := map[string]any{"sha": hash, "force": true}
		err = r.call(ctx, http.MethodPatch, r.in("git", "refs", "heads/"+name), body, nil)
	} else {
		body := map[string]any{"ref": "refs/heads/" + name, "sha": hash}
		err = r.call(ctx, http.MethodPost, r.in("git", "refs"), body, nil)
	}
	if err != nil {
		return fmt.Errorf("set branch %s: %w", name, err)
	}
	return nil
}

func (r *repository) dropBranch(ctx context.Context, name string) error {
	err := r.call(ctx, http.MethodDelete, r.in("git", "refs", "heads/"+name), nil, nil)
	if err != nil && !isGone(err) && !said(err, "Reference does not exist") {
		return fmt.Errorf("remove branch %s: %w", name, err)
	}
	return nil
}
