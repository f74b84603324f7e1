// Package helmfileconf compares package helmfile with what the real helmfile and helm answered.
package helmfileconf

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"

	"github.com/goldenpath-go/goldenpath/helmfile"
)

// Result is how a comparison went: cases, or files.
type Result struct{ Passed, Failed int }

// Difference is an answer that is not as recorded.
type Difference struct {
	Case, Run, Path string
	Want, Got       any
}

// String returns the difference in one line.
func (d Difference) String() string {
	return fmt.Sprintf("%s [%s] %s: want %s, got %s", d.Case, d.Run, d.Path, text(d.Want), text(d.Got))
}

func text(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		return fmt.Sprint(v)
	}
	return string(b)
}

// expected is expected.json of a case; one run for each of case.json's.
type expected struct {
	Runs []map[string]json.RawMessage `json:"runs"`
}

// settings are what a run is made with.
type settings struct {
	Env     string            `json:"env"`
	Environ map[string]string `json:"environ"`
	Args    []string          `json:"args"`
}

// Check compares a case, a folder of cases, or a folder of state files with MANIFEST.tsv, and tells each difference.
func Check(ctx context.Context, root string, tell func(Difference)) (Result, error) {
	if _, err := os.Stat(filepath.Join(root, "MANIFEST.tsv")); err == nil {
		return checkManifest(ctx, root, tell)
	}
	cases, err := find(root)
	if err != nil {
		return Result{}, err
	}
	var result Result
	for _, dir := range cases {
		c := &testCase{dir: dir, name: filepath.Base(dir), tell: tell}
		if err := c.check(ctx); err != nil {
			return result, fmt.Errorf("%s: %w", dir, err)
		}
		if c.differences > 0 {
			result.Failed++
		} else {
			result.Passed++
		}
	}
	return result, ctx.Err()
}

// find returns the folders at or below root that have answers.
func find(root string) ([]string, error) {
	if _, err := os.Stat(filepath.Join(root, "expected.json")); err == nil {
		return []string{root}, nil
	}
	found, err := filepath.Glob(filepath.Join(root, "*", "expected.json"))
	if err == nil && len(found) == 0 {
		err = errors.New("no cases in " + root)
	}
	for i := range found {
		found[i] = filepath.Dir(found[i])
	}
	slices.Sort(found)
	return found, err
}

// testCase is one folder. It is read from the folder above, where the charts are.
type testCase struct {
	dir, name   string
	tell        func(Difference)
	differences int
	run         string
}

func (c *testCase) differ(path string, want, got any) {
	c.differences++
	c.tell(Difference{c.name, c.run, path, want, got})
}

func (c *testCase) check(ctx context.Context) error {
	data, err := os.ReadFile(filepath.Join(c.dir, "expected.json"))
	if err != nil {
		return err
	}
	var want expected
	if err := json.Unmarshal(data, &want); err != nil {
		return err
	}
	absolute, err := filepath.Abs(c.dir)
	if err != nil {
		return err
	}
	fsys := os.DirFS(filepath.Dir(absolute))
	for _, run := range want.Runs {
		if err := c.checkRun(ctx, fsys, filepath.Base(absolute), run); err != nil {
			return err
		}
	}
	return nil
}

func (c *testCase) checkRun(ctx context.Context, fsys fs.FS, name string, run map[string]json.RawMessage) error {
	var s settings
	for key, into := range map[string]any{"env": &s.Env, "environ": &s.Environ, "args": &s.Args} {
		if raw, ok := run[key]; ok {
			if err := json.Unmarshal(raw, into); err != nil {
				return err
			}
		}
	}
	c.run = fmt.Sprint(s.Env, " ", s.Environ, " ", s.Args)
	options, file, err := s.options()
	if err != nil {
		return err
	}
	got, err := Answers(ctx, fsys, path.Join(name, file), s.Env, options)
	if err != nil {
		return err
	}
	for _, question := range questions() {
		if err := c.compare(question.name, run, got); err != nil {
			return err
		}
	}
	return nil
}

// options reads the command line of a run, with the file that it names, if any.
func (s settings) options() (o *helmfile.Options, file string, err error) {
	o = &helmfile.Options{Environ: s.Environ}
	lists := map[string]*[]string{
		"-l": &o.Selectors, "--selector": &o.Selectors, "--state-values-set": &o.Set, "--state-values-set-string": &o.SetString,
		"--state-values-file": &o.ValuesFiles,
	}
	texts := map[string]*string{
		"-n": &o.Namespace, "--namespace": &o.Namespace, "--kube-context": &o.KubeContext, "-c": &o.Chart, "--chart": &o.Chart,
		"-f": &file, "--file": &file,
	}
	for i := 0; i < len(s.Args); i += 2 {
		if i+1 == len(s.Args) {
			return nil, "", fmt.Errorf("the argument %s has no value", s.Args[i])
		}
		switch value := s.Args[i+1]; {
		case lists[s.Args[i]] != nil:
			list := lists[s.Args[i]]
			*list = append(*list, value)
		case texts[s.Args[i]] != nil:
			*texts[s.Args[i]] = value
		default:
			return nil, "", fmt.Errorf("unknown argument %s", s.Args[i])
		}
	}
	return o, file, nil
}
