package compare

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/goldenpath-go/goldenpath/helmfile"
)

// same reports whether two values are known to be the same data, wherever they come from. Of what is not known only one
// and the same thing is.
func same(a, b *helmfile.Value) bool {
	if a == b {
		return true
	}
	if a == nil || b == nil || a.Kind() != b.Kind() || a.Len() != b.Len() {
		return false
	}
	switch a.Kind() {
	case helmfile.Map:
		return !slices.ContainsFunc(a.Keys(), func(k string) bool { return b.Get(k) == nil || !same(a.Get(k), b.Get(k)) })
	case helmfile.List:
		return slices.EqualFunc(a.Items(), b.Items(), same)
	case helmfile.Unknown:
		return false
	}
	return scalarContent(a) == scalarContent(b)
}

// content returns a text that two values share when they are the same data.
func content(v *helmfile.Value) string {
	var b strings.Builder
	writeContent(&b, v)
	return b.String()
}

func writeContent(b *strings.Builder, v *helmfile.Value) {
	switch v.Kind() {
	case helmfile.Map:
		b.WriteByte('{')
		for _, k := range v.Keys() {
			b.WriteString(strconv.Quote(k))
			b.WriteByte(':')
			writeContent(b, v.Get(k))
			b.WriteByte(',')
		}
		b.WriteByte('}')
	case helmfile.List:
		b.WriteByte('[')
		for _, item := range v.Items() {
			writeContent(b, item)
			b.WriteByte(',')
		}
		b.WriteByte(']')
	default:
		b.WriteString(v.Kind().String())
		b.WriteString(strconv.Quote(scalarContent(v)))
	}
}

// scalarContent returns what a scalar means: 0x10 and 16 are one number.
func scalarContent(v *helmfile.Value) string {
	switch x := v.Interface().(type) {
	case int:
		return strconv.Itoa(x)
	case int64:
		return strconv.FormatInt(x, 10)
	case uint64:
		return strconv.FormatUint(x, 10)
	case float64:
		return strconv.FormatFloat(x, 'g', -1, 64) + "f"
	case time.Time:
		return x.UTC().Format(time.RFC3339Nano)
	}
	return v.Text()
}

// isKnown reports whether nothing in a value is unknown.
func isKnown(v *helmfile.Value) bool {
	switch v.Kind() {
	case helmfile.Unknown:
		return false
	case helmfile.Map:
		return !slices.ContainsFunc(v.Keys(), func(k string) bool { return !isKnown(v.Get(k)) })
	case helmfile.List:
		return !slices.ContainsFunc(v.Items(), func(item *helmfile.Value) bool { return !isKnown(item) })
	}
	return true
}
