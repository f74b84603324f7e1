package dora

import (
	"runtime"
	"sync"
	"sync/atomic"
)

// worker is a calculation with a desk and a scratch of its own: many of them
// write to nothing in common.
type worker struct {
	calculation
	room scratch
}

func (c *calculation) worker() *worker {
	w := &worker{calculation: *c}
	w.desk = &desk{intervals: map[int]Interval{}, lengths: make([][]int64, len(c.buckets))}
	return w
}

// share does n pieces of work on as many processors as Go may use. Which one
// does which piece is left to chance: a piece must leave what it finds in a
// place of its own.
func (c *calculation) share(n int, do func(w *worker, piece int)) {
	var next atomic.Int64
	work := func() {
		w := c.worker()
		for piece := int(next.Add(1)) - 1; piece < n; piece = int(next.Add(1)) - 1 {
			do(w, piece)
		}
	}
	var others sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), n) - 1 {
		others.Go(work)
	}
	work()
	others.Wait()
}
