package merge3

import "bytes"

// near is how many lines between two conflicts do not keep them apart.
const near = 3

// refine takes out of conflicts what both sides have in common.
func (m *merger) refine(style Style) {
	switch style {
	case Diff3: // the base is shown, of which that would have to be taken out, too
	case ZealousDiff3:
		for i := range m.regions {
			m.trim(&m.regions[i])
		}
	default:
		m.divide()
		m.join()
	}
}

// trim takes off the lines that both sides of a conflict begin with or end in.
func (m *merger) trim(r *region) {
	if r.origin != conflict {
		return
	}
	start, tail := commonLines(m.ours[r.ours.start:r.ours.end], m.theirs[r.theirs.start:r.theirs.end])
	r.ours = span{r.ours.start + start, r.ours.end - tail}
	r.theirs = span{r.theirs.start + start, r.theirs.end - tail}
}

func commonLines(a, b [][]byte) (start, tail int) {
	x, y := newSides(a, b)
	return common(x.ids, y.ids)
}

// divide makes of a conflict as many as there are differences between its sides; none if both say the same.
func (m *merger) divide() {
	var out []region
	for _, r := range m.regions {
		if r.origin != conflict || r.ours.isEmpty() || r.theirs.isEmpty() {
			out = append(out, r)
			continue
		}
		found := diff(m.ours[r.ours.start:r.ours.end], m.theirs[r.theirs.start:r.theirs.end])
		if len(found) == 0 {
			r.origin = agreed
			out = append(out, r)
		}
		for _, c := range found {
			out = append(out, region{
				origin: conflict, base: r.base,
				ours:   span{c.a, c.aEnd}.moved(r.ours.start),
				theirs: span{c.b, c.bEnd}.moved(r.theirs.start),
			})
		}
	}
	m.regions = out
}

// join puts conflicts together again that only a few lines keep apart, or lines that say nothing.
func (m *merger) join() {
	var out []region
	for _, r := range m.regions {
		if n := len(out); n > 0 && r.origin == conflict && out[n-1].origin == conflict && m.closeBy(out[n-1].ours.end, r.ours.start) {
			out[n-1].ours.end, out[n-1].theirs.end = r.ours.end, r.theirs.end
			continue
		}
		out = append(out, r)
	}
	m.regions = out
}

func (m *merger) closeBy(from, to int) bool {
	if to-from <= near {
		return true
	}
	for _, line := range m.ours[from:to] {
		if bytes.ContainsFunc(line, isAlphanumeric) {
			return false
		}
	}
	return true
}

// isAlphanumeric is git's isalnum, which knows ASCII only.
func isAlphanumeric(r rune) bool {
	return '0' <= r && r <= '9' || 'A' <= r && r <= 'Z' || 'a' <= r && r <= 'z'
}
