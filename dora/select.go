package dora

import "slices"

// selectNth returns the value that sorting would put at rank k. It may put the
// values in another order.
//
// It is Hoare's quickselect. The values are parted without a branch that hangs
// on them: a processor guesses half of those wrong. Should the pivots be bad
// ones again and again, it sorts what is left.
func selectNth(values []int64, k int) int64 {
	for bad := 0; len(values) > 12; {
		if bad++; bad > 64 {
			slices.Sort(values)
			return values[k]
		}
		pivot := middleOf(values[0], values[len(values)/2], values[len(values)-1])
		less := part(values, pivot)
		if k < less {
			values = values[:less]
			continue
		}
		values, k = values[less:], k-less
		// Of those left none is less than the pivot: its like come first.
		same := part(values, pivot+1)
		if k < same {
			return pivot
		}
		values, k = values[same:], k-same
	}
	insertionSort(values)
	return values[k]
}

// part puts the values below a bound before the others and returns how many
// they are.
func part(values []int64, bound int64) int {
	n := 0
	for i, v := range values {
		values[i] = values[n]
		values[n] = v
		if v < bound {
			n++
		}
	}
	return n
}

func middleOf(a, b, c int64) int64 { return max(min(a, b), min(max(a, b), c)) }

func insertionSort(values []int64) {
	for i := 1; i < len(values); i++ {
		for k := i; k > 0 && values[k] < values[k-1]; k-- {
			values[k], values[k-1] = values[k-1], values[k]
		}
	}
}
