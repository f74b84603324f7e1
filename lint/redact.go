package lint

import (
	"cmp"
	"slices"
	"strings"

	"github.com/goldenpath-go/goldenpath/source"
)

// struck is what messages show in the place of a secret.
const struck = "***"

// secrets are the texts in one file that must not be repeated anywhere: not in a report, a log or a file that is kept.
type secrets struct {
	ranges   []source.Range
	replacer *strings.Replacer // strikes them out; nil when there are none
}

// secretsIn collects what findings declare to be secret, in texts of which that function has those that can be read.
func secretsIn(text func(file string) *source.Text, c *collector) secrets {
	var s secrets
	for i := range c.findings {
		if r := c.findings[i].Secret; r != nil {
			s.ranges = append(s.ranges, *r)
		}
	}
	s.ranges = slices.DeleteFunc(append(s.ranges, c.secrets...), func(r source.Range) bool {
		t := text(r.File)
		return t == nil || r.EndOffset <= r.Offset || r.EndOffset > len(t.Data)
	})
	if len(s.ranges) > 0 {
		s.replacer = striker(text, s.ranges)
	}
	return s
}

// striker returns what strikes out the texts at ranges: of those that begin alike the longest.
func striker(text func(file string) *source.Text, ranges []source.Range) *strings.Replacer {
	texts := make([]string, len(ranges))
	for i, r := range ranges {
		texts[i] = string(text(r.File).Data[r.Offset:r.EndOffset])
	}
	slices.SortFunc(texts, func(a, b string) int { return cmp.Or(cmp.Compare(len(b), len(a)), strings.Compare(a, b)) })
	var pairs []string
	for _, t := range slices.Compact(texts) {
		pairs = append(pairs, t, struck)
	}
	return strings.NewReplacer(pairs...)
}

// strike takes the secrets out of what d says. A fix that would write one is dropped.
func (s secrets) strike(d *Diagnostic) {
	if s.replacer == nil {
		return
	}
	d.Message, d.Help = s.replacer.Replace(d.Message), s.replacer.Replace(d.Help)
	related := make([]Related, len(d.Related))
	for i, r := range d.Related {
		related[i] = Related{Range: r.Range, Message: s.replacer.Replace(r.Message)}
	}
	d.Related = related
	if slices.ContainsFunc(d.Fixes, s.inFix) {
		d.Fixes = nil
	}
}

func (s secrets) inFix(f Fix) bool {
	return s.in(f.Message) || slices.ContainsFunc(f.Edits, func(e Edit) bool { return s.in(e.New) })
}

func (s secrets) in(text string) bool { return s.replacer.Replace(text) != text }
