package main

import (
	"fmt"
	"slices"
	"strings"
)

// cost is what the initialisation of one package takes, as the runtime says.
type cost struct {
	pkg    string
	millis float64
	bytes  int
	allocs int
}

// initialisation prints what the packages cost that catalog-lint links, before main begins.
func (b *bench) initialisation() error {
	u, err := b.measure([]string{"GODEBUG=inittrace=1"}, b.lint, "version")
	if err != nil {
		return err
	}
	costs, sum := parseCosts(u.stderr)
	b.printf("\n| initialisation of package | ms | bytes | allocations |\n|---|---|---|---|\n")
	for _, c := range costs[:min(8, len(costs))] {
		b.printf("| %s | %.3f | %d | %d |\n", c.pkg, c.millis, c.bytes, c.allocs)
	}
	b.printf("| all %d that do something | %.3f | %d | %d |\n", len(costs), sum.millis, sum.bytes, sum.allocs)
	return nil
}

// parseCosts reads lines such as "init os @0.1 ms, 0.02 ms clock, 1000 bytes, 10 allocs", the dearest first.
func parseCosts(trace string) (costs []cost, sum cost) {
	for line := range strings.Lines(trace) {
		var c cost
		var at float64
		if _, err := fmt.Sscanf(line, "init %s @%f ms, %f ms clock, %d bytes, %d allocs", &c.pkg, &at, &c.millis, &c.bytes, &c.allocs); err != nil {
			continue
		}
		costs = append(costs, c)
		sum.millis, sum.bytes, sum.allocs = sum.millis+c.millis, sum.bytes+c.bytes, sum.allocs+c.allocs
	}
	slices.SortFunc(costs, func(a, b cost) int {
		switch {
		case a.millis > b.millis:
			return -1
		case a.millis < b.millis:
			return 1
		}
		return strings.Compare(a.pkg, b.pkg)
	})
	return costs, sum
}
