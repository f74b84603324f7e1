// Package serve lets another process ask this one to do something so many times, and tells it how long that took.
package serve

import (
	"bufio"
	"fmt"
	"io"
	"time"
)

// Ops are what a process can be asked for, by name.
type Ops map[string]func() error

// Run reads lines of a name and a number, does that so often, and writes a line with the nanoseconds it took. It returns
// at the end of in.
func (o Ops) Run(in io.Reader, out io.Writer) error {
	lines := bufio.NewScanner(in)
	for lines.Scan() {
		var name string
		var times int
		if _, err := fmt.Sscan(lines.Text(), &name, &times); err != nil {
			return fmt.Errorf("read %q: %w", lines.Text(), err)
		}
		op, ok := o[name]
		if !ok {
			return fmt.Errorf("cannot do %q", name)
		}
		start := time.Now()
		for range times {
			if err := op(); err != nil {
				return err
			}
		}
		if _, err := fmt.Fprintln(out, time.Since(start).Nanoseconds()); err != nil {
			return err
		}
	}
	return lines.Err()
}
