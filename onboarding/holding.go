package onboarding

import (
	"slices"
	"strings"
)

// find returns what is held of a grant, whatever its role; nil: nothing.
func (h *Holding) find(g Grant) *Held {
	var best *Held
	for i := range h.Held {
		if held := &h.Held[i]; held.same(g) && (best == nil || held.rank() < best.rank()) {
			best = held
		}
	}
	return best
}

// unsureOf returns why nobody can tell who somebody is; empty: it is known, or said to be nobody.
func (h *Holding) unsureOf(told Identity) string {
	if h.Identity.Known() || told.nobody() {
		return ""
	}
	return h.Unsure
}

// rank is the less the more somebody has of what is held.
func (h *Held) rank() int {
	switch {
	case h.Lapsed:
		return 3
	case h.State == Manual:
		return 2
	case h.State == Pending:
		return 1
	}
	return 0
}

// merged returns what can be taken, each thing once, and beside it what only a human can: who is in a team twice, by themselves and
// by way of another team, has both.
func (h *Holding) merged() []Held {
	var out []Held
	for _, held := range h.Held {
		i := slices.IndexFunc(out, func(o Held) bool { return o.same(held.Grant) && (o.State == Manual) == (held.State == Manual) })
		if i < 0 {
			out = append(out, held)
			continue
		}
		detail := joinText(out[i].Detail, held.Detail)
		if held.rank() < out[i].rank() {
			out[i] = held
		}
		out[i].Detail = detail
	}
	return out
}

// satisfies reports whether what is held is what was asked for, so that there is nothing to give. anyRole says that the role does
// not matter.
func (h *Held) satisfies(g Grant, anyRole bool) bool {
	if h == nil || h.Lapsed || h.Due {
		return false
	}
	return anyRole || h.Role == g.Role || h.Fixed || h.State == Pending
}

// text returns what is held, for people.
func (h *Held) text() string {
	s := h.Grant.String()
	if h.Lapsed {
		s += ", lapsed"
	}
	if h.Detail != "" {
		s += " (" + h.Detail + ")"
	}
	return s
}

// joinText puts texts for people one after another, without those that are empty or there already.
func joinText(texts ...string) string {
	var out []string
	for _, t := range texts {
		if t != "" && !slices.Contains(out, t) {
			out = append(out, t)
		}
	}
	return strings.Join(out, "; ")
}
