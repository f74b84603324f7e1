package main

import "runtime/debug"

// Small runs hardly need the garbage collector, since nothing of a file stays but some facts. In large ones these add
// up, and collecting as often as usual costs little beside what they take.
const (
	smallRun     = 2000 // files
	smallPercent = 200
	usualPercent = 100
)

// tune lets the garbage collector run less often than usual, and returns what is to be called when it is known how
// many files there are. What the environment says is left alone.
func tune(getenv func(string) string) (sized func(files int)) {
	if getenv("GOGC") != "" || getenv("GOMEMLIMIT") != "" {
		return func(int) {}
	}
	debug.SetGCPercent(smallPercent)
	return func(files int) {
		if files > smallRun {
			debug.SetGCPercent(usualPercent)
		}
	}
}
