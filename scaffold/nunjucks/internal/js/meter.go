package js

import (
	"context"
	"fmt"
)

// LimitError says which bound a render reached.
type LimitError struct {
	What string // steps, output, memory, depth, …
	Max  int
}

// Error returns a sentence.
func (e *LimitError) Error() string {
	return fmt.Sprintf("limit reached: more than %d %s", e.Max, e.What)
}

// checkEvery is how many steps pass between looks at the context.
const checkEvery = 1024

// Meter counts what a render costs and stops it when that is too much. It belongs to one render.
type Meter struct {
	// TransparentSafe lets a *Safe behave as the string it holds, and hides the members of functions and regular
	// expressions, as Backstage 4 does.
	TransparentSafe bool

	ctx                context.Context
	steps, maxSteps    int
	memory, maxMemory  int
	depth, maxDepth    int
	untilContextLookup int
}

// NewMeter returns a meter that allows that many steps, bytes and nested calls until ctx is done.
func NewMeter(ctx context.Context, steps, memory, depth int) Meter {
	return Meter{ctx: ctx, maxSteps: steps, maxMemory: memory, maxDepth: depth, untilContextLookup: checkEvery}
}

// Step charges n steps of work.
func (m *Meter) Step(n int) error {
	m.steps += n
	m.untilContextLookup -= n
	if m.untilContextLookup > 0 && m.steps <= m.maxSteps {
		return nil
	}
	if m.steps > m.maxSteps {
		return &LimitError{"steps", m.maxSteps}
	}
	m.untilContextLookup = checkEvery
	return m.ctx.Err()
}

// Grow charges n bytes of new values, before they are made.
func (m *Meter) Grow(n int) error {
	if n > m.maxMemory-m.memory {
		return &LimitError{"bytes of values", m.maxMemory}
	}
	m.memory += n
	return m.Step(n / 64)
}

// Enter begins a nested call, which Leave ends.
func (m *Meter) Enter() error {
	if m.depth >= m.maxDepth {
		return &LimitError{"nested calls", m.maxDepth}
	}
	m.depth++
	return nil
}

// Leave ends what Enter began.
func (m *Meter) Leave() { m.depth-- }

// Context returns the context of the render.
func (m *Meter) Context() context.Context { return m.ctx }
