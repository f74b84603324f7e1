package helmfile

import (
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"text/template"
	"time"

	"github.com/Masterminds/sprig/v3"
)

// functions returns all functions that templates may call, each guarded: it counts as work, its result is bounded,
// and what it makes of something unknown stays unknown.
func (e *engine) functions() template.FuncMap {
	all := e.bare()
	g := guards{carries(), walkers()}
	for name, f := range all {
		all[name] = e.guard(name, f, g)
	}
	maps.Copy(all, e.watching())
	return all
}

// bare returns them without their guards.
func (e *engine) bare() template.FuncMap {
	all := sprig.TxtFuncMap()
	all["sprigGet"] = all["get"]
	maps.Copy(all, e.clockless(all))
	maps.Copy(all, e.random())
	maps.Copy(all, printing())
	maps.Copy(all, e.own())
	return all
}

// guards tells which functions need which.
type guards struct{ carries, walks map[string]bool }

// functionNames returns what a template may call, for parsing one. The built-in names are there with no function.
func functionNames() map[string]any {
	e := &engine{options: &Options{}}
	names := map[string]any{}
	maps.Copy(names, e.bare())
	maps.Copy(names, e.watching())
	for _, builtin := range []string{"and", "or", "not", "len", "index", "slice", "call", "eq", "ne", "lt", "le", "gt", "ge"} {
		names[builtin] = struct{}{}
	}
	return names
}

// printing replaces the built-in functions that write, so that they are bounded like the others.
func printing() template.FuncMap {
	return template.FuncMap{
		"print": fmt.Sprint, "printf": fmt.Sprintf, "println": fmt.Sprintln, "html": template.HTMLEscaper, "js": template.JSEscaper,
		"urlquery": template.URLQueryEscaper,
	}
}

// clockless replaces the functions that read the clock and the machine's time zone.
func (e *engine) clockless(all template.FuncMap) template.FuncMap {
	inZone, _ := all["dateInZone"].(func(string, any, string) string)
	date := func(layout string, at any, zone string) string {
		switch at.(type) {
		case time.Time, *time.Time, int64, int, int32:
			return inZone(layout, at, zone)
		}
		if e.options.Now.IsZero() {
			return e.mark("it depends on the time")
		}
		return inZone(layout, e.options.Now, zone)
	}
	return template.FuncMap{
		"now": func() any {
			if e.options.Now.IsZero() {
				return e.mark("now depends on the time")
			}
			return e.options.Now
		},
		"date":           func(layout string, at any) string { return date(layout, at, "UTC") },
		"htmlDate":       func(at any) string { return date("2006-01-02", at, "UTC") },
		"dateInZone":     date,
		"date_in_zone":   date,
		"htmlDateInZone": func(at any, zone string) string { return date("2006-01-02", at, zone) },
		"ago":            func(any) string { return e.mark("ago depends on the time") },
	}
}

// certificate is what sprig's functions of that kind return.
type certificate struct{ Cert, Key string }

// random replaces the functions that return something else each time, that ask the network, or that cost much
// without being known any better for it.
func (e *engine) random() template.FuncMap {
	funcs := template.FuncMap{}
	for _, name := range []string{
		"randAlphaNum", "randAlpha", "randAscii", "randNumeric", "randBytes", "randInt", "uuidv4", "genPrivateKey", "bcrypt",
		"htpasswd", "encryptAES", "derivePassword", "getHostByName", "shuffle",
	} {
		funcs[name] = func(...any) string { return e.mark("%s gives something else each time", name) }
	}
	for _, name := range []string{
		"genCA", "genCAWithKey", "genSelfSignedCert", "genSelfSignedCertWithKey", "genSignedCert", "genSignedCertWithKey", "buildCustomCert",
	} {
		funcs[name] = func(...any) certificate {
			m := e.mark("%s gives something else each time", name)
			return certificate{m, m}
		}
	}
	return funcs
}

