package catalog

import (
	"cmp"
	"encoding/binary"
	"slices"
	"strings"
)

// sortedName is a name with a number, and the part of it that names are being sorted by.
type sortedName struct {
	part   uint64 // the first byte highest, filled up with zeros
	name   textSpan
	number int32
}

const partLength = 8

// sortNames sorts names that differ from each other, and have their first depth bytes in common. It looks at the texts
// in the order in which they come, to take 8 bytes from each where they begin to differ, and sorts these; then it goes
// on with those of which these are the same. To compare the texts themselves is to wait for two places in memory each
// time.
func sortNames(items []sortedName, names *numberedTexts, depth int) {
	const few = 12
	if len(items) <= few {
		sortTexts(items, names)
		return
	}
	depth = commonLength(items, names, depth)
	for i := range items {
		items[i].part = part(names.cut(items[i].name)[depth:])
	}
	slices.SortFunc(items, func(a, b sortedName) int { return cmp.Compare(a.part, b.part) })
	for len(items) > 0 {
		same := 1
		for same < len(items) && items[same].part == items[0].part {
			same++
		}
		switch {
		case same == 1:
		case byte(items[0].part) == 0: // what some were filled up with, perhaps
			sortTexts(items[:same], names)
		default:
			sortNames(items[:same], names, depth+partLength)
		}
		items = items[same:]
	}
}

func sortTexts(items []sortedName, names *numberedTexts) {
	slices.SortFunc(items, func(a, b sortedName) int { return strings.Compare(names.cut(a.name), names.cut(b.name)) })
}

// commonLength returns how many bytes the names have in common, of which depth are known to be.
func commonLength(items []sortedName, names *numberedTexts, depth int) int {
	common := names.cut(items[0].name)
	for _, item := range items[1:] {
		text := names.cut(item.name)
		length := min(len(common), len(text))
		if common[depth:length] == text[depth:length] {
			common = common[:length]
			continue
		}
		same := depth
		for common[same] == text[same] {
			same++
		}
		common = common[:same]
	}
	return len(common)
}

// part returns the first bytes of s as a number.
func part(s string) uint64 {
	var padded [partLength]byte
	copy(padded[:], s)
	return binary.BigEndian.Uint64(padded[:])
}
