package regex

import (
	"errors"
	"unicode/utf16"
)

// maxChoices bounds how many choices a match can keep open.
const maxChoices = 1 << 20

// machine is one match by backtracking.
type machine struct {
	code      []instruction
	input     []uint16
	regs      []int
	open      []undo
	multiline bool
	fold      bool
	unicode   bool // characters are code points
	step      func(int) error
	steps     int
}

// undo is a choice to go back to (reg < 0) or a register to restore on the way.
type undo struct{ reg, pc, value int }

// run goes on from pc at pos until opMatch. What it changed is undone if it fails.
func (m *machine) run(pc, pos int) (end int, ok bool, err error) {
	bottom := len(m.open)
	for {
		if m.steps++; m.steps&255 == 0 {
			if err := m.step(64); err != nil {
				return 0, false, err
			}
		}
		next, at, done, err := m.execute(pc, pos, bottom)
		if err != nil {
			return 0, false, err
		}
		if done {
			return at, true, nil
		}
		if next >= 0 {
			pc, pos = next, at
			continue
		}
		if pc, pos, ok = m.back(bottom); !ok {
			return 0, false, nil
		}
	}
}

// back undoes down to the last choice.
func (m *machine) back(bottom int) (pc, pos int, ok bool) {
	for len(m.open) > bottom {
		last := m.open[len(m.open)-1]
		m.open = m.open[:len(m.open)-1]
		if last.reg < 0 {
			return last.pc, last.value, true
		}
		m.regs[last.reg] = last.value
	}
	return 0, 0, false
}

const failed = -1

// execute runs one instruction, and returns the next and its position.
func (m *machine) execute(pc, pos, bottom int) (next, at int, done bool, err error) {
	in := &m.code[pc]
	switch in.op {
	case opChar:
		if pos < len(m.input) && in.set.has(m.char(pos)) {
			return pc + 1, pos + m.width(pos), false, nil
		}
		return failed, 0, false, nil
	case opCharBack:
		if at := m.before(pos); at >= 0 && in.set.has(m.char(at)) {
			return pc + 1, at, false, nil
		}
		return failed, 0, false, nil
	case opSplit:
		return pc + 1, pos, false, m.choose(in.arg, pos)
	case opSplitLast:
		return in.arg, pos, false, m.choose(pc+1, pos)
	case opJump:
		return in.arg, pos, false, nil
	case opSave:
		return pc + 1, pos, false, m.set(in.arg, pos)
	case opProgress:
		return m.when(m.regs[in.arg] != pos, pc), pos, false, nil
	case opClear:
		for reg := in.arg; reg < in.arg2; reg++ {
			if err := m.set(reg, -1); err != nil {
				return 0, 0, false, err
			}
		}
		return pc + 1, pos, false, nil
	case opAnchor:
		return m.when(m.anchored(byte(in.arg), pos), pc), pos, false, nil
	case opReference, opReferenceBack:
		at, ok := m.repeated(in.arg, pos, in.op == opReferenceBack)
		return m.when(ok, pc), at, false, nil
	case opLook:
		next, err := m.look(in, pc, pos)
		return next, pos, false, err
	}
	return 0, pos, true, nil
}

// width returns how many units the character at pos takes.
func (m *machine) width(pos int) int {
	if m.unicode && pos+1 < len(m.input) && isHigh(m.input[pos]) && isLow(m.input[pos+1]) {
		return 2
	}
	return 1
}

// before returns where the character before pos begins, or -1.
func (m *machine) before(pos int) int {
	if m.unicode && pos > 1 && isHigh(m.input[pos-2]) && isLow(m.input[pos-1]) {
		return pos - 2
	}
	return pos - 1
}

func (m *machine) char(pos int) rune {
	if m.width(pos) == 2 {
		return utf16.DecodeRune(rune(m.input[pos]), rune(m.input[pos+1]))
	}
	return rune(m.input[pos])
}

func isHigh(u uint16) bool { return u >= 0xD800 && u < 0xDC00 }

func isLow(u uint16) bool { return u >= 0xDC00 && u < 0xE000 }

func (m *machine) when(ok bool, pc int) int {
	if ok {
		return pc + 1
	}
	return failed
}

func (m *machine) choose(pc, pos int) error {
	if len(m.open) >= maxChoices {
		return errors.New("regular expression needs too much memory")
	}
	m.open = append(m.open, undo{-1, pc, pos})
	return nil
}

func (m *machine) set(reg, value int) error {
	if len(m.open) >= maxChoices {
		return errors.New("regular expression needs too much memory")
	}
	m.open = append(m.open, undo{reg, 0, m.regs[reg]})
	m.regs[reg] = value
	return nil
}

// look matches an assertion, whose inner choices are final.
func (m *machine) look(in *instruction, pc, pos int) (int, error) {
	bottom := len(m.open)
	_, ok, err := m.run(pc+1, pos)
	if err != nil {
		return failed, err
	}
	if in.negative {
		for more := ok; more; {
			_, _, more = m.back(bottom)
		}
		if ok {
			return failed, nil
		}
		return in.arg, nil
	}
	if !ok {
		return failed, nil
	}
	kept := m.open[:bottom]
	for _, u := range m.open[bottom:] {
		if u.reg >= 0 {
			kept = append(kept, u)
		}
	}
	m.open = kept
	return in.arg, nil
}

func (m *machine) anchored(kind byte, pos int) bool {
	switch kind {
	case '^':
		return pos == 0 || m.multiline && isLineEnd(m.input[pos-1])
	case '$':
		return pos == len(m.input) || m.multiline && isLineEnd(m.input[pos])
	}
	folded := m.fold && m.unicode
	before := pos > 0 && isWord(m.input[pos-1], folded)
	after := pos < len(m.input) && isWord(m.input[pos], folded)
	return (before != after) == (kind == 'b')
}

// repeated matches what a group captured; a group that captured nothing matches nothing.
func (m *machine) repeated(index, pos int, back bool) (int, bool) {
	from, to := m.regs[2*index], m.regs[2*index+1]
	if from < 0 || to < 0 {
		return pos, true
	}
	n := to - from
	start := pos
	if back {
		start = pos - n
	}
	if start < 0 || start+n > len(m.input) {
		return 0, false
	}
	for i := range n {
		a, b := m.input[from+i], m.input[start+i]
		if a != b && (!m.fold || canonical(rune(a), m.unicode) != canonical(rune(b), m.unicode)) {
			return 0, false
		}
	}
	if back {
		return start, true
	}
	return start + n, true
}
