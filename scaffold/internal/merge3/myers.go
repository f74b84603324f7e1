package merge3

const (
	longRun     = 20  // equal lines in a row that make a path promising
	patience    = 256 // edits after which a promising path is taken
	promising   = 4   // lines, per edit, that such a path must have come
	leastEffort = 256 // edits after which the search may be given up, at least
)

// compare marks the lines of two parts that have no counterpart in the other, in order.
func compare(x, y *part) {
	n := len(x.ids) + len(y.ids) + 3
	s := &search{x: x, y: y, effort: max(root(n), leastEffort)}
	s.forward.reach, s.backward.reach = make([]int, n), make([]int, n)
	s.compare(box{0, len(x.ids), 0, len(y.ids)}, false)
}

// search is the comparison of two parts. A path leads from the first lines of both to the last, line by line; where the
// two have a line in common it goes on in both at once, for nothing.
type search struct {
	x, y              *part
	effort            int // edits after which the search in a box is given up
	forward, backward frontier
}

// box is a stretch of each part.
type box struct{ x, xEnd, y, yEnd int }

// point is where a box is divided: before these lines.
type point struct{ x, y int }

// cut is a division of a box. Exact says of each half that it must be searched to the end.
type cut struct {
	at                      point
	exactBefore, exactAfter bool
}

// compare compares the two stretches of a box. Exact forbids to give up.
func (s *search) compare(b box, exact bool) {
	for b.x < b.xEnd && b.y < b.yEnd && s.x.ids[b.x] == s.y.ids[b.y] {
		b.x, b.y = b.x+1, b.y+1
	}
	for b.x < b.xEnd && b.y < b.yEnd && s.x.ids[b.xEnd-1] == s.y.ids[b.yEnd-1] {
		b.xEnd, b.yEnd = b.xEnd-1, b.yEnd-1
	}
	if b.x == b.xEnd || b.y == b.yEnd {
		s.x.mark(b.x, b.xEnd)
		s.y.mark(b.y, b.yEnd)
		return
	}
	c := s.divide(b, exact)
	s.compare(box{b.x, c.at.x, b.y, c.at.y}, c.exactBefore)
	s.compare(box{c.at.x, b.xEnd, c.at.y, b.yEnd}, c.exactAfter)
}

// divide finds a point in the middle of a shortest path through the box, by searching from both corners until the
// searches meet. One that takes too long is ended where it has come farthest.
func (s *search) divide(b box, exact bool) cut {
	f, r := &s.forward, &s.backward
	f.begin(s, b, false)
	r.begin(s, b, true)
	apart := f.width - f.height // of the two corners' diagonals
	for edits := 1; ; edits++ {
		long := false
		for _, one := range []struct{ front, other *frontier }{{f, r}, {r, f}} {
			var against *frontier
			if odd := apart&1 != 0; odd == (one.front == f) {
				against = one.other
			}
			ran, met := one.front.advance(against)
			if met != nil {
				return cut{*met, true, true}
			}
			long = long || ran
		}
		if exact {
			continue
		}
		if long && edits > patience {
			if at := f.promising(edits); at != nil {
				return cut{*at, true, false}
			}
			if at := r.promising(edits); at != nil {
				return cut{*at, false, true}
			}
		}
		if edits >= s.effort {
			return giveUp(f, r)
		}
	}
}

// giveUp divides the box where one of the searches has come farthest.
func giveUp(f, r *frontier) cut {
	ahead, atAhead := f.farthest()
	behind, atBehind := r.farthest()
	if ahead > behind {
		return cut{atAhead, true, false}
	}
	return cut{atBehind, false, true}
}
