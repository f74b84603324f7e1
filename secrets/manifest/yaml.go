package manifest

import (
	"slices"
	"strconv"
	"strings"
)

// mapping is a YAML mapping in the order in which it is written. Values are string, bool, mapping and []any.
type mapping []member

type member struct {
	key   string
	value any
}

// writeYAML writes m in block style, two blanks a level. A text is plain only where readers of YAML 1.1 and of 1.2 both take
// it for one, and else in double quotes: Kubernetes reads 1.1, where no, 012 and 1:30 are no texts.
func writeYAML(b *strings.Builder, m mapping) { writeMapping(b, m, "", "") }

// writeMapping writes the first member after first, the others after indent.
func writeMapping(b *strings.Builder, m mapping, first, indent string) {
	for _, e := range m {
		b.WriteString(first + scalar(e.key) + ":")
		writeValue(b, e.value, indent)
		first = indent
	}
}

// writeValue writes what stands after a key.
func writeValue(b *strings.Builder, value any, indent string) {
	switch v := value.(type) {
	case mapping:
		b.WriteString("\n")
		writeMapping(b, v, indent+"  ", indent+"  ")
	case []any:
		b.WriteString("\n")
		for _, item := range v {
			writeItem(b, item, indent+"  ")
		}
	default:
		b.WriteString(" " + scalar(v) + "\n")
	}
}

func writeItem(b *strings.Builder, item any, indent string) {
	if m, ok := item.(mapping); ok {
		writeMapping(b, m, indent+"- ", indent+"  ")
		return
	}
	b.WriteString(indent + "- " + scalar(item) + "\n")
}

func scalar(value any) string {
	if v, ok := value.(bool); ok {
		return strconv.FormatBool(v)
	}
	text, _ := value.(string)
	if isPlain(text) {
		return text
	}
	return quote(text)
}

// isPlain reports whether a text is one without quotes, to any reader of YAML.
func isPlain(s string) bool {
	return s != "" && strings.Contains(letters, s[:1]) && consistsOf(s, letters+digits+"-_./") &&
		!slices.Contains([]string{"true", "false", "yes", "no", "on", "off", "y", "n", "null"}, strings.ToLower(s))
}

// quote returns a text in quotes: in single ones where double ones would need escapes and single ones do not. All escapes of
// Go in ASCII are escapes of YAML too.
func quote(s string) string {
	if strings.ContainsAny(s, `"\`) && isVisible(strings.ReplaceAll(s, " ", "_")) && !strings.Contains(s, "'") {
		return "'" + s + "'"
	}
	return strconv.QuoteToASCII(s)
}
