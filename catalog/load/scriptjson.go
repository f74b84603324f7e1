package load

import (
	"math"
	"strconv"
	"strings"

	"github.com/goldenpath-go/goldenpath/internal/tree"
)

// scriptJSON returns a value as JavaScript's JSON.stringify writes it.
func scriptJSON(n *tree.Node) string {
	switch n.Kind {
	case tree.Bool:
		return strconv.FormatBool(n.Bool)
	case tree.Number:
		return scriptNumber(n.Number)
	case tree.String:
		return scriptString(n.Text)
	case tree.Array:
		items := make([]string, len(n.Items))
		for i, item := range n.Items {
			items[i] = scriptJSON(item)
		}
		return "[" + strings.Join(items, ",") + "]"
	case tree.Object:
		members := make([]string, len(n.Fields))
		for i, f := range n.Fields {
			members[i] = scriptString(f.Name) + ":" + scriptJSON(f.Value)
		}
		return "{" + strings.Join(members, ",") + "}"
	case tree.Set:
		return "{}"
	}
	return "null"
}

// scriptNumber returns a number as JavaScript writes it.
func scriptNumber(f float64) string {
	switch {
	case math.IsNaN(f) || math.IsInf(f, 0):
		return "null"
	case f == 0:
		return "0"
	case math.Abs(f) >= 1e21 || math.Abs(f) < 1e-6:
		s := strconv.FormatFloat(f, 'e', -1, 64)
		mantissa, exponent, _ := strings.Cut(s, "e")
		return mantissa + "e" + exponent[:1] + strings.TrimLeft(exponent[1:], "0")
	}
	return strconv.FormatFloat(f, 'f', -1, 64)
}

func scriptString(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		switch r {
		case '"', '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case '\b':
			b.WriteString(`\b`)
		case '\f':
			b.WriteString(`\f`)
		case '\n':
			b.WriteString(`\n`)
		case '\r':
			b.WriteString(`\r`)
		case '\t':
			b.WriteString(`\t`)
		default:
			if r < ' ' {
				b.WriteString(`\u00` + string("0123456789abcdef"[r>>4]) + string("0123456789abcdef"[r&15]))
				continue
			}
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}
