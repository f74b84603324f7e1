package lint

// grouped is a number of lists in one piece of memory. Lists are numbered from 0.
type grouped[T any] struct {
	start []int32 // list n is items from start[n] to start[n+1]
	items []T
}

// group returns n lists of what each yields with the number of its list, in that order. Each is called twice.
func group[T any](n int, each func(add func(list int32, item T))) grouped[T] {
	start := make([]int32, n+1)
	each(func(list int32, _ T) { start[list+1]++ })
	for i := range n {
		start[i+1] += start[i]
	}
	items, free := make([]T, start[n]), append([]int32(nil), start...)
	each(func(list int32, item T) {
		items[free[list]] = item
		free[list]++
	})
	return grouped[T]{start, items}
}

func (g *grouped[T]) of(list int32) []T {
	return g.items[g.start[list]:g.start[list+1]:g.start[list+1]]
}
