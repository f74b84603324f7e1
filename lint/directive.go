package lint

import (
	"strings"
	"time"
)

// directive is the text of an ignore: which rules, until when and why.
//
//	ignore=rule-a,rule-b until=2027-01-31 -- the reason
type directive struct {
	File   bool // ignore-file=
	Names  []ignoredName
	Until  time.Time // midnight, UTC, of its last day; zero: no end
	Reason string
	Fault  string // why the text is not understood; the rest is then to be disregarded
}

// ignoredName is a rule's name with its place in the directive's text.
type ignoredName struct {
	Name       string
	Start, End int // bytes
}

// parseDirective reads what follows "catalog-lint:" in a comment.
func parseDirective(text string) directive {
	trimmed := strings.TrimLeft(text, " \t")
	offset := len(text) - len(trimmed)
	for _, key := range []string{"ignore=", "ignore-file="} {
		if rest, ok := strings.CutPrefix(trimmed, key); ok {
			d := parseNames(rest)
			d.File = key == "ignore-file="
			for i := range d.Names {
				d.Names[i].Start += offset + len(key)
				d.Names[i].End += offset + len(key)
			}
			return d
		}
	}
	return directive{Fault: "write ignore=RULE or ignore-file=RULE after " + ignoreMark}
}

// parseNames reads a list of rules, and what may stand after it. A date may also end the reason.
func parseNames(text string) directive {
	var d directive
	head, reason, explained := strings.Cut(text, "--")
	d.Reason = strings.TrimSpace(reason)
	if before, date, ok := lastWord(d.Reason, "until="); ok {
		d.Reason = before
		d.setUntil(date)
	}
	list := strings.TrimRight(head, " \t")
	if before, date, ok := lastWord(list, "until="); ok {
		list = before
		d.setUntil(date)
	}
	d.setNames(list)
	if explained && d.Reason == "" && d.Fault == "" {
		d.Fault = "the reason after -- is missing"
	}
	return d
}

// setNames reads names with commas between them, and white space only there.
func (d *directive) setNames(list string) {
	offset := 0
	for part := range strings.SplitSeq(list, ",") {
		name := strings.TrimSpace(part)
		start := offset + strings.Index(part, name)
		offset += len(part) + 1
		switch {
		case name == "":
			d.fault("the name of a rule is missing")
		case !isKebab(name):
			d.fault("write only names of rules, with commas between them; a reason comes after --")
		default:
			d.Names = append(d.Names, ignoredName{name, start, start + len(name)})
		}
	}
}

func (d *directive) setUntil(date string) {
	day, err := time.Parse(time.DateOnly, date)
	if err != nil {
		d.fault("write the last day as until=2027-01-31")
		return
	}
	d.Until = day
}

// fault keeps the first fault.
func (d *directive) fault(text string) {
	if d.Fault == "" {
		d.Fault = text
	}
}

// lastWord splits off the last word of text if it starts with prefix.
func lastWord(text, prefix string) (before, value string, ok bool) {
	i := strings.LastIndexAny(text, " \t")
	value, ok = strings.CutPrefix(text[i+1:], prefix)
	if !ok {
		return text, "", false
	}
	return strings.TrimRight(text[:i+1], " \t"), value, true
}

// isKebab reports whether s is words of lower-case letters and digits with single dashes between them.
func isKebab(s string) bool {
	dash := true
	for i := range len(s) {
		c := s[i]
		switch {
		case c == '-' && !dash:
			dash = true
		case c >= 'a' && c <= 'z' || c >= '0' && c <= '9':
			dash = false
		default:
			return false
		}
	}
	return !dash
}
