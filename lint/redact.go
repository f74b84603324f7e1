package lint

import (
	"strings"

	"github.com/goldenpath-go/goldenpath/source"
)

// struck is what messages show in the place of a secret.
const struck = "***"

// secrets are the texts in one file that must not be repeated anywhere: not in a report, a log or a file that is kept.
type secrets struct {
	ranges []source.Range
	texts  []string
}

// secretsIn collects what findings in a text declare to be secret.
func secretsIn(text *source.Text, found []Diagnostic) secrets {
	var s secrets
	for i := range found {
		r := found[i].Secret
		if r == nil || r.EndOffset <= r.Offset || r.EndOffset > len(text.Data) {
			continue
		}
		s.ranges = append(s.ranges, *r)
		s.texts = append(s.texts, string(text.Data[r.Offset:r.EndOffset]))
	}
	return s
}

// strike takes the secrets out of what d says. A fix that would write one is dropped.
func (s secrets) strike(d *Diagnostic) {
	if len(s.texts) == 0 {
		return
	}
	d.Message, d.Help = s.clean(d.Message), s.clean(d.Help)
	related := make([]Related, len(d.Related))
	for i, r := range d.Related {
		related[i] = Related{Range: r.Range, Message: s.clean(r.Message)}
	}
	d.Related = related
	for i := range d.Fixes {
		if s.inFix(&d.Fixes[i]) {
			d.Fixes = nil
			return
		}
	}
}

func (s secrets) clean(message string) string {
	for _, text := range s.texts {
		message = strings.ReplaceAll(message, text, struck)
	}
	return message
}

func (s secrets) inFix(f *Fix) bool {
	for _, text := range s.texts {
		if strings.Contains(f.Message, text) {
			return true
		}
		for _, e := range f.Edits {
			if strings.Contains(e.New, text) {
				return true
			}
		}
	}
	return false
}
