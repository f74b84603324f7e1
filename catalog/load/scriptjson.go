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
		return tree.QuoteJSON(n.Text)
	case tree.Array:
		items := make([]string, len(n.Items))
		for i, item := range n.Items {
			items[i] = scriptJSON(item)
		}
		return "[" + strings.Join(items, ",") + "]"
	case tree.Object:
		members := make([]string, len(n.Fields))
		for i, f := range n.Fields {
			members[i] = tree.QuoteJSON(f.Name) + ":" + scriptJSON(f.Value)
		}
		return "{" + strings.Join(members, ",") + "}"
	case tree.Set:
		return "{}"
	}
	return "null"
}

// scriptNumber returns a number as JavaScript writes it in JSON, which has neither NaN nor infinities.
func scriptNumber(f float64) string {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return "null"
	}
	return tree.FormatNumber(f)
}
