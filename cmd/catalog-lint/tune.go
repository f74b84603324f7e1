package main

import (
	"math"
	"runtime"
	"runtime/debug"
)

// Small runs hardly need the garbage collector, since nothing of a file stays but some facts; a lid on memory, beyond
// what a catalog from elsewhere takes, makes it work for the odd file that gives thousands of findings. In large runs
// the facts add up, and collecting nearly as often as usual costs little beside what they take.
const (
	smallRun     = 2000 // files
	smallPercent = 1000
	smallMemory  = 44 << 20 // bytes
	largePercent = 150
	largeHeap    = 24 << 20 // bytes: a catalog from elsewhere was read, and a graph of it may take several times as much
)

// tune lets the garbage collector run less often than usual, and returns what is to be called when it is known how
// many files there are and all else is read. What the environment says is left alone.
func tune(getenv func(string) string) (sized func(files int)) {
	if getenv("GOGC") != "" || getenv("GOMEMLIMIT") != "" {
		return func(int) {}
	}
	debug.SetGCPercent(smallPercent)
	return func(files int) {
		var held runtime.MemStats
		runtime.ReadMemStats(&held)
		if files > smallRun || held.HeapAlloc > largeHeap {
			debug.SetGCPercent(largePercent)
			debug.SetMemoryLimit(math.MaxInt64)
			return
		}
		debug.SetMemoryLimit(smallMemory + int64(held.HeapAlloc))
	}
}
