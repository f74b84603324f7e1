package merge3

// change replaces the lines a up to aEnd of one text by b up to bEnd of the other. One of the two may be empty.
type change struct{ a, aEnd, b, bEnd int }

// diff returns the changes that make b of a, in order. Between two of them stands at least one line.
func diff(a, b [][]byte) []change {
	x, y := newSides(a, b)
	start, tail := common(x.ids, y.ids)
	compare(x.part(start, tail), y.part(start, tail))
	slide(x, y)
	slide(y, x)
	return changes(x, y)
}

// common returns how many lines are the same at the start, and how many of the others at the end.
func common(a, b []int) (start, tail int) {
	n := min(len(a), len(b))
	for start < n && a[start] == b[start] {
		start++
	}
	for tail < n-start && a[len(a)-1-tail] == b[len(b)-1-tail] {
		tail++
	}
	return start, tail
}

// changes collects the lines that are marked as changed.
func changes(x, y *side) []change {
	var out []change
	for i, j := 0, 0; i < len(x.ids) || j < len(y.ids); i, j = i+1, j+1 {
		c := change{a: i, b: j}
		for x.changed[i] {
			i++
		}
		for y.changed[j] {
			j++
		}
		if c.aEnd, c.bEnd = i, j; c.aEnd > c.a || c.bEnd > c.b {
			out = append(out, c)
		}
	}
	return out
}
