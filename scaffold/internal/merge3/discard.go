package merge3

const (
	frequentAtMost = 1024 // a line that the other side has so often counts as frequent however long the text is
	window         = 100  // lines around one that are looked at
	rareShare      = 4    // of the lines around, more than three of four frequent ones must have no counterpart
)

// part is what is compared of a side: some of its lines.
type part struct {
	ids   []int
	lines []int // their indices
	side  *side
}

// mark marks lines of the part as changed.
func (p *part) mark(from, to int) {
	for _, i := range p.lines[from:to] {
		p.side.changed[i] = true
	}
}

// worth says what a line contributes to finding what two texts have in common.
type worth byte

const (
	missing  worth = iota // the other side has not got it
	telling               // it has, but not often
	frequent              // it has it very often: a brace, an empty line
)

// part returns the lines that are worth comparing, without those at both ends that are the same on the other side. The
// others are marked as changed: those without a counterpart, and frequent ones in the midst of such.
func (s *side) part(start, tail int) *part {
	end := len(s.ids) - tail
	worths, limit := make([]worth, len(s.ids)), min(root(len(s.ids)), frequentAtMost)
	for i := start; i < end; i++ {
		switch n := s.others[s.ids[i]]; {
		case n >= limit && n > 0:
			worths[i] = frequent
		case n > 0:
			worths[i] = telling
		}
	}
	p := &part{side: s}
	for i := start; i < end; i++ {
		if worths[i] == telling || worths[i] == frequent && !amongMissing(worths[start:end], i-start) {
			p.ids, p.lines = append(p.ids, s.ids[i]), append(p.lines, i)
			continue
		}
		s.changed[i] = true
	}
	return p
}

// amongMissing tells whether the frequent line i stands in a stretch, bounded by telling lines, that begins and ends in lines
// without a counterpart on both sides of it, which outnumber the frequent ones by far.
func amongMissing(all []worth, i int) bool {
	lost, often := 0, 2 // the line itself counts for each direction
	for _, step := range []int{-1, 1} {
		before := lost
		for j, n := i+step, 1; j >= 0 && j < len(all) && n <= window && all[j] != telling; j, n = j+step, n+1 {
			if all[j] == missing {
				lost++
			} else {
				often++
			}
		}
		if lost == before {
			return false
		}
	}
	return often*rareShare < often+lost
}

// root returns a power of two near the square root of n.
func root(n int) int {
	r := 1
	for ; n > 0; n >>= 2 {
		r <<= 1
	}
	return r
}
