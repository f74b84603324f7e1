// Package fetch has the actions that bring files into the workspace: fetch:plain and fetch:plain:file copy them,
// fetch:template and fetch:template:file render them.
//
// URLs that are relative are read from the template's folder, [scaffold.Call.Source]; for others an [Actions] needs a
// [Reader].
package fetch

import (
	"context"
	_ "embed" // schemas
	"fmt"
	"io/fs"
	"path"
	"strings"

	"github.com/goldenpath-go/goldenpath/scaffold"
)

// Reader reads what absolute URLs name. It is used by several goroutines at once. Its errors are of the classes
// scaffold.ErrInput for URLs that it makes no sense of, ErrNotAllowed, and ErrNotFound. Package fetchtest checks implementations.
type Reader interface {
	// Tree returns the folder at url, as it is then: with the permission to execute, and with links, none of which leads out of it.
	// A token, where a template gives one, authenticates the request.
	Tree(ctx context.Context, url, token string) (fs.FS, error)
	// File returns the file at url, which the caller may change.
	File(ctx context.Context, url, token string) ([]byte, error)
}

var (
	//go:embed schema/plain.input.json
	plainInput []byte
	//go:embed schema/plain-file.input.json
	plainFileInput []byte
	//go:embed schema/template.input.json
	templateInput []byte
	//go:embed schema/template-file.input.json
	templateFileInput []byte
)

// Actions returns the actions. The reader may be nil: absolute URLs are errors then.
func Actions(r Reader) []*scaffold.Action {
	f := fetcher{r}
	return []*scaffold.Action{
		{
			ID: "fetch:plain", Doc: "Copies a folder into the workspace.",
			Input: plainInput, DryRun: true, Run: f.plain,
		},
		{
			ID: "fetch:plain:file", Doc: "Copies a file into the workspace.",
			Input: plainFileInput, DryRun: true, Run: f.plainFile,
		},
		{
			ID: "fetch:template", Doc: "Renders a folder, contents and names, into the workspace.",
			Input: templateInput, DryRun: true, Run: f.template,
		},
		{
			ID: "fetch:template:file", Doc: "Renders a file into the workspace.",
			Input: templateFileInput, DryRun: true, Run: f.templateFile,
		},
	}
}

type fetcher struct{ reader Reader }

// isAbsolute tells whether a URL has a scheme.
func isAbsolute(url string) bool {
	scheme, _, ok := strings.Cut(url, "://")
	return ok && scheme != "" && !strings.ContainsAny(scheme, "/.?#")
}

// tree returns the folder that the input's url names.
func (f fetcher) tree(ctx context.Context, c *scaffold.Call) (fs.FS, error) {
	url := c.Input.Text("url")
	if isAbsolute(url) {
		if f.reader == nil {
			return nil, noReader(url)
		}
		return f.reader.Tree(ctx, url, c.Input.Text("token"))
	}
	name, err := f.relative(c, url)
	if err != nil {
		return nil, err
	}
	info, err := fs.Stat(c.Source, name)
	if err != nil {
		return nil, fmt.Errorf("fetch %s: %w", url, err)
	}
	if !info.IsDir() {
		return nil, fmt.Errorf("fetch %s: it is no folder", url)
	}
	return fs.Sub(c.Source, name)
}

// file returns the content and mode of the file that the input's url names.
func (f fetcher) file(ctx context.Context, c *scaffold.Call) ([]byte, fs.FileMode, error) {
	url := c.Input.Text("url")
	if isAbsolute(url) {
		if f.reader == nil {
			return nil, 0, noReader(url)
		}
		data, err := f.reader.File(ctx, url, c.Input.Text("token"))
		return data, 0o644, err
	}
	name, err := f.relative(c, url)
	if err != nil {
		return nil, 0, err
	}
	info, err := fs.Stat(c.Source, name)
	if err != nil {
		return nil, 0, fmt.Errorf("fetch %s: %w", url, err)
	}
	data, err := fs.ReadFile(c.Source, name)
	if err != nil {
		return nil, 0, fmt.Errorf("fetch %s: %w", url, err)
	}
	return data, writable(info.Mode()), nil
}

func noReader(url string) error {
	return scaffold.Errorf(scaffold.ErrInput, "fetch %s: only files beside the template can be read here", url)
}

// relative returns the name of a relative URL in the template's folder.
func (f fetcher) relative(c *scaffold.Call, url string) (string, error) {
	name, err := c.Workspace.Path(url) // the rules for names are the same
	if err != nil {
		return "", err
	}
	if c.Source == nil {
		return "", scaffold.Errorf(scaffold.ErrInput, "fetch %s: the template has no folder", url)
	}
	return name, nil
}

// writable returns the permissions of a copy. Files of a file system that has no permissions get the usual ones.
func writable(mode fs.FileMode) fs.FileMode {
	if mode.Perm()&0o200 == 0 && mode.Perm()&0o444 == 0o444 && mode.Perm()&0o111 == 0 {
		return 0o644 // embed.FS and the like: read-only, since the file system is
	}
	if mode.Perm() == 0 {
		return 0o644
	}
	return mode.Perm()
}

// target returns the folder in the workspace that the input names; the workspace itself by default.
func target(c *scaffold.Call) (string, error) {
	if name, ok := c.Input.Get("targetPath").(string); ok && name != "" {
		return c.Workspace.Path(name)
	}
	return ".", nil
}

func (f fetcher) plain(ctx context.Context, c *scaffold.Call) error {
	c.Log.Info("Fetching plain content from remote URL")
	to, err := target(c)
	if err != nil {
		return err
	}
	tree, err := f.tree(ctx, c)
	if err != nil {
		return err
	}
	entries, err := list(tree)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := e.copy(tree, c.Workspace, path.Join(to, e.name)); err != nil {
			return fmt.Errorf("copy %s: %w", e.name, err)
		}
	}
	return nil
}

func (f fetcher) plainFile(ctx context.Context, c *scaffold.Call) error {
	c.Log.Info("Fetching plain content from remote URL")
	to, err := c.Workspace.Path(c.Input.Text("targetPath"))
	if err != nil {
		return err
	}
	data, mode, err := f.file(ctx, c)
	if err != nil {
		return err
	}
	return c.Workspace.WriteNew(to, data, mode)
}
