package secrets

import (
	"context"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/goldenpath-go/goldenpath/plan"
)

// policy decides about a service's policy, whose step needs those that make the secrets. It returns the keys that a role's
// step needs in turn.
func (d *decision) policy(t *tenantState, s plan.Step, needs []string) []string {
	name := d.w.config.Layout.PolicyName(t.environment, t.service)
	var paths []string
	for _, r := range t.requests {
		paths = append(paths, d.w.readPath(r))
	}
	text, err := policyText(d.p.manager(), t.tenant, paths, d.owns(t))
	if err != nil {
		d.errs.Add(t.requests[0].Pos, "", err.Error())
		return nil
	}
	if t.policy != nil && *t.policy == text {
		d.add(KindPolicy, t.tenant, name, Keep)
		return nil
	}
	before, why, ok := d.policyBefore(t, name)
	if !ok {
		return nil
	}
	d.access(t, before, paths, t.policy != nil && before == nil)
	s.Verb, s.Summary = plan.Create, fmt.Sprintf("lets %s read %s", t, count(len(paths), "secret"))
	verdict := Add
	if t.policy != nil {
		s.Verb, verdict = plan.Update, Change
	}
	d.add(KindPolicy, t.tenant, name, verdict, why)
	s.Diff, s.Needs, s.Reversible = pathDiff(before, paths), needs, true
	d.p.policyDo(&s, name, t.policy, &text)
	return []string{d.step(s)}
}

// policyBefore returns what the service's policy grants now, and why it is not what it should be; false when it is foreign. What
// an edited policy grants is not known.
func (d *decision) policyBefore(t *tenantState, name string) (paths []string, why string, ok bool) {
	if t.policy == nil {
		return []string{}, "", true
	}
	made, err := readPolicy(*t.policy)
	ours := err == nil && made.manager == d.p.manager() && made.tenant == t.tenant
	switch {
	case !ours && !t.consumer.Adopt:
		d.foreign(KindPolicy, t.tenant, name, t.requests[0].Pos)
		return nil, "", false
	case !ours:
		return nil, "it is taken over; what it said is replaced", true
	case made.edited:
		return nil, "it was edited by hand", true
	}
	return made.paths, "", true
}

// access notes who gains and loses what.
func (d *decision) access(t *tenantState, before, after []string, unknown bool) {
	a := Access{Environment: t.environment, Service: t.service, Namespaces: t.consumer.Namespaces, ServiceAccounts: t.consumer.ServiceAccounts, Unknown: unknown}
	for _, path := range after {
		if !slices.Contains(before, path) {
			a.Gains = append(a.Gains, path)
		}
	}
	for _, path := range before {
		if !slices.Contains(after, path) {
			a.Loses = append(a.Loses, path)
		}
	}
	if len(a.Gains)+len(a.Loses) > 0 || unknown {
		d.Access = append(d.Access, a)
	}
}

// binding notes that others log in by the service's role than until now.
func (d *decision) binding(t *tenantState, now, want *Role) {
	if slices.Equal(now.Namespaces, want.Namespaces) && slices.Equal(now.ServiceAccounts, want.ServiceAccounts) {
		return
	}
	i := slices.IndexFunc(d.Access, func(a Access) bool { return a.Environment == t.environment && a.Service == t.service })
	if i < 0 {
		i = len(d.Access)
		d.Access = append(d.Access, Access{
			Environment: t.environment, Service: t.service, Namespaces: want.Namespaces, ServiceAccounts: want.ServiceAccounts,
		})
	}
	d.Access[i].Before = &Binding{Namespaces: now.Namespaces, ServiceAccounts: now.ServiceAccounts}
}

func pathDiff(before, after []string) string {
	var b strings.Builder
	for _, path := range before {
		if !slices.Contains(after, path) {
			fmt.Fprintf(&b, "- read %s\n", path)
		}
	}
	for _, path := range after {
		if !slices.Contains(before, path) {
			fmt.Fprintf(&b, "+ read %s\n", path)
		}
	}
	return b.String()
}

