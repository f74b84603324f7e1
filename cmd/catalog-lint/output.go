package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/goldenpath-go/goldenpath/lint"
	"github.com/goldenpath-go/goldenpath/lint/report"
)

// output is one report: its format, and where it goes.
type output struct {
	name   string
	format report.Format
	file   string // absolute; "" for standard output
	color  bool
	brief  bool // without the summary
}

func formatNames() []string { return report.Names() }

// outputs reads --format. Without it the report is text, to which GitHub's form is added where GitHub runs it.
func (p *program) outputs(f *lintFlags) ([]output, error) {
	formats := f.formats
	if len(formats) == 0 {
		formats = []string{"text"}
		if p.getenv("GITHUB_ACTIONS") == "true" {
			formats = append(formats, "github")
		}
	}
	var out []output
	for _, word := range formats {
		name, file, toFile := strings.Cut(word, "=")
		format, ok := report.ByName(name)
		if !ok {
			return nil, oneOf("format", name, formatNames())
		}
		o := output{name: name, format: format, brief: f.quiet}
		switch {
		case toFile && file == "":
			return nil, usageError("--format=%s: the name of the file is missing", word)
		case toFile:
			o.file = p.absolute(file)
		default:
			o.color = p.color(f.color, p.stdout)
		}
		out = append(out, o)
	}
	return out, nil
}

// write writes one report.
func (p *program) write(o output, at *place, fsys fs.FS, r *lint.Result) error {
	options := &report.Options{Open: fsys, Color: o.color}
	if o.name == "text" || o.name == "compact" {
		options.Path = at.shown // for people and editors; machines want paths from the root
	}
	if o.file == "" && !(o.brief && o.name == "text") {
		return o.to(p.stdout, r, options)
	}
	var text bytes.Buffer
	if err := o.to(&text, r, options); err != nil {
		return err
	}
	if o.file != "" {
		return writeFile(o.file, text.Bytes())
	}
	return writeAll(p.stdout, bytes.TrimSuffix(text.Bytes(), []byte(report.Summary(r)+"\n")))
}

func (o output) to(w io.Writer, r *lint.Result, options *report.Options) error {
	if err := o.format(w, r, options); err != nil {
		return fmt.Errorf("report as %s: %w", o.name, err)
	}
	return nil
}

// writeAll writes data.
func writeAll(w io.Writer, data []byte) error {
	if _, err := w.Write(data); err != nil {
		return fmt.Errorf("write report: %w", err)
	}
	return nil
}

// writeFile puts data into a file that is there as a whole or, when that fails, as it was before.
func writeFile(name string, data []byte) error {
	aside, err := os.CreateTemp(filepath.Dir(name), "."+filepath.Base(name)+".*")
	if err != nil {
		return writeError(name, err)
	}
	_, err = aside.Write(data)
	err = errors.Join(err, aside.Chmod(0o644), aside.Close())
	if err == nil {
		err = os.Rename(aside.Name(), name)
	}
	if err != nil {
		_ = os.Remove(aside.Name()) // there is an error to report already
		return writeError(name, err)
	}
	return nil
}

// writeError says why a file cannot be written; that another is written first does not matter to anybody.
func writeError(name string, err error) error {
	var path *fs.PathError
	var link *os.LinkError
	switch {
	case errors.As(err, &path):
		err = path.Err
	case errors.As(err, &link):
		err = link.Err
	}
	return fmt.Errorf("write %s: %w", name, err)
}
