package js

import "slices"

// wholeRun is the length below which engines sort by one run and binary insertion; with comparisons that contradict each
// other the order depends on the algorithm.
const wholeRun = 64

// Sort sorts in place and stably; undefined goes last without being compared.
func (m *Meter) Sort(list []Value, compare func(a, b Value) (float64, error)) error {
	s := sorter{compare: compare, m: m}
	defined := list[:0]
	undefined := 0
	for _, v := range list {
		if IsUndefined(v) {
			undefined++
			continue
		}
		defined = append(defined, v)
	}
	for i := len(defined); i < len(list); i++ {
		list[i] = Undefined{}
	}
	if len(defined) < wholeRun {
		s.insert(defined)
		return s.err
	}
	slices.SortStableFunc(defined, s.order)
	return s.err
}

type sorter struct {
	m       *Meter
	compare func(a, b Value) (float64, error)
	err     error
}

func (s *sorter) order(a, b Value) int {
	if s.err == nil {
		s.err = s.m.Step(1)
	}
	if s.err != nil {
		return 0
	}
	f, err := s.compare(a, b)
	s.err = err
	switch {
	case f < 0:
		return -1
	case f > 0:
		return 1
	}
	return 0
}

// insert finds the run that the list starts with, and inserts the rest into it.
func (s *sorter) insert(list []Value) {
	if len(list) < 2 {
		return
	}
	descending := s.order(list[1], list[0]) < 0
	run := 2
	for run < len(list) && (s.order(list[run], list[run-1]) < 0) == descending {
		run++
	}
	if descending {
		slices.Reverse(list[:run])
	}
	for ; run < len(list); run++ {
		pivot := list[run]
		left, right := 0, run
		for left < right {
			if mid := left + (right-left)/2; s.order(pivot, list[mid]) < 0 {
				right = mid
			} else {
				left = mid + 1
			}
		}
		copy(list[left+1:run+1], list[left:run])
		list[left] = pivot
	}
}
