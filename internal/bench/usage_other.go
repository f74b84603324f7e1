//go:build !unix

package main

import (
	"os"
	"time"
)

// maxMemory returns 0: this system does not tell what a finished process has held.
func maxMemory(*os.ProcessState) int64 { return 0 }

// started stands in for the beginning of the process.
var started = time.Now()

// ownCPU returns the time since the start: what is closest to CPU time on one core.
func ownCPU() time.Duration { return time.Since(started) }