// role decides about a service's role.
func (d *decision) role(t *tenantState, needs []string) {
	l := d.w.config.Layout
	name, policy := l.RoleName(t.environment, t.service), l.PolicyName(t.environment, t.service)
	want := (&Role{
		ServiceAccounts: t.consumer.ServiceAccounts, Namespaces: t.consumer.Namespaces, Audience: t.consumer.Audience,
		Policies: []string{policy}, TTL: time.Duration(t.consumer.TTL),
	}).normal()
	s := plan.Step{
		Key: string(KindRole) + "/" + l.auth() + "/" + name, Verb: plan.Create, Needs: needs, Reversible: true,
		Summary: fmt.Sprintf("logs in %s of namespace %s", strings.Join(want.ServiceAccounts, ", "), strings.Join(want.Namespaces, ", ")),
	}
	if t.role == nil {
		d.add(KindRole, t.tenant, name, Add)
		d.p.roleDo(&s, l.auth(), name, nil, want)
		d.step(s)
		return
	}
	now := t.role.normal()
	switch {
	case reflect.DeepEqual(now, want):
		d.add(KindRole, t.tenant, name, Keep)
		return
	case !slices.Contains(now.Policies, policy) && !t.consumer.Adopt:
		d.foreign(KindRole, t.tenant, name, t.requests[0].Pos)
		return
	}
	d.binding(t, now, want)
	s.Verb, s.Diff = plan.Update, roleDiff(now, want)
	d.add(KindRole, t.tenant, name, Change, strings.Split(strings.TrimSpace(s.Diff), "\n")...)
	d.p.roleDo(&s, l.auth(), name, now, want)
	d.step(s)
}

// normal returns the role as it is compared: lists sorted, policies in lower case, defaults filled in.
func (r *Role) normal() *Role {
	out := *r
	out.Policies = nil
	for _, s := range r.Policies {
		out.Policies = append(out.Policies, strings.ToLower(strings.TrimSpace(s)))
	}
	for _, list := range []*[]string{&out.ServiceAccounts, &out.Namespaces, &out.Policies, &out.BoundCIDRs} {
		*list = slices.Compact(slices.Sorted(slices.Values(*list)))
	}
	if out.AliasNameSource == "" {
		out.AliasNameSource = "serviceaccount_uid"
	}
	if out.TokenType == "default" {
		out.TokenType = ""
	}
	return &out
}

// roleDiff shows the fields in which two roles differ, by their names in JSON.
func roleDiff(before, after *Role) string { return fieldsDiff(*before, *after) }

// fieldsDiff is roleDiff for any two of a struct.
func fieldsDiff(before, after any) string {
	old, now := fieldsOf(before), fieldsOf(after)
	var b strings.Builder
	for i := range old {
		if old[i] != now[i] {
			fmt.Fprintf(&b, "- %s\n+ %s\n", old[i], now[i])
		}
	}
	return b.String()
}

func fieldsOf(s any) (out []string) {
	v := reflect.ValueOf(s)
	for i := range v.NumField() {
		name, _, _ := strings.Cut(v.Type().Field(i).Tag.Get("json"), ",")
		value := v.Field(i).Interface()
		if length, ok := value.(time.Duration); ok {
			value = Period(length).String()
		}
		data, err := json.Marshal(value)
		if err != nil {
			data = []byte(err.Error())
		}
		out = append(out, name+" "+string(data))
	}
	return out
}

// stranger is a policy that by its name could be ours, of a service that has no secret in the Config.
type stranger struct {
	tenant
	name string
	text *string
}

