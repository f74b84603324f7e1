package helmfile

import (
	"regexp"
	"strconv"
	"strings"
	"sync"

	"github.com/goldenpath-go/goldenpath/source"
)

// The mark is what a template's function returns in place of what cannot be known: letters and digits, which survive
// quoting, indenting and JSON, and are found again in the YAML that was written.
const markPrefix = "unknownQzK7wV"

// unknowns are the reasons that one resolution met.
type unknowns struct {
	mu      sync.Mutex
	reasons []*Reason
	mark    *regexp.Regexp
}

func newUnknowns() *unknowns { return &unknowns{mark: regexp.MustCompile(markPrefix + `(\d+)E`)} }

// add registers a reason and returns it.
func (u *unknowns) add(pos source.Position, text string) *Reason {
	u.mu.Lock()
	defer u.mu.Unlock()
	r := &Reason{Text: text, Pos: pos, id: len(u.reasons)}
	u.reasons = append(u.reasons, r)
	return r
}

// markOf returns the text that stands for r.
func (u *unknowns) markOf(r *Reason) string {
	u.mu.Lock()
	defer u.mu.Unlock()
	if r.id >= len(u.reasons) || u.reasons[r.id] != r {
		r = &Reason{Text: r.Text, Pos: r.Pos, id: len(u.reasons)}
		u.reasons = append(u.reasons, r)
	}
	return markPrefix + strconv.Itoa(r.id) + "E"
}

// find returns the reason of the first mark in s, or nil.
func (u *unknowns) find(s string) *Reason {
	if !strings.Contains(s, markPrefix) {
		return nil
	}
	m := u.mark.FindStringSubmatch(s)
	if m == nil {
		return nil
	}
	u.mu.Lock()
	defer u.mu.Unlock()
	if id, err := strconv.Atoi(m[1]); err == nil && id < len(u.reasons) {
		return u.reasons[id]
	}
	return nil
}

// readable returns s with its marks replaced by what they stand for, for messages.
func (u *unknowns) readable(s string) string {
	if !strings.Contains(s, markPrefix) {
		return s
	}
	return u.mark.ReplaceAllStringFunc(s, func(mark string) string {
		if r := u.find(mark); r != nil {
			return "(unknown: " + r.Text + ")"
		}
		return mark
	})
}