// carries tells which functions keep an argument's text as it is within their result, or return it whole.
func carries() map[string]bool {
	names := map[string]bool{}
	for _, n := range strings.Fields(`quote squote indent nindent toJson toPrettyJson toRawJson mustToJson mustToPrettyJson mustToRawJson
		toYaml print printf println cat join default coalesce ternary list tuple dict set unset get getOrNil sprigGet append push prepend
		mustAppend mustPush mustPrepend tpl include required trim trimAll trimSuffix trimPrefix nospace toString toStrings concat
		merge mustMerge mergeOverwrite mustMergeOverwrite deepCopy mustDeepCopy setValueAtPath fail first last rest initial
		mustFirst mustLast readFile fetchSecretValue expandSecretRefs requiredEnv env hasKey pluck omit pick keys values dig`) {
		names[n] = true
	}
	return names
}

// walkers are the functions that visit all of what they are given.
func walkers() map[string]bool {
	names := map[string]bool{}
	for _, n := range strings.Fields(`quote squote toJson toPrettyJson toRawJson mustToJson mustToPrettyJson mustToRawJson print printf
		println html js urlquery cat join toString toStrings deepCopy mustDeepCopy deepEqual uniq mustUniq has mustHas without mustWithout
		merge mustMerge mergeOverwrite mustMergeOverwrite compact mustCompact sortAlpha tpl include`) {
		names[n] = true
	}
	return names
}

// guard wraps a function in one of the same signature.
func (e *engine) guard(name string, f any, g guards) any {
	fn := reflect.ValueOf(f)
	t := fn.Type()
	carry, walks, changes := g.carries[name], g.walks[name], slices.Contains(mutators(), name)
	fails := t.NumOut() == 2
	return reflect.MakeFunc(t, func(args []reflect.Value) []reflect.Value {
		if err := e.before(name, args, walks); err != nil {
			return e.result(t, fails, err)
		}
		if !carry {
			if r := e.unknownIn(args); r != nil {
				return e.unknownResult(t, r)
			}
		}
		var out []reflect.Value
		if t.IsVariadic() {
			out = fn.CallSlice(args)
		} else {
			out = fn.Call(args)
		}
		if err := e.after(out[0], changes); err != nil {
			return e.result(t, fails, err)
		}
		return out
	}).Interface()
}

// result returns err from a function; text/template takes a panic of one that returns no error as an error.
func (e *engine) result(t reflect.Type, fails bool, err error) []reflect.Value {
	if !fails {
		panic(err)
	}
	return []reflect.Value{reflect.Zero(t.Out(0)), reflect.ValueOf(&err).Elem()}
}

// errAmount is what a function is stopped with before it makes something huge.
var errAmount = errors.New("the result would be too large")

// before refuses what would cost too much.
func (e *engine) before(name string, args []reflect.Value, walks bool) error {
	if err := e.step(1); err != nil {
		return err
	}
	if walks {
		for _, a := range args {
			if err := e.measure(a.Interface()); err != nil {
				return err
			}
		}
	}
	switch name {
	case "until", "untilStep", "seq", "repeat", "indent", "nindent":
		return e.amount(name, args)
	case "replace", "regexReplaceAll", "regexReplaceAllLiteral", "mustRegexReplaceAll", "mustRegexReplaceAllLiteral", "wrapWith":
		return e.product(args)
	case "uniq", "mustUniq", "without", "mustWithout", "has", "mustHas":
		if v := reflect.ValueOf(args[len(args)-1].Interface()); v.Kind() == reflect.Slice && v.Len() > 10_000 {
			return errAmount
		}
	}
	return nil
}