// orphanPolicies notes the policies of ours whose service has no secret in the Config. Of all strangers at most so many are read.
func (p *Provisioner) orphanPolicies(ctx context.Context, d *decision, most int) error {
	var all []stranger
	for _, name := range d.w.policies {
		if t, ok := d.w.stranger(d.w.config.Layout.policy(), name); ok {
			all = append(all, stranger{t, name, nil})
		}
	}
	if len(all) > most {
		var err error
		if all, err = p.likely(ctx, d.w, all); err != nil {
			return err
		}
		d.Unread = max(0, len(all)-most)
		all = all[:min(most, len(all))]
	}
	err := p.each(ctx, len(all), func(ctx context.Context, i int) (err error) {
		all[i].text, err = p.policy(ctx, all[i].name)
		return err
	})
	for _, f := range all {
		if f.text == nil {
			continue
		}
		if made, err := readPolicy(*f.text); err == nil && made.manager == p.manager() {
			d.add(KindPolicy, f.tenant, f.name, Orphan, "its service has no secret that is asked for")
		}
	}
	return err
}

// likely returns the strangers by whose role somebody can log in, those of environments that are asked about first. Their names
// tell no more: in a server that many share, policies of the same form may be anybody's.
func (p *Provisioner) likely(ctx context.Context, w *world, all []stranger) ([]stranger, error) {
	if !w.listed {
		var err error
		if w.roles, err = p.roles(ctx, w.config.Layout.auth()); err != nil {
			return nil, err
		}
	}
	known, asked := map[string]bool{}, map[string]bool{}
	for _, name := range w.roles {
		known[name] = true
	}
	for _, t := range w.tenants {
		asked[t.environment] = true
	}
	var first, later []stranger
	for _, s := range all {
		switch {
		case !known[w.config.Layout.RoleName(s.environment, s.service)]:
		case asked[s.environment]:
			first = append(first, s)
		default:
			later = append(later, s)
		}
	}
	return append(first, later...), nil
}

// stranger returns whose a policy or role is by its name, when nothing is asked for in that name.
func (w *world) stranger(pattern, name string) (tenant, bool) {
	t, ok := tenantOf(pattern, name)
	asked := slices.ContainsFunc(w.tenants, func(s *tenantState) bool { return s.tenant == t })
	return t, ok && !asked
}

// orphanRoles notes the roles of services that have no secret in the Config. A role bears no mark: it is told by its name,
// and only where our policy is there too, or none at all.
func (p *Provisioner) orphanRoles(d *decision) {
	l := d.w.config.Layout
	for _, name := range d.w.roles {
		t, ok := d.w.stranger(l.role(), name)
		if !ok {
			continue
		}
		policy := l.PolicyName(t.environment, t.service)
		why := "its service has no secret that is asked for"
		if !slices.Contains(d.w.policies, policy) {
			why = fmt.Sprintf("by its name it is of a service that has no policy %s", policy)
		}
		d.add(KindRole, t, name, Orphan, why)
	}
}

// orphanFolders notes folders beside those of the services, where there is no policy that would tell of them.
func (p *Provisioner) orphanFolders(d *decision) {
	l := d.w.config.Layout
	if !strings.HasSuffix(l.path(), "/"+servicePart+"/"+namePart) {
		return // what is beside the folder of a service is not a service
	}
	done := map[string]bool{}
	for _, t := range d.w.tenants {
		folder, _ := d.w.parent(t.tenant)
		if done[folder] {
			continue
		}
		done[folder] = true
		for _, name := range d.w.parents[folder] {
			other := tenant{t.environment, strings.TrimSuffix(name, "/")}
			asked := slices.ContainsFunc(d.w.tenants, func(s *tenantState) bool { return s.tenant == other })
			if !asked && strings.HasSuffix(name, "/") && checkLabel(other.service) == nil && !d.w.hasPolicy(other) {
				d.add(KindSecret, other, folder+"/"+name, Orphan, "secrets that no policy of a service grants")
			}
		}
	}
}

// count returns "1 secret", "2 secrets".
func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
