package merge3

// group is the changed lines of a side between two that stay, or before the first, or after the last; there may be none.
// As many lines stay on both sides, so the groups of both can be walked in step.
type group struct {
	*side
	start, end int
}

func firstGroup(s *side) *group {
	g := &group{side: s}
	g.grow()
	return g
}

func (g *group) isEmpty() bool { return g.start == g.end }

// grow takes in the changed lines that follow, and those before.
func (g *group) grow() {
	for g.changed[g.end] {
		g.end++
	}
	for g.start > 0 && g.changed[g.start-1] {
		g.start--
	}
}

// next goes to the next group; false at the last.
func (g *group) next() bool {
	if g.end == len(g.ids) {
		return false
	}
	g.start, g.end = g.end+1, g.end+1
	g.grow()
	return true
}

// previous goes to the group before; there must be one.
func (g *group) previous() {
	g.start, g.end = g.start-1, g.start-1
	g.grow()
}

// up moves a group by a line, if it says the same there, and takes in the group that it then touches.
func (g *group) up() bool {
	if g.start == 0 || g.ids[g.start-1] != g.ids[g.end-1] {
		return false
	}
	g.start, g.end = g.start-1, g.end-1
	g.changed[g.start], g.changed[g.end] = true, false
	g.grow()
	return true
}

// down is up in the other direction.
func (g *group) down() bool {
	if g.end == len(g.ids) || g.ids[g.start] != g.ids[g.end] {
		return false
	}
	g.changed[g.start], g.changed[g.end] = false, true
	g.start, g.end = g.start+1, g.end+1
	g.grow()
	return true
}

// slide moves each group of changed lines of s as far down as it can go while saying the same, unless on the way it comes to
// stand opposite a group of the other side: then it stays at the last of these.
func slide(s, other *side) {
	g, o := firstGroup(s), firstGroup(other)
	for more := true; more; more = g.next() && o.next() {
		if g.isEmpty() {
			continue
		}
		top, faces := swing(g, o)
		for faces && g.end > top && o.isEmpty() {
			g.up()
			o.previous()
		}
	}
}

// swing moves g up as far as it goes, then down as far as it goes, and again if it met others and so has become longer. It returns
// where it ended at the top, and whether it faced a group of the other side on its way.
func swing(g, o *group) (top int, faces bool) {
	for size := -1; size != g.end-g.start; {
		size = g.end - g.start
		for g.up() {
			o.previous()
		}
		top, faces = g.end, !o.isEmpty()
		for g.down() {
			o.next()
			faces = faces || !o.isEmpty()
		}
	}
	return top, faces
}
