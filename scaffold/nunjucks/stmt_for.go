package nunjucks

import (
	"github.com/goldenpath-go/goldenpath/scaffold/nunjucks/internal/js"
	"github.com/goldenpath-go/goldenpath/scaffold/nunjucks/internal/syntax"
)

type forStmt struct {
	offset    int
	names     []string
	slots     []variable
	several   bool
	async     bool
	list      expr
	body      []stmt
	otherwise []stmt
	length    variable // of the list when the loop last ran, which decides over else
}

func (c *compiler) forStmt(s *syntax.For) (stmt, error) {
	out := &forStmt{offset: s.Pos(), several: s.Several, async: s.Async, length: c.place(c.newSlot())}
	c.push()
	defer c.pop()
	var err error
	if out.list, err = c.expr(s.List); err != nil {
		return nil, err
	}
	for _, e := range s.Names {
		name, ok := e.(*syntax.Symbol)
		if !ok {
			return nil, thrown("TypeError", "a loop needs names")
		}
		if _, err := c.name(name.Name); err != nil {
			return nil, err
		}
		out.names = append(out.names, name.Name)
		out.slots = append(out.slots, c.place(c.declare(name.Name)))
		if name.Name == "loop" {
			c.t.loop |= allOfLoop
		}
	}
	if out.body, err = c.statements(s.Body); err != nil {
		return nil, err
	}
	out.otherwise, err = c.statements(s.Else)
	return out, err
}

func (s *forStmt) exec(r *run) error {
	r.unit.frame = &frame{parent: r.unit.frame}
	list, err := s.list.eval(r)
	if err != nil {
		return err
	}
	if js.Truthy(list) {
		if err := r.at(s.offset, s.loop(r, list)); err != nil {
			return err
		}
	}
	if n := s.length.in(r); !js.Truthy(*n) {
		if err := r.statements(s.otherwise); err != nil {
			return err
		}
	}
	r.unit.frame = r.unit.frame.parent
	return nil
}

func (s *forStmt) loop(r *run, list js.Value) error {
	list = spread(list)
	array, ok := list.(*js.Array)
	switch {
	case ok:
		return s.elements(r, array)
	case s.several || s.async:
		return s.members(r, list)
	}
	return s.indexed(r, list)
}

// spread makes an array of what is iterable: an iterator, and the characters of a SafeString.
func spread(v js.Value) js.Value {
	if iterator, ok := v.(*js.Iterator); ok {
		return iterator.Rest()
	}
	safe, ok := v.(*js.Safe)
	if !ok {
		return v
	}
	a := &js.Array{}
	for _, c := range safe.Text {
		a.Append(string(c))
	}
	return a
}

// elements loops over an array. It may grow meanwhile.
func (s *forStmt) elements(r *run, a *js.Array) error {
	n := a.Len()
	*s.length.in(r) = float64(n)
	for i := 0; i < a.Len(); i++ {
		if err := s.bindElement(r, a.At(i)); err != nil {
			return err
		}
		if err := s.round(r, i, float64(n)); err != nil {
			return err
		}
	}
	return nil
}

// bindElement sets the loop variables. Of several, each is a member of the element by its number, and can only be seen where
// the loop is seen.
func (s *forStmt) bindElement(r *run, v js.Value) error {
	if !s.several {
		*s.slots[0].in(r) = v
		r.unit.frame.vars.Set(s.names[0], v)
		return nil
	}
	for i := range s.slots {
		if js.IsNullish(v) {
			return js.TypeError("cannot take element %d of what is not there", i)
		}
		member, err := r.Member(v, float64(i))
		if err != nil {
			return err
		}
		*s.slots[i].in(r) = member
		if r.env.strict {
			r.unit.frame.vars.Set(s.names[i], member)
		}
	}
	return nil
}

// members loops over the members of an object, or the characters of a string, by key and value.
func (s *forStmt) members(r *run, list js.Value) error {
	keys := ownKeys(list)
	*s.length.in(r) = float64(len(keys))
	for i, key := range keys {
		if !js.HasOwn(list, key) {
			continue
		}
		v, err := r.Member(list, key)
		if err != nil {
			return err
		}
		for j, value := range []js.Value{key, v}[:min(2, len(s.slots))] {
			*s.slots[j].in(r) = value
			r.unit.frame.vars.Set(s.names[j], value)
		}
		if err := s.round(r, i, float64(len(keys))); err != nil {
			return err
		}
	}
	return nil
}

// ownKeys returns the names of the members of v.
func ownKeys(v js.Value) []string {
	switch v := v.(type) {
	case *js.Object:
		return v.Keys()
	case *js.Safe:
		return []string{"val", "length"}
	case *js.Array:
		return indexes(v.Len())
	case string:
		return indexes(js.Length(v))
	}
	return nil
}

func indexes(n int) []string {
	keys := make([]string, n)
	for i := range keys {
		keys[i] = js.FormatNumber(float64(i))
	}
	return keys
}

// indexed loops over whatever has a length.
func (s *forStmt) indexed(r *run, list js.Value) error {
	if o, ok := list.(*js.Object); ok && r.env.strict && !o.Has("length") {
		return nil
	}
	if text, ok := list.(string); ok {
		return s.elements(r, js.Strings(js.SplitString(text, "")))
	}
	length, err := r.Member(list, "length")
	if err != nil {
		return err
	}
	*s.length.in(r) = length
	n, err := r.ToNumber(length)
	if err != nil {
		return err
	}
	for i := 0; float64(i) < n; i++ {
		v, err := r.Member(list, float64(i))
		if err != nil {
			return err
		}
		if err := s.bindElement(r, v); err != nil {
			return err
		}
		if err := s.round(r, i, n); err != nil {
			return err
		}
	}
	return nil
}

// round runs the body once.
func (s *forStmt) round(r *run, i int, n float64) error {
	if err := r.Step(1); err != nil {
		return err
	}
	if r.template.loop != 0 {
		if err := r.setLoop(float64(i), n); err != nil {
			return err
		}
	}
	return r.statements(s.body)
}
