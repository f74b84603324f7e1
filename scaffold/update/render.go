package update

import (
	"context"
	"fmt"
	"io/fs"
	"strings"

	"github.com/goldenpath-go/goldenpath/scaffold"
)

// rendering is what a version of a template makes.
type rendering struct {
	version  string
	template *scaffold.Template
	values   *scaffold.Object // that it was made with
	files    map[string]*file
}

// open reads a version of the template.
func (u *Updater) open(ctx context.Context, version string) (*scaffold.Template, fs.FS, error) {
	fsys, err := u.Source.Open(ctx, version)
	if err != nil {
		return nil, nil, fmt.Errorf("open version %s: %w", version, err)
	}
	name := u.File
	if name == "" {
		name = "template.yaml"
	}
	data, err := fs.ReadFile(fsys, name)
	if err != nil {
		return nil, nil, fmt.Errorf("version %s: %w", version, err)
	}
	t, err := scaffold.Parse(name, data)
	if err != nil {
		return nil, nil, fmt.Errorf("version %s: %w", version, err)
	}
	return t, fsys, nil
}

// render makes what a version of the template makes of values, without effects elsewhere.
func (u *Updater) render(ctx context.Context, version, folder string, values func(*scaffold.Template) *scaffold.Object) (*rendering, error) {
	t, fsys, err := u.open(ctx, version)
	if err != nil {
		return nil, err
	}
	runner := *u.Runner
	runner.PassUnknown = true // what is published elsewhere is not updated
	r := &rendering{version: version, template: t, values: values(t)}
	result, err := runner.DryRun(ctx, t, scaffold.Request{
		Values: masked(t, r.values), Secrets: u.Secrets, Source: fsys, User: u.User, TaskID: u.TaskID,
	})
	if err != nil {
		return nil, fmt.Errorf("render version %s: %w", version, err)
	}
	r.files = generated(result.Files, folder)
	return r, nil
}

// generated returns the files of a workspace that are in a folder of it, links included.
func generated(files []scaffold.File, folder string) map[string]*file {
	out := map[string]*file{}
	for _, f := range files {
		name := f.Path
		if folder != "" {
			below, ok := strings.CutPrefix(name, folder+"/")
			if !ok {
				continue
			}
			name = below
		}
		if f.Mode.IsRegular() || f.Mode&fs.ModeSymlink != 0 {
			out[name] = &file{modeOf(f.Mode), f.Data}
		}
		if own(name) {
			delete(out, name)
		}
	}
	return out
}

func digests(files map[string]*file) map[string]string {
	out := map[string]string{}
	for name, f := range files {
		out[name] = digestOf(f.data)
	}
	return out
}

// Generated returns the answers for what a run has just made: its values, without secrets, and its files. Folder is that of the
// workspace which was published; empty: all of it.
func Generated(t *scaffold.Template, from Origin, values *scaffold.Object, files []scaffold.File, folder string) *Answers {
	if from.Ref == "" {
		from.Ref = t.Ref()
	}
	return &Answers{Template: from, Folder: folder, Values: without(values, withheld(t)), Files: digests(generated(files, folder))}
}
