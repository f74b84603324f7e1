package sample

import (
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
)

// choice is a place in the schema that allows several things, and which of them was taken.
type choice struct {
	at     string
	labels []string
	taken  int
}

// key identifies one of the things.
func (c choice) key(i int) string { return c.at + "\x00" + c.labels[i] }

// name returns how one of the things is called in the name of a set.
func (c choice) name(i int) string {
	label := c.labels[i]
	if strings.Contains(label, "=") {
		return label
	}
	at, _, _ := strings.Cut(c.at, "?")
	return at + "=" + label
}

// choices are those of one set.
type choices struct {
	forced map[string]string // labels, by place
	random *rand.Rand        // nil: what is preferred
	made   []choice
	repeat int // of an item that has an equal before it: choices are not recorded, and differ from the first item's
}

// choose takes one of the things that labels name: the one that is forced, or a random one, or the preferred one.
func (c *choices) choose(at string, labels []string, preferred int) int {
	if len(labels) < 2 {
		return 0
	}
	if c.repeat > 0 {
		return (c.takenAt(at, preferred) + c.repeat) % len(labels)
	}
	labels = distinct(labels)
	for n := 2; c.has(at); n++ {
		at = strings.TrimRight(at, "#0123456789") + "#" + strconv.Itoa(n)
	}
	taken := -1
	if label, ok := c.forced[at]; ok {
		taken = slices.Index(labels, label)
	}
	switch {
	case taken >= 0:
	case c.random != nil:
		taken = c.random.IntN(len(labels))
	default:
		taken = preferred
	}
	c.made = append(c.made, choice{at, labels, taken})
	return taken
}

// distinct returns the labels, those that come again with a number.
func distinct(labels []string) []string {
	out, seen := slices.Clone(labels), map[string]int{}
	for i, label := range labels {
		if seen[label]++; seen[label] > 1 {
			out[i] += " (" + strconv.Itoa(seen[label]) + ")"
		}
	}
	return out
}

// takenAt returns what was chosen at a place, or otherwise.
func (c *choices) takenAt(at string, otherwise int) int {
	for _, made := range c.made {
		if made.at == at {
			return made.taken
		}
	}
	return otherwise
}

func (c *choices) has(at string) bool {
	return c.takenAt(at, -1) >= 0
}

// among returns the first of n things, or a random one. Nobody would tell such sets apart: it is no choice of its own.
func (c *choices) among(n int) int {
	switch {
	case n < 2:
		return 0
	case c.random != nil:
		return c.random.IntN(n)
	}
	return c.repeat % n
}
