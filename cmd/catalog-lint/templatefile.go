package main

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/goldenpath-go/goldenpath/internal/bounded"
	"github.com/goldenpath-go/goldenpath/lint/report"
	"github.com/goldenpath-go/goldenpath/scaffold"
	"github.com/goldenpath-go/goldenpath/scaffold/cases"
	"github.com/goldenpath-go/goldenpath/source"
)

// templateName is the usual name of a template's file.
const templateName = "template.yaml"

// maxTemplateSize bounds what is read as a template, or as values for one, in bytes.
const maxTemplateSize = 1 << 20

// templateFile is a template with its folder.
type templateFile struct {
	*scaffold.Template
	name   string // as people see it
	folder string // absolute
	base   string // of the file, in the folder
}

// source returns the template's folder, from which it fetches.
func (t *templateFile) source() fs.FS { return os.DirFS(t.folder) }

// templateFile reads the one template that a command is about: a file, or a folder with a template.yaml. One of the wrong form is
// a finding, which is printed.
func (p *program) templateFile(format string, args []string) (*templateFile, error) {
	if len(args) > 1 {
		return nil, usageError("unexpected argument %q: there is one template", args[1])
	}
	name := "."
	if len(args) == 1 {
		name = args[0]
	}
	if info, err := os.Stat(p.absolute(name)); err == nil && info.IsDir() {
		name = filepath.Join(name, templateName)
	}
	abs := p.absolute(name)
	t := &templateFile{name: name, folder: filepath.Dir(abs), base: filepath.Base(abs)}
	data, err := bounded.ReadFile(t.source(), t.base, maxTemplateSize)
	if err != nil {
		return nil, usageError("%s: %w", name, reason(err))
	}
	t.Template, err = cases.ParseTemplate(name, data)
	var faults source.Errors
	if errors.As(err, &faults) {
		return nil, p.templateProblems(format, errorReports(faults))
	}
	return t, err
}

func errorReports(errs source.Errors) []problemReport {
	var out []problemReport
	for _, e := range errs {
		out = append(out, problemReport{File: e.Pos.File, Line: e.Pos.Line, Column: e.Pos.Column, Message: e.Err.Error()})
	}
	return out
}

// templateProblems prints why a template cannot be run, and ends the command with exitFindings.
func (p *program) templateProblems(format string, problems []problemReport) error {
	var b bytes.Buffer
	if format == formatJSON {
		if err := writeIndented(&b, map[string]any{"ok": false, "problems": problems}); err != nil {
			return err
		}
	} else {
		for _, x := range problems {
			b.WriteString(report.ForLog(x.text()) + "\n")
		}
	}
	if err := writeAll(p.stdout, b.Bytes()); err != nil {
		return err
	}
	return &exit{code: exitFindings}
}
