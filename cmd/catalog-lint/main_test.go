package main

import (
	"fmt"
	"os"
	"runtime"
	"strconv"
	"strings"
	"testing"
)

// asCommand is the variable that makes the test binary be catalog-lint, for tests that need a process of its own. Its
// value is the file in which to leave how much memory the process has held at the most, in bytes.
const asCommand = "TEST_AS_CATALOG_LINT"

func TestMain(m *testing.M) {
	file := os.Getenv(asCommand)
	if file == "" {
		os.Exit(m.Run())
	}
	code := newProgram().main(os.Args[1:])
	if err := os.WriteFile(file, []byte(strconv.Itoa(maxMemory())), 0o644); err != nil {
		panic(err)
	}
	os.Exit(code)
}

// maxMemory returns the most memory that this process has held so far: what the system says, or where it does not say
// it of this process alone, what the runtime has reserved.
func maxMemory() int {
	status, err := os.ReadFile("/proc/self/status")
	if _, after, ok := strings.Cut(string(status), "VmHWM:"); ok && err == nil {
		kilobytes := 0
		if _, err := fmt.Sscan(after, &kilobytes); err == nil {
			return kilobytes * 1024
		}
	}
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return int(stats.Sys)
}
