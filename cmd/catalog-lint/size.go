package main

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// size is a number of bytes as a flag: 65536, 64KiB, 1MiB or 1MB.
type size int64

// units are what a size may end in, the longer ones first.
func units() []struct {
	name  string
	bytes int64
} {
	return []struct {
		name  string
		bytes int64
	}{{"KiB", 1 << 10}, {"MiB", 1 << 20}, {"GiB", 1 << 30}, {"kB", 1e3}, {"MB", 1e6}, {"GB", 1e9}, {"B", 1}}
}

// String returns the size in the largest binary unit that divides it.
func (s *size) String() string {
	for _, u := range []string{"GiB", "MiB", "KiB"} {
		for _, unit := range units() {
			if unit.name == u && *s != 0 && int64(*s)%unit.bytes == 0 {
				return strconv.FormatInt(int64(*s)/unit.bytes, 10) + u
			}
		}
	}
	return strconv.FormatInt(int64(*s), 10)
}

// Set reads a size.
func (s *size) Set(text string) error {
	number, factor := text, int64(1)
	for _, u := range units() {
		if rest, ok := strings.CutSuffix(text, u.name); ok {
			number, factor = rest, u.bytes
			break
		}
	}
	n, err := strconv.ParseInt(strings.TrimSpace(number), 10, 64)
	if err != nil || n <= 0 || n > math.MaxInt64/factor {
		return fmt.Errorf("%q is no size: write bytes, or a unit as in 64KiB or 1MiB", text)
	}
	*s = size(n * factor)
	return nil
}

// Type is shown in help where no other word is.
func (s *size) Type() string { return "SIZE" }
