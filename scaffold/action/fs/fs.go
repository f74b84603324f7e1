// Package fs has the actions that look at, rename and delete files of the workspace: fs:readdir, fs:rename, fs:delete.
package fs

import (
	"context"
	_ "embed" // schemas
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"

	"github.com/goldenpath-go/goldenpath/scaffold"
	"github.com/goldenpath-go/goldenpath/scaffold/internal/glob"
)

var (
	//go:embed schema/delete.input.json
	deleteInput []byte
	//go:embed schema/rename.input.json
	renameInput []byte
	//go:embed schema/readdir.input.json
	readdirInput []byte
	//go:embed schema/readdir.output.json
	readdirOutput []byte
)

// Actions returns the actions.
func Actions() []*scaffold.Action {
	return []*scaffold.Action{
		{
			ID: "fs:delete", Doc: "Deletes files that patterns match. Folders stay, even if nothing is left in them.",
			Input: deleteInput, DryRun: true, Run: remove,
		},
		{
			ID: "fs:rename", Doc: "Renames or moves files and folders.",
			Input: renameInput, DryRun: true, Run: rename,
		},
		{
			ID: "fs:readdir", Doc: "Lists files and folders.",
			Input: readdirInput, Output: readdirOutput, DryRun: true, Run: readdir,
		},
	}
}

func remove(ctx context.Context, c *scaffold.Call) error {
	for _, pattern := range c.Input.Texts("files") {
		clean, err := c.Workspace.Path(pattern)
		if err != nil {
			return err
		}
		if clean == "." {
			clean = "**"
		}
		if err := removeMatching(ctx, c, glob.New(clean)); err != nil {
			return err
		}
	}
	return nil
}

func removeMatching(ctx context.Context, c *scaffold.Call, matching *glob.Set) error {
	files, err := c.Workspace.Files()
	if err != nil {
		return err
	}
	for _, f := range files {
		if f.Mode.IsDir() || !matching.Match(f.Path) {
			continue
		}
		if err := errors.Join(ctx.Err(), c.Workspace.Remove(f.Path)); err != nil {
			return fmt.Errorf("delete %s: %w", f.Path, err)
		}
		c.Log.Info(fmt.Sprintf("File %s deleted successfully", c.Workspace.FullPath(f.Path)))
	}
	return nil
}

func rename(_ context.Context, c *scaffold.Call) error {
	files, _ := c.Input.Get("files").([]any)
	for _, f := range files {
		o, _ := f.(*scaffold.Object)
		from, err := c.Workspace.Path(o.Text("from"))
		if err != nil {
			return err
		}
		to, err := c.Workspace.Path(o.Text("to"))
		if err != nil {
			return err
		}
		if err := move(c.Workspace, from, to, o.Bool("overwrite")); err != nil {
			return fmt.Errorf("rename %s to %s: %w", from, to, err)
		}
		c.Log.Info(fmt.Sprintf("File %s renamed to %s successfully", c.Workspace.FullPath(from), c.Workspace.FullPath(to)))
	}
	return nil
}

// move renames a file or folder, and makes the folders it then stands in.
func move(w *scaffold.Workspace, from, to string, overwrite bool) error {
	if _, err := w.Lstat(from); err != nil {
		return w.Wrap(err)
	}
	if from == to {
		return nil
	}
	if from == "." || strings.HasPrefix(to+"/", from+"/") {
		return errors.New("a folder cannot be moved into itself")
	}
	if w.Exists(to) {
		if !overwrite {
			return errors.New("dest already exists")
		}
		if to == "." || strings.HasPrefix(from+"/", to+"/") {
			return errors.New("a folder cannot be replaced by what is in it")
		}
		if err := w.RemoveAll(to); err != nil {
			return w.Wrap(err)
		}
	}
	if err := w.MkdirAll(path.Dir(to), 0o755); err != nil {
		return w.Wrap(err)
	}
	return w.Wrap(w.Rename(from, to))
}

func readdir(_ context.Context, c *scaffold.Call) error {
	found := listing{call: c, files: []any{}, folders: []any{}}
	for _, name := range c.Input.Texts("paths") {
		clean, err := c.Workspace.Path(name)
		if err != nil {
			return err
		}
		if err := found.add(clean, c.Input.Bool("recursive")); err != nil {
			return c.Workspace.Wrap(err)
		}
	}
	c.Output("files", found.files)
	c.Output("folders", found.folders)
	return nil
}

// listing collects what folders hold.
type listing struct {
	call           *scaffold.Call
	files, folders []any
}

// add adds what is in a folder, and before what is in the folders within it.
func (l *listing) add(folder string, recursive bool) error {
	entries, err := fs.ReadDir(l.call.Workspace.FS(), folder)
	if err != nil {
		return err
	}
	for _, e := range entries {
		name := path.Join(folder, e.Name())
		item := scaffold.NewObject("name", e.Name(), "path", name, "fullPath", l.call.Workspace.FullPath(name))
		if e.IsDir() {
			l.folders = append(l.folders, item)
		} else {
			l.files = append(l.files, item)
		}
	}
	for _, e := range entries {
		if !recursive || !e.IsDir() {
			continue
		}
		if err := l.add(path.Join(folder, e.Name()), true); err != nil {
			return err
		}
	}
	return nil
}
