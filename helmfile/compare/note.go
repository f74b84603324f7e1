package compare

import (
	"slices"
	"strings"

	"github.com/goldenpath-go/goldenpath/helmfile"
)

// Note is what is wrong with an environment, or not known of it.
type Note struct {
	Environments []string `json:"environments"`
	Class        string   `json:"class"` // a [helmfile.Class]; "unknown" for what cannot be known
	Text         string   `json:"text"`
	At           Place    `json:"at,omitzero"`
}

// notes returns the faults of environments, what today's helmfile says of those that are read all the same, and what is not
// known. What several have is said once.
func notes(rs ...*helmfile.Resolution) []Note {
	out := []Note{}
	at := map[string]int{}
	add := func(environment string, n Note) {
		key := n.Class + "\x00" + n.At.String() + "\x00" + n.Text
		i, ok := at[key]
		if !ok {
			i, at[key] = len(out), len(out)
			out = append(out, n)
		}
		if !slices.Contains(out[i].Environments, environment) {
			out[i].Environments = append(out[i].Environments, environment)
		}
	}
	for _, r := range rs {
		for _, e := range r.Errors {
			add(r.Environment, Note{Class: string(e.Class), Text: faultText(e), At: Place(e.Pos)})
		}
		for _, e := range r.Today {
			if slices.ContainsFunc(r.Errors, func(f *helmfile.Error) bool { return f.Pos == e.Pos && f.Class == e.Class }) {
				continue
			}
			add(r.Environment, Note{Class: string(e.Class), Text: "today's helmfile: " + faultText(e), At: Place(e.Pos)})
		}
		for _, u := range r.Unknowns {
			add(r.Environment, Note{Class: string(helmfile.ClassUnknown), Text: u.Text, At: Place(u.Pos)})
		}
	}
	return out
}

func faultText(e *helmfile.Error) string {
	text := strings.TrimSpace(e.Err.Error())
	if e.Hint != "" {
		text += " (" + e.Hint + ")"
	}
	return text
}
