package plan

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
)

// Digest identifies all that the plan shows: title and steps with their keys, verbs, summaries, diffs and needs, in order.
// Two plans with one digest look the same to who approves them. It has the form sha256:hex.
func (p *Plan) Digest() string {
	h := sha256.New()
	writeField(h.Write, p.Title)
	for i := range p.Steps {
		writeField(h.Write, p.Steps[i].Digest())
	}
	return "sha256:" + hex.EncodeToString(h.Sum(nil))
}

// Digest identifies what the step shows. A receipt keeps it, so that a step of the same key that has become another is
// not taken for done.
func (s *Step) Digest() string {
	h := sha256.New()
	for _, field := range []string{s.Key, string(s.Verb), s.Summary, s.Diff, mark(s.Reversible), mark(s.Once)} {
		writeField(h.Write, field)
	}
	for _, need := range s.Needs {
		writeField(h.Write, need)
	}
	return "sha256:" + hex.EncodeToString(h.Sum(nil))
}

func mark(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}

// writeField writes the field's length before it, so that no two lists of fields are written alike.
func writeField(write func([]byte) (int, error), field string) {
	var length [8]byte
	for i, n := 0, len(field); i < len(length); i, n = i+1, n>>8 {
		length[i] = byte(n)
	}
	_, _ = write(length[:]) // a hash takes everything
	_, _ = write([]byte(field))
}

// planJSON is a plan as it is shown to programs.
type planJSON struct {
	Digest string `json:"digest"`
	Title  string `json:"title,omitempty"`
	Steps  []Step `json:"steps"`
}

// MarshalJSON returns the plan with its digest.
func (p *Plan) MarshalJSON() ([]byte, error) {
	steps := p.Steps
	if steps == nil {
		steps = []Step{}
	}
	return json.Marshal(planJSON{Digest: p.Digest(), Title: p.Title, Steps: steps})
}
