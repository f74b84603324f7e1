package plan_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"

	"github.com/goldenpath-go/goldenpath/plan"
)

// teams is a service with teams and their members.
type teams map[string]bool

// join plans to add people to a team. It only looks.
func (ts teams) join(team string, people ...string) *plan.Plan {
	p := &plan.Plan{Title: "Join " + team}
	for _, person := range people {
		member := team + "/" + person
		if ts[member] {
			continue
		}
		undo, _ := json.Marshal(member) // a string always marshals
		p.Steps = append(p.Steps, plan.Step{
			Key: "teams/" + member, Verb: plan.Create, Summary: "member " + person, Reversible: true, Intent: undo,
			Do: func(context.Context) (plan.Receipt, error) {
				ts[member] = true
				return plan.Receipt{Undo: undo}, nil
			},
		})
	}
	return p
}

// Undo removes a member again.
func (ts teams) Undo(_ context.Context, r plan.Receipt) error {
	var member string
	if err := json.Unmarshal(r.Undo, &member); err != nil {
		return err
	}
	delete(ts, member)
	return nil
}

func Example() {
	ctx := context.Background()
	service := teams{"payments/bob": true}
	p := service.join("payments", "ada", "bob")
	_ = p.WriteText(os.Stdout)

	journal := &plan.Memory{} // or plan.OpenFile
	err := plan.Apply(ctx, p, journal, &plan.Options{Digest: p.Digest()})
	fmt.Println(service, err)
	err = plan.Undo(ctx, journal, service, nil)
	fmt.Println(service, err)
	// Output:
	// Join payments
	//
	// + create  teams/payments/ada  member ada
	//
	// 1 to create
	// sha256:ccf7684aeaa3c785b874c242fe694a06e33dc2c4a83c767c0a6e6ecb6ea70d02
	// map[payments/ada:true payments/bob:true] <nil>
	// map[payments/bob:true] <nil>
}

// A run that fails part way says how far it got, and is resumed by applying the plan to the same journal.
func ExampleError() {
	ctx := context.Background()
	service, journal := teams{}, &plan.Memory{}
	p := service.join("payments", "ada", "cy", "dee")
	do := p.Steps[1].Do
	p.Steps[1].Do = func(context.Context) (plan.Receipt, error) { return plan.Receipt{}, errors.New("seat limit reached") }

	var report *plan.Error
	if err := plan.Apply(ctx, p, journal, nil); errors.As(err, &report) {
		fmt.Println("done:", report.Done)
		fmt.Println("failed:", report.Failed[0].Key, "since", report.Failed[0].Err)
		fmt.Println("not begun:", report.Skipped)
	}
	p.Steps[1].Do = do
	fmt.Println(plan.Apply(ctx, p, journal, nil), len(service))
	// Output:
	// done: [teams/payments/ada]
	// failed: teams/payments/cy since seat limit reached
	// not begun: [teams/payments/dee]
	// <nil> 3
}
