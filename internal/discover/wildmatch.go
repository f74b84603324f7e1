package discover

import "strings"

// wildmatch is a compiled pattern in the language of .gitignore: ? and [...] match one byte, * any run of them within
// a name, and ** between slashes any number of folders. Matching is by a set of states, one pass over the name, so no
// pattern takes exponential time.
type wildmatch struct {
	steps []step
	never bool // malformed: an open bracket, an unknown class or a backslash at the end match nothing
}

// step is one state: what it takes to stay in it or to go on to the next.
type step struct {
	op   op
	char byte
	set  *byteSet
}

type op uint8

const (
	opByte op = iota // char itself
	opAny            // any byte but a slash
	opSet            // any byte of set but a slash
	opStar           // any run without a slash
	opDeep           // any run
	opDirs           // nothing, or (by the opDirsRun that follows) any run that ends in a slash
	opDirsRun
)

// compileWildmatch reads pattern. A ** at the byte start counts as being at the start of a path: git compares the
// literal beginning of a pattern apart from the rest.
func compileWildmatch(pattern string, start int) wildmatch {
	var w wildmatch
	for i := 0; i < len(pattern); {
		switch pattern[i] {
		case '*':
			i = w.stars(pattern, i, start)
		case '?':
			w.add(step{op: opAny})
			i++
		case '[':
			set, next, ok := parseSet(pattern, i+1)
			if !ok {
				return wildmatch{never: true}
			}
			w.add(step{op: opSet, set: set})
			i = next
		case '\\':
			if i+1 == len(pattern) {
				return wildmatch{never: true}
			}
			w.add(step{op: opByte, char: pattern[i+1]})
			i += 2
		default:
			w.add(step{op: opByte, char: pattern[i]})
			i++
		}
	}
	return w
}

func (w *wildmatch) add(steps ...step) { w.steps = append(w.steps, steps...) }

// stars reads the run of asterisks at i and returns the offset after what it has read.
func (w *wildmatch) stars(pattern string, i, start int) int {
	end := i
	for end < len(pattern) && pattern[end] == '*' {
		end++
	}
	rest := pattern[end:]
	atStart := i == start || pattern[i-1] == '/'
	deep := end-i > 1 && atStart && (rest == "" || rest[0] == '/' || strings.HasPrefix(rest, `\/`))
	switch {
	case deep && strings.HasPrefix(rest, "/"):
		w.add(step{op: opDirs}, step{op: opDirsRun})
		return end + 1
	case deep:
		w.add(step{op: opDeep})
	default:
		w.add(step{op: opStar})
	}
	return end
}

// match reports whether the whole of name matches.
func (w wildmatch) match(name string) bool {
	if w.never {
		return false
	}
	var buf [2][64]bool
	now, next := buf[0][:], buf[1][:]
	if len(w.steps) >= len(now) {
		now, next = make([]bool, len(w.steps)+1), make([]bool, len(w.steps)+1)
	}
	w.enter(now, 0)
	for i := range len(name) {
		clear(next)
		if !w.consume(now, next, name[i]) {
			return false
		}
		now, next = next, now
	}
	return now[len(w.steps)]
}

// enter marks state i and those that are reached from it without a byte.
func (w wildmatch) enter(states []bool, i int) {
	for ; !states[i]; i++ {
		states[i] = true
		if i == len(w.steps) {
			return
		}
		switch w.steps[i].op {
		case opStar, opDeep:
		case opDirs:
			states[i+1] = true
			i++ // past opDirsRun: no folder at all
		default:
			return
		}
	}
}

// consume marks in next the states that follow those of now over c, and reports whether there are any.
func (w wildmatch) consume(now, next []bool, c byte) bool {
	alive := false
	for i, s := range w.steps {
		if !now[i] {
			continue
		}
		stay, forward := s.over(c)
		if stay {
			w.enterRun(next, i)
		}
		if forward {
			w.enter(next, i+1)
		}
		alive = alive || stay || forward
	}
	return alive
}

// enterRun marks a state that goes on after c. A run of folders may only be left by a slash.
func (w wildmatch) enterRun(states []bool, i int) {
	if w.steps[i].op == opDirsRun {
		states[i] = true
		return
	}
	w.enter(states, i)
}

// over tells whether c keeps the step's state, and whether it leads to the next one.
func (s step) over(c byte) (stay, forward bool) {
	switch s.op {
	case opByte:
		return false, c == s.char
	case opAny:
		return false, c != '/'
	case opSet:
		return false, c != '/' && s.set.has(c)
	case opStar:
		return c != '/', false
	case opDeep:
		return true, false
	case opDirsRun:
		return true, c == '/'
	}
	return false, false
}
