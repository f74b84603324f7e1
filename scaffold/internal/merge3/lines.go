package merge3

import "bytes"

// binaryWindow is how many bytes git looks at for a NUL, the mark of a file that is no text.
const binaryWindow = 8000

// IsBinary tells whether git takes data for something else than text.
func IsBinary(data []byte) bool {
	return bytes.IndexByte(data[:min(len(data), binaryWindow)], 0) >= 0
}

// split returns the lines of a text with their ends; the last may have none.
func split(text []byte) [][]byte {
	lines := bytes.SplitAfter(text, []byte("\n"))
	if last := len(lines) - 1; len(lines[last]) == 0 {
		return lines[:last]
	}
	return lines
}

// side is one of two texts that are compared.
type side struct {
	ids     []int  // of the lines: equal lines have equal ids, on both sides
	changed []bool // by line: it has no counterpart on the other side. One more than lines, false, so that runs end
	others  []int  // by id: how often the other side has the line
}

// newSides numbers the lines of two texts.
func newSides(a, b [][]byte) (x, y *side) {
	ids := map[string]int{}
	x, y = numbered(a, ids), numbered(b, ids)
	x.others, y.others = count(y.ids, len(ids)), count(x.ids, len(ids))
	return x, y
}

func numbered(lines [][]byte, ids map[string]int) *side {
	s := &side{ids: make([]int, len(lines)), changed: make([]bool, len(lines)+1)}
	for i, line := range lines {
		id, known := ids[string(line)]
		if !known {
			id = len(ids)
			ids[string(line)] = id
		}
		s.ids[i] = id
	}
	return s
}

func count(ids []int, distinct int) []int {
	n := make([]int, distinct)
	for _, id := range ids {
		n[id]++
	}
	return n
}
