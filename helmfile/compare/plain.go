package compare

import (
	"encoding/json"
	"math"
	"strings"
	"time"

	"github.com/goldenpath-go/goldenpath/helmfile"
)

// hidden stands for a secret within a shown map or list.
const hidden = "(secret)"

// plain returns a value as JSON has it, with secrets masked and unknowns described. whole says that all of it is a secret.
func (m masking) plain(v *helmfile.Value, steps []step) (shown any, whole bool) {
	switch v.Kind() {
	case helmfile.Map:
		out := make(map[string]any, v.Len())
		for _, k := range v.Keys() {
			out[k] = m.within(v.Get(k), then(steps, m.field(v, k)))
		}
		return out, false
	case helmfile.List:
		out := make([]any, 0, v.Len())
		for i, item := range v.Items() {
			out = append(out, m.within(item, then(steps, element(i))))
		}
		return out, false
	}
	if hides(v) && (m.path(steps) || m.value(v)) {
		return nil, true
	}
	return scalar(v), false
}

func (m masking) within(v *helmfile.Value, steps []step) any {
	shown, secret := m.plain(v, steps)
	if secret {
		return hidden
	}
	return shown
}

// scalar returns a leaf as JSON has it.
func scalar(v *helmfile.Value) any {
	switch x := v.Interface().(type) {
	case *helmfile.Reason:
		return "(unknown: " + x.Text + ")"
	case float64:
		if math.IsNaN(x) || math.IsInf(x, 0) {
			return v.Text()
		}
		return x
	case time.Time:
		return v.Text()
	default:
		return x
	}
}

// valueText writes a value for people: scalars as in YAML, maps and lists as JSON.
func valueText(v any) string {
	text, isText := v.(string)
	if isText && !needsQuotes(text) {
		return text
	}
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return "(cannot be shown: " + err.Error() + ")"
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// needsQuotes reports whether a text could be taken for something else: a number, a switch, or nothing.
func needsQuotes(s string) bool {
	if s == "" || strings.TrimSpace(s) != s || strings.ContainsAny(s, "\n\r\t\"") || strings.ContainsAny(s[:1], "{[") {
		return true
	}
	var other any
	return json.Unmarshal([]byte(s), &other) == nil || s == "~"
}
