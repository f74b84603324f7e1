package dora

// aged is the age of a change, in seconds, and the step of the trend that it
// belongs to.
type aged struct {
	seconds int64
	step    int32
}

// fewAged is how many are sorted by inserting.
const fewAged = 32

// bySeconds sorts values, those of equal ages as they lie, byte by byte of the
// age. It returns them, which may be in room, and the other one of both.
func bySeconds(values, room []aged) (sorted, other []aged) {
	if len(values) <= fewAged {
		for i := 1; i < len(values); i++ {
			for k := i; k > 0 && values[k].seconds < values[k-1].seconds; k-- {
				values[k], values[k-1] = values[k-1], values[k]
			}
		}
		return values, room
	}
	all := int64(0)
	for i := range values {
		all |= values[i].seconds
	}
	for shift := 0; all>>shift > 0; shift += 8 {
		var place [256]uint32
		for i := range values {
			place[byte(values[i].seconds>>shift)]++
		}
		next := uint32(0)
		for i, n := range place {
			place[i] = next
			next += n
		}
		for i := range values {
			to := &place[byte(values[i].seconds>>shift)]
			room[*to] = values[i]
			*to++
		}
		values, room = room, values
	}
	return values, room
}

// sorted returns the ages that lie in the scratch, in order. They are the
// caller's to keep.
func (s *scratch) sorted() []int64 {
	s.sortAged()
	out := make([]int64, len(s.aged))
	for i := range s.aged {
		out[i] = s.aged[i].seconds
	}
	return out
}

func (s *scratch) sortAged() {
	n := len(s.aged)
	if cap(s.spare) < n {
		s.spare = make([]aged, cap(s.aged))
	}
	s.aged, s.spare = bySeconds(s.aged, s.spare[:n])
}
