package js

import (
	"math"
	"strconv"
	"strings"
)

// Stringify is JSON.stringify: the text, and false if v has none (it is undefined or a function).
func (m *Meter) Stringify(v, indent Value) (string, bool, error) {
	gap, err := m.jsonIndent(indent)
	if err != nil {
		return "", false, err
	}
	w := jsonWriter{m: m, gap: gap}
	if !w.has(v) {
		return "", false, nil
	}
	err = w.value(v, "\n")
	return w.b.String(), true, err
}

// jsonIndent returns what one level is indented by.
func (m *Meter) jsonIndent(v Value) (string, error) {
	switch v := v.(type) {
	case float64:
		return strings.Repeat(" ", min(10, max(0, clampInt(v)))), nil
	case string:
		return Slice(v, 0, min(10, Length(v))), nil
	}
	return "", nil
}

type jsonWriter struct {
	m      *Meter
	b      strings.Builder
	gap    string
	around []Value
}

// has reports whether v has a JSON text.
func (w *jsonWriter) has(v Value) bool {
	switch v.(type) {
	case Undefined, *Func:
		return false
	}
	return true
}

func (w *jsonWriter) value(v Value, line string) error {
	start := w.b.Len()
	switch v := v.(type) {
	case nil:
		w.b.WriteString("null")
	case bool:
		w.b.WriteString(strconv.FormatBool(v))
	case float64:
		w.number(v)
	case string:
		Quote(&w.b, v)
	case *Safe:
		return w.safe(v, line)
	case *Array:
		return w.within(v, func() error { return w.array(v, line) })
	case *Object:
		return w.within(v, func() error { return w.object(v, line) })
	default:
		w.b.WriteString("{}")
	}
	return w.m.Grow(w.b.Len() - start)
}

func (w *jsonWriter) number(f float64) {
	if f != f || math.IsInf(f, 0) {
		w.b.WriteString("null")
		return
	}
	w.b.WriteString(FormatNumber(f))
}

func (w *jsonWriter) safe(v *Safe, line string) error {
	if w.m.TransparentSafe {
		return w.value(v.Text, line)
	}
	o := NewObject(2)
	o.Set("val", v.Text)
	o.Set("length", float64(Length(v.Text)))
	return w.object(o, line)
}

// within writes v unless it contains itself.
func (w *jsonWriter) within(v Value, write func() error) error {
	for _, outer := range w.around {
		if outer == v {
			return TypeError("Converting circular structure to JSON")
		}
	}
	if err := w.m.Enter(); err != nil {
		return err
	}
	defer w.m.Leave()
	w.around = append(w.around, v)
	err := write()
	w.around = w.around[:len(w.around)-1]
	return err
}

func (w *jsonWriter) array(a *Array, line string) error {
	inner := line + w.gap
	w.b.WriteByte('[')
	for i := range a.Len() {
		if err := w.separate(i, inner); err != nil {
			return err
		}
		v := a.At(i)
		if !w.has(v) {
			v = nil
		}
		if err := w.value(v, inner); err != nil {
			return err
		}
	}
	w.end(a.Len(), ']', line)
	return nil
}

func (w *jsonWriter) object(o *Object, line string) error {
	inner := line + w.gap
	w.b.WriteByte('{')
	n := 0
	for _, key := range o.Keys() {
		v, _ := o.Get(key)
		if !w.has(v) {
			continue
		}
		if err := w.separate(n, inner); err != nil {
			return err
		}
		n++
		Quote(&w.b, key)
		w.b.WriteByte(':')
		if w.gap != "" {
			w.b.WriteByte(' ')
		}
		if err := w.value(v, inner); err != nil {
			return err
		}
	}
	w.end(n, '}', line)
	return nil
}

func (w *jsonWriter) separate(i int, line string) error {
	if err := w.m.Step(1); err != nil {
		return err
	}
	if i > 0 {
		w.b.WriteByte(',')
	}
	if w.gap == "" {
		return w.m.Grow(2)
	}
	w.b.WriteString(line)
	return w.m.Grow(len(line) + 2)
}

func (w *jsonWriter) end(n int, bracket byte, line string) {
	if n > 0 && w.gap != "" {
		w.b.WriteString(line)
	}
	w.b.WriteByte(bracket)
}

// Quote writes s as a JSON string.
func Quote(b *strings.Builder, s string) {
	const hex = "0123456789abcdef"
	b.WriteByte('"')
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case c == '"' || c == '\\':
			b.WriteByte('\\')
			b.WriteByte(c)
		case c < ' ':
			writeControl(b, c, hex)
		case c == 0xED && i+2 < len(s) && s[i+1] >= 0xA0: // half of a surrogate pair
			r, _ := decode(s[i:])
			b.WriteString(`\u`)
			b.WriteString(strconv.FormatInt(int64(r), 16))
			i += 2
		default:
			b.WriteByte(c)
		}
	}
	b.WriteByte('"')
}

func writeControl(b *strings.Builder, c byte, hex string) {
	if i := strings.IndexByte("\b\t\n\f\r", c); i >= 0 {
		b.WriteByte('\\')
		b.WriteByte("btnfr"[i])
		return
	}
	b.WriteString(`\u00`)
	b.WriteByte(hex[c>>4])
	b.WriteByte(hex[c&15])
}
