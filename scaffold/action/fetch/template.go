package fetch

import (
	"context"
	"fmt"
	"io/fs"
	"path"
	"strings"

	"github.com/goldenpath-go/goldenpath/scaffold"
	"github.com/goldenpath-go/goldenpath/scaffold/skeleton"
)

// options are those of fetch:template.
type options struct {
	text    scaffold.TextOptions
	values  *scaffold.Object // what the files see
	files   *skeleton.Files
	replace bool
}

func readOptions(in *scaffold.Object) (options, error) {
	o := options{
		files: skeleton.New(in.Texts("copyWithoutTemplating"), in.Get("templateFileExtension")), replace: in.Bool("replace"),
		text: scaffold.TextOptions{
			TrimBlocks: in.Bool("trimBlocks"), LstripBlocks: in.Bool("lstripBlocks"), Cookiecutter: in.Bool("cookiecutterCompat"),
		},
	}
	_, raw := in.Lookup("copyWithoutTemplating")
	if o.files.ByExtension() && (raw || o.text.Cookiecutter) {
		return o, scaffold.Errorf(scaffold.ErrInput,
			"Fetch action input extension incompatible with copyWithoutTemplating and cookiecutterCompat")
	}
	name := "values"
	if o.text.Cookiecutter {
		name = "cookiecutter"
	}
	o.values = scaffold.NewObject(name, in.Get("values"))
	return o, nil
}

func (f fetcher) template(ctx context.Context, c *scaffold.Call) error {
	c.Log.Info("Fetching template content from remote URL")
	to, err := target(c)
	if err != nil {
		return err
	}
	o, err := readOptions(c.Input)
	if err != nil {
		return err
	}
	tree, err := f.tree(ctx, c)
	if err != nil {
		return err
	}
	c.Log.Info("Listing files and directories in template")
	entries, err := list(tree)
	if err != nil {
		return err
	}
	c.Log.Info(fmt.Sprintf("Processing %d template files/directories with input values %s", len(entries), scaffold.JSON(c.Input.Get("values"), "")))
	r := renderer{call: c, options: o, tree: tree, to: to}
	for _, e := range entries {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := r.entry(ctx, e); err != nil {
			return err
		}
	}
	c.Log.Info("Template result written to " + c.Workspace.FullPath(to))
	return nil
}

// renderer renders the entries of one tree.
type renderer struct {
	call    *scaffold.Call
	options options
	tree    fs.FS
	to      string
}

func (r *renderer) entry(ctx context.Context, e entry) error {
	name, rendered := r.options.files.Entry(e.name, e.mode.IsDir())
	name, err := r.call.Renderer.Text(ctx, e.name, name, r.options.values, r.options.text)
	if err != nil {
		return fmt.Errorf("name of %s: %w", e.name, err)
	}
	if skipped(name, e.mode.IsDir()) {
		return nil
	}
	to, err := r.place(name)
	if err != nil {
		return err
	}
	if r.call.Workspace.Exists(to) && !r.options.replace {
		return nil
	}
	if !rendered && !r.options.files.ByExtension() {
		r.call.Log.Info(fmt.Sprintf("Copying file/directory %s without processing.", label(e)))
	}
	return r.write(ctx, e, to, rendered)
}

// label returns how an entry is called in logs.
func label(e entry) string {
	if e.mode.IsDir() {
		return e.name + "/"
	}
	return e.name
}

// skipped tells whether an entry vanishes, since a part of its name was rendered to nothing.
func skipped(name string, folder bool) bool {
	if folder {
		name += "/"
	}
	return name == "" || strings.HasPrefix(name, "/") || strings.Contains(name, "//")
}

// place returns where in the workspace an entry goes; it must be below the target.
func (r *renderer) place(name string) (string, error) {
	clean, err := r.call.Workspace.Path(name)
	if err != nil {
		return "", err
	}
	return path.Join(r.to, clean), nil
}

// write writes the entry, its content rendered if that is asked for and it is text.
func (r *renderer) write(ctx context.Context, e entry, to string, rendered bool) error {
	if e.mode.IsDir() {
		r.call.Log.Info(fmt.Sprintf("Writing directory %s/ to template output path.", e.name))
		return e.copy(r.tree, r.call.Workspace, to)
	}
	var data []byte
	if !e.isLink() {
		var err error
		if data, err = fs.ReadFile(r.tree, e.name); err != nil {
			return err
		}
	}
	if e.isLink() || skeleton.IsBinary(data) {
		r.call.Log.Info(fmt.Sprintf("Copying file binary or symbolic link at %s, to template output path.", e.name))
		return e.copy(r.tree, r.call.Workspace, to)
	}
	mode := writable(e.mode)
	r.call.Log.Info(fmt.Sprintf("Writing file %s to template output path with mode %d.", e.name, 0o100000|mode))
	content := decode(data)
	if rendered {
		var err error
		content, err = r.call.Renderer.Text(ctx, e.name, content, r.options.values, r.options.text)
		if err != nil {
			return fmt.Errorf("%s: %w", e.name, err)
		}
	}
	return r.call.Workspace.WriteNew(to, []byte(content), mode)
}

func (f fetcher) templateFile(ctx context.Context, c *scaffold.Call) error {
	name := c.Input.Text("targetPath")
	to, err := c.Workspace.Path(name)
	if err != nil {
		return err
	}
	o, err := readOptions(c.Input)
	if err != nil {
		return err
	}
	if c.Workspace.Exists(to) && !o.replace {
		c.Log.Info(fmt.Sprintf("File %s already exists in workspace, not replacing.", name))
		return nil
	}
	c.Log.Info("Fetching template file content from remote URL")
	data, mode, err := f.file(ctx, c)
	if err != nil {
		return err
	}
	c.Log.Info("Processing template file with input values " + scaffold.JSON(c.Input.Get("values"), ""))
	url := c.Input.Text("url")
	content, err := c.Renderer.Text(ctx, url, decode(data), o.values, o.text)
	if err != nil {
		return fmt.Errorf("%s: %w", url, err)
	}
	if err := c.Workspace.WriteNew(to, []byte(content), mode); err != nil {
		return err
	}
	c.Log.Info("Template file has been written to " + c.Workspace.FullPath(to))
	return nil
}
