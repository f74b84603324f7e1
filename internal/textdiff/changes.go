package textdiff

import "slices"

// changes returns what makes b of a, by patience: the lines that both have exactly once are what stays, as many of them
// as are in the same order; and between these again.
func changes(a, b []string) []change {
	d := differ{a: a, b: b}
	d.between(change{0, len(a), 0, len(b)})
	return d.found
}

type differ struct {
	a, b  []string
	found []change
}

// between finds the changes within a stretch.
func (d *differ) between(s change) {
	s = d.trim(s)
	if s.a == s.aEnd && s.b == s.bEnd {
		return
	}
	anchors := d.anchors(s)
	if len(anchors) == 0 {
		d.add(s)
		return
	}
	for _, at := range anchors {
		d.between(change{s.a, at.a, s.b, at.b})
		s.a, s.b = at.a+1, at.b+1
	}
	d.between(s)
}

// add adds a change, to the one before it if they touch.
func (d *differ) add(s change) {
	if n := len(d.found); n > 0 && d.found[n-1].aEnd == s.a && d.found[n-1].bEnd == s.b {
		d.found[n-1].aEnd, d.found[n-1].bEnd = s.aEnd, s.bEnd
		return
	}
	d.found = append(d.found, s)
}

// trim takes off what is the same at both ends.
func (d *differ) trim(s change) change {
	for s.a < s.aEnd && s.b < s.bEnd && d.a[s.a] == d.b[s.b] {
		s.a++
		s.b++
	}
	for s.a < s.aEnd && s.b < s.bEnd && d.a[s.aEnd-1] == d.b[s.bEnd-1] {
		s.aEnd--
		s.bEnd--
	}
	return s
}

// anchor is a line that stays.
type anchor struct{ a, b int }

// anchors returns the lines that are once in each part of s, as many as are in the same order in both.
func (d *differ) anchors(s change) []anchor {
	type seen struct{ a, b, inA, inB int }
	count := map[string]*seen{}
	for i := s.a; i < s.aEnd; i++ {
		c := count[d.a[i]]
		if c == nil {
			c = &seen{}
			count[d.a[i]] = c
		}
		c.a = i
		c.inA++
	}
	for i := s.b; i < s.bEnd; i++ {
		if c := count[d.b[i]]; c != nil {
			c.b = i
			c.inB++
		}
	}
	var once []anchor
	for i := s.a; i < s.aEnd; i++ {
		if c := count[d.a[i]]; c.inA == 1 && c.inB == 1 {
			once = append(once, anchor{c.a, c.b})
		}
	}
	return rising(once)
}

// rising returns the longest part of once, which rises in a, that rises in b, too.
func rising(once []anchor) []anchor {
	var ends []int // by length less one: the index of the smallest end of a rising part
	before := make([]int, len(once))
	for i, x := range once {
		n, _ := slices.BinarySearchFunc(ends, x.b, func(end, b int) int { return once[end].b - b })
		before[i] = -1
		if n > 0 {
			before[i] = ends[n-1]
		}
		if n == len(ends) {
			ends = append(ends, i)
		} else {
			ends[n] = i
		}
	}
	if len(ends) == 0 {
		return nil
	}
	out := make([]anchor, len(ends))
	for k, i := len(ends)-1, ends[len(ends)-1]; k >= 0; k, i = k-1, before[i] {
		out[k] = once[i]
	}
	return out
}
