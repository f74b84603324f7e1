package dora

import (
	"cmp"
	"encoding/binary"
	"slices"
	"strings"
)

// keyed is a text with the eight bytes by which most are told apart: numbers
// are compared far sooner than what two texts point to.
type keyed struct {
	key  uint64
	text string
}

// sortTexts sorts texts by their bytes.
func sortTexts(texts []string) {
	if len(texts) < 2 {
		return
	}
	same := alike(texts)
	all := make([]keyed, len(texts))
	for i, s := range texts {
		all[i] = keyed{keyOf(s[same:]), s}
	}
	slices.SortFunc(all, func(a, b keyed) int {
		if a.key != b.key {
			return cmp.Compare(a.key, b.key)
		}
		return strings.Compare(a.text, b.text)
	})
	for i := range all {
		texts[i] = all[i].text
	}
}

// alike returns how many bytes all texts begin with in common.
func alike(texts []string) int {
	first, n := texts[0], len(texts[0])
	for _, s := range texts[1:] {
		n = min(n, len(s))
		for first[:n] != s[:n] {
			n--
		}
	}
	return n
}

// keyOf returns the first eight bytes of a text as a number that is the
// greater the later the text comes.
func keyOf(s string) uint64 {
	if len(s) >= 8 {
		return binary.BigEndian.Uint64([]byte(s[:8]))
	}
	var room [8]byte
	copy(room[:], s)
	return binary.BigEndian.Uint64(room[:])
}
