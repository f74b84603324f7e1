package scaffold

import (
	"math"
	"strings"
	"unicode/utf8"

	"github.com/goldenpath-go/goldenpath/internal/tree"
)

// keywordFunc checks v by one keyword of the schema o, whose argument is arg.
type keywordFunc func(c *checker, v any, o *Object, arg any, at place) []Fault

// keywordCheck returns the check of a keyword, or nil if it has none.
func keywordCheck(keyword string) keywordFunc {
	switch keyword {
	case "type":
		return checkType
	case "enum":
		return checkEnum
	case "const":
		return checkConst
	case "required":
		return checkRequired
	case "pattern":
		return checkPattern
	case "format":
		return checkFormat
	case "uniqueItems":
		return checkUnique
	case "multipleOf", "divisibleBy":
		return checkMultiple
	case "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum":
		return func(_ *checker, v any, o *Object, arg any, at place) []Fault {
			return checkRange(keyword, v, o, arg, at)
		}
	case "minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties":
		return func(_ *checker, v any, _ *Object, arg any, at place) []Fault { return checkSize(keyword, v, arg, at) }
	}
	return applicator(keyword)
}

func checkType(c *checker, v any, _ *Object, arg any, at place) []Fault {
	if isUndefined(v) {
		return nil
	}
	types, many := arg.([]any)
	if !many {
		types = []any{arg}
	}
	for _, t := range types {
		if c.isOf(v, t, at) {
			return nil
		}
	}
	return []Fault{at.fault("type", types, "is not of a type(s) %s", display(types))}
}

// isOf tells whether v is of a type, which is a name or a schema. Unknown types allow everything.
func (c *checker) isOf(v, t any, at place) bool {
	if schema, ok := t.(*Object); ok {
		return c.holds(v, schema, at)
	}
	switch t {
	case "string":
		_, ok := v.(string)
		return ok
	case "number":
		_, ok := v.(float64)
		return ok
	case "integer":
		f, ok := v.(float64)
		return ok && f == math.Trunc(f)
	case "boolean":
		_, ok := v.(bool)
		return ok
	case "array":
		_, ok := v.([]any)
		return ok
	case "object":
		_, ok := v.(*Object)
		return ok
	case "null":
		return v == nil
	}
	return true
}

func checkEnum(c *checker, v any, _ *Object, arg any, at place) []Fault {
	allowed, ok := arg.([]any)
	if !ok {
		c.fail("enum is no list")
	}
	if isUndefined(v) {
		return nil
	}
	texts := make([]string, len(allowed))
	for i, a := range allowed {
		if equal(v, a) {
			return nil
		}
		texts[i] = display(a)
	}
	return []Fault{at.fault("enum", arg, "is not one of enum values: %s", strings.Join(texts, ","))}
}

func checkConst(_ *checker, v any, _ *Object, arg any, at place) []Fault {
	if isUndefined(v) || equal(v, arg) {
		return nil
	}
	return []Fault{at.fault("const", arg, "does not exactly match expected constant: %s", display(arg))}
}

func checkRequired(_ *checker, v any, _ *Object, arg any, at place) []Fault {
	if arg == true && isUndefined(v) {
		return []Fault{at.fault("required", true, "is required")}
	}
	names, _ := arg.([]any)
	o, ok := v.(*Object)
	if !ok {
		return nil
	}
	var faults []Fault
	for _, name := range names {
		if _, there := o.Lookup(display(name)); !there {
			faults = append(faults, at.fault("required", name, "requires property %s", quote(display(name))))
		}
	}
	return faults
}

func checkPattern(c *checker, v any, _ *Object, arg any, at place) []Fault {
	s, ok := v.(string)
	pattern, isText := arg.(string)
	if !ok || !isText {
		return nil
	}
	if c.matches(pattern, s) || c.err != nil {
		return nil
	}
	return []Fault{at.fault("pattern", pattern, "does not match pattern %s", quote(pattern))}
}

func checkFormat(_ *checker, v any, _ *Object, arg any, at place) []Fault {
	format, _ := arg.(string)
	if s, ok := v.(string); !ok || isFormat(format, s) {
		return nil
	}
	return []Fault{at.fault("format", format, "does not conform to the %s format", quote(format))}
}

func checkUnique(_ *checker, v any, _ *Object, arg any, at place) []Fault {
	items, ok := v.([]any)
	if !ok || arg != true {
		return nil
	}
	for i, item := range items {
		for _, other := range items[:i] {
			if equal(item, other) {
				return []Fault{at.fault("uniqueItems", Undefined{}, "contains duplicate item")}
			}
		}
	}
	return nil
}

func checkMultiple(c *checker, v any, _ *Object, arg any, at place) []Fault {
	n, ok := v.(float64)
	if !ok {
		return nil
	}
	divisor, _ := arg.(float64)
	if divisor == 0 {
		c.fail("a number is divided by zero")
		return nil
	}
	scale := math.Pow(10, math.Max(decimals(n), decimals(divisor)))
	if math.Mod(math.Round(n*scale), math.Round(divisor*scale)) == 0 {
		return nil
	}
	return []Fault{at.fault("multipleOf", arg, "is not a multiple of (divisible by) %s", display(arg))}
}

// decimals returns the number of digits after the point.
func decimals(f float64) float64 {
	text := tree.FormatNumber(f)
	mantissa, exponent, _ := strings.Cut(text, "e-")
	_, fraction, _ := strings.Cut(mantissa, ".")
	n := float64(len(fraction))
	for power, digits := 1.0, len(exponent)-1; digits >= 0; power, digits = power*10, digits-1 {
		n += power * float64(exponent[digits]-'0')
	}
	return n
}

func checkRange(keyword string, v any, o *Object, arg any, at place) []Fault {
	n, ok := v.(float64)
	limit, isNumber := arg.(float64)
	if !ok || !isNumber {
		return nil
	}
	good, relation := true, ""
	switch {
	case keyword == "minimum" && o.Bool("exclusiveMinimum"):
		good, relation = n > limit, "greater than"
	case keyword == "minimum":
		good, relation = n >= limit, "greater than or equal to"
	case keyword == "maximum" && o.Bool("exclusiveMaximum"):
		good, relation = n < limit, "less than"
	case keyword == "maximum":
		good, relation = n <= limit, "less than or equal to"
	case keyword == "exclusiveMinimum":
		good, relation = n > limit, "strictly greater than"
	case keyword == "exclusiveMaximum":
		good, relation = n < limit, "strictly less than"
	}
	if good {
		return nil
	}
	return []Fault{at.fault(keyword, arg, "must be %s %s", relation, display(arg))}
}

func checkSize(keyword string, v, arg any, at place) []Fault {
	limit, isNumber := arg.(float64)
	size, counts := sizeOf(keyword[3:], v)
	if !isNumber || !counts {
		return nil
	}
	what := "length"
	if strings.HasSuffix(keyword, "Properties") {
		what = "property length"
	}
	switch {
	case keyword[:3] == "min" && float64(size) < limit:
		return []Fault{at.fault(keyword, arg, "does not meet minimum %s of %s", what, display(arg))}
	case keyword[:3] == "max" && float64(size) > limit:
		return []Fault{at.fault(keyword, arg, "does not meet maximum %s of %s", what, display(arg))}
	}
	return nil
}

func sizeOf(what string, v any) (int, bool) {
	switch v := v.(type) {
	case string:
		return utf8.RuneCountInString(v), what == "Length"
	case []any:
		return len(v), what == "Items"
	case *Object:
		return v.Len(), what == "Properties"
	}
	return 0, false
}
