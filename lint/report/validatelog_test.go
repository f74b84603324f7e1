package report_test

import (
	"fmt"
	"regexp"
	"strings"
)

// inLog says what is wrong with a report as a part of a log that a person looks at and a CI system reads: no character
// that acts on a terminal or turns the direction of writing, and no command.
func inLog(format string, data []byte) error {
	for i, r := range string(data) {
		if r < ' ' && r != '\n' && r != '\t' || r >= 0x7f && r < 0xa0 || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 ||
			r == 0x2028 || r == 0x2029 || r == 0xfffe || r == 0xffff || r == 0xfeff {
			return fmt.Errorf("%U at byte %d", r, i)
		}
	}
	if format == "github" {
		return nil // all of it is commands
	}
	for line := range strings.Lines(string(data)) {
		if strings.HasPrefix(strings.TrimSpace(line), "::") || logCommand.MatchString(line) {
			return fmt.Errorf("a command: %q", line)
		}
	}
	return nil
}

var logCommand = regexp.MustCompile(`##[a-z]*\[`)
