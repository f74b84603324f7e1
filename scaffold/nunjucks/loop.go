package nunjucks

import "github.com/goldenpath-go/goldenpath/scaffold/nunjucks/internal/js"

// loopUse is what a template mentions of the variable loop. 0 is nothing.
type loopUse uint8

const (
	loopItself loopUse = 1 << iota
	loopIndex
	loopIndex0
	loopRevindex
	loopRevindex0
	loopFirst
	loopLast
	loopLength
	allOfLoop loopUse = 1<<iota - 1
)

// loopMember is the use of loop.name.
func loopMember(name string) loopUse {
	switch name {
	case "index":
		return loopItself | loopIndex
	case "index0":
		return loopItself | loopIndex0
	case "revindex":
		return loopItself | loopRevindex
	case "revindex0":
		return loopItself | loopRevindex0
	case "first":
		return loopItself | loopFirst
	case "last":
		return loopItself | loopLast
	case "length":
		return loopItself | loopLength
	}
	return loopItself
}

// setLoop fills the variable loop of the current frame, which is one object for all rounds.
func (r *run) setLoop(i, n float64) error {
	have, _ := r.unit.frame.vars.Get("loop")
	loop, ok := have.(*js.Object)
	if !ok {
		if js.Truthy(have) {
			return js.TypeError("Cannot create property 'index' on what the variable loop is")
		}
		loop = js.NewObject(7)
		r.unit.frame.vars.Set("loop", loop)
	}
	use := r.template.loop
	set := func(member loopUse, name string, number float64) {
		if use&member != 0 {
			loop.Set(name, number)
		}
	}
	set(loopIndex, "index", i+1)
	set(loopIndex0, "index0", i)
	set(loopRevindex, "revindex", n-i)
	set(loopRevindex0, "revindex0", n-i-1)
	if use&loopFirst != 0 {
		loop.Set("first", i == 0)
	}
	if use&loopLast != 0 {
		loop.Set("last", i == n-1)
	}
	set(loopLength, "length", n)
	return nil
}
