package helmfile

import (
	"fmt"
	"regexp"
	"strings"
	"unicode"

	"github.com/goldenpath-go/goldenpath/source"
)

// Part is one of the stretches of a state file that lines of exactly `---` divide. Each is rendered and read by
// itself, with the values that those before it defined.
type Part struct {
	Text string // with line feeds only
	Line int    // of the file, at which the part begins; from 1
}

// SplitParts divides the content of a state file as helmfile does, before anything is rendered or read. Joining the
// texts with "\n---\n" gives the content back.
func SplitParts(content string) []Part {
	content = strings.ReplaceAll(content, "\r\n", "\n")
	var parts []Part
	line := 1
	for text := range strings.SplitSeq(content, "\n---\n") {
		parts = append(parts, Part{Text: text, Line: line})
		line += strings.Count(text, "\n") + 2
	}
	return parts
}

// topKey is a line at the first column that looks like a key, or a separator.
type topKey struct {
	name string
	line int
}

const separator = "---"

// topKeys finds keys as helmfile's policy does: in the text, without reading YAML.
func topKeys(content string) []topKey {
	key, divider := regexp.MustCompile(`^[a-zA-Z]+:`), regexp.MustCompile(`^--- *$`)
	var keys []topKey
	n := 0
	for line := range strings.SplitSeq(content, "\n") {
		n++
		line = strings.TrimRightFunc(line, unicode.IsSpace)
		if divider.MatchString(line) {
			keys = append(keys, topKey{separator, n})
		}
		if m := key.FindString(line); m != "" {
			keys = append(keys, topKey{strings.TrimSuffix(m, ":"), n})
		}
	}
	return keys
}

// policy holds a state file's text against the rules that helmfile has before it reads anything.
func policy(name, content string) Errors {
	keys := topKeys(content)
	var faults Errors
	at := func(line int) source.Position { return source.Position{File: name, Line: line, Column: 1} }
	found := 0
	for _, k := range keys {
		if k.name != separator {
			found++
		}
	}
	if found == 0 {
		return Errors{fault(source.Position{File: name}, ClassOther, fmt.Errorf("no top-level config keys are found in %s", name))}
	}
	if k, before, bad := outOfOrder(keys); bad {
		e := fault(at(k.line), ClassOrder, fmt.Errorf("top-level config key %s must be defined before %s in %s", k.name, before, name))
		e.Hint = "move " + k.name + " to the top of the file"
		faults = append(faults, e)
	}
	if k, bad := sharedPart(keys); bad {
		e := fault(at(k.line), ClassOnePart, fmt.Errorf("environments and releases cannot be defined within the same YAML part"))
		e.Hint = "put a line with --- before the releases"
		faults = append(faults, e)
	}
	return faults
}

// outOfOrder returns the first key that comes after one it must come before.
func outOfOrder(keys []topKey) (topKey, string, bool) {
	before := ""
	for _, k := range keys {
		switch k.name {
		case "releases":
			before = k.name
		case "bases", "environments":
			if before != "" {
				return k, before, true
			}
		}
	}
	return topKey{}, "", false
}

// sharedPart returns the second of environments and releases where both are in one part. A key that was met before
// does not count again, as in helmfile.
func sharedPart(keys []topKey) (topKey, bool) {
	met := map[string]bool{}
	last := separator
	for _, k := range keys {
		switch {
		case k.name == separator:
			last = separator
		case k.name != "environments" && k.name != "releases", met[k.name]:
		case last != separator:
			return k, true
		default:
			met[k.name] = true
			last = k.name
		}
	}
	return topKey{}, false
}

// apart divides parts that have both environments and releases in two of the same length, each with the other's
// lines empty, so that every place stays the same.
func apart(parts []Part) []Part {
	var out []Part
	for _, p := range parts {
		if _, shared := sharedPart(topKeys(p.Text)); !shared {
			out = append(out, p)
			continue
		}
		lines := strings.Split(p.Text, "\n")
		state, releases := make([]string, len(lines)), make([]string, len(lines))
		in := state
		starts := map[int]string{}
		for _, k := range topKeys(p.Text) {
			starts[k.line] = k.name
		}
		for i, line := range lines {
			if name, ok := starts[i+1]; ok {
				in = state
				if name == "releases" {
					in = releases
				}
			}
			in[i] = line
		}
		out = append(out, Part{strings.Join(state, "\n"), p.Line}, Part{strings.Join(releases, "\n"), p.Line})
	}
	return out
}
