package report

import (
	"strings"
	"unicode/utf8"
)

// oneLine makes text fit for a line of output: what would end the line or act on a terminal is shown as U+FFFD, line
// feeds and tabs as spaces, and nothing in it is a command for a CI system that reads the log.
func oneLine(text string) string {
	return inert(strings.Map(func(r rune) rune {
		if r == '\n' || r == '\t' {
			return ' '
		}
		return harmless(r)
	}, text))
}

// ForLog makes text, which may have several lines, fit for standard error and for the log of a CI system: names of files
// and what they hold can neither act on a terminal nor give the system a command.
func ForLog(text string) string {
	all := strings.Split(text, "\n")
	for i, line := range all {
		all[i] = noCommand(oneLine(line))
	}
	return strings.Join(all, "\n")
}

// lines makes text fit for a format in which it may have several lines, which end in line feeds.
func lines(text string) string {
	return strings.Map(func(r rune) rune {
		if r == '\n' || r == '\t' {
			return r
		}
		return harmless(r)
	}, strings.ReplaceAll(text, "\r\n", "\n"))
}

// harmless replaces control characters, those that turn the direction of writing, with which a file could disguise what
// it says, and those that neither XML nor YAML may contain.
func harmless(r rune) rune {
	switch {
	case r < ' ', r >= 0x7f && r < 0xa0, r >= 0x202a && r <= 0x202e, r >= 0x2066 && r <= 0x2069,
		r == 0x2028, r == 0x2029, r == 0xfeff, r == 0xfffe, r == 0xffff:
		return utf8.RuneError
	}
	return r
}

// inert returns text in which no CI system finds a command: GitHub's runner looks for "##[error]" anywhere in a line of
// the log, Azure Pipelines for "##vso[task.setvariable]", TeamCity for "##teamcity[…]". The bracket becomes U+FFFD.
func inert(text string) string {
	if !strings.Contains(text, "##") {
		return text
	}
	var b strings.Builder
	for part := range strings.SplitAfterSeq(text, "[") {
		if before, ok := strings.CutSuffix(part, "["); ok && opensCommand(before) {
			part = before + "\uFFFD"
		}
		b.WriteString(part)
	}
	return b.String()
}

// opensCommand reports whether text ends in "##" and a word, which may be empty.
func opensCommand(text string) bool {
	i := len(text)
	for i > 0 && isWord(text[i-1]) {
		i--
	}
	return strings.HasSuffix(text[:i], "##")
}

func isWord(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' || c == '-' || c == '_' }

// noCommand returns the place that a line begins with so that the line is no command of GitHub's, which begin with "::".
func noCommand(place string) string {
	if strings.HasPrefix(strings.TrimSpace(place), "::") {
		return "./" + place
	}
	return place
}
