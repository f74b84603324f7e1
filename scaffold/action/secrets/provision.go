package secrets

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/goldenpath-go/goldenpath/plan"
	"github.com/goldenpath-go/goldenpath/scaffold"
	"github.com/goldenpath-go/goldenpath/secrets"
)

// record is what undoes a step, and what it goes on from: the journal of the plan that it applied.
type record struct {
	Receipts []plan.Receipt `json:"receipts,omitempty"`
}

// provision makes what a file asks for, and returns of each secret's path whether it waits for its value.
func (m maker) provision(ctx context.Context, c *scaffold.Call, file string, config *secrets.Config) (map[string]bool, error) {
	if m.provisioner == nil && c.DryRun {
		say(c, "what %s asks for would be provisioned", file)
		return nil, nil
	}
	if m.provisioner == nil {
		return nil, scaffold.Errorf(scaffold.ErrInput, "instance.provision: there is no store here; what is asked for is in %s", file)
	}
	review, err := m.provisioner.Plan(ctx, config)
	if err != nil {
		return nil, classed(err)
	}
	if err := onlyAdds(review, file); err != nil {
		return nil, err
	}
	for _, s := range review.Plan.Steps {
		say(c, "%s %s: %s", s.Verb, s.Key, s.Summary)
	}
	if !c.DryRun {
		err = m.apply(ctx, c, review)
	}
	return waiting(review, config), err
}

// apply carries a review out, and keeps what undoes it. A step that goes on from an earlier attempt does so also when nothing is
// left to be made: that attempt may have left its lease.
func (m maker) apply(ctx context.Context, c *scaffold.Call, review *secrets.Review) error {
	j := &journal{call: c}
	known, err := c.Earlier(&j.record)
	if err != nil || !known && len(review.Plan.Steps) == 0 {
		return err
	}
	if err := fill(ctx, &j.Memory, j.record); err != nil {
		return err
	}
	return classed(m.provisioner.Apply(ctx, review, j, nil))
}

// fill writes what a step has kept into a journal.
func fill(ctx context.Context, j plan.Journal, was record) error {
	for _, r := range was.Receipts {
		if err := j.Append(ctx, r); err != nil {
			return err
		}
	}
	return nil
}

// journal is that of a step, within that of the run.
type journal struct {
	plan.Memory
	call   *scaffold.Call
	record record
}

// Append keeps the receipt with the run.
func (j *journal) Append(ctx context.Context, r plan.Receipt) error {
	j.record.Receipts = append(j.record.Receipts, r)
	return errors.Join(j.Memory.Append(ctx, r), j.call.Undo(j.record))
}

// onlyAdds refuses what would take something from a service that it has: its other secrets may be asked for elsewhere.
func onlyAdds(review *secrets.Review, file string) error {
	for _, a := range review.Access {
		who := a.Service + " in " + a.Environment
		switch {
		case len(a.Loses) > 0:
			return scaffold.Errorf(scaffold.ErrConflict, "%s would lose %s, which %s does not ask for", who, strings.Join(a.Loses, ", "), file)
		case a.Unknown:
			return scaffold.Errorf(scaffold.ErrConflict, "the policy of %s was edited by hand, and would be overwritten", who)
		case a.Before != nil:
			return scaffold.Errorf(scaffold.ErrConflict, "the secrets of %s are read by %s in %s until now, and %s would change that", who,
				strings.Join(a.Before.ServiceAccounts, ", "), strings.Join(a.Before.Namespaces, ", "), file)
		}
	}
	return nil
}

// waiting says of each secret's path whether nobody has handed its value in.
func waiting(review *secrets.Review, config *secrets.Config) map[string]bool {
	out := map[string]bool{}
	for _, r := range config.Requests {
		path := config.Layout.SecretPath(r.ID)
		out[path] = slices.ContainsFunc(review.Items, func(i secrets.Item) bool {
			made := i.Verdict == secrets.Waiting || i.Verdict == secrets.Add && r.Type == secrets.External
			return i.Kind == secrets.KindSecret && i.Name == path && made
		})
	}
	return out
}

// classed returns an error of a store with the class that Backstage has for it.
func classed(err error) error {
	for from, to := range map[error]error{
		secrets.ErrForeign: scaffold.ErrConflict, secrets.ErrConflict: scaffold.ErrConflict, secrets.ErrBusy: scaffold.ErrConflict,
		secrets.ErrDenied: scaffold.ErrNotAllowed,
	} {
		if errors.Is(err, from) {
			return scaffold.Errorf(to, "provision secrets: %w", err)
		}
	}
	if err != nil {
		return fmt.Errorf("provision secrets: %w", err)
	}
	return nil
}
