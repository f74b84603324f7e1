package helmfile

import (
	"errors"
	"fmt"

	"github.com/goldenpath-go/goldenpath/source"
)

// known are the things that a resolution has said already.
type known struct {
	faults     map[saying]int // where in Errors
	reasons    map[saying]bool
	missing    map[saying]bool
	references map[Reference]bool
	misread    map[Misreading]bool
}

type saying struct {
	pos  source.Position
	text string
}

func newKnown() known {
	return known{map[saying]int{}, map[saying]bool{}, map[saying]bool{}, map[Reference]bool{}, map[Misreading]bool{}}
}

// fail adds faults. One that stops every stage stops only those that are being answered.
func (r *run) fail(faults ...*Error) {
	for _, f := range faults {
		if f.Stages == stageAll && r.stage != stageAll {
			narrowed := *f
			narrowed.Stages = r.stage
			f = &narrowed
		}
		key := saying{f.Pos, string(f.Class) + f.Err.Error()}
		i, again := r.known.faults[key]
		if !again {
			r.known.faults[key] = len(r.result.Errors)
			r.result.Errors = append(r.result.Errors, f)
			continue
		}
		if old := r.result.Errors[i]; old.Stages|f.Stages != old.Stages {
			widened := *old
			widened.Stages |= f.Stages
			r.result.Errors[i] = &widened
		}
	}
}

// note registers something that cannot be known.
func (r *run) note(pos source.Position, text string) *Reason {
	reason := r.unknown.add(pos, text)
	r.noteReason(reason)
	return reason
}

func (r *run) noteReason(reason *Reason) {
	key := saying{reason.Pos, reason.Text}
	if r.known.reasons[key] {
		return
	}
	r.known.reasons[key] = true
	r.result.Unknowns = append(r.result.Unknowns, reason)
	if r.options.Strict {
		r.fail(fault(reason.Pos, ClassUnknown, errors.New(reason.Text)))
	}
}

func (r *run) noteDecisions(out *rendered) {
	for _, reason := range out.decided {
		r.noteReason(reason)
	}
}

// failOrNote fails, unless what is wrong is only that something cannot be known.
func (r *run) failOrNote(f *Error) {
	if f.Class != ClassUnknown {
		r.fail(f)
		return
	}
	r.note(f.Pos, f.Err.Error())
}

func (r *run) missingEnv(name string, pos source.Position) {
	if key := (saying{pos, name}); !r.known.missing[key] {
		r.known.missing[key] = true
		r.result.MissingEnv[name] = append(r.result.MissingEnv[name], pos)
	}
	e := fault(pos, ClassRequiredEnv, fmt.Errorf("required env var `%s` is not set", name))
	e.Hint = "set " + name + ", also to resolve without deploying"
	r.fail(e)
}

func (r *run) refers(ref Reference) {
	if !r.known.references[ref] {
		r.known.references[ref] = true
		r.result.References = append(r.result.References, ref)
	}
}

func (r *run) misreads(words []Misreading) {
	for _, w := range words {
		if !r.known.misread[w] {
			r.known.misread[w] = true
			r.result.Misreadings = append(r.result.Misreadings, w)
		}
	}
}

// step counts work that is not a template's.
func (r *run) step(n int, pos source.Position) bool {
	if err := r.engine.step(n); err != nil {
		r.fail(fault(pos, ClassLimit, fmt.Errorf("resolving does too much: %w", err)))
		return false
	}
	return true
}