// amount bounds the functions that make much of a number.
func (e *engine) amount(name string, args []reflect.Value) error {
	product, longest := int64(1), 1
	for _, a := range flat(args) {
		switch a.Kind() {
		case reflect.Int:
			n := a.Int()
			if n < 0 {
				n = -n
			}
			product = max(product, n)
		case reflect.String:
			longest = max(longest, len(a.String()))
			if strings.HasSuffix(name, "indent") {
				longest = 1 + strings.Count(a.String(), "\n")
			}
		}
	}
	limit := int64(e.limits.Output)
	if name == "until" || name == "untilStep" || name == "seq" {
		limit = 1_000_000
	}
	if product > limit || product*int64(longest) > limit {
		return errTooMuch
	}
	return nil
}

func (e *engine) product(args []reflect.Value) error {
	product := 1
	for _, a := range flat(args) {
		if a.Kind() == reflect.String {
			if product *= 1 + len(a.String())/64; product > e.limits.Output {
				return errTooMuch
			}
		}
	}
	return nil
}

// flat returns arguments with those of a variadic one among them.
func flat(args []reflect.Value) []reflect.Value {
	var out []reflect.Value
	for _, a := range args {
		switch {
		case a.Kind() == reflect.Interface && !a.IsNil():
			out = append(out, a.Elem())
		case a.Kind() == reflect.Slice && (a.Type().Elem().Kind() == reflect.Interface || a.Type().Elem().Kind() == reflect.Int):
			for i := range min(a.Len(), 16) {
				out = append(out, flat([]reflect.Value{a.Index(i)})...)
			}
		default:
			out = append(out, a)
		}
	}
	return out
}

// after bounds a result. A map that was changed must not have come to hold itself.
func (e *engine) after(out reflect.Value, changed bool) error {
	if out.Kind() == reflect.Interface {
		out = out.Elem()
	}
	switch out.Kind() {
	case reflect.String:
		if out.Len() > e.limits.Output {
			return errTooMuch
		}
	case reflect.Slice:
		if out.Len() > 1_000_000 {
			return errTooMuch
		}
	}
	if changed && out.IsValid() {
		return e.measure(out.Interface())
	}
	return nil
}

// unknownIn returns the reason of an argument that is something unknown.
func (e *engine) unknownIn(args []reflect.Value) *Reason {
	for _, a := range args {
		if a.Kind() == reflect.Interface {
			a = a.Elem()
		}
		switch a.Kind() {
		case reflect.String:
			if r := e.unknown.find(a.String()); r != nil {
				return r
			}
		case reflect.Slice:
			for i := range min(a.Len(), 16) {
				if r := e.unknownIn([]reflect.Value{a.Index(i)}); r != nil {
					return r
				}
			}
		}
	}
	return nil
}

// unknownResult returns what a function makes of something unknown: its mark where that is possible, else nothing,
// which is noted as a decision.
func (e *engine) unknownResult(t reflect.Type, r *Reason) []reflect.Value {
	out := make([]reflect.Value, t.NumOut())
	for i := range out {
		out[i] = reflect.Zero(t.Out(i))
	}
	e.touch(r)
	mark := reflect.ValueOf(e.unknown.markOf(r))
	switch t.Out(0).Kind() {
	case reflect.String:
		out[0] = mark
	case reflect.Interface:
		out[0] = mark
	default:
		e.decide(r)
	}
	return out
}

// measure counts what a value holds, with what is shared counted each time, and refuses what is too much.
func (e *engine) measure(v any) error {
	left, depth := e.limits.Nodes, e.limits.Depth
	if !holds(v, &left, depth) {
		return errTooMuch
	}
	if used := e.limits.Nodes - left; used > 64 {
		return e.step(used / 8)
	}
	return nil
}

func holds(v any, left *int, depth int) bool {
	if *left--; *left < 0 || depth <= 0 {
		return false
	}
	switch v := v.(type) {
	case map[string]any:
		for _, f := range v {
			if !holds(f, left, depth-1) {
				return false
			}
		}
	case []any:
		for _, f := range v {
			if !holds(f, left, depth-1) {
				return false
			}
		}
	case string:
		*left -= len(v) / 64
	}
	return true
}
