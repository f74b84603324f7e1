package sample

import (
	"strconv"
	"strings"
	"unicode"
)

// text makes a text: what its format asks for, something that says what it is for, a common word, or what its patterns describe.
func (b *builder) text(at string, cs constraints) any {
	low, high := int(cs.least("minLength", 0)), int(cs.most("maxLength", maxText))
	var fitting []string
	for _, s := range b.texts(at, cs) {
		if s = sized(s, low, high); cs.fit(s) {
			fitting = append(fitting, s)
			if b.choices.random == nil {
				break
			}
		}
	}
	if len(fitting) == 0 {
		return sized("sample", low, high)
	}
	return numberedText(fitting[b.choices.among(len(fitting))], b.choices.repeat, cs)
}

// maxText bounds the length of texts, and what minLength can ask for.
const maxText = 10_000

// numberedText tells the items of a list apart.
func numberedText(s string, n int, cs constraints) string {
	if other := numbered(s, n); cs.fit(other) {
		return other
	}
	return s
}

func numbered(s string, n int) string {
	if n == 0 {
		return s
	}
	return s + "-" + strconv.Itoa(n+1)
}

// texts returns texts that may fit, the best first.
func (b *builder) texts(at string, cs constraints) []string {
	out := formatted(cs.text("format"), kebab(at))
	out = append(out, formatted(cs.text("ui:widget"), kebab(at))...)
	out = append(out, "sample-"+kebab(at), kebab(at))
	out = append(out, "sample", "sample-service", "sample_service", "sampleService", "Sample", "SAMPLE", "sample1", "Sample-1", "Sample1!a",
		"com.example.sample", "sample.example.com", "sample/example", "https://example.com/sample", "sample@example.com", "1.0.0", "v1.0.0",
		"2024-02-29", "12345678", "1", "10Gi", "eu-north-1", "x")
	for _, c := range cs {
		if pattern := c.schema.Text("pattern"); pattern != "" {
			out = append(out, matching(pattern)...)
		}
	}
	return out
}

// sized returns s with its length brought within the bounds.
func sized(s string, low, high int) string {
	runes := []rune(s)
	if len(runes) > high {
		runes = []rune(strings.Trim(string(runes[:max(high, 0)]), "-_. /"))
	}
	for n := min(low, maxText); len(runes) > 0 && len(runes) < n; {
		runes = append(runes, runes[len(runes)-1])
	}
	if len(runes) == 0 {
		return strings.Repeat("x", min(low, maxText))
	}
	return string(runes)
}

// kebab returns a name as names of components are written: componentId becomes component-id.
func kebab(name string) string {
	var out strings.Builder
	last := '-'
	for _, r := range name {
		switch {
		case r > unicode.MaxASCII || !unicode.IsLetter(r) && !unicode.IsDigit(r):
			r = '-'
		case unicode.IsUpper(r) && unicode.IsLower(last):
			out.WriteByte('-')
		}
		if r != '-' || last != '-' {
			out.WriteRune(unicode.ToLower(r))
		}
		last = r
	}
	if s := strings.Trim(out.String(), "-"); s != "" {
		return s
	}
	return "value"
}

// formatted returns texts of a format, or of a widget that is for one.
func formatted(format, name string) []string {
	switch format {
	case "email", "idn-email":
		return []string{"sample@example.com"}
	case "uri", "url", "iri", "uri-reference", "iri-reference":
		return []string{"https://example.com/" + name}
	case "date", "alt-date":
		return []string{"2024-02-29"}
	case "date-time", "alt-datetime", "datetime":
		return []string{"2024-02-29T12:30:00Z"}
	case "time":
		return []string{"12:30:00"}
	case "ipv4", "ip-address":
		return []string{"192.0.2.1"}
	case "ipv6":
		return []string{"2001:db8::1"}
	case "hostname", "host-name", "idn-hostname":
		return []string{"sample.example.com"}
	case "uuid":
		return []string{"123e4567-e89b-42d3-a456-426614174000"}
	case "regex":
		return []string{"^sample"}
	case "color":
		return []string{"#336699"}
	case "data-url":
		return []string{"data:text/plain;name=sample.txt;base64,c2FtcGxl"}
	}
	return nil
}
