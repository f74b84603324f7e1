package helmfile

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"reflect"
	"strings"
	"text/template"

	"github.com/goldenpath-go/goldenpath/source"
)

// own returns Helmfile's functions. None runs a command, decrypts or reads outside of the file system.
func (e *engine) own() template.FuncMap {
	return template.FuncMap{
		"requiredEnv": e.requiredEnv,
		"env":         func(name string) string { return e.options.Environ[name] },
		"expandenv":   e.expandEnv,
		"get":         e.get, "getOrNil": e.getOrNil, "required": required, "setValueAtPath": setValueAtPath,
		"toYaml": e.toYAML, "fromYaml": e.fromYAML,
		"readFile": e.readFile, "readDir": e.readDir, "readDirEntries": e.readDirEntries, "isFile": e.isFile, "isDir": e.isDir,
		"exec": func(name string, _ []any, _ ...string) (string, error) {
			return e.cannot("exec %q runs a command", name)
		},
		"envExec": func(_ map[string]any, name string, _ []any, _ ...string) (string, error) {
			return e.cannot("envExec %q runs a command", name)
		},
		"fetchSecretValue": e.reference,
		"expandSecretRefs": e.references,
		"tpl":              e.tpl, "include": e.include,
	}
}

// watching returns the functions that the watcher calls.
func (e *engine) watching() template.FuncMap {
	return template.FuncMap{
		"step":          func() (string, error) { return "", e.step(1) },
		"enterTemplate": e.enter,
		"leaveTemplate": func() string { e.depth--; return "" },
		"decide":        e.seen,
		"seen":          e.seen,
		"each":          e.each,
		"emit":          e.emit,
	}
}

// here returns the place of the action that is executed, as near as it is known.
func (e *engine) here() source.Position {
	if e.cur == nil {
		return source.Position{}
	}
	return e.cur.at(e.cur.out.end)
}

// mark registers something unknown and returns its mark.
func (e *engine) mark(format string, args ...any) string {
	r := e.unknown.add(e.here(), fmt.Sprintf(format, args...))
	e.touch(r)
	return e.unknown.markOf(r)
}

func (e *engine) touch(r *Reason) {
	if e.cur != nil && r != nil {
		e.cur.touched = r
	}
}

// insecure tells whether the process environment switches off the functions that reach outside.
func (e *engine) insecure() bool {
	for _, name := range []string{"HELMFILE_DISABLE_INSECURE_FEATURES", "HELMFILE_DISABLE_INSECURE_TEMPLATE_FUNCTIONS"} {
		switch e.options.Environ[name] {
		case "1", "t", "T", "true", "TRUE", "True":
			return false
		}
	}
	return true
}

var errInsecure = errors.New("HELMFILE_DISABLE_INSECURE_FEATURES is set: insecure functions are switched off")

func (e *engine) cannot(format string, args ...any) (string, error) {
	if !e.insecure() {
		return "", errInsecure
	}
	return e.mark(format, args...), nil
}

// requiredEnv goes on after a variable that is missing, so that one run finds all of them.
func (e *engine) requiredEnv(name string) string {
	if value := e.options.Environ[name]; value != "" {
		return value
	}
	e.missing(name, e.here())
	return e.mark("the environment variable %s is not set", name)
}

func (e *engine) expandEnv(s string) (string, error) {
	if len(s) > e.limits.Output/16 {
		return "", errTooMuch
	}
	return expand(s, func(name string) string { return e.options.Environ[name] }), nil
}

// seen notes that something unknown decides.
func (e *engine) seen(v any) any {
	if s, ok := v.(string); ok {
		if r := e.unknown.find(s); r != nil {
			e.decide(r)
		}
	}
	return v
}

func (e *engine) decide(r *Reason) {
	e.touch(r)
	if e.cur != nil {
		e.cur.decided = append(e.cur.decided, r)
	}
}

func (e *engine) each(v any) any {
	if s, ok := v.(string); ok && e.unknown.find(s) != nil {
		e.seen(v)
		return []any{}
	}
	return v
}

// emit stops what is too large to be written.
func (e *engine) emit(v any) (any, error) { return v, e.measure(v) }

func (e *engine) enter() (string, error) {
	if e.depth++; e.depth > e.limits.Depth {
		return "", errTooMuch
	}
	return "", e.step(1)
}

func (e *engine) get(keys string, args ...any) (any, error) {
	if len(args) != 1 && len(args) != 2 {
		return nil, fmt.Errorf("get takes a path, a default if any, and an object; it was given %d arguments", len(args)+1)
	}
	v, err := walk(keys, args[len(args)-1])
	if err == nil {
		return v, nil
	}
	if len(args) == 2 && errors.Is(err, errNoKey) {
		return args[0], nil
	}
	if e.cur != nil && e.cur.open != nil && errors.Is(err, errNoKey) {
		e.touch(e.cur.open)
		return e.unknown.markOf(e.cur.open), nil
	}
	return nil, err
}

func (e *engine) getOrNil(keys string, object any) (any, error) {
	v, err := e.get(keys, object)
	if errors.As(err, new(*shapeError)) || errors.Is(err, errNoKey) {
		return nil, nil
	}
	return v, err
}

var errNoKey = errors.New("no value exist for key")

// shapeError says that a path leads through something that has no keys.
type shapeError struct {
	object any
	key    string
}

