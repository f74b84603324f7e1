package nunjucksconf

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/goldenpath-go/goldenpath/scaffold/nunjucks"
	"github.com/goldenpath-go/goldenpath/scaffold/nunjucks/backstage"
)

// Result is how a comparison went.
type Result struct {
	Passed, Failed int
	Outputs        int // cases that give something
	Errors         int // cases that fail
	SameWords      int // of those, with the same text at the same place
	Deviations     int // cases in which we differ on purpose, not counted above
}

// String returns the counts in one line.
func (r Result) String() string {
	return fmt.Sprintf("%d outputs, %d errors, %d of them in the same words at the same place; %d stated deviations",
		r.Outputs, r.Errors, r.SameWords, r.Deviations)
}

// Difference is a case that does not go as recorded.
type Difference struct {
	ID        string
	Template  any
	Got, Want any
}

// String returns the difference in lines.
func (d Difference) String() string {
	return fmt.Sprintf("%s: %s\n\tgot  %s\n\twant %s", d.ID, text(d.Template), text(d.Got), text(d.Want))
}

// Check renders the cases at path in a dialect, and reports what does not go as recorded.
func Check(ctx context.Context, path string, d nunjucks.Dialect, report func(Difference)) (Result, error) {
	var result Result
	rows, err := readRows(path)
	if err != nil {
		return result, err
	}
	for _, r := range rows {
		if d == nunjucks.Nunjucks3 && slices.Contains(deviations, r.ID) {
			result.Deviations++
			continue
		}
		result.add(r, d, r.run(ctx, d), report)
	}
	return result, ctx.Err()
}

// deviations are the cases that reach JavaScript's prototypes or print the source of functions, which no dialect here does.
var deviations = []string{
	"member-070", "member-071", "member-072", "member-081", "js-arr-063", "js-obj-013", "f-misc-003", "f-misc-004", "test-misc-044", "bs-pick-024",
}

func (result *Result) add(r *row, d nunjucks.Dialect, got outcome, report func(Difference)) {
	want := r.want(d)
	same := got.is(want, d)
	if want.Error == "" {
		result.Outputs++
	} else {
		result.Errors++
		if got.words() == want.Error {
			result.SameWords++
		}
	}
	if same {
		result.Passed++
		return
	}
	result.Failed++
	report(Difference{r.ID, r.Template.any, got.shown(), want.shown()})
}

// outcome is what we give.
type outcome struct {
	value any
	err   error
}

func (o outcome) words() string {
	var e *nunjucks.Error
	if errors.As(o.err, &e) {
		return e.Classic()
	}
	return ""
}

func (o outcome) shown() any {
	if o.err != nil {
		return "error " + o.err.Error() + " / " + o.words()
	}
	return o.value
}

func (a answer) shown() any {
	switch {
	case a.Error != "":
		return "error " + a.Error
	case a.NoOutput:
		return nunjucks.Undefined{}
	}
	return a.Output.any
}

// is compares. Of errors that are not the engine's own, and those of another dialect, only the fact counts.
func (o outcome) is(want answer, d nunjucks.Dialect) bool {
	if want.Error != "" {
		own := want.Kind == "template-syntax" || want.Kind == "runtime"
		return o.err != nil && (!own || d != nunjucks.Nunjucks3 || o.words() == want.Error)
	}
	if o.err != nil {
		return false
	}
	_, missing := o.value.(nunjucks.Undefined)
	return missing == want.NoOutput && (missing || readable(text(o.value)) == readable(text(want.Output.any)))
}

// readable makes one sign of several for what is not text: halves of surrogate pairs, for which encoding/json writes three.
func readable(s string) string {
	const sign = "\uFFFD"
	s = strings.ReplaceAll(s, `\ufffd`, sign)
	for strings.Contains(s, sign+sign) {
		s = strings.ReplaceAll(s, sign+sign, sign)
	}
	return s
}

func text(v any) string {
	data, err := json.Marshal(v)
	if err != nil {
		return err.Error()
	}
	return string(data)
}

func (r *row) env(d nunjucks.Dialect) *nunjucks.Env {
	o := &nunjucks.Options{
		Dialect:      d,
		TrimBlocks:   r.Options.TrimBlocks,
		LstripBlocks: r.Options.LstripBlocks,
		Cookiecutter: r.Options.Cookiecutter,
		Autoescape:   r.Options.Autoescape,
		Globals:      map[string]any{},
	}
	if r.Options.Tags != nil {
		o.Tags = *r.Options.Tags
	}
	if !r.Options.Cookiecutter || d != nunjucks.Nunjucks3 {
		o.Filters = backstage.Filters(integration)
	}
	if r.Options.Globals != nil {
		for name, v := range r.Options.Globals.All() {
			o.Globals[name] = v
		}
	}
	return nunjucks.New(o)
}

// integration knows the hosts that the answers were recorded with.
func integration(host string) string {
	hosts := map[string]string{
		"ghe.example.com": "github", "bitbucket.example.com": "bitbucketServer",
		"gerrit.example.com": "gerrit", "gitea.example.com": "gitea",
	}
	if kind, ok := hosts[host]; ok {
		return kind
	}
	return backstage.Defaults(host)
}
