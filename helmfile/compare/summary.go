package compare

import (
	"fmt"
	"maps"
	"slices"

	"github.com/goldenpath-go/goldenpath/helmfile"
)

// Status says whether a release is deployed.
type Status string

// What a release can be.
const (
	On    Status = "on"
	Off   Status = "off" // by its condition, or `installed: false`
	Maybe Status = "?"   // it cannot be told
	None  Status = "-"   // there is no such release
)

// Summary is a release in one environment in a few words.
type Summary struct {
	Name      string `json:"name"`
	Namespace string `json:"namespace"`
	Context   string `json:"context"`
	Chart     string `json:"chart"`
	Version   string `json:"version"`
	Status    Status `json:"status"`
	Why       string `json:"why,omitempty"` // it is off, or cannot be told
	At        Place  `json:"at,omitzero"`

	unknown []string // fields that are not known
}

func summarize(r *helmfile.Release) *Summary {
	s := &Summary{Name: r.Name, Namespace: r.Namespace, Context: r.Context(), Chart: r.Chart, Version: r.Version, At: Place(r.Pos)}
	if isSecretForm(s.Chart) {
		s.Chart = hidden
	}
	s.Status, s.Why = status(r)
	s.unknown = slices.Sorted(maps.Keys(r.Unknown))
	return s
}

// id returns namespace/name.
func (s *Summary) id() string {
	if s.Namespace == "" {
		return s.Name
	}
	return s.Namespace + "/" + s.Name
}

// status tells whether a release is on, and if not, why.
func status(r *helmfile.Release) (Status, string) {
	switch r.Active() {
	case helmfile.Yes:
		return On, ""
	case helmfile.No:
		if r.Enabled == helmfile.No {
			return Off, r.Condition.Why
		}
		return Off, "installed is false" + setAt(r.Field("installed"))
	}
	if r.Enabled == helmfile.Maybe {
		return Maybe, orElse(r.Condition.Why, reasonOf(r, "condition"))
	}
	return Maybe, orElse(reasonOf(r, "installed"), "installed is not known")
}

func reasonOf(r *helmfile.Release, field string) string {
	if reason := r.Unknown[field]; reason != nil {
		return reason.String()
	}
	return ""
}

// setAt returns " (file:line)" of what set a value, or nothing.
func setAt(v *helmfile.Value) string {
	o := v.Origin()
	if o == nil {
		return ""
	}
	return fmt.Sprintf(" (%s)", Place(o.Pos).short())
}

// reasonText returns why a value is not known, or why not all of it is; empty when it is.
func reasonText(v *helmfile.Value) string {
	if reason := v.Reason(); reason != nil {
		return reason.String()
	}
	return ""
}
