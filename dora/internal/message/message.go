// Package message reads what the messages of commits, and the texts of issues,
// say of other commits and of times.
package message

import (
	"bytes"
	"regexp"
	"strconv"
	"strings"
	"time"
)

const (
	pickedLine   = "(cherry picked from commit "
	revertedLine = "This reverts commit "
)

// Trailers returns the commits that a message says it was picked from, and
// takes back; empty where it says none. Of several the last counts.
func Trailers(message []byte) (picked, reverts string) {
	return after(message, pickedLine), after(message, revertedLine)
}

// after returns the SHA that follows the last text of its kind.
func after(message []byte, text string) string {
	at := bytes.LastIndex(message, []byte(text))
	if at < 0 {
		return ""
	}
	rest := message[at+len(text):]
	end := 0
	for end < len(rest) && strings.IndexByte("0123456789abcdef", rest[end]) >= 0 {
		end++
	}
	if !IsSHA(string(rest[:end])) {
		return ""
	}
	return string(rest[:end])
}

// IsSHA says that s can be nothing but the name of an object: no option, no
// range, no ref.
func IsSHA(s string) bool {
	return len(s) >= 7 && len(s) <= 64 && strings.Trim(s, "0123456789abcdef") == ""
}

// IsBot says that an author is a program, by GitHub's way of naming them.
func IsBot(author string) bool { return strings.HasSuffix(author, "[bot]") }

var revertsPull = regexp.MustCompile(`(?m)^Reverts ([\w.-]+/[\w.-]+)?#(\d{1,9})\s*$`)

// RevertedPull returns the pull request that a message takes back in the words
// of GitHub's button, "Reverts acme/orders#12". Repo is empty where the
// message leaves it out; number is 0 where it says nothing.
func RevertedPull(message string) (repo string, number int) {
	found := revertsPull.FindStringSubmatch(message)
	if found == nil {
		return "", 0
	}
	number, err := strconv.Atoi(found[2])
	if err != nil {
		return "", 0
	}
	return found[1], number
}

var rootCause = regexp.MustCompile(`(?i)\broot cause:?\s+([0-9a-f]{7,64})\b`)

// RootCause returns the commit that the text of an incident blames, as in
// "root cause: 1f2e3d4"; empty where it blames none.
func RootCause(text string) string {
	found := rootCause.FindStringSubmatch(text)
	if found == nil {
		return ""
	}
	return strings.ToLower(found[1])
}

var (
	startedLine = regexp.MustCompile(`(?im)^(?:#+ *)?(?:incident )?start(?:ed)?(?: at| time)?[ :]*\s+(\d{4}-\d\d-\d\d[T ]\d\d:\d\d\S*)`)
	startedForm = []string{time.RFC3339, "2006-01-02T15:04Z07:00", "2006-01-02T15:04:05", "2006-01-02T15:04"}
)

// Started returns the time that the text of an incident gives for its begin,
// on a line "Started: 2026-01-02T15:04Z", or below a heading "Started at" as
// the forms of issues have it. Without a zone it is in UTC. Zero: it gives none.
func Started(text string) time.Time {
	found := startedLine.FindStringSubmatch(text)
	if found == nil {
		return time.Time{}
	}
	value := strings.Replace(found[1], " ", "T", 1)
	for _, form := range startedForm {
		if at, err := time.Parse(form, value); err == nil {
			return at.UTC()
		}
	}
	return time.Time{}
}
