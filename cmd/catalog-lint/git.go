package main

import (
	"net/url"
	"os"
	"path/filepath"
	"strings"
)

// baseURL returns the address at which the origin of the git work tree at root shows its files, such as
// https://github.com/acme/shop/blob/main/, or "" when it has no origin on a host whose addresses are known.
func baseURL(root string) string {
	dir := gitDir(root)
	if dir == "" {
		return ""
	}
	host, repository := splitRemote(originURL(readText(filepath.Join(dir, "config"))))
	if repository == "" {
		return ""
	}
	base := "https://" + host + "/" + repository
	branch := gitBranch(dir)
	switch {
	case host == "github.com" || strings.HasPrefix(host, "github."):
		return base + "/blob/" + branch + "/"
	case host == "gitlab.com" || strings.HasPrefix(host, "gitlab."):
		return base + "/-/blob/" + branch + "/"
	case host == "bitbucket.org":
		return base + "/src/" + branch + "/"
	}
	return ""
}

// gitDir returns the folder that holds what all work trees of a repository share; "" outside of git. In further work
// trees and in submodules .git is a file that names it.
func gitDir(root string) string {
	dir := filepath.Join(root, ".git")
	info, err := os.Stat(dir)
	if err != nil {
		return ""
	}
	if info.IsDir() {
		return dir
	}
	dir, ok := strings.CutPrefix(readText(dir), "gitdir: ")
	if !ok {
		return ""
	}
	dir = resolve(root, dir)
	if common := readText(filepath.Join(dir, "commondir")); common != "" {
		dir = resolve(dir, common)
	}
	return dir
}

func resolve(from, path string) string {
	if filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(from, path)
}

// readText returns a small file of git's without the white space around it; "" when it cannot be read.
func readText(file string) string {
	info, err := os.Stat(file)
	if err != nil || !info.Mode().IsRegular() {
		return ""
	}
	data, err := os.ReadFile(file)
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(data))
}

// originURL returns the url of the remote called origin in the text of a git configuration.
func originURL(config string) string {
	inOrigin := false
	for line := range strings.Lines(config) {
		line = strings.TrimSpace(line)
		if strings.HasPrefix(line, "[") {
			inOrigin = line == `[remote "origin"]`
			continue
		}
		name, value, ok := strings.Cut(line, "=")
		if ok && inOrigin && strings.TrimSpace(name) == "url" {
			return strings.TrimSpace(value)
		}
	}
	return ""
}

// splitRemote returns the host and the repository that a remote's address means: https://HOST/REPOSITORY,
// ssh://git@HOST/REPOSITORY or git@HOST:REPOSITORY. What may be in front of the host, a token even, is left out.
func splitRemote(remote string) (host, repository string) {
	if !strings.Contains(remote, "://") {
		host, repository, _ = strings.Cut(remote, ":")
		if i := strings.LastIndexByte(host, '@'); i >= 0 {
			host = host[i+1:]
		}
	} else if u, err := url.Parse(remote); err == nil {
		host, repository = u.Hostname(), u.EscapedPath()
	}
	return host, strings.TrimSuffix(strings.Trim(repository, "/"), ".git")
}

// gitBranch returns the branch that a catalog would read: the origin's default one as far as it is known, else the one
// checked out, else main.
func gitBranch(dir string) string {
	head := readText(filepath.Join(dir, "refs", "remotes", "origin", "HEAD"))
	if branch, ok := strings.CutPrefix(head, "ref: refs/remotes/origin/"); ok {
		return branch
	}
	if branch, ok := strings.CutPrefix(readText(filepath.Join(dir, "HEAD")), "ref: refs/heads/"); ok {
		return branch
	}
	return "main"
}
