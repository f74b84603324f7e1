package secrets

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/goldenpath-go/goldenpath/plan"
)

// Review is what a Provisioner found, and what it proposes. There is no value in it.
type Review struct {
	// Plan is what would be done; never nil.
	Plan *plan.Plan
	// Items are all things that were looked at, by environment, service and kind: also those that stay as they are.
	Items []Item
	// Access is who gains and who loses the reading of what.
	Access []Access
	// Unread is how many policies that have the name and the role of a service's, of none that is asked for, were not read, being
	// too many: see Plan. Audit reads all.
	Unread int

	mount Mount
	auth  string     // where the login is mounted
	makes []Location // secrets that are not there yet
}

// Item is a secret, a role of a database, a policy or a role, and what becomes of it.
type Item struct {
	Kind        Kind     `json:"kind"`
	Environment string   `json:"environment,omitempty"`
	Service     string   `json:"service,omitempty"`
	Name        string   `json:"name"` // path of a secret, without data/, or of a database's role; name of a policy or a role
	Verdict     Verdict  `json:"verdict"`
	Why         []string `json:"why,omitempty"`
	// Due is when the value of a secret that is kept is to be replaced, or was; zero when it never is.
	Due time.Time `json:"due,omitzero"`
}

// Kind is what an Item is.
type Kind string

// The kinds of items, in the order in which they are made.
const (
	KindSecret Kind = "secret"
	// KindDatabase is a role of an engine of type database.
	KindDatabase Kind = "database"
	KindPolicy   Kind = "policy"
	KindRole     Kind = "role"
)

// Verdict is what becomes of an Item.
type Verdict string

// The verdicts. Orphan is what is ours and not asked for; it stays until it is torn down. Waiting is an external secret that
// nobody has handed in yet. Foreign is what is in the way and not ours.
const (
	Keep    Verdict = "keep"
	Add     Verdict = "create"
	Change  Verdict = "update"
	Adopt   Verdict = "adopt"
	Restore Verdict = "restore"
	Rotate  Verdict = "rotate"
	Retire  Verdict = "retire"
	Remove  Verdict = "remove"
	Orphan  Verdict = "orphan"
	Waiting Verdict = "waiting"
	Foreign Verdict = "foreign"
)

// Access is a change of who reads what.
type Access struct {
	Environment     string   `json:"environment"`
	Service         string   `json:"service"`
	Namespaces      []string `json:"namespaces"`
	ServiceAccounts []string `json:"serviceAccounts"`
	Gains           []string `json:"gains,omitempty"` // paths of the API, as policies name them
	Loses           []string `json:"loses,omitempty"`
	// Unknown says that what could be read before cannot be told, since the policy was edited or is not ours.
	Unknown bool `json:"unknown,omitempty"`
	// Before is who read until now, where that changes: accounts of namespaces.
	Before *Binding `json:"before,omitempty"`
}

// Binding is who logs in by a role: each of the accounts in each of the namespaces.
type Binding struct {
	Namespaces      []string `json:"namespaces"`
	ServiceAccounts []string `json:"serviceAccounts"`
}

// Drifted reports whether anything is not as it was asked for. Secrets that wait for their value are as asked for.
func (r *Review) Drifted() bool {
	return slices.ContainsFunc(r.Items, func(i Item) bool { return i.Verdict != Keep && i.Verdict != Waiting })
}

// add adds what becomes of a thing.
func (r *Review) add(k Kind, t tenant, name string, v Verdict, why ...string) {
	why = slices.DeleteFunc(why, func(s string) bool { return s == "" })
	r.Items = append(r.Items, Item{Kind: k, Environment: t.environment, Service: t.service, Name: name, Verdict: v, Why: why})
}

// step adds a step, and returns its key. A decision's own does it with the trail.
func (r *Review) step(s plan.Step) string {
	r.Plan.Steps = append(r.Plan.Steps, s)
	return s.Key
}

// sort orders the items.
func (r *Review) sort() {
	rank := map[Kind]int{KindSecret: 0, KindDatabase: 1, KindPolicy: 2, KindRole: 3}
	slices.SortStableFunc(r.Items, func(a, b Item) int {
		return cmp.Or(strings.Compare(a.Environment, b.Environment), strings.Compare(a.Service, b.Service),
			cmp.Compare(rank[a.Kind], rank[b.Kind]), strings.Compare(a.Name, b.Name))
	})
}

func newReview(title string, m Mount, l Layout) *Review {
	return &Review{Plan: &plan.Plan{Title: title}, mount: m, auth: l.auth()}
}
