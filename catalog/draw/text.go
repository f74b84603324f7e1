package draw

import (
	"math"
	"slices"
	"strings"
	"unicode"

	"github.com/goldenpath-go/goldenpath/catalog/draw/internal/layered"
)

// fonts are what the picture asks for. Widths are theirs; what a viewer has instead is narrower, as far as it is known.
const fonts = "Verdana, 'DejaVu Sans', sans-serif"

// asciiWidths are the widths of the characters from space to tilde in thousandths of the font size: for each the
// greater of Verdana's and DejaVu Sans's.
var asciiWidths = [...]int{
	352, 401, 460, 838, 636, 1076, 780, 275, 454, 454, 636, 838, 364, 454, 364, 454, // !"#$%&'()*+,-./
	636, 636, 636, 636, 636, 636, 636, 636, 636, 636, 454, 454, 838, 838, 838, 545, // 0123456789:;<=>?
	1000, 684, 686, 698, 771, 632, 575, 775, 752, 421, 455, 693, 557, 863, 748, 787, // @ABCDEFGHIJKLMNO
	603, 787, 695, 684, 616, 732, 684, 989, 685, 615, 685, 454, 454, 454, 838, 636, // PQRSTUVWXYZ[\]^_
	636, 613, 635, 550, 635, 615, 352, 635, 634, 278, 344, 592, 278, 974, 634, 612, // `abcdefghijklmno
	635, 635, 427, 521, 394, 634, 592, 818, 592, 592, 525, 636, 454, 636, 838, // pqrstuvwxyz{|}~
}

// textWidth returns how wide s is at most, in a font of that size.
func textWidth(s string, size float64) float64 {
	sum := 0
	for _, r := range s {
		sum += runeWidth(r)
	}
	return float64(sum) * size / 1000
}

// runeWidth returns the width of r in thousandths of the font size. Outside of ASCII it is a rough guess on the safe
// side; such lines are told the width that they have to keep to.
func runeWidth(r rune) int {
	const letter, wide = 800, 1100
	switch {
	case ' ' <= r && r <= '~':
		return asciiWidths[r-' ']
	case unicode.In(r, unicode.Mn, unicode.Me):
		return 0
	case r < 0x0500 && unicode.IsLetter(r) && unicode.IsLower(r):
		return letter
	}
	return wide
}

func isASCII(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r > unicode.MaxASCII })
}

// Sizes of text in a box, and of a line.
const (
	nameSize   = 13.0
	noteSize   = 10.5
	nameHeight = 16.0
	noteHeight = 14.0
	widestText = 150.0
)

// label is the text in a box.
type label struct {
	lines []string // of the name: one or two
	note  string   // "" for none
}

func newLabel(n *node) label {
	return label{lines: wrap(n.name), note: shortened(n.note, noteSize)}
}

// size returns the size of the text.
func (l label) size() layered.Size {
	s := layered.Size{H: float64(len(l.lines)) * nameHeight}
	for _, line := range l.lines {
		s.W = max(s.W, textWidth(line, nameSize))
	}
	if l.note != "" {
		s.W, s.H = max(s.W, textWidth(l.note, noteSize)), s.H+noteHeight
	}
	return s
}

// line returns the k-th line, and how it is written.
func (l label) line(k int) (class, text string, size float64) {
	if k < len(l.lines) {
		return "gp-name", l.lines[k], nameSize
	}
	return "gp-note", l.note, noteSize
}

// places returns where the lines are in a box: below each other, in the middle of what the shape leaves of it.
func (l label) places(s shape, box layered.Box) []layered.Box {
	count := len(l.lines)
	if l.note != "" {
		count++
	}
	places := make([]layered.Box, count)
	y := box.Y + s.top + (box.H-s.top-l.size().H)/2
	for k := range places {
		_, text, size := l.line(k)
		width, height := textWidth(text, size), nameHeight
		if k == len(l.lines) {
			height = noteHeight
		}
		places[k] = layered.Box{X: box.X + (box.W-width)/2, Y: y, W: width, H: height}
		y += height
	}
	return places
}

// wrap puts a name on one line if it fits, or else on two, which it shortens if it must. It breaks the name after a
// dash or the like, so that the longer line is as short as can be, but not for the sake of a dash near the beginning
// when the rest is too long anyway.
func wrap(name string) []string {
	if textWidth(name, nameSize) <= widestText {
		return []string{name}
	}
	runes := []rune(name)
	best, shortest := 0, math.Inf(1)
	for i := 1; i < len(runes); i++ {
		if !strings.ContainsRune("-_./ :", runes[i-1]) {
			continue
		}
		first, second := textWidth(string(runes[:i]), nameSize), textWidth(string(runes[i:]), nameSize)
		if longer := max(first, second); first <= widestText && longer < shortest {
			best, shortest = i, longer
		}
	}
	if shortest > widestText && textWidth(string(runes[:best]), nameSize) < widestText/2 {
		best = fitting(runes, nameSize, widestText)
	}
	return []string{string(runes[:best]), shortened(string(runes[best:]), nameSize)}
}

// shortened returns s, cut off if it does not fit on a line.
func shortened(s string, size float64) string {
	const ellipsis = "…"
	if textWidth(s, size) <= widestText {
		return s
	}
	runes := []rune(s)
	return string(runes[:fitting(runes, size, widestText-textWidth(ellipsis, size))]) + ellipsis
}

// fitting returns how many of the runes fit into width.
func fitting(runes []rune, size, width float64) int {
	sum := 0.0
	i := slices.IndexFunc(runes, func(r rune) bool {
		sum += float64(runeWidth(r)) * size / 1000
		return sum > width
	})
	if i < 0 {
		return len(runes)
	}
	return i
}
