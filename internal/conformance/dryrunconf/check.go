// Package dryrunconf holds scaffold against recorded dry runs of a real scaffolder.
package dryrunconf

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/goldenpath-go/goldenpath/scaffold"
	"github.com/goldenpath-go/goldenpath/scaffold/nunjucks"
)

// Result is how a comparison went.
type Result struct{ Passed, Failed int }

// Difference is one way in which a dry run does not go as it did.
type Difference struct {
	Case, What string
	Got, Want  any
}

// String returns the difference over several lines if it is long.
func (d Difference) String() string {
	line := fmt.Sprintf("%s: %s: got %v, want %v", d.Case, d.What, d.Got, d.Want)
	if len(line) < 160 {
		return line
	}
	return fmt.Sprintf("%s: %s:\n\tgot  %v\n\twant %v", d.Case, d.What, d.Got, d.Want)
}

// Check runs the case in the folder path, or those in the folders below it, and compares. Differences go to report.
func Check(ctx context.Context, path string, d nunjucks.Dialect, report func(Difference)) (Result, error) {
	dirs, err := caseDirs(path)
	if err != nil {
		return Result{}, err
	}
	all, err := readEntities()
	if err != nil {
		return Result{}, err
	}
	runner, err := newRunner(d, all)
	if err != nil {
		return Result{}, err
	}
	var result Result
	for _, dir := range dirs {
		if err := ctx.Err(); err != nil {
			return result, err
		}
		c, err := readCase(dir, d == nunjucks.Nunjucks3)
		if err != nil {
			return result, err
		}
		found, err := c.check(ctx, runner, all)
		if err != nil {
			return result, fmt.Errorf("%s: %w", c.name, err)
		}
		for _, difference := range found {
			report(difference)
		}
		if len(found) > 0 {
			result.Failed++
		} else {
			result.Passed++
		}
	}
	return result, nil
}

func caseDirs(path string) ([]string, error) {
	if _, err := os.Stat(filepath.Join(path, "expected.json")); err == nil {
		return []string{path}, nil
	}
	found, err := filepath.Glob(filepath.Join(path, "*", "expected.json"))
	if err == nil && len(found) == 0 {
		err = fmt.Errorf("%s holds no cases", path)
	}
	for i := range found {
		found[i] = filepath.Dir(found[i])
	}
	return found, err
}

// check runs the case and compares.
func (c *testCase) check(ctx context.Context, runner *scaffold.Runner, all entities) ([]Difference, error) {
	dir, err := os.MkdirTemp("", "dry-run-content-")
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	result, runErr := c.run(ctx, runner, all, dir)
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	cmp := comparison{testCase: c, dir: dir, classic: runner.Classic}
	if runErr != nil {
		cmp.failure(runErr)
	} else {
		cmp.success(result)
	}
	return cmp.found, nil
}

// run does what the scaffolder does with a request.
func (c *testCase) run(ctx context.Context, runner *scaffold.Runner, all entities, dir string) (*scaffold.Result, error) {
	if c.malformed != "" {
		return nil, scaffold.Errorf(scaffold.ErrInput, "request/body must have required property '%s'", c.malformed)
	}
	t, err := scaffold.Parse("template.yaml", c.template)
	if err != nil {
		return nil, err
	}
	if err := c.writeContents(dir); err != nil {
		return nil, err
	}
	req := scaffold.Request{Values: c.values, Secrets: c.secrets, Source: os.DirFS(dir), TaskID: "dry-run-<UUID>"}
	if c.asUser == "guest" {
		const guest = "user:default/ada"
		req.User = scaffold.User{Ref: guest, Entity: all.Object.Object(guest)}
	}
	return runner.DryRun(ctx, t, req)
}

// writeContents writes the directory of the request.
func (c *testCase) writeContents(dir string) error {
	w, err := scaffold.OpenWorkspace(dir)
	if err != nil {
		return err
	}
	defer func() { _ = w.Close() }()
	for name, data := range c.contents {
		clean, err := w.Path(name)
		if err != nil {
			return err
		}
		if err := w.WriteNew(clean, data, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// class returns the status and the name of the class with which the scaffolder answers an error.
func class(err error, classic bool) (int, string) {
	if classic && errors.Is(err, scaffold.ErrRender) {
		return 500, "Error" // before 4.0.3 there was no class for it
	}
	for status, classes := range map[int][]error{
		400: {scaffold.ErrInput}, 403: {scaffold.ErrNotAllowed}, 404: {scaffold.ErrNotFound}, 409: {scaffold.ErrConflict},
		500: {scaffold.ErrTemplate, scaffold.ErrRender},
	} {
		for _, e := range classes {
			if errors.Is(err, e) {
				return status, e.Error()
			}
		}
	}
	return 500, "Error"
}

// anonymous returns text without what changes from run to run.
func anonymous(text, dir string) string {
	text = strings.ReplaceAll(text, dir, "<WORK>/dry-run-content-<UUID>")
	return workspaceName().ReplaceAllString(text, "<WORK>/dry-run-<UUID>")
}
