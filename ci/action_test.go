// Package ci_test tries the files by which catalog-lint is run elsewhere, as far as that can be done without the services
// that run them.
package ci_test

import (
	"bytes"
	"debug/elf"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// build returns the command, built as the files here build it.
func build(t *testing.T) string {
	t.Helper()
	program := filepath.Join(t.TempDir(), "catalog-lint")
	cmd := exec.Command("go", "build", "-o", program, "../cmd/catalog-lint")
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	out, err := cmd.CombinedOutput()
	require.NoError(t, err, string(out))
	return program
}

// action is as much of action.yml as is of interest here.
type action struct {
	Inputs map[string]struct {
		Description string
		Default     string
	}
	Runs struct {
		Steps []struct {
			ID  string `yaml:"id"`
			Env map[string]string
			Run string
		}
	}
}

func readAction(t *testing.T) action {
	t.Helper()
	data, err := os.ReadFile("../action.yml")
	require.NoError(t, err)
	var a action
	require.NoError(t, yaml.Unmarshal(data, &a))
	return a
}

func variable(input string) string {
	return "INPUT_" + strings.ToUpper(strings.ReplaceAll(input, "-", "_"))
}

// TestInputs checks that each input has a description and reaches the script, and only as data: a script with an
// expression in it would run whatever a pull request puts there.
func TestInputs(t *testing.T) {
	t.Parallel()
	a := readAction(t)
	require.NotEmpty(t, a.Inputs)
	script, err := os.ReadFile("action.sh")
	require.NoError(t, err)
	given := map[string]string{}
	for _, step := range a.Runs.Steps {
		assert.NotContains(t, step.Run, "${{")
		for name, value := range step.Env {
			given[name] = value
		}
	}
	for name, input := range a.Inputs {
		assert.NotEmpty(t, input.Description, name)
		if name == "working-directory" {
			continue // of the step itself
		}
		assert.Equal(t, "${{ inputs."+name+" }}", given[variable(name)], name)
		assert.Contains(t, string(script), "$"+variable(name))
	}
}

// result is what a run of the action left behind.
type result struct {
	code                    int
	stdout, output, summary string
	folder                  string
}

// run runs the action's script in a folder with the files, with the inputs given and the defaults of the others.
func run(t *testing.T, program string, files, inputs map[string]string) result {
	t.Helper()
	r := result{folder: t.TempDir()}
	for name, text := range files {
		name = filepath.Join(r.folder, name)
		require.NoError(t, os.MkdirAll(filepath.Dir(name), 0o755))
		require.NoError(t, os.WriteFile(name, []byte(text), 0o644))
	}
	script, err := filepath.Abs("action.sh")
	require.NoError(t, err)
	cmd := exec.Command("bash", script, program)
	cmd.Dir = r.folder
	work := t.TempDir()
	output, summary := filepath.Join(work, "output"), filepath.Join(work, "summary")
	cmd.Env = append(os.Environ(), "GITHUB_ACTIONS=true", "GITHUB_OUTPUT="+output, "GITHUB_STEP_SUMMARY="+summary)
	for name, input := range readAction(t).Inputs {
		value, given := inputs[name]
		if !given {
			value = input.Default
		}
		cmd.Env = append(cmd.Env, variable(name)+"="+value)
	}
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	err = cmd.Run()
	if exit := (*exec.ExitError)(nil); errors.As(err, &exit) {
		err = nil
	}
	require.NoError(t, err)
	t.Log(stderr.String())
	r.code, r.stdout = cmd.ProcessState.ExitCode(), stdout.String()
	r.output, r.summary = read(t, output), read(t, summary)
	return r
}

// read returns a file, or "" if there is none.
func read(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(name)
	if errors.Is(err, os.ErrNotExist) {
		return ""
	}
	require.NoError(t, err)
	return string(data)
}

const (
	good = "apiVersion: backstage.io/v1alpha1\nkind: Group\nmetadata:\n  name: payments\nspec: {type: team, children: []}\n"
	bad  = "apiVersion: backstage.io/v1alpha1\nkind: Group\nmetadata:\n  name: pay ments\nspec: {type: team, children: []}\n"
)

func TestAction(t *testing.T) {
	t.Parallel()
	program := build(t)
	t.Run("good", func(t *testing.T) {
		t.Parallel()
		r := run(t, program, map[string]string{"catalog-info.yaml": good}, nil)
		assert.Zero(t, r.code)
		assert.Equal(t, "exit-code=0\n", r.output)
		assert.NotEmpty(t, r.summary)
	})
	t.Run("bad", func(t *testing.T) {
		t.Parallel()
		r := run(t, program, map[string]string{"catalog-info.yaml": bad}, map[string]string{"sarif": "out.sarif"})
		assert.Equal(t, 1, r.code)
		assert.Equal(t, "exit-code=1\n", r.output)
		assert.Contains(t, r.stdout, "::error file=catalog-info.yaml,line=4")
		assert.Contains(t, r.summary, "name-format")
		assert.Contains(t, read(t, filepath.Join(r.folder, "out.sarif")), `"name-format"`)
	})
	t.Run("several paths and arguments", func(t *testing.T) {
		t.Parallel()
		files := map[string]string{"a b/catalog-info.yaml": good, "-c/catalog-info.yaml": good, "d/catalog-info.yaml": bad}
		r := run(t, program, files, map[string]string{
			"paths":     "  a b\n\n-c\n",
			"arguments": "--severity=annotation-empty=error\n--quiet",
			"summary":   "false",
		})
		assert.Zero(t, r.code, r.stdout)
		assert.Empty(t, r.summary)
	})
	t.Run("nothing of an input is run", func(t *testing.T) {
		t.Parallel()
		r := run(t, program, map[string]string{"catalog-info.yaml": good}, map[string]string{
			"paths":  "$(touch owned)\n`touch owned`\n; touch owned",
			"preset": "$(touch owned)",
		})
		assert.Equal(t, 2, r.code)
		assert.NoFileExists(t, filepath.Join(r.folder, "owned"))
	})
}

// TestHookFiles checks which files the hooks of pre-commit look at.
func TestHookFiles(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile("../.pre-commit-hooks.yaml")
	require.NoError(t, err)
	var hooks []struct {
		ID, Entry, Files string
		PassFilenames    *bool `yaml:"pass_filenames"`
	}
	require.NoError(t, yaml.Unmarshal(data, &hooks))
	require.NotEmpty(t, hooks)
	for _, hook := range hooks {
		t.Run(hook.ID, func(t *testing.T) {
			t.Parallel()
			assert.True(t, strings.HasPrefix(hook.Entry, "catalog-lint"))
			if hook.PassFilenames != nil {
				assert.Empty(t, hook.Files)
				return
			}
			files := regexp.MustCompile(hook.Files)
			for _, name := range []string{"catalog-info.yaml", "a/b/catalog-info.yml", "template.yaml", "templates/x/template.yml"} {
				assert.True(t, files.MatchString(name), name)
			}
			for _, name := range []string{"catalog-info.yaml.tpl", "my-catalog-info.yaml", "values.yaml"} {
				assert.False(t, files.MatchString(name), name)
			}
		})
	}
}

// TestStatic checks that the command needs nothing of the system it runs on, as in the image that Dockerfile makes: no
// program is named in it that would have to link it.
func TestStatic(t *testing.T) {
	t.Parallel()
	if runtime.GOOS != "linux" {
		t.Log("images are made on Linux only; here it is built and no more")
		build(t)
		return
	}
	f, err := elf.Open(build(t))
	require.NoError(t, err)
	defer func() { assert.NoError(t, f.Close()) }()
	for _, segment := range f.Progs {
		assert.NotEqual(t, elf.PT_INTERP, segment.Type)
	}
	libraries, err := f.ImportedLibraries()
	require.NoError(t, err)
	assert.Empty(t, libraries)
}
