package yamlsrc

import (
	"math"
	"regexp"
	"strings"
	"sync"

	"github.com/goldenpath-go/goldenpath/internal/tree"
)

// resolve11 gives a scalar its type by its text after the types of YAML 1.1. It tells if the text is a merge key, which counts
// for keys only, or a date.
func resolve11(n *tree.Node, s string) special {
	if isNull(s) {
		n.Kind, n.Text = tree.Null, ""
		return ordinary
	}
	if b, ok := bool11(s); ok {
		n.Kind, n.Bool = tree.Bool, b
		return ordinary
	}
	if f, _, ok := number11(s); ok {
		n.Kind, n.Number = tree.Number, f
		return ordinary
	}
	if s == "<<" {
		return mergeKey
	}
	date, ok := timestamp(s)
	if !ok {
		return ordinary
	}
	if n.Text = date; date == "" {
		n.Kind = tree.Null
	}
	return opaque
}

func bool11(s string) (value, ok bool) {
	switch s {
	case "Y", "y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON":
		return true, true
	case "N", "n", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF":
		return false, true
	}
	return false, false
}

// patterns11 are the forms of numbers in YAML 1.1.
type patterns11 struct {
	binary, octal, integer, hex, exponent, float, minutes, seconds *regexp.Regexp
}

// numbers11 returns the patterns. They are made when first asked for: few files need them.
var numbers11 = sync.OnceValue(func() *patterns11 {
	return &patterns11{
		binary:   regexp.MustCompile(`^[-+]?0b[0-1_]+$`),
		octal:    regexp.MustCompile(`^[-+]?0[0-7_]+$`),
		integer:  regexp.MustCompile(`^[-+]?[0-9][0-9_]*$`),
		hex:      regexp.MustCompile(`^[-+]?0x[0-9a-fA-F_]+$`),
		exponent: regexp.MustCompile(`^[-+]?(?:[0-9][0-9_]*)?(?:\.[0-9_]*)?[eE][-+]?[0-9]+$`),
		float:    regexp.MustCompile(`^[-+]?(?:[0-9][0-9_]*)?\.[0-9_]*$`),
		minutes:  regexp.MustCompile(`^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+$`),
		seconds:  regexp.MustCompile(`^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*$`),
	}
})

// number11 reads a number after YAML 1.1, and tells whether it is written as an integer.
func number11(s string) (f float64, integer, ok bool) {
	if s == "" || !isDigit(s[0]) && s[0] != '.' && s[0] != '-' && s[0] != '+' && s[0] != 'e' && s[0] != 'E' {
		return 0, false, false
	}
	digits, is := strings.ReplaceAll(s, "_", ""), numbers11()
	switch {
	case is.binary.MatchString(s):
		return based(digits, 2, 2), true, true
	case is.octal.MatchString(s):
		return based(digits, 1, 8), true, true
	case is.integer.MatchString(s):
		return parseFloat(digits), true, true
	case is.hex.MatchString(s):
		return based(digits, 2, 16), true, true
	case is.minutes.MatchString(s):
		return sexagesimal(digits), true, true
	}
	if f, ok := notFinite(s); ok {
		return f, false, true
	}
	switch {
	case is.exponent.MatchString(s), is.float.MatchString(s):
		return looseFloat(digits), false, true
	case is.seconds.MatchString(s):
		return sexagesimal(digits), false, true
	}
	return 0, false, false
}

// based reads an integer in another base behind a prefix of a given width.
func based(s string, prefix, base int) float64 {
	unsigned := cutSign(s)
	f := parseInt(unsigned[min(prefix, len(unsigned)):], base)
	if s[0] == '-' {
		return -f
	}
	return f
}

// looseFloat reads as much of s as is a number; NaN if nothing is.
func looseFloat(s string) float64 {
	for end := len(s); end > 0; end-- {
		if isDecimal(s[:end]) {
			return parseFloat(s[:end])
		}
	}
	return math.NaN()
}

// sexagesimal reads numbers separated by colons, each worth sixty times the one behind it.
func sexagesimal(s string) float64 {
	f := 0.0
	for part := range strings.SplitSeq(cutSign(s), ":") {
		f = f*60 + toNumber(part)
	}
	if s[0] == '-' {
		return -f
	}
	return f
}

// toNumber reads digits, perhaps with a fraction; a lone dot is no number.
func toNumber(s string) float64 {
	switch {
	case s == "":
		return 0
	case !isDecimal(s):
		return math.NaN()
	}
	return parseFloat(s)
}
