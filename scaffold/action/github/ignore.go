package github

import (
	"path"
	"regexp"
	"strings"
	"unicode/utf8"
)

// ignores are the patterns of .gitignore files, as gitignore(5) has them.
type ignores struct{ rules []ignoreRule }

type ignoreRule struct {
	folder  string // in which the pattern is written
	pattern *regexp.Regexp
	folders bool // matches folders only
	negated bool
}

// add adds the patterns of the .gitignore in a folder. Of folders, those above must come first.
func (g *ignores) add(folder, text string) {
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\r\n")
		if trimmed := strings.TrimRight(line, " "); !strings.HasSuffix(trimmed, `\`) {
			line = trimmed
		}
		rule := ignoreRule{folder: folder}
		if line == "" || line[0] == '#' {
			continue
		}
		line, rule.negated = strings.CutPrefix(line, "!")
		line, rule.folders = strings.CutSuffix(line, "/")
		if line == "" {
			continue
		}
		if !strings.Contains(line, "/") {
			line = "**/" + line
		}
		pattern, err := regexp.Compile("^" + expression(strings.TrimPrefix(line, "/")) + "$")
		if err != nil {
			continue // git takes no notice of what it cannot read
		}
		rule.pattern = pattern
		g.rules = append(g.rules, rule)
	}
}

// expression returns the regular expression of a pattern.
func expression(glob string) string {
	var b strings.Builder
	for glob != "" {
		part, size := translate(glob)
		b.WriteString(part)
		glob = glob[size:]
	}
	return b.String()
}

// translate returns the regular expression of what a pattern begins with, and how many bytes that is.
func translate(glob string) (string, int) {
	_, size := utf8.DecodeRuneInString(glob)
	switch {
	case strings.HasPrefix(glob, "**/"):
		return "(?:.*/)?", 3
	case glob == "**":
		return ".*", 2
	case glob[0] == '*':
		return "[^/]*", 1
	case glob[0] == '?':
		return "[^/]", 1
	case glob[0] == '[':
		if end := strings.IndexByte(glob[1:], ']') + 1; end > 1 {
			return "[" + strings.Replace(glob[1:end], "!", "^", 1) + "]", end + 1
		}
	case glob[0] == '\\' && len(glob) > 1:
		_, size = utf8.DecodeRuneInString(glob[1:])
		return regexp.QuoteMeta(glob[1 : 1+size]), 1 + size
	}
	return regexp.QuoteMeta(glob[:size]), size
}

// ignored reports whether a file is ignored, by itself or since a folder is that it is in.
func (g *ignores) ignored(name string) bool {
	for i, c := range name {
		if c == '/' && g.matches(name[:i], true) {
			return true
		}
	}
	return g.matches(name, false)
}

// matches reports what the last rule says that matches.
func (g *ignores) matches(name string, folder bool) bool {
	for i := len(g.rules) - 1; i >= 0; i-- {
		rule := g.rules[i]
		seen, ok := below(path.Clean(rule.folder), name)
		if ok && (folder || !rule.folders) && rule.pattern.MatchString(seen) {
			return !rule.negated
		}
	}
	return false
}
