package google

import (
	"context"
	"errors"
	"math/rand/v2"
	"net/http"
	"time"

	"google.golang.org/api/cloudidentity/v1"

	"github.com/goldenpath-go/goldenpath/onboarding"
)

// Give makes somebody a member of a group, or gives a member another role.
func (p *Provider) Give(ctx context.Context, c onboarding.Call) (onboarding.Outcome, error) {
	if c.Grant.Role == "" {
		c.Grant.Role = Member
	}
	return p.change(ctx, c, p.give)
}

// Take ends a membership.
func (p *Provider) Take(ctx context.Context, c onboarding.Call) (onboarding.Outcome, error) {
	return p.change(ctx, c, p.take)
}

// errUnsettled says that Google was asked, and does not show yet what came of it.
var errUnsettled = errors.New("it cannot be read yet")

const (
	firstWait = time.Second
	maxTries  = 4
)

// change looks and changes, again if somebody else changed the same at that moment, or Google does not show yet what it did.
func (p *Provider) change(ctx context.Context, c onboarding.Call, do func(context.Context, onboarding.Call, place) (onboarding.Outcome, error)) (onboarding.Outcome, error) {
	if err := p.check(c.Person.Email, c.Grant.Object); err != nil {
		return onboarding.Outcome{}, err
	}
	var all onboarding.Outcome // that the tries come to
	for try := 0; ; try++ {
		at, err := p.look(ctx, c.Grant.Object, c.Person.Email)
		if err != nil {
			return onboarding.Outcome{}, err
		}
		out, err := do(ctx, c, at)
		if out.Changed && !all.Changed {
			all.Before = out.Before
		}
		all.Changed = all.Changed || out.Changed
		out.Changed, out.Before, out.Identity = all.Changed, all.Before, identity(c.Person)
		if err == nil || !p.again(ctx, try, err) {
			return out, p.wrap(err, "change the membership of %s in %s", c.Person.Email, c.Grant.Object)
		}
	}
}

// again reports, after a wait, whether a change is worth another look.
func (p *Provider) again(ctx context.Context, try int, err error) bool {
	concurrent := code(err) == http.StatusConflict || errors.Is(err, errUnsettled)
	if !concurrent || try >= maxTries || p.options.Retries < 0 && !errors.Is(err, errUnsettled) {
		return false
	}
	timer := time.NewTimer(time.Duration(float64(firstWait<<try) * (0.5 + rand.Float64()/2)))
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-timer.C:
		return true
	}
}

func (p *Provider) give(ctx context.Context, c onboarding.Call, at place) (onboarding.Outcome, error) {
	out := onboarding.Outcome{State: onboarding.Done}
	if at.name != "" {
		return p.promote(ctx, c, at)
	}
	op, err := p.service.Groups.Memberships.Create(at.group, p.membership(c)).Context(ctx).Do()
	if code(err) == http.StatusNotFound {
		return onboarding.Outcome{State: onboarding.Blocked, Note: "waits for Google to know " + c.Person.Email + ", or the group is gone"}, nil
	}
	out.Changed = err == nil
	return out, settled(op, err)
}

// membership returns what a new member is: managers and owners are members as well.
func (p *Provider) membership(c onboarding.Call) *cloudidentity.Membership {
	m := &cloudidentity.Membership{
		PreferredMemberKey: &cloudidentity.EntityKey{Id: c.Person.Email},
		Roles:              []*cloudidentity.MembershipRole{{Name: "MEMBER"}},
	}
	for _, r := range roles() {
		if r.ours == c.Grant.Role && r.ours != Member {
			m.Roles = append(m.Roles, &cloudidentity.MembershipRole{Name: r.google})
		}
	}
	if p.options.Expires != nil {
		if end := p.options.Expires(c); !end.IsZero() {
			m.Roles[0].ExpiryDetail = &cloudidentity.ExpiryDetail{ExpireTime: end.UTC().Format(time.RFC3339)}
		}
	}
	return m
}

// settled returns how an operation ended. Those here end at once, as a rule.
func settled(op *cloudidentity.Operation, err error) error {
	switch {
	case err != nil:
		return err
	case op.Error != nil:
		return errors.New(op.Error.Message)
	case !op.Done:
		return errUnsettled
	}
	return nil
}

// promote gives a member another role: first what is missing, then without what is too much.
func (p *Provider) promote(ctx context.Context, c onboarding.Call, at place) (onboarding.Outcome, error) {
	out := onboarding.Outcome{State: onboarding.Done}
	had := highest(at.roles)
	if had == c.Grant.Role {
		return out, nil
	}
	before := c.Grant
	before.Role = had
	var add, remove cloudidentity.ModifyMembershipRolesRequest
	for _, r := range roles()[1:] {
		is := has(at.roles, r.google)
		switch {
		case r.ours == c.Grant.Role && !is:
			add.AddRoles = []*cloudidentity.MembershipRole{{Name: r.google}}
		case r.ours != c.Grant.Role && is:
			remove.RemoveRoles = append(remove.RemoveRoles, r.google)
		}
	}
	for _, request := range []*cloudidentity.ModifyMembershipRolesRequest{&add, &remove} {
		if len(request.AddRoles) == 0 && len(request.RemoveRoles) == 0 {
			continue
		}
		if _, err := p.service.Groups.Memberships.ModifyMembershipRoles(at.name, request).Context(ctx).Do(); err != nil {
			return out, err
		}
		out.Changed, out.Before = true, before
	}
	return out, nil
}

func has(have []*cloudidentity.MembershipRole, name string) bool {
	for _, m := range have {
		if m.Name == name {
			return true
		}
	}
	return false
}

func (p *Provider) take(ctx context.Context, _ onboarding.Call, at place) (onboarding.Outcome, error) {
	out := onboarding.Outcome{State: onboarding.Done}
	if at.name == "" {
		return out, nil
	}
	op, err := p.service.Groups.Memberships.Delete(at.name).Context(ctx).Do()
	if code(err) == http.StatusNotFound {
		return out, nil // it is gone
	}
	out.Changed = err == nil
	return out, settled(op, err)
}
