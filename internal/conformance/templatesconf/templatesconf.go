// Package templatesconf runs real templates with generated values, and compares with what the real scaffolder made of them.
//
// The answers in testdata are facts about runs of public templates that are not part of the project: the class of the error, the
// status of each step, and digests of what each step was called with, of the output and of the files. They were given by
// scaffolder-backend with testdata/answer.js; see its head for how to ask again, which is necessary when values are
// generated otherwise than they were.
package templatesconf

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/goldenpath-go/goldenpath/scaffold"
	"github.com/goldenpath-go/goldenpath/scaffold/nunjucks"
	"github.com/goldenpath-go/goldenpath/scaffold/sample"
)

// Result is how a comparison went.
type Result struct {
	Templates int
	Sets      int // of values
	Steps     int // whose inputs were compared
	Passed    int // runs
	Failed    int // runs, and templates that could not be run at all
	Unknown   int // runs of which there is no answer
}

// String returns the figures in one line.
func (r Result) String() string {
	return fmt.Sprintf("%d templates, %d sets of values, %d steps with input; %d runs without an answer", r.Templates, r.Sets, r.Steps, r.Unknown)
}

// Difference is one way in which a run does not go as it did.
type Difference struct {
	Template, Set, World string
	What                 string
	Got, Want            string
	Detail               string // what the digest that differs is of
}

// String returns the difference over several lines if there is a detail.
func (d Difference) String() string {
	line := fmt.Sprintf("%s: %s, %s: %s: got %s, want %s", d.Template, d.Set, d.World, d.What, d.Got, d.Want)
	if d.Detail != "" {
		line += "\n\t" + d.Detail
	}
	return line
}

// Run is how one template went with one set of values and the actions of a stock Backstage.
type Run struct {
	Template, Set string
	Steps         int   // of the template
	Err           error // nil: it succeeded
}

// Options say how templates are run.
type Options struct {
	Dialect nunjucks.Dialect
	Sets    int              // of values that each template is run with at most; 0: all that there are answers for
	Report  func(Difference) // is told the differences; nil: nobody is
	Each    func(Run)        // is told each run with the actions of a stock Backstage; nil: nobody is
}

// Check runs the templates in the file or folder at path, and compares with the answers that there are.
func Check(ctx context.Context, path string, o Options) (Result, error) {
	entries, err := readCorpus(path)
	if err != nil {
		return Result{}, err
	}
	c := &checker{Options: o}
	if c.answers, err = readAnswers(o.Dialect); err != nil {
		return Result{}, err
	}
	if c.examples, err = exampleOutputs(ctx); err != nil {
		return Result{}, err
	}
	for _, e := range entries {
		if err := c.template(ctx, e); err != nil {
			return c.result, err
		}
	}
	return c.result, nil
}

// checker is one comparison.
type checker struct {
	Options
	answers  answers
	examples map[string]*scaffold.Object
	result   Result
}

func (c *checker) differ(d Difference) {
	c.result.Failed++
	c.tell(d)
}

func (c *checker) tell(d Difference) {
	if c.Report != nil {
		c.Report(d)
	}
}

func (c *checker) template(ctx context.Context, e entry) error {
	c.result.Templates++
	if e.refused != nil {
		c.refused(e)
		return nil
	}
	sets, err := setsOf(e.template)
	if err != nil {
		c.differ(Difference{Template: e.name, What: "values", Got: err.Error(), Want: "values"})
		return nil
	}
	for _, s := range spread(sets, c.Sets) {
		c.result.Sets++
		for _, w := range worlds() {
			if err := ctx.Err(); err != nil {
				return err
			}
			c.run(ctx, e, s, w)
		}
	}
	return nil
}

// spread returns n of the sets, from the first to the last; 0 stands for all.
func spread(sets []sample.Set, n int) []sample.Set {
	if n == 0 || n >= len(sets) {
		return sets
	}
	out := make([]sample.Set, n)
	for i := range out {
		out[i] = sets[i*(len(sets)-1)/max(n-1, 1)]
	}
	return out
}

// refused compares what became of a file that cannot be read.
func (c *checker) refused(e entry) {
	got := verdict{class: classOf(e.refused)}
	c.ran(Run{Template: e.name, Err: e.refused})
	c.settle(e, sample.Set{}, parse, got, nil, e.refused)
}

func (c *checker) ran(r Run) {
	if c.Each != nil {
		c.Each(r)
	}
}

func (c *checker) run(ctx context.Context, e entry, s sample.Set, w world) {
	result, got, err := dryRun(ctx, e, s, c.Dialect, w, c.examples)
	if w == stock {
		c.ran(Run{Template: e.name, Set: s.Name, Steps: len(got.steps), Err: err})
	}
	for _, step := range got.steps {
		if len(step) > 1 {
			c.result.Steps++
		}
	}
	c.settle(e, s, w, got, result, err)
}

// settle compares a verdict with the answer.
func (c *checker) settle(e entry, s sample.Set, w world, got verdict, result *scaffold.Result, err error) {
	want, known := c.answers[key(e.id, digestSet(s), w)]
	if !known {
		c.result.Unknown++
		return
	}
	differences := compare(got, want, result, err)
	if len(differences) == 0 {
		c.result.Passed++
		return
	}
	c.result.Failed++
	for _, d := range differences {
		d.Template, d.Set, d.World = e.name, s.Name, string(w)
		c.tell(d)
	}
}

// compare returns how a run differs from what it should be.
func compare(got, want verdict, r *scaffold.Result, err error) []Difference {
	var out []Difference
	if got.class != want.class {
		out = append(out, Difference{What: "class", Got: got.class, Want: want.class, Detail: fmt.Sprint(err)})
	}
	if len(got.steps) != len(want.steps) {
		out = append(out, Difference{What: "steps", Got: strings.Join(got.steps, " "), Want: strings.Join(want.steps, " ")})
		return out
	}
	for i, step := range got.steps {
		if step != want.steps[i] {
			s := r.Steps[i]
			out = append(out, Difference{What: "step " + s.ID, Got: step, Want: want.steps[i], Detail: scaffold.JSON(s.Input, "")})
		}
	}
	if got.output != want.output {
		out = append(out, Difference{What: "output", Got: got.output, Want: want.output, Detail: scaffold.JSON(r.Output, "")})
	}
	if got.files != want.files {
		out = append(out, Difference{What: "files", Got: got.files, Want: want.files, Detail: fileNames(r.Files)})
	}
	return out
}

func fileNames(files []scaffold.File) string {
	var names []string
	for _, f := range files {
		if !f.Mode.IsDir() {
			names = append(names, f.Path)
		}
	}
	slices.Sort(names)
	return strings.Join(names, " ")
}
