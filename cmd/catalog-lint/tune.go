package main

import (
	"math"
	"runtime/debug"
)

// Small runs hardly need the garbage collector, since nothing of a file stays but some facts; a lid on memory makes it
// work for the odd file that gives thousands of findings. In large runs the facts add up, and collecting as often as
// usual costs little beside what they take.
const (
	smallRun     = 2000 // files
	smallPercent = 200
	smallMemory  = 48 << 20 // bytes
	usualPercent = 100
)

// tune lets the garbage collector run less often than usual, and returns what is to be called when it is known how
// many files there are. What the environment says is left alone.
func tune(getenv func(string) string) (sized func(files int)) {
	if getenv("GOGC") != "" || getenv("GOMEMLIMIT") != "" {
		return func(int) {}
	}
	debug.SetGCPercent(smallPercent)
	debug.SetMemoryLimit(smallMemory)
	return func(files int) {
		if files > smallRun {
			debug.SetGCPercent(usualPercent)
			debug.SetMemoryLimit(math.MaxInt64)
		}
	}
}
