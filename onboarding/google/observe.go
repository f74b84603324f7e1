package google

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"google.golang.org/api/cloudidentity/v1"

	"github.com/goldenpath-go/goldenpath/onboarding"
)

const pageSize = 200

// The labels of groups: which groups are searched, and which change by rules or elsewhere.
const (
	forumLabel   = "cloudidentity.googleapis.com/groups.discussion_forum" // every Google group has it
	dynamicLabel = "cloudidentity.googleapis.com/groups.dynamic"
	lockedLabel  = "cloudidentity.googleapis.com/groups.locked"
)

// Observe reads the groups that the person is in.
func (p *Provider) Observe(ctx context.Context, person onboarding.Person) (*onboarding.Holding, error) {
	if err := p.check(person.Email); err != nil {
		return nil, err
	}
	h := &onboarding.Holding{Identity: identity(person)}
	search := p.service.Groups.Memberships.SearchDirectGroups("groups/-").Query(query(person.Email)).PageSize(pageSize)
	err := search.Pages(ctx, func(page *cloudidentity.SearchDirectGroupsResponse) error {
		for _, m := range page.Memberships {
			if m.GroupKey != nil {
				h.Held = append(h.Held, p.held(m))
			}
		}
		return nil
	})
	if err == nil && p.options.Inherited {
		err = p.inherited(ctx, person, h)
	}
	if err != nil {
		return nil, p.wrap(err, "search the groups of %s", person.Email)
	}
	return h, nil
}

// query returns the search for whom an address belongs to, in CEL.
func query(email string) string {
	return fmt.Sprintf("member_key_id == '%s' && '%s' in labels", strings.NewReplacer(`\`, `\\`, `'`, `\'`).Replace(email), forumLabel)
}

func (p *Provider) held(m *cloudidentity.MembershipRelation) onboarding.Held {
	held := onboarding.Held{
		Grant: onboarding.Grant{Provider: p.name, Kind: Group, Object: m.GroupKey.Id, Role: highest(m.Roles)}, State: onboarding.Done,
	}
	if end := expiry(m.Roles); !end.IsZero() {
		held.Detail = "until " + end.UTC().Format(time.DateOnly)
	}
	if _, dynamic := m.Labels[dynamicLabel]; dynamic {
		held.State, held.Detail = onboarding.Manual, "a rule fills the group"
	}
	if _, locked := m.Labels[lockedLabel]; locked {
		held.State, held.Detail = onboarding.Manual, "the group is locked: it is filled from elsewhere"
	}
	return held
}

// roles are ours by Google's, the lowest first.
func roles() []struct{ google, ours string } {
	return []struct{ google, ours string }{{"MEMBER", Member}, {"MANAGER", Manager}, {"OWNER", Owner}}
}

// highest returns the role that a member's roles come to: managers and owners are members as well.
func highest(have []*cloudidentity.MembershipRole) string {
	for _, r := range slices.Backward(roles()) {
		if has(have, r.google) {
			return r.ours
		}
	}
	return Member
}

// expiry returns when a membership ends; the zero time: never.
func expiry(have []*cloudidentity.MembershipRole) time.Time {
	for _, m := range have {
		if m.ExpiryDetail != nil {
			end, _ := time.Parse(time.RFC3339, m.ExpiryDetail.ExpireTime)
			return end
		}
	}
	return time.Time{}
}

// inherited notes the groups that a person is in by way of others.
func (p *Provider) inherited(ctx context.Context, person onboarding.Person, h *onboarding.Holding) error {
	search := p.service.Groups.Memberships.SearchTransitiveGroups("groups/-").Query(query(person.Email)).PageSize(pageSize)
	return search.Pages(ctx, func(page *cloudidentity.SearchTransitiveGroupsResponse) error {
		for _, g := range page.Memberships {
			if g.RelationType == "INDIRECT" && g.GroupKey != nil {
				h.Notes = append(h.Notes, fmt.Sprintf("%s is in %s by way of another group", person.Email, g.GroupKey.Id))
			}
		}
		return nil
	})
}

// place is where somebody stands in a group.
type place struct {
	group string // groups/{id}
	name  string // groups/{id}/memberships/{id}; empty: no member
	roles []*cloudidentity.MembershipRole
}

// look reads where an address stands in a group.
func (p *Provider) look(ctx context.Context, group, email string) (place, error) {
	found, err := p.service.Groups.Lookup().GroupKeyId(group).Context(ctx).Do()
	if code(err) == http.StatusForbidden && !says(err, `"SERVICE_DISABLED"`) {
		return place{}, p.fail(onboarding.ClassNotFound, "there is no group %s, or the credentials may not see it: %w", group, err)
	}
	if err != nil {
		return place{}, p.wrap(err, "look up the group %s", group)
	}
	at := place{group: found.Name}
	member, err := p.service.Groups.Memberships.Lookup(at.group).MemberKeyId(email).Context(ctx).Do()
	if code(err) == http.StatusNotFound {
		return at, nil
	}
	if err != nil {
		return at, p.wrap(err, "look up %s in %s", email, group)
	}
	m, err := p.service.Groups.Memberships.Get(member.Name).Context(ctx).Do()
	if code(err) == http.StatusNotFound {
		return at, nil // removed meanwhile
	}
	if err != nil {
		return at, p.wrap(err, "read the membership of %s in %s", email, group)
	}
	at.name, at.roles = member.Name, m.Roles
	return at, nil
}
