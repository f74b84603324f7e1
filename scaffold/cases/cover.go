package cases

import (
	"fmt"
	"maps"
	"slices"
	"strconv"

	"github.com/goldenpath-go/goldenpath/scaffold"
)

// Coverage tells what of templates no case has tried. The zero value has seen none.
type Coverage struct {
	templates map[string]*covered // by file
}

// covered is what the cases of one template have tried.
type covered struct {
	template     *scaffold.Template
	ran, skipped []bool // by step
	set          map[string]bool
}

// Add takes account of a case's runs.
func (v *Coverage) Add(o *Outcome) {
	if o.template == nil {
		return
	}
	if v.templates == nil {
		v.templates = map[string]*covered{}
	}
	c := v.templates[o.Case.Template]
	if c == nil {
		n := len(o.template.Steps)
		c = &covered{template: o.template, ran: make([]bool, n), skipped: make([]bool, n), set: map[string]bool{}}
		v.templates[o.Case.Template] = c
	}
	for name := range o.Case.values.Object().All() {
		c.set[name] = true
	}
	for _, x := range o.runs {
		c.add(x)
	}
}

func (c *covered) add(x *run) {
	if x.result == nil {
		return
	}
	for i, s := range x.result.Steps {
		if len(x.recorder.calls[i]) > 0 {
			c.ran[i] = true
		} else if s.Status == scaffold.Skipped {
			c.skipped[i] = true
		}
		if s.Status == scaffold.Failed {
			return // why those after it are skipped is another matter
		}
	}
}

// Gaps returns what no case has tried: steps that never ran, conditions that were never false, parameters that were never given.
func (v *Coverage) Gaps() []Problem {
	var out []Problem
	for _, name := range slices.Sorted(maps.Keys(v.templates)) {
		out = append(out, v.templates[name].gaps()...)
	}
	return out
}

func (c *covered) gaps() []Problem {
	var out []Problem
	for i, page := range c.template.Pages {
		for name := range page.Object("properties").All() {
			if !c.set[name] {
				pointer := c.page(i) + "/properties/" + name
				out = append(out, Problem{Pos: c.template.Position(pointer), Message: "no case sets the parameter " + name})
			}
		}
	}
	for i, s := range c.template.Steps {
		switch {
		case !c.ran[i]:
			out = append(out, Problem{Pos: s.Pos, Message: fmt.Sprintf("no case runs the step %s", s.ID)})
		case s.If != (scaffold.Undefined{}) && !c.skipped[i]:
			out = append(out, Problem{Pos: s.Pos, Message: fmt.Sprintf("in no case the condition of step %s is false", s.ID)})
		}
	}
	return out
}

// page returns the pointer to a page of parameters: the only one may stand without a list.
func (c *covered) page(i int) string {
	if _, list := c.template.Entity.Object("spec").Get("parameters").([]any); list {
		return "/spec/parameters/" + strconv.Itoa(i)
	}
	return "/spec/parameters"
}
