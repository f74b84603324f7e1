package plantest_test

import (
	"context"
	"encoding/json"
	"maps"
	"testing"

	"github.com/goldenpath-go/goldenpath/plan"
	"github.com/goldenpath-go/goldenpath/plan/plantest"
)

// shelf is a world of names: the plan puts a, b and c on it.
type shelf struct {
	on    map[string]bool
	blind bool
}

func (s *shelf) Plan(context.Context) (*plan.Plan, error) {
	p := &plan.Plan{}
	for _, name := range []string{"a", "b", "c"} {
		if s.on[name] && !s.blind {
			continue
		}
		undo := json.RawMessage(`{"name":"` + name + `"}`)
		p.Steps = append(p.Steps, plan.Step{
			Key: "shelf/" + name, Verb: plan.Create, Reversible: true, Intent: undo,
			Do: func(context.Context) (plan.Receipt, error) {
				s.on[name] = true
				return plan.Receipt{Undo: undo}, nil
			},
		})
	}
	return p, nil
}

func (s *shelf) Undo(_ context.Context, r plan.Receipt) error {
	var undo struct{ Name string }
	if err := json.Unmarshal(r.Undo, &undo); err != nil {
		return err
	}
	delete(s.on, undo.Name)
	return nil
}

func (s *shelf) State(*testing.T) any { return maps.Clone(s.on) }

func TestRun(t *testing.T) {
	t.Parallel()
	for name, blind := range map[string]bool{"looks": false, "blind": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			plantest.Run(t, plantest.Suite{Blind: blind, Open: func(*testing.T) plantest.World {
				return &shelf{on: map[string]bool{"z": true}, blind: blind}
			}})
		})
	}
}
