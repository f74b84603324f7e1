package lint

import (
	"fmt"
	"strings"
)

// Severity says how much a finding matters. It is configuration: rules do not know theirs.
type Severity uint8

// The severities, in rising order. Unset is the zero value: whatever stands behind decides.
const (
	Unset Severity = iota
	Off
	Info
	Warning
	Error
)

// severityNames are the words of the configuration, by Severity.
var severityNames = [...]string{Unset: "", Off: "off", Info: "info", Warning: "warning", Error: "error"}

// String returns the word used in the configuration and in reports; "" for Unset.
func (s Severity) String() string {
	if int(s) >= len(severityNames) {
		return fmt.Sprintf("Severity(%d)", uint8(s))
	}
	return severityNames[s]
}

// ParseSeverity returns the severity called word: off, info, warning or error.
func ParseSeverity(word string) (Severity, error) {
	for s := Off; s <= Error; s++ {
		if severityNames[s] == word {
			return s, nil
		}
	}
	return Unset, fmt.Errorf("severity %q is none of %s", word, strings.Join(severityNames[Off:], ", "))
}

// MarshalText returns String, so that severities are words in JSON.
func (s Severity) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText reads what MarshalText wrote.
func (s *Severity) UnmarshalText(text []byte) (err error) {
	if len(text) == 0 {
		*s = Unset
		return nil
	}
	*s, err = ParseSeverity(string(text))
	return err
}

// Levels are a rule's severities in the three presets. A preset left at Unset takes the one before it; Recommended at
// Unset means Warning.
type Levels struct{ Recommended, GoldenPath, Strict Severity }

// In returns the severity in preset, never Unset. Names that are no preset mean Recommended.
func (l Levels) In(preset string) Severity {
	level := or(l.Recommended, Warning)
	if preset == GoldenPath || preset == Strict {
		level = or(l.GoldenPath, level)
	}
	if preset == Strict {
		level = or(l.Strict, level)
	}
	return level
}

func or(s, otherwise Severity) Severity {
	if s == Unset {
		return otherwise
	}
	return s
}

// The presets: what runs without a configuration, what a platform team enforces, and everything there is to say.
const (
	Recommended = "recommended"
	GoldenPath  = "golden-path"
	Strict      = "strict"
)

// Presets returns the names of the presets, from the mildest to the strictest.
func Presets() []string { return []string{Recommended, GoldenPath, Strict} }
