package regex

import "errors"

// maxProgram bounds what counted repetitions may expand to.
const maxProgram = 50_000

type opcode uint8

const (
	opChar      opcode = iota
	opCharBack         // matches the unit before the position, and moves back
	opSplit            // tries next, then arg
	opSplitLast        // tries arg, then next
	opJump
	opSave     // register arg becomes the position
	opProgress // fails if the position is still that in register arg
	opClear    // registers from arg up to arg2 are emptied
	opAnchor
	opReference
	opReferenceBack
	opLook // its own program goes on to opMatch; arg is where to go on afterwards
	opMatch
)

type instruction struct {
	op        opcode
	arg, arg2 int
	set       *set
	negative  bool
}

type compiler struct {
	code []instruction
	regs int
}

func compile(n node, groups int) ([]instruction, int, error) {
	c := &compiler{regs: 2 * (groups + 1)}
	c.emit(instruction{op: opSave, arg: 0})
	if err := c.node(n, false); err != nil {
		return nil, 0, err
	}
	c.emit(instruction{op: opSave, arg: 1})
	c.emit(instruction{op: opMatch})
	return c.code, c.regs, nil
}

func (c *compiler) emit(i instruction) int {
	c.code = append(c.code, i)
	return len(c.code) - 1
}

func (c *compiler) node(n node, back bool) error {
	if len(c.code) > maxProgram {
		return errors.New("regular expression too large")
	}
	switch n := n.(type) {
	case sequence:
		return c.sequence(n, back)
	case choice:
		return c.choice(n, back)
	case char:
		op := opChar
		if back {
			op = opCharBack
		}
		c.emit(instruction{op: op, set: n.set})
	case group:
		return c.group(n, back)
	case look:
		return c.look(n)
	case repeat:
		return c.repeat(n, back)
	case *backReference:
		op := opReference
		if back {
			op = opReferenceBack
		}
		c.emit(instruction{op: op, arg: n.index})
	case anchor:
		c.emit(instruction{op: opAnchor, arg: int(n.kind)})
	}
	return nil
}

func (c *compiler) sequence(n sequence, back bool) error {
	for i := range n {
		part := n[i]
		if back {
			part = n[len(n)-1-i]
		}
		if err := c.node(part, back); err != nil {
			return err
		}
	}
	return nil
}

func (c *compiler) choice(n choice, back bool) error {
	var ends []int
	for i, part := range n {
		split := -1
		if i < len(n)-1 {
			split = c.emit(instruction{op: opSplit})
		}
		if err := c.node(part, back); err != nil {
			return err
		}
		if split >= 0 {
			ends = append(ends, c.emit(instruction{op: opJump}))
			c.code[split].arg = len(c.code)
		}
	}
	for _, end := range ends {
		c.code[end].arg = len(c.code)
	}
	return nil
}

func (c *compiler) group(n group, back bool) error {
	if n.index == 0 {
		return c.node(n.body, back)
	}
	open, end := 2*n.index, 2*n.index+1
	if back {
		open, end = end, open
	}
	c.emit(instruction{op: opSave, arg: open})
	if err := c.node(n.body, back); err != nil {
		return err
	}
	c.emit(instruction{op: opSave, arg: end})
	return nil
}

func (c *compiler) look(n look) error {
	start := c.emit(instruction{op: opLook, negative: n.negative})
	if err := c.node(n.body, n.behind); err != nil {
		return err
	}
	c.emit(instruction{op: opMatch})
	c.code[start].arg = len(c.code)
	return nil
}

// repeat writes the body as often as it must match, then as often as it may.
func (c *compiler) repeat(n repeat, back bool) error {
	for range n.min {
		if err := c.once(n, back); err != nil {
			return err
		}
	}
	split := opSplit
	if n.lazy {
		split = opSplitLast
	}
	if n.max < 0 {
		return c.loop(n, back, split)
	}
	var exits []int
	for range n.max - n.min {
		exits = append(exits, c.emit(instruction{op: split}))
		if err := c.progress(n, back); err != nil {
			return err
		}
	}
	for _, exit := range exits {
		c.code[exit].arg = len(c.code)
	}
	return nil
}

func (c *compiler) loop(n repeat, back bool, split opcode) error {
	start := c.emit(instruction{op: split})
	if err := c.progress(n, back); err != nil {
		return err
	}
	c.emit(instruction{op: opJump, arg: start})
	c.code[start].arg = len(c.code)
	return nil
}

// once writes one round, which starts with empty captures.
func (c *compiler) once(n repeat, back bool) error {
	if n.last > n.first {
		c.emit(instruction{op: opClear, arg: 2 * n.first, arg2: 2 * n.last})
	}
	return c.node(n.body, back)
}

// progress writes one round that must not match the empty string.
func (c *compiler) progress(n repeat, back bool) error {
	if !nullable(n.body) {
		return c.once(n, back)
	}
	reg := c.regs
	c.regs++
	c.emit(instruction{op: opSave, arg: reg})
	if err := c.once(n, back); err != nil {
		return err
	}
	c.emit(instruction{op: opProgress, arg: reg})
	return nil
}
