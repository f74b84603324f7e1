package plan

import (
	"container/heap"
	"context"
	"slices"
)

// ending is how a step ended: done, where it neither failed nor was skipped.
type ending struct {
	skipped bool
	failure *Failure
}

func (e *ending) done() bool { return !e.skipped && e.failure == nil }

// steps does the steps in their order, several at once where Workers says so.
func (r *applyRun) steps(ctx context.Context, p *Plan, order []int) {
	if r.options.Workers <= 1 {
		for _, i := range order {
			r.step(ctx, &p.Steps[i])
		}
		return
	}
	w := newWaiting(p, order)
	workers := min(r.options.Workers, len(order))
	begun, ended := make(chan int), make(chan int)
	defer close(begun)
	for range workers { // the same for all steps: what they call needs deep stacks, which would grow anew for each
		go func() {
			for place := range begun {
				r.step(ctx, &p.Steps[order[place]])
				ended <- place
			}
		}()
	}
	for left, running := len(order), 0; left > 0; left-- {
		for ; running < workers && len(w.ready) > 0; running++ {
			begun <- heap.Pop(&w.ready).(int)
		}
		w.end(<-ended)
		running--
	}
}

// waiting knows which steps can begin. Steps are called by their place in the order.
type waiting struct {
	ready   places  // those that wait for nothing more
	needs   []int   // by place: how many steps it still waits for
	waiters [][]int // by place: who waits for it
}

func newWaiting(p *Plan, order []int) *waiting {
	w := &waiting{needs: make([]int, len(order)), waiters: make([][]int, len(order))}
	places := make(map[string]int, len(order))
	for place, i := range order { // a step comes after its needs
		s := &p.Steps[i]
		places[s.Key] = place
		for _, need := range s.Needs {
			w.needs[place]++
			w.waiters[places[need]] = append(w.waiters[places[need]], place)
		}
		if len(s.Needs) == 0 {
			w.ready = append(w.ready, place)
		}
	}
	return w
}

// end lets those begin that waited for this step alone. They ask for themselves how it ended.
func (w *waiting) end(place int) {
	for _, next := range w.waiters[place] {
		if w.needs[next]--; w.needs[next] == 0 {
			heap.Push(&w.ready, next)
		}
	}
}

// places is a heap: the first in the order of the plan is begun first.
type places []int

func (p places) Len() int           { return len(p) }
func (p places) Less(i, j int) bool { return p[i] < p[j] }
func (p places) Swap(i, j int)      { p[i], p[j] = p[j], p[i] }
func (p *places) Push(place any)    { *p = append(*p, place.(int)) }
func (p *places) Pop() any {
	last := len(*p) - 1
	place := (*p)[last]
	*p = (*p)[:last]
	return place
}

// skips reports whether a step is not begun: since the run ended, or what it needs is not done.
func (r *applyRun) skips(ctx context.Context, s *Step) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if !r.ended && ctx.Err() != nil {
		r.ended, r.op.Err = true, context.Cause(ctx)
	}
	return r.ended || slices.ContainsFunc(s.Needs, func(need string) bool { return !r.ends[need].done() })
}

// end notes how a step ended. A failure ends the run, unless it keeps going; that of a journal always does.
func (r *applyRun) end(s *Step, e *ending) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.ends[s.Key] = e
	if e.failure != nil && (!r.options.KeepGoing || isJournalError(e.failure.Err)) {
		r.ended = true
	}
}

// report tells how the steps ended, in their order.
func (r *applyRun) report(p *Plan, order []int) *Error {
	for _, i := range order {
		key := p.Steps[i].Key
		switch e := r.ends[key]; {
		case e.skipped:
			r.op.Skipped = append(r.op.Skipped, key)
		case e.failure != nil:
			r.op.Failed = append(r.op.Failed, *e.failure)
		default:
			r.op.Done = append(r.op.Done, key)
		}
	}
	return &r.op
}
