package template

import (
	"iter"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/goldenpath-go/goldenpath/internal/tree"
	"github.com/goldenpath-go/goldenpath/lint"
	"github.com/goldenpath-go/goldenpath/scaffold"
	"github.com/goldenpath-go/goldenpath/scaffold/nunjucks"
	"github.com/goldenpath-go/goldenpath/scaffold/nunjucks/backstage"
	"github.com/goldenpath-go/goldenpath/source"
)

// template is an entity as the checks see it.
type template struct {
	*lint.EntityPass
	spec  map[string]any
	steps []step
	open  bool // some of the steps, or of what is in them, stand in another file
}

// step is one of its steps, as far as it has the form of one.
type step struct {
	id      string // step-1, step-2, … when the template gives none
	action  string
	pointer string
	fields  map[string]any
}

// newTemplate returns nil for a template of a version that is not known, or without steps.
func newTemplate(p *lint.EntityPass) *template {
	if p.Entity.APIVersion != scaffold.APIVersion {
		return nil
	}
	spec, _ := p.Values()["spec"].(map[string]any)
	steps, _ := spec["steps"].([]any)
	if len(steps) == 0 {
		return nil
	}
	t := &template{EntityPass: p, spec: spec, open: hasElsewhere(steps)}
	for i, s := range steps {
		fields, _ := s.(map[string]any)
		number := strconv.Itoa(i)
		next := step{pointer: "/spec/steps/" + number, fields: fields}
		next.action, _ = fields["action"].(string)
		if next.id, _ = fields["id"].(string); next.id == "" {
			next.id = "step-" + strconv.Itoa(i+1)
		}
		t.steps = append(t.steps, next)
	}
	return t
}

// hasElsewhere reports whether a part of v is content of another file: {$yaml: ./steps.yaml}.
func hasElsewhere(v any) bool {
	switch v := v.(type) {
	case []any:
		return slices.ContainsFunc(v, hasElsewhere)
	case map[string]any:
		for key, value := range v {
			if isElsewhere(key) || hasElsewhere(value) {
				return true
			}
		}
	}
	return false
}

// text is a text that the scaffolder renders.
type text struct {
	pointer string
	value   string
	step    int  // whose it is; for texts of the output the number of steps
	ifs     bool // it is a condition
}

// isTemplate reports whether there is something to render.
func isTemplate(value string) bool {
	return strings.Contains(value, "${{") || strings.Contains(value, "{%") || strings.Contains(value, "{#")
}

// texts yields what the scaffolder renders, in the order of the steps.
func (t *template) texts() iter.Seq[text] {
	return func(yield func(text) bool) {
		for i, s := range t.steps {
			for _, field := range [...]string{"if", "each", "input"} {
				if !eachText(s.fields[field], text{pointer: s.pointer + "/" + field, step: i, ifs: field == "if"}, yield) {
					return
				}
			}
		}
		eachText(t.spec["output"], text{pointer: "/spec/output", step: len(t.steps)}, yield)
	}
}

// eachText yields the texts within v, which stands at the pointer of at.
func eachText(v any, at text, yield func(text) bool) bool {
	switch v := v.(type) {
	case string:
		at.value = v
		return yield(at)
	case []any:
		for i, item := range v {
			next := at
			next.pointer += "/" + strconv.Itoa(i)
			if !eachText(item, next, yield) {
				return false
			}
		}
	case map[string]any:
		for _, name := range slices.Sorted(maps.Keys(v)) {
			next := at
			next.pointer += "/" + tree.Escape(name)
			next.ifs = next.ifs || name == "if" && strings.HasPrefix(at.pointer, "/spec/output/")
			if !eachText(v[name], next, yield) {
				return false
			}
		}
	}
	return true
}

// inspected yields the texts that can be read, with what they mention.
func (t *template) inspected() iter.Seq2[text, *nunjucks.Inspection] {
	return func(yield func(text, *nunjucks.Inspection) bool) {
		for x := range t.texts() {
			if !isTemplate(x.value) {
				continue
			}
			if in, err := inspect(x.value); err == nil && !yield(x, in) {
				return
			}
		}
	}
}

// inspect reads a text as Backstage does now; where only Backstage 3 can read it, as that did.
func inspect(value string) (*nunjucks.Inspection, error) {
	in, err := current().Inspect("", value)
	if err == nil {
		return in, nil
	}
	if old, oldErr := classic().Inspect("", value); oldErr == nil {
		return old, nil
	}
	return nil, err
}

// current and classic are the languages of scaffolder 4.x and 3.x. They are made when the first template is met.
var (
	current = language(nunjucks.Backstage4)
	classic = language(nunjucks.Nunjucks3)
)

func language(d nunjucks.Dialect) func() *nunjucks.Env {
	return sync.OnceValue(func() *nunjucks.Env {
		return nunjucks.New(&nunjucks.Options{Dialect: d, Filters: backstage.Filters(nil)})
	})
}

// report reports a finding about the bytes from start to end of a text.
func (t *template) report(x text, start, end int, f lint.Finding) {
	if t.Full(t.Value(x.pointer)) {
		return
	}
	f.Range, f.Pointer = t.within(x, start, end), x.pointer
	t.Report(f)
}

// within returns the range of the bytes from start to end of a text as the file has them, or of the whole text if it is
// not written where it stands.
func (t *template) within(x text, start, end int) source.Range {
	whole := t.Value(x.pointer)
	from, to, ok := locate(string(t.File.Text.Data[whole.Offset:whole.EndOffset]), x.value, start, end)
	if !ok {
		return whole
	}
	return t.File.Text.Range(whole.Offset+from, whole.Offset+to)
}

// offset returns the place of an error in a text.
func offset(value string, e *nunjucks.Error) int {
	at := 0
	for range e.Line - 1 {
		at += strings.IndexByte(value[at:], '\n') + 1
	}
	column := 1
	for i := range value[at:] {
		if column == e.Column {
			return at + i
		}
		column++
	}
	return len(value)
}
