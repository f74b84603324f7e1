package sample

import (
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"strings"

	"github.com/goldenpath-go/goldenpath/scaffold"
)

// Set is one way to fill in the form of a template.
type Set struct {
	// Name is required, defaults or all; of other sets it is the choices by which they differ from all: "tier=2".
	// No two sets of a template have one name.
	Name string
	// Values are those of the parameters, in the order of the form.
	Values *scaffold.Object
	// Secrets are what the form hands over apart from the values; empty when it asks for none.
	Secrets map[string]string
}

// Options say which sets are made. Nil stands for the zero value.
type Options struct {
	// Seed chooses, where more than one value is allowed. Zero takes defaults, and else what comes first.
	Seed uint64
	// Limit is how many sets are made at most; 0 means 100.
	Limit int
}

const (
	defaultLimit = 100
	maxValues    = 300_000 // that are made for one template, those in the sets and those that were refused
)

// Sets returns sets of values for a template: required, defaults and all, and one for each other choice, as far as they
// differ. It is an error when no values were found that the template accepts; it wraps what is wrong with the last ones.
func Sets(t *scaffold.Template, o *Options) ([]Set, error) {
	if o == nil {
		o = &Options{}
	}
	m := &maker{template: t, seed: o.Seed, limit: o.Limit, budget: maxValues, made: map[string]bool{}, names: map[string]int{}}
	if m.limit <= 0 {
		m.limit = defaultLimit
	}
	m.try("required", required, nil)
	m.try("defaults", defaults, nil)
	m.explore()
	if len(m.sets) == 0 {
		return nil, fmt.Errorf("find values for %s: %w", t.Name, m.err)
	}
	return m.sets, nil
}

// maker makes the sets of one template.
type maker struct {
	template *scaffold.Template
	seed     uint64
	limit    int

	sets   []Set
	budget int             // values that may still be made
	made   map[string]bool // what sets hold, as JSON
	names  map[string]int  // how often a name was given
	err    error           // why the last set was refused
	broken bool            // the schema cannot be used: there is no need to go on
}

// explore makes the set of everything, and from each set those that differ in one more choice, each choice being made once.
func (m *maker) explore() {
	type pending struct {
		name   string
		forced map[string]string
	}
	seen := map[string]bool{}
	queue := []pending{{name: "all"}}
	for len(queue) > 0 && len(m.sets) < m.limit && m.budget > 0 && !m.broken {
		next := queue[0]
		queue = queue[1:]
		made := m.try(next.name, everything, next.forced)
		for _, c := range made {
			seen[c.key(c.taken)] = true
		}
		for _, c := range made {
			for i := range c.labels {
				if key := c.key(i); !seen[key] {
					seen[key] = true
					queue = append(queue, pending{nameOf(next.name, c, i), with(next.forced, c.at, c.labels[i])})
				}
			}
		}
	}
}

// nameOf returns the name of a set that differs from another in one choice.
func nameOf(base string, c choice, i int) string {
	if base == "all" {
		return c.name(i)
	}
	return base + ", " + c.name(i)
}

func with(forced map[string]string, at, label string) map[string]string {
	out := maps.Clone(forced)
	if out == nil {
		out = map[string]string{}
	}
	out[at] = label
	return out
}

// try makes one set, keeps it if it is new and accepted, and returns the choices that were made.
func (m *maker) try(name string, f fill, forced map[string]string) []choice {
	c := &choices{forced: forced}
	if m.seed != 0 {
		c.random = rand.New(rand.NewPCG(m.seed, 0))
	}
	b := &builder{fill: f, choices: c, secrets: map[string]string{}, budget: min(maxNodes, m.budget)}
	m.budget -= b.budget
	set := Set{Values: b.form(m.template), Secrets: b.secrets}
	m.budget += max(b.budget, 0) - 1 // what was not used, less one for the set itself
	key := scaffold.JSON(scaffold.NewObject("values", set.Values, "secrets", set.Secrets), "")
	if m.made[key] {
		return c.made
	}
	m.made[key] = true
	m.err = accepts(m.template, set)
	var misfit *scaffold.ValidationError
	switch {
	case m.err == nil:
		set.Name = m.unique(name)
		m.sets = append(m.sets, set)
	case !errors.As(m.err, &misfit):
		m.broken = true
	}
	return c.made
}

func accepts(t *scaffold.Template, s Set) error {
	if err := t.Validate(s.Values); err != nil {
		return err
	}
	return t.ValidateSecrets(s.Secrets)
}

// unique returns a name that no other set has.
func (m *maker) unique(name string) string {
	name = strings.ToValidUTF8(name, "?")
	m.names[name]++
	if n := m.names[name]; n > 1 {
		return m.unique(fmt.Sprintf("%s (%d)", name, n))
	}
	return name
}
