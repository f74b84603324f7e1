package helmfile

import (
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/goldenpath-go/goldenpath/helmfile"
	"github.com/goldenpath-go/goldenpath/lint"
)

// pipelines are the files that CI takes what it runs from, from the top of the repository.
func pipelines() []string {
	return []string{
		".gitlab-ci.yml", ".circleci/config.yml", "azure-pipelines.yml", "bitbucket-pipelines.yml", "Jenkinsfile", ".drone.yml", ".woodpecker.yml",
	}
}

// workflows is the folder of those of GitHub.
const workflows = ".github/workflows"

// scripts are the files beside a helmfile, or at the top of the repository, that have commands to call it with.
func scripts() []string {
	return []string{"Makefile", "Taskfile.yml", "Taskfile.yaml", "justfile", "Justfile", "README.md"}
}

// command finds a call of helmfile with its arguments, up to what ends a command.
var command = expression(`(?m)(?:^|[\s"'` + "`" + `(=/])helmfile((?:[ \t]|\\\r?\n)(?:\\\r?\n|[^|;&#` + "`" + `\n])*)`)

// word finds the words of a command.
var word = expression(`[^\s\\]+`)

// environmentName is what an environment is called where it is written down, and not put in by the shell or by CI.
var environmentName = expression(`^[A-Za-z0-9][A-Za-z0-9._-]*$`)

// checkCalls reports environments that CI, scripts and the README call the helmfile for, and that it does not define.
func (h *project) checkCalls() {
	if h.isOpen() || h.hasSiblings() || !h.isWhole() {
		return
	}
	for _, name := range h.callers() {
		l := h.text(name)
		if l == "" {
			continue
		}
		for _, m := range command().FindAllStringSubmatchIndex(l, -1) {
			h.checkCall(name, l, m[2], m[3])
		}
	}
}

// callers returns the files that may call the helmfile.
func (h *project) callers() []string {
	names := pipelines()
	entries, _ := fs.ReadDir(h.FS(), workflows) // mostly there is none
	for _, e := range entries {
		if ext := path.Ext(e.Name()); ext == ".yml" || ext == ".yaml" {
			names = append(names, path.Join(workflows, e.Name()))
		}
	}
	for _, s := range scripts() {
		names = append(names, s, path.Join(path.Dir(h.Name), s))
	}
	for _, dir := range []string{".", path.Dir(h.Name), "scripts", "hack", "bin", "ci"} {
		entries, _ := fs.ReadDir(h.FS(), dir) // mostly there is none
		for _, e := range entries {
			if path.Ext(e.Name()) == ".sh" {
				names = append(names, path.Join(dir, e.Name()))
			}
		}
	}
	slices.Sort(names)
	return slices.DeleteFunc(slices.Compact(names), func(name string) bool { return !h.exists(name) })
}

// text returns what stands in a file; empty when it cannot be read.
func (h *project) text(name string) string {
	if t := h.Text(name); t != nil {
		return string(t.Data)
	}
	return ""
}

// checkCall looks at the arguments of one call, which stand from start to end of a text.
func (h *project) checkCall(name, text string, start, end int) {
	var file, environment string
	var at int
	for _, w := range word().FindAllStringIndex(text[start:end], -1) {
		arg := text[start+w[0] : start+w[1]]
		option, value, joined := strings.Cut(arg, "=")
		offset := start + w[0] + len(option) + 1
		if !joined {
			rest := word().FindStringIndex(text[start+w[1] : end])
			if rest == nil {
				break
			}
			offset = start + w[1] + rest[0]
			value = text[offset : start+w[1]+rest[1]]
		}
		unquoted := strings.Trim(value, `"'`)
		switch option {
		case "-f", "--file":
			file = unquoted
		case "-e", "--environment":
			environment, at = unquoted, offset+strings.Index(value, unquoted)
		}
	}
	if !environmentName().MatchString(environment) || slices.Contains(h.environmentNames(), environment) || !h.isCalled(name, text, file) {
		return
	}
	h.say(lint.Finding{
		Range:   h.Text(name).Range(at, at+len(environment)),
		Message: fmt.Sprintf("%s has no environment %s: helmfile finds no releases, and ends with 3", h.Name, environment),
		Help:    "there are " + listedAll(slices.Sorted(slices.Values(h.environmentNames()))),
	})
}

// isCalled reports whether a call in a file is one of this helmfile. Without -f that depends on the folder, which is only
// known where nothing changes it.
func (h *project) isCalled(caller, text, file string) bool {
	dir := path.Dir(caller)
	if strings.HasPrefix(dir, ".") {
		dir = "."
	}
	if file != "" {
		for _, from := range []string{dir, "."} {
			if name := path.Join(from, file); name == h.Name || name == path.Dir(h.Name) {
				return true
			}
		}
		return false
	}
	return dir == path.Dir(h.Name) && isNamedByDefault(h.Name) && !strings.Contains(text, "cd ") && !strings.Contains(text, "working-directory") && !strings.Contains(text, "HELMFILE_FILE_PATH")
}

func isNamedByDefault(name string) bool { return stem(path.Base(name)) == "helmfile" }

// isWhole reports whether the environments are all known: nothing keeps a part of the helmfile from being read.
func (h *project) isWhole() bool {
	return !slices.ContainsFunc(h.resolved, func(r *helmfile.Resolution) bool {
		return slices.ContainsFunc(r.Errors, func(e *helmfile.Error) bool {
			switch e.Class {
			case helmfile.ClassOther, helmfile.ClassYAML, helmfile.ClassTemplate, helmfile.ClassMissingKey, helmfile.ClassUnknownField, helmfile.ClassDuplicateKey, helmfile.ClassLimit:
				return true
			}
			return false
		})
	})
}
