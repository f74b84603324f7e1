package report

import (
	"cmp"
	"slices"
	"strings"

	"github.com/goldenpath-go/goldenpath/lint"
)

// sarifRules collects the rules that results mention.
type sarifRules struct {
	o     *Options
	known map[string]*lint.Rule
	at    map[string]int
	list  []sarifRule
}

func newSARIFRules(o *Options) *sarifRules {
	s := &sarifRules{o: o, known: map[string]*lint.Rule{}, at: map[string]int{}, list: []sarifRule{}}
	all := lint.BuiltinRules()
	if o != nil {
		all = slices.Concat(all, o.Rules)
	}
	for _, r := range all {
		s.known[r.Name] = r
	}
	return s
}

// index returns the place of a rule in the list, to which it is added where it is not there yet.
func (s *sarifRules) index(name string) int {
	if i, ok := s.at[name]; ok {
		return i
	}
	s.at[name] = len(s.list)
	s.list = append(s.list, s.describe(name))
	return s.at[name]
}

func (s *sarifRules) driver() sarifDriver {
	d := sarifDriver{Name: toolName, URL: toolURL, Rules: s.list}
	if s.o != nil {
		d.Version = s.o.Version
	}
	return d
}

// describe says of a rule what is known of it.
func (s *sarifRules) describe(name string) sarifRule {
	out := sarifRule{ID: name, HelpURL: s.o.ruleURL(name)}
	r := s.known[name]
	if r == nil {
		return out
	}
	group, _, _ := strings.Cut(name, "-")
	out.Default = defaultLevel(r.Levels)
	out.Properties = &sarifRuleProperties{Tags: []string{"backstage", group}}
	title := r.Title()
	if title == "" {
		return out
	}
	out.Short = ptr(sarifText(brief(title)))
	out.Full = ptr(sarifText(brief(cmp.Or(firstParagraph(r.Doc), title))))
	out.Help = &sarifMessage{Text: out.Full.Text, Markdown: lines(strings.TrimSpace(r.Doc))}
	return out
}

// defaultLevel is the severity without a configuration; of a rule that is then off, the one in the next preset.
func defaultLevel(l lint.Levels) *sarifConfiguration {
	for i, preset := range lint.Presets() {
		if level := l.In(preset); level != lint.Off {
			out := &sarifConfiguration{Level: sarifLevel(level)}
			if i > 0 {
				out.Enabled = new(bool)
			}
			return out
		}
	}
	return &sarifConfiguration{Level: sarifWarning, Enabled: new(bool)}
}

// firstParagraph returns the text of a rule's documentation between its title and the next blank line or heading.
func firstParagraph(doc string) string {
	_, doc, _ = strings.Cut(doc, "\n")
	doc, _, _ = strings.Cut(strings.TrimSpace(doc), "\n\n")
	if strings.HasPrefix(doc, "#") {
		return ""
	}
	return strings.Join(strings.Fields(doc), " ")
}

// brief cuts text to what GitHub shows of a rule's description.
func brief(text string) string { return clip(text, 1024) }

// clip cuts text to n bytes, and says so.
func clip(text string, n int) string {
	const more = " …"
	if len(text) <= n {
		return text
	}
	n -= len(more)
	return text[:runeBorder([]byte(text[:n+1]), n)] + more
}