func (e *shapeError) Error() string {
	return fmt.Sprintf("unexpected type(%T) of value for key %q: it must be a map or a struct", e.object, e.key)
}

// walk follows a dotted path through maps and the structs of a template's data.
func walk(keys string, object any) (any, error) {
	if keys == "" {
		return object, nil
	}
	for _, key := range strings.Split(keys, ".") {
		v := reflect.ValueOf(object)
		for v.Kind() == reflect.Pointer {
			v = v.Elem()
		}
		var next reflect.Value
		switch v.Kind() {
		case reflect.Map:
			if v.Type().Key().Kind() != reflect.String {
				return nil, &shapeError{object, key}
			}
			next = v.MapIndex(reflect.ValueOf(key))
		case reflect.Struct:
			next = v.FieldByName(key)
		default:
			return nil, &shapeError{object, key}
		}
		if !next.IsValid() || !next.CanInterface() {
			return nil, fmt.Errorf("%w %q", errNoKey, key)
		}
		object = next.Interface()
	}
	return object, nil
}

func required(message string, v any) (any, error) {
	if v == nil || v == "" {
		return nil, errors.New(message)
	}
	return v, nil
}

func setValueAtPath(keys string, v any, values map[string]any) (map[string]any, error) {
	at := values
	steps := strings.Split(keys, ".")
	for _, k := range steps[:len(steps)-1] {
		next, ok := at[k].(map[string]any)
		if !ok {
			return nil, fmt.Errorf("set value at path %q: the value of %q is no map", keys, k)
		}
		at = next
	}
	at[steps[len(steps)-1]] = v
	return values, nil
}

func (e *engine) toYAML(v any) (string, error) {
	if err := e.measure(v); err != nil {
		return "", err
	}
	return writeYAML(v)
}

func (e *engine) fromYAML(text string) (any, error) {
	docs, err := parseYAML([]byte(text), filePlaces{})
	if err != nil || len(docs) == 0 {
		return nil, err
	}
	c := converter{at: filePlaces{}, left: e.limits.Nodes, depth: e.limits.Depth}
	v := c.document(docs[0])
	if len(c.faults) > 0 {
		return nil, c.faults[0]
	}
	return v.Interface(), nil
}

// within returns a path of a template as one of the file system.
func (e *engine) within(name string) string {
	if path.IsAbs(name) {
		return name
	}
	return path.Join(e.cur.dir, name)
}

func (e *engine) readFile(name string) (string, error) {
	if !e.insecure() {
		return "", errInsecure
	}
	data, err := e.files.read(e.within(name))
	if errors.Is(err, errOutside) {
		return e.mark("readFile %q: %v", name, errOutside), nil
	}
	return string(data), err
}

func (e *engine) readDirEntries(name string) ([]fs.DirEntry, error) {
	if !e.insecure() {
		return nil, errInsecure
	}
	if dir := e.within(name); fs.ValidPath(dir) {
		return fs.ReadDir(e.files.fsys, dir)
	}
	return nil, fmt.Errorf("readDir %q: %w", name, errOutside)
}

func (e *engine) readDir(name string) ([]string, error) {
	entries, err := e.readDirEntries(name)
	var names []string
	for _, entry := range entries {
		if !entry.IsDir() {
			names = append(names, path.Join(name, entry.Name()))
		}
	}
	return names, err
}

func (e *engine) isFile(name string) bool {
	dir, ok := e.files.stat(e.within(name))
	return ok && !dir
}

func (e *engine) isDir(name string) bool {
	dir, ok := e.files.stat(e.within(name))
	return ok && dir
}

// reference resolves what needs nothing outside, and leaves all else unknown.
func (e *engine) reference(ref string) (string, error) {
	if v, ok := localReference(ref, e.options.Environ); ok {
		return v, nil
	}
	return e.mark("%s is a secret kept elsewhere", refScheme(ref)), nil
}

func (e *engine) references(values map[string]any) (map[string]any, error) {
	out := make(map[string]any, len(values))
	for k, v := range values {
		s, ok := v.(string)
		if !ok || !strings.HasPrefix(s, "ref+") {
			out[k] = v
			continue
		}
		out[k], _ = e.reference(s)
	}
	return out, nil
}

func (e *engine) tpl(text string, data any) (string, error) {
	defer func() { e.depth-- }()
	if _, err := e.enter(); err != nil {
		return "", err
	}
	p := e.cache.get(text)
	if p.err != nil {
		return "", p.err
	}
	set, err := e.set(p, e.cur.dir)
	if err != nil {
		return "", err
	}
	return e.inner(set, e.name(set, p), p, data)
}

func (e *engine) include(name string, data any) (string, error) {
	defer func() { e.depth-- }()
	if _, err := e.enter(); err != nil {
		return "", err
	}
	return e.inner(e.cur.set, name, e.cur.out.p, data)
}

// inner executes a template within another, whose place stays that of all that happens.
func (e *engine) inner(set *template.Template, name string, p *parsed, data any) (string, error) {
	x := *e.cur
	x.set = set
	x.out = &recorder{p: p, limit: e.limits.Output, end: e.cur.out.end}
	outer := e.cur
	place := e.here()
	x.at = func(int) source.Position { return place }
	e.cur = &x
	err := set.ExecuteTemplate(x.out, name, data)
	e.cur = outer
	outer.touched, outer.decided = x.touched, x.decided
	return x.out.b.String(), err
}
