package template

import (
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/goldenpath-go/goldenpath/lint"
	"github.com/goldenpath-go/goldenpath/scaffold"
	"github.com/goldenpath-go/goldenpath/scaffold/nunjucks"
	"github.com/goldenpath-go/goldenpath/source"
)

// template is an entity as the checks see it: made once for all of them.
type template struct {
	*lint.EntityPass
	spec  map[string]any
	steps []step
	open  bool // some of the steps, or of what is in them, stand in another file

	parameters func() *parameters
	texts      func() []*text // what the scaffolder renders, in the order of the steps
	byID       func() map[string]int
	ids        func() []string
	fetched    func() []*fetched // what the steps fetch and render, as far as it is in the linted tree
}

// step is one of its steps, as far as it has the form of one.
type step struct {
	id     string // step-1, step-2, … when the template gives none
	action string
	number int // from 0
	fields map[string]any
}

func (s *step) pointer() string { return "/spec/steps/" + strconv.Itoa(s.number) }

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
	t := &template{EntityPass: p, spec: spec, open: hasElsewhere(steps), steps: make([]step, len(steps))}
	for i, s := range steps {
		t.steps[i] = newStep(i, s)
	}
	t.parameters = sync.OnceValue(t.findParameters)
	t.texts = sync.OnceValue(t.findTexts)
	t.byID = sync.OnceValue(t.numberSteps)
	t.ids = sync.OnceValue(t.stepIDs)
	t.fetched = sync.OnceValue(t.findFetched)
	return t
}

func newStep(number int, v any) step {
	fields, _ := v.(map[string]any)
	s := step{number: number, fields: fields}
	s.action, _ = fields["action"].(string)
	if s.id, _ = fields["id"].(string); s.id == "" {
		s.id = "step-" + strconv.Itoa(number+1)
	}
	return s
}

// numberSteps returns the number of the first step with each id.
func (t *template) numberSteps() map[string]int {
	numbers := make(map[string]int, len(t.steps))
	for i, s := range t.steps {
		if _, twice := numbers[s.id]; !twice {
			numbers[s.id] = i
		}
	}
	return numbers
}

// mostCandidates is among how many names one is looked for that was probably meant. No template that people write has as
// many steps, or asks for as much.
const mostCandidates = 300

func (t *template) stepIDs() []string {
	ids := make([]string, len(t.steps))
	for i, s := range t.steps {
		ids[i] = s.id
	}
	return ids
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

// full reports whether a finding about x is only counted, and counts it if so.
func (t *template) full(x *text) bool { return t.Full(t.Value(x.pointer())) }

// report reports a finding about the bytes from start to end of a text.
func (t *template) report(x *text, start, end int, f lint.Finding) {
	if t.full(x) {
		return
	}
	f.Range, f.Pointer = t.within(x, start, end), x.pointer()
	t.Report(f)
}

// within returns the range of the bytes from start to end of a text as the file has them, or of the whole text if it is
// not written where it stands.
func (t *template) within(x *text, start, end int) source.Range {
	whole := t.Value(x.pointer())
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
