package template

import (
	"iter"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/goldenpath-go/goldenpath/internal/tree"
	"github.com/goldenpath-go/goldenpath/scaffold/nunjucks"
)

// text is a text that the scaffolder renders, or a condition without anything to render.
type text struct {
	place
	value string
	step  int // whose it is; for texts of the output the number of steps

	now, old *reading // nil until they are asked for
}

// place is where a value stands. Pointers are made of it on demand: what stands deep has long ones.
type place struct {
	up    *place // nil: key is a whole pointer
	key   string
	index int  // in a list; inMapping in a mapping
	ifs   bool // it is a condition, or a part of one
}

const inMapping = -1

func (p *place) pointer() string {
	var keys []string
	for ; p != nil; p = p.up {
		switch {
		case p.up == nil:
			keys = append(keys, p.key)
		case p.index >= 0:
			keys = append(keys, strconv.Itoa(p.index))
		default:
			keys = append(keys, tree.Escape(p.key))
		}
	}
	slices.Reverse(keys)
	return strings.Join(keys, "/")
}

// isTemplate reports whether there is something to render.
func isTemplate(value string) bool {
	return strings.Contains(value, "${{") || strings.Contains(value, "{%") || strings.Contains(value, "{#")
}

// hasTemplate reports whether there is something to render within v.
func hasTemplate(v any) bool {
	switch v := v.(type) {
	case string:
		return isTemplate(v)
	case []any:
		return slices.ContainsFunc(v, hasTemplate)
	case map[string]any:
		for _, item := range v {
			if hasTemplate(item) {
				return true
			}
		}
	}
	return false
}

func (t *template) findTexts() []*text {
	var f textFinder
	for i, s := range t.steps {
		f.step = i
		for _, field := range [...]string{"if", "each", "input"} {
			if value, has := s.fields[field]; has {
				f.find(value, place{key: s.pointer() + "/" + field, ifs: field == "if"})
			}
		}
	}
	f.step, f.output = len(t.steps), true
	f.find(t.spec["output"], place{key: "/spec/output"})
	return f.found
}

// textFinder collects texts.
type textFinder struct {
	found  []*text
	step   int
	output bool
}

// find adds what is to be rendered within v.
func (f *textFinder) find(v any, at place) {
	switch v := v.(type) {
	case string:
		if at.ifs || isTemplate(v) {
			f.found = append(f.found, &text{place: at, value: v, step: f.step})
		}
	case []any:
		here := at
		for i, item := range v {
			f.find(item, place{up: &here, index: i, ifs: at.ifs})
		}
	case map[string]any:
		here := at
		for _, name := range slices.Sorted(maps.Keys(v)) {
			ifs := at.ifs || name == "if" && f.output && at.up != nil
			f.find(v[name], place{up: &here, key: name, index: inMapping, ifs: ifs})
		}
	}
}

// inspected yields the texts that can be read, with what they mention.
func (t *template) inspected() iter.Seq2[*text, *nunjucks.Inspection] {
	return func(yield func(*text, *nunjucks.Inspection) bool) {
		for _, x := range t.texts() {
			if !isTemplate(x.value) {
				continue
			}
			if in, err := x.inspect(); err == nil && !yield(x, in) {
				return
			}
		}
	}
}
