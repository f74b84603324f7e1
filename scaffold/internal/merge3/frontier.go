package merge3

// frontier is how far a search has come from one corner of a box, with so many edits, on each diagonal that it can have
// reached. Both searches count from their own corner, so that they are one and the same; only the order in which
// diagonals are looked at is that of the lines.
type frontier struct {
	reach         []int // by diagonal: lines of x that are behind
	low, high     int   // diagonals: lines of x less lines of y
	width, height int   // of the box
	search        *search
	box           box
	backward      bool
}

const unreached = -1

func (f *frontier) begin(s *search, b box, backward bool) {
	*f = frontier{reach: f.reach, search: s, box: b, width: b.xEnd - b.x, height: b.yEnd - b.y, backward: backward}
	*f.at(0) = 0
}

// at returns the place for a diagonal, which may be one off the box.
func (f *frontier) at(diagonal int) *int { return &f.reach[diagonal+f.height+1] }

// same tells whether the next lines are equal when x lines of the one and y lines of the other are behind.
func (f *frontier) same(x, y int) bool {
	s, b := f.search, f.box
	if f.backward {
		return s.x.ids[b.xEnd-1-x] == s.y.ids[b.yEnd-1-y]
	}
	return s.x.ids[b.x+x] == s.y.ids[b.y+y]
}

// point returns the place in the parts.
func (f *frontier) point(x, y int) point {
	if f.backward {
		return point{f.box.xEnd - x, f.box.yEnd - y}
	}
	return point{f.box.x + x, f.box.y + y}
}

// diagonals calls each with the diagonals that are reached, the last of x's first, until it returns false.
func (f *frontier) diagonals(each func(diagonal int) bool) {
	for i := f.low; i <= f.high; i += 2 {
		d := i
		if !f.backward {
			d = f.high + f.low - i
		}
		if !each(d) {
			return
		}
	}
}

// widen takes in one more diagonal at each end, or one less where the box ends.
func (f *frontier) widen() {
	if f.low > -f.height {
		f.low--
		*f.at(f.low - 1) = unreached
	} else {
		f.low++
	}
	if f.high < f.width {
		f.high++
		*f.at(f.high + 1) = unreached
	} else {
		f.high--
	}
}

// advance goes one edit farther on each diagonal, and then as far as lines are equal. It tells whether that was a long run, and
// where it met the other search, which may be nil.
func (f *frontier) advance(other *frontier) (long bool, met *point) {
	f.widen()
	f.diagonals(func(d int) bool {
		x := *f.at(d + 1)
		if left := *f.at(d - 1); left >= x {
			x = left + 1
		}
		y, run := x-d, x
		for x < f.width && y < f.height && f.same(x, y) {
			x, y = x+1, y+1
		}
		long = long || x-run > longRun
		*f.at(d) = x
		if other != nil && other.meets(f.width-f.height-d, f.width-x) {
			at := f.point(x, y)
			met = &at
		}
		return met == nil
	})
	return long, met
}

// meets tells whether the search has come to x, or beyond, on a diagonal.
func (f *frontier) meets(diagonal, x int) bool {
	return f.low <= diagonal && diagonal <= f.high && *f.at(diagonal) >= x
}

// promising returns the end of a long run on the diagonal that has come farthest, if that is far for so many edits.
func (f *frontier) promising(edits int) *point {
	best, end := promising*edits, (*point)(nil)
	f.diagonals(func(d int) bool {
		x := *f.at(d)
		y := x - d
		inside := longRun <= x && x < f.width && longRun <= y && y < f.height
		if v := x + y - max(d, -d); inside && v > best && f.ranLong(x, y) {
			at := f.point(x, y)
			best, end = v, &at
		}
		return true
	})
	return end
}

// ranLong tells whether the lines up to x and y are equal for long.
func (f *frontier) ranLong(x, y int) bool {
	for i := 1; i <= longRun; i++ {
		if !f.same(x-i, y-i) {
			return false
		}
	}
	return true
}

// farthest returns how many lines of both are behind on the diagonal with most, and where that is.
func (f *frontier) farthest() (lines int, at point) {
	lines = unreached
	f.diagonals(func(d int) bool {
		x := min(*f.at(d), f.width, f.height+d)
		if y := x - d; x+y > lines {
			lines, at = x+y, f.point(x, y)
		}
		return true
	})
	return lines, at
}
